"""The wording of the verdict panel, fit to be read aloud. What is known of a plan and what is said of it stand in tables."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from analytics.caseload.student_claims import claims, growth_disagreement
from analytics.caseload.student_outlook import why
from analytics.caseload.student_rule_words import differing, errs, of_hundred, own_call
from analytics.caseload.student_sentence import sentence
from analytics.caseload.student_sufficiency import measured
from analytics.caseload.student_words import advice, chance, frequency, more_scores, part_of_month, rates

TODAY = date(2026, 1, 15)
PARAMETERS = {
    "minimum_occasions": 4,
    "minimum_weeks": 4,
    "change_minimum_baseline": 5,
    "dosage_floor": 0.8,
    "off_track_probability": 0.2,
    "open_chance": 0.5,
}
KNOWN: dict[str, Any] = {
    "plan_id": "p", "plan_kind": "intervention", "verdict": "too early", "has_ended": False, "is_finished": False,
    "start_on": date(2025, 9, 22), "due_on": date(2026, 6, 5), "last_on": date(2026, 1, 13), "sign": 1.0,
    "n_scores": 14, "weeks": 16.1, "n_baseline": 6, "target": 90.0, "baseline": 60.0, "criterion": "end_level", "criterion_k": None,
    "criterion_n": None, "roi_per_week": 0.4, "required_roi": 1.5, "projected": 75.2, "probability": 0.31, "on_pace": "uncertain",
    "probability_on_pace": 0.42, "changed_from_baseline": "uncertain", "probability_changed": 0.55, "probes_per_week": 1.0,
    "more_scores": 4, "missed_occasions": 0, "recent_missed": 0, "planned_sessions_per_week": 4.0, "planned_sessions": 52.0, "held": 49,
    "student_absent": 1, "not_held": 2, "dosage": 0.96, "rule": "aimline_sequential", "growth_disagrees": False,
    "endpoint_roi": 1.9, "ols_roi": 1.4, "theil_sen_roi": 1.6, "rules_change": 0, "rules_keep": 7, "rules_raise": 0,
    "advice": "Keep going, and keep probing as scheduled.", "criterion_met_on": None, "floor": 0.0, "ceiling": None,
    "level_now": 66.0, "aimline_now": 84.0, "residual_sd": 10.0, "pooled_roi": 0.4, "probability_own": 0.3,
    "parameters": json.dumps(PARAMETERS),
}  # fmt: skip
Rows = Callable[[str], list[dict[str, str]]]


def plan(**known: Any) -> dict[str, Any]:
    """A plan's row: an intervention that cannot be told yet, with whatever is different."""
    return KNOWN | known


def read(cell: str) -> Any:
    """A cell of the tables below: a number, a day, yes or no, a word; a dash is nothing."""
    if cell in ("-", "yes!", "no!"):
        return {"-": None, "yes!": True, "no!": False}[cell]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return date.fromisoformat(cell)
    if re.fullmatch(r"-?\d+", cell):
        return int(cell)
    return float(cell) if re.fullmatch(r"-?\d+\.\d+", cell) else cell


def settled(text: str) -> dict[str, Any]:
    """What the tables write as name=value, name=value."""
    return {name.strip(): read(value.strip()) for name, value in (part.split("=") for part in text.split(",") if part.strip())}


FREQUENCY = """
    | probability | words                |
    | 0           | fewer than 1 in 20   |
    | 0.0499      | fewer than 1 in 20   |
    | 0.05        | about 1 in 20        |
    | 0.0749      | about 1 in 20        |
    | 0.075       | about 1 in 10        |
    | 0.14        | about 1 in 10        |
    | 0.26        | about 3 in 10        |
    | 0.31        | about 3 in 10        |
    | 0.5         | about 5 in 10        |
    | 0.79        | about 8 in 10        |
    | 0.86        | about 9 in 10        |
    | 0.93        | about 19 in 20       |
    | 0.951       | more than 19 in 20   |
    | 1           | more than 19 in 20   |
"""


def test_a_probability_is_a_natural_frequency_and_never_certain(rows: Rows) -> None:
    for row in rows(FREQUENCY):
        assert frequency(float(row["probability"])) == row["words"], row
    assert not any(re.search(r"\b(0|10) in 10|\b(0|20) in 20", frequency(step / 1000)) for step in range(1001))


def test_a_frequency_never_falls_as_the_probability_rises() -> None:
    said = list(dict.fromkeys(frequency(step / 1000) for step in range(1001)))
    assert len(said) == 13 and said[0] == "fewer than 1 in 20" and said[-1] == "more than 19 in 20"
    shares = [int(part.split(" in ")[0].split()[-1]) / int(part.split(" in ")[1]) for part in said]
    assert shares == sorted(shares)


INTERVENTIONS = """
    | verdict        | what is known                                         | sentence |
    | effective      | on_pace=yes, roi_per_week=1.72                        | On pace so far, since scores are going up by about 1.7 a week and need to go up by 1.5, but the target may still be missed. |
    | effective      | on_pace=yes, roi_per_week=1.2                         | On pace so far, since the scores are at or ahead of the aimline, but the target may still be missed. |
    | effective      | on_pace=yes, roi_per_week=1.72, probability=0.5       | On pace: scores are going up by about 1.7 a week and need to go up by 1.5. |
    | effective      | on_pace=yes, roi_per_week=1.2, probability=0.7        | On pace: the scores are at or ahead of the aimline. |
    | effective      | on_pace=uncertain, changed_from_baseline=yes          | Scores are better than going on as before the start would have made them; whether that is fast enough is open. |
    | effective      | on_pace=yes, sign=-1, roi_per_week=0.9, required_roi=0.7, probability=0.8 | On pace: scores are coming down by about 0.9 a week and need to come down by 0.7. |
    | target reached |                                                       | The target is reached: at least two of the last three scores are at 90 or past it. |
    | ineffective    | on_pace=no                                            | Growth is too slow: scores are going up by about 0.4 a week and need to go up by 1.5. |
    | ineffective    | on_pace=no, roi_per_week=-0.26                        | There is no growth: scores are going down by about 0.3 a week and need to go up by 1.5. |
    | ineffective    | on_pace=no, roi_per_week=0.02                         | There is no growth: scores are staying about level and need to go up by 1.5 a week. |
    | ineffective    | on_pace=no, roi_per_week=1.46, required_roi=1.54      | Growth is too slow: scores are going up by about 1.46 a week and need to go up by 1.54. |
    | ineffective    | on_pace=no, roi_per_week=0.01, required_roi=0.06      | Growth is too slow: scores are going up by about 0.01 a week and need to go up by 0.06. |
    | ineffective    | on_pace=no, sign=-1, roi_per_week=-0.3, required_roi=0.7 | There is no improvement: scores are going up by about 0.3 a week and need to come down by 0.7. |
    | ineffective    | on_pace=no, sign=-1, roi_per_week=0.3, required_roi=0.7 | Improvement is too slow: scores are coming down by about 0.3 a week and need to come down by 0.7. |
    | ineffective    | on_pace=uncertain, rule=four_point                    | A change is called for by the rule that was chosen for this store. |
    | too early      | on_pace=no, rule=four_point                           | Growth looks too slow, but the rule that was chosen for this store calls for no change. |
    | not delivered  | held=12, not_held=18, planned_sessions=31             | Too few sessions were held to judge it: 12 of 30. |
    | too early      | roi_per_week=1.1                                      | It is too early to tell: scores are going up by about 1.1 a week and need to go up by 1.5. |
    | too early      | n_scores=1, weeks=1.4                                 | It is too early to tell: at least 4 scores over 4 weeks are needed, and there is 1 score over 1 week. |
    | too early      | n_scores=3, weeks=2.9                                 | It is too early to tell: at least 4 scores over 4 weeks are needed, and there are 3 scores over 2 weeks. |
    | too early      | required_roi=-, target=-                              | Nothing tells whether growth is fast enough: the plan has no target. |
    | too early      | required_roi=-, baseline=-                            | Nothing tells whether growth is fast enough: the plan has no baseline. |
    | too early      | required_roi=-0.5                                     | It is too early to tell: scores are going up by about 0.4 a week; the target is not beyond the baseline, so check both. |
    | target reached | required_roi=-0.5                                     | The target is reached: at least two of the last three scores are at 90 or past it; the target is not beyond the baseline, so check both. |
    | too early      | has_ended=yes!, is_finished=yes!                      | It ended before the scores could tell. |
    | no data        | n_scores=0, last_on=-                                 | There is no score yet since the start. |
    | no data        | last_on=2025-11-03                                    | It cannot be judged today: the last score is from 3 November 2025. |
    | too early      | start_on=2026-02-02                                   | It starts on 2 February; there is nothing to judge yet. |
"""  # noqa: E501 - a table is read across

GOALS = """
    | verdict        | what is known                                         | sentence |
    | on track       |                                                       | This goal will probably be met: about 75 is expected by 5 June, and the goal is 90. |
    | off track      | projected=4.26, target=9.5, due_on=2025-12-19         | This goal will probably be missed if nothing changes: about 4.3 is expected by 19 December 2025, and the goal is 9.5. |
    | uncertain      | criterion=k_of_n, criterion_k=4, criterion_n=5        | It is open whether this goal will be met: about 75 is expected by 5 June, and the goal is 90 in 4 of 5 scores. |
    | uncertain      | criterion=consecutive, criterion_n=3                  | It is open whether this goal will be met: about 75 is expected by 5 June, and the goal is 90 in 3 scores in a row. |
    | uncertain      | criterion=k_of_n, criterion_k=4, criterion_n=5, projected=96 | It is open whether this goal will be met: about 96 is expected by 5 June, and the goal is 90 in 4 of 5 scores. |
    | on track       | criterion=k_of_n, criterion_k=4, criterion_n=5, projected=100, ceiling=100 | This goal will probably be met: close to 100 is expected by 5 June, and the goal is 90 in 4 of 5 scores. |
    | uncertain      | probability=0.04                                      | This goal looks out of reach, but the student's own scores do not yet say so clearly. |
    | uncertain      | projected=-, probability=-                            | It is open whether this goal will be met: the scores do not determine a line yet. |
    | attained       | criterion_met_on=2025-12-08                           | The goal is met, since 8 December 2025. |
    | attained       |                                                       | The goal is met. |
    | attained       | required_roi=0.0                                      | The goal is met; the target is not beyond the baseline, so check both. |
    | not attained   | due_on=2025-11-28                                     | The goal was not met by its date, 28 November 2025. |
    | no recent data | n_scores=0, last_on=-                                 | There is no score yet since the goal began. |
    | no recent data | last_on=2025-12-12                                    | It cannot be judged today: the last score is from 12 December 2025. |
"""  # noqa: E501 - a table is read across


@pytest.mark.parametrize(("kind", "table"), [("intervention", INTERVENTIONS), ("goal", GOALS)])
def test_each_verdict_is_one_sentence(rows: Rows, kind: str, table: str) -> None:
    for row in rows(table):
        known = {"criterion_k": None, "criterion_n": None} | settled(row["what is known"])
        said = sentence(plan(plan_kind=kind, verdict=row["verdict"], **known), TODAY)
        assert said == row["sentence"], row
        assert len(said.split()) <= 30 and said.endswith("."), said


def test_no_sentence_needs_a_textbook() -> None:
    jargon = re.compile(r"\b(ROI|slope|probability|interval|standard|error|posterior|median|regression|NAP|z)\b|%|±|−|\(")
    told = [row.split("|")[3] for row in (INTERVENTIONS + GOALS).strip().splitlines() if row.count("|") > 3]
    assert [line for line in told if jargon.search(line)] == []


SOON = """
    | what is known                              | said |
    |                                            | About 4 more weekly scores should settle it, around early February, if the student goes on as now. |
    | more_scores=1                              | About 1 more weekly score should settle it, around mid January, if the student goes on as now. |
    | more_scores=6, probes_per_week=2           | About 6 more scores at two a week should settle it, around early February, if the student goes on as now. |
    | more_scores=2, probes_per_week=0.5         | About 2 more scores, one every two weeks, should settle it, around early February, if the student goes on as now. |
    | more_scores=3, probes_per_week=1.5         | About 3 more scores should settle it, around late January, if the student goes on as now. |
    | more_scores=40                             | About 40 more weekly scores should settle it, around early June, if the student goes on as now. |
    | more_scores=-                              | More scores will probably not settle it before then. |
    | more_scores=-, probability=-               | More scores will probably not settle it before 5 June. |
    | more_scores=-, criterion=k_of_n            | It may stay open until then. |
    | verdict=ineffective                        | - |
    | n_scores=2                                 | - |
    | required_roi=-                             | - |
    | has_ended=yes!, is_finished=yes!           | - |
"""  # noqa: E501 - a table is read across


def test_how_many_more_scores_settle_it_and_until_when(rows: Rows) -> None:
    for row in rows(SOON):
        assert more_scores(plan(**settled(row["what is known"])), TODAY) == (None if row["said"] == "-" else row["said"]), row


CHANCE = """
    | what is known                                     | said |
    |                                                   | About 3 in 10 students with scores like these would reach the target by 5 June. |
    | plan_kind=goal, verdict=off track, probability=0.01 | Fewer than 1 in 20 students with scores like these would meet this goal by 5 June. |
    | plan_kind=goal, verdict=attained                  | - |
    | verdict=no data                                   | - |
    | verdict=not delivered                             | - |
    | n_scores=2                                        | - |
    | probability=-                                     | - |
    | is_finished=yes!                                  | - |
    | start_on=2026-02-02                               | - |
"""  # noqa: E501 - a table is read across


def test_the_chance_is_told_where_it_is_open_and_there_is_enough(rows: Rows) -> None:
    for row in rows(CHANCE):
        assert chance(plan(**settled(row["what is known"])), TODAY) == (None if row["said"] == "-" else row["said"]), row


WHY = """
    | what is known                                                      | said |
    |                                                                    | - |
    | verdict=effective, on_pace=yes, roi_per_week=1.7, probability=0.5  | - |
    | verdict=effective, on_pace=yes, roi_per_week=1.7                   | The pace so far is enough, and yet the target may be missed: the scores are still behind the aimline, and less growth is expected from here on than so far. |
    | verdict=effective, on_pace=yes, roi_per_week=1.7, level_now=85, probability_own=0.6 | The pace so far is enough, and yet the target may be missed: students on this measure usually grow less. |
    | verdict=effective, on_pace=yes, roi_per_week=1.7, level_now=85, pooled_roi=1.8 | The pace so far is enough, and yet the target may be missed: the scores scatter, and there is little room to spare. |
    | verdict=effective, on_pace=yes, sign=-1, roi_per_week=0.7, required_roi=0.5, level_now=9, aimline_now=8, pooled_roi=-0.8 | The pace so far is enough, and yet the target may be missed: the scores are still behind the aimline. |
    | roi_per_week=1.6                                                   | The pace so far is enough, and yet the target may be missed: the scores are still behind the aimline, and less growth is expected from here on than so far. |
    | verdict=ineffective, roi_per_week=-0.3                             | About 75 is expected because students on this measure usually grow more, and 14 scores weigh little. |
    | verdict=ineffective, roi_per_week=-0.3, projected=67               | - |
    | plan_kind=goal, verdict=uncertain, projected=86                    | About 86 is expected because students on this measure usually grow more, and 14 scores weigh little. |
    | plan_kind=goal, verdict=uncertain, projected=60                    | No more is expected because less growth is expected from here on than so far. |
    | plan_kind=goal, verdict=uncertain, criterion=k_of_n, projected=96  | So many scores at the goal are harder to reach than an average at the goal. |
    | plan_kind=goal, verdict=uncertain, projected=-                     | - |
"""  # noqa: E501 - a table is read across


def test_what_is_expected_is_reconciled_with_how_the_scores_go(rows: Rows) -> None:
    for row in rows(WHY):
        assert why(plan(**settled(row["what is known"]))) == (None if row["said"] == "-" else row["said"]), row


CLAIMS = """
    | what is known                                                  | fast enough | better than before |
    |                                                                | Cannot be told yet: the scores speak for either. | Cannot be told yet: the scores speak for either. |
    | probability_on_pace=0.3, probability_changed=0.7               | Cannot be told yet: there is weak evidence that growth is too slow. | Cannot be told yet: there is weak evidence that scores are better than their own earlier trend. |
    | on_pace=no, probability_on_pace=0.01, probability_changed=0.1  | No: there is strong evidence that growth is too slow. | Probably not, but more scores must confirm it: there is fairly strong evidence that scores are no better than their own earlier trend. |
    | on_pace=yes, roi_per_week=1.7, probability_on_pace=0.7         | Yes, so far: growth is at the pace that is needed, and clearly more than half of it. | Cannot be told yet: the scores speak for either. |
    | on_pace=yes, roi_per_week=1.9, probability_on_pace=0.97        | Yes, so far: there is strong evidence that growth is fast enough. | Cannot be told yet: the scores speak for either. |
    | on_pace=yes, roi_per_week=1.2                                  | Yes: the scores are at or ahead of the aimline. | Cannot be told yet: the scores speak for either. |
    | probability_changed=0.97                                       | Cannot be told yet: the scores speak for either. | Probably, but more scores must confirm it: there is strong evidence that scores are better than their own earlier trend. |
    | probability_on_pace=0.1, changed_from_baseline=yes, probability_changed=0.99 | Probably not, but more scores must confirm it: there is fairly strong evidence that growth is too slow. | Yes: there is strong evidence that scores are better than their own earlier trend. |
    | required_roi=-, target=-, changed_from_baseline=not claimed, n_baseline=3 | Cannot be told: the plan has no target. | Not judged: that takes 5 scores before the start, and there are 3. |
    | changed_from_baseline=not claimed, n_baseline=0                | Cannot be told yet: the scores speak for either. | Not judged: that takes 5 scores before the start, and there are none. |
"""  # noqa: E501 - a table is read across


def test_the_two_claims_are_answered_apart(rows: Rows) -> None:
    for row in rows(CLAIMS):
        assert [claim.told for claim in claims(plan(**settled(row["what is known"])))] == [row["fast enough"], row["better than before"]], (
            row
        )


def test_no_claim_where_nothing_can_be_claimed() -> None:
    assert claims(plan(plan_kind="goal")) == () == claims(plan(verdict="no data")) == claims(plan(verdict="not delivered"))
    assert claims(plan(n_scores=2)) == () == claims(plan(is_finished=True))
    assert [claim.question for claim in claims(plan(verdict="target reached"))] == ["Better than before the start?"]


SUFFICIENCY = """
    | what is known                                   | told |
    |                                                 | 14 scores: enough; 16 weeks: enough; 6 baseline scores: enough; no score missed; 49 of 51 sessions held: enough (not held 2, 1 more missed by the student) |
    | n_scores=1, weeks=0                             | 1 of 4 scores: not yet; 0 of 4 weeks: not yet; 6 baseline scores: enough; no score missed; 49 of 51 sessions held: enough (not held 2, 1 more missed by the student) |
    | n_baseline=3, missed_occasions=2, recent_missed=1 | 14 scores: enough; 16 weeks: enough; 3 of 5 baseline scores: too few; 3 scores missed; 49 of 51 sessions held: enough (not held 2, 1 more missed by the student) |
    | verdict=not delivered, held=20, dosage=0.39, student_absent=0, not_held=0 | 14 scores: enough; 16 weeks: enough; 6 baseline scores: enough; no score missed; 20 of 52 sessions held: too few (not recorded 32) |
    | held=1, dosage=0.5, planned_sessions=2, student_absent=0, not_held=1 | 14 scores: enough; 16 weeks: enough; 6 baseline scores: enough; no score missed; 1 of 2 sessions held: not yet (not held 1) |
    | held=42, not_held=1, student_absent=2, planned_sessions=43 | 14 scores: enough; 16 weeks: enough; 6 baseline scores: enough; no score missed; 42 of 43 sessions held: enough (not held 1, 2 more missed by the student) |
    | held=53, not_held=0, student_absent=0, planned_sessions=52 | 14 scores: enough; 16 weeks: enough; 6 baseline scores: enough; no score missed; 53 of 53 sessions held: enough |
    | planned_sessions_per_week=-                     | 14 scores: enough; 16 weeks: enough; 6 baseline scores: enough; no score missed; sessions not counted |
    | dosage=-, held=0                                | 14 scores: enough; 16 weeks: enough; 6 baseline scores: enough; no score missed; no session due yet |
    | plan_kind=goal                                  | 14 scores: enough; 16 weeks: enough; no score missed |
    | n_scores=0, weeks=-, n_baseline=-               | 0 of 4 scores: not yet; 0 of 4 weeks: not yet; 0 of 5 baseline scores: too few; 49 of 51 sessions held: enough (not held 2, 1 more missed by the student) |
"""  # noqa: E501 - a table is read across


def test_the_meter_says_of_each_need_whether_it_is_met(rows: Rows) -> None:
    for row in rows(SUFFICIENCY):
        assert "; ".join(one.told for one in measured(plan(**settled(row["what is known"])))) == row["told"], row


def test_every_need_says_why_it_is_asked() -> None:
    assert [one.why for one in measured(plan()) if not one.why.endswith(".")] == []


def test_the_law_is_kept_out_of_what_is_read_aloud() -> None:
    told = plan(advice="Change the instruction now, or meet to revise the goal (34 CFR 300.324(b)(1)(ii)).")
    assert advice(told) == ("Change the instruction now, or meet to revise the goal.", "34 CFR 300.324(b)(1)(ii)")
    assert advice(plan()) == ("Keep going, and keep probing as scheduled.", None)
    assert advice(plan(advice=None)) == ("", None)


def test_the_ways_of_measuring_growth_are_named_where_they_disagree() -> None:
    assert growth_disagreement(plan()) is None and growth_disagreement(plan(growth_disagrees=True, n_scores=2)) is None
    assert growth_disagreement(plan(growth_disagrees=True)) == (
        "The ways of measuring growth disagree here: read the chart. Growth a week is 1.9 from the baseline to the last scores, "
        "1.4 by the least-squares line, 1.6 by the middle one of all slopes; 1.5 is needed."
    )


OWN = """
    | kind         | verdict        | on pace   | call            | change of 7 | said |
    | intervention | ineffective    | no        | change          | 7           | - |
    | intervention | ineffective    | no        | change          | 5           | Not all rules agree: of 7 other rules, 2 would not change the instruction. |
    | intervention | too early      | uncertain | wait            | 3           | Not all rules agree: of 7 other rules, 3 would change the instruction. |
    | intervention | too early      | uncertain | wait            | 0           | - |
    | intervention | effective      | yes       | keep            | 1           | Not all rules agree: of 7 other rules, 1 would change the instruction. |
    | intervention | target reached | yes       | raise           | 0           | - |
    | intervention | not delivered  | no        | not enough data | 7           | - |
    | goal         | off track      | uncertain | change          | 6           | Not all rules agree: of 7 other rules, 1 would not change the instruction. |
    | goal         | on track       | uncertain | keep            | 2           | Not all rules agree: of 7 other rules, 2 would change the instruction. |
    | goal         | no recent data | no        | not enough data | 7           | - |
"""  # noqa: E501 - a table is read across


def test_a_disagreement_on_changing_the_instruction_is_told(rows: Rows) -> None:
    for row in rows(OWN):
        change = int(row["change of 7"])
        known = plan(plan_kind=row["kind"], verdict=row["verdict"], on_pace=row["on pace"], rules_change=change, rules_keep=7 - change)
        assert own_call(known) == row["call"], row
        assert differing(known) == (None if row["said"] == "-" else row["said"]), row


def test_error_rates_are_counted_in_students() -> None:
    shown = [of_hundred(share) for share in (None, float("nan"), 0.0, 0.004, 0.014, 0.49, 0.985, 0.996, 1.0)]
    assert shown == ["–", "–", "fewer than 1", "fewer than 1", "about 1", "about 49", "about 98", "more than 99", "more than 99"]
    assert errs({"false_alarm_ever": 0.49, "miss_ever": 0.08, "week": 14.0}) == (
        "of 100 students who grow exactly as planned it calls about 49 at some look by week 14; of 100 who do not grow it has missed "
        "about 8 by then."
    )
    assert errs({"false_alarm_ever": None, "miss_ever": 0.08, "week": 14.0}) == ""


def test_rates_have_as_few_decimals_as_tell_them_apart() -> None:
    assert rates(0.4, 1.5) == ("0.4", "1.5") and rates(1.46, 1.54) == ("1.46", "1.54") and rates(-0.033, 0.061) == ("0.033", "0.061")
    assert rates(1.5, 1.5) == ("1.5", "1.5") and rates(0.0, 0.0) == ("0", "0")


def test_a_month_has_three_parts() -> None:
    assert [part_of_month(date(2026, 3, day)) for day in (10, 11, 20, 21)] == ["early March", "mid March", "mid March", "late March"]
