"""Is this intervention working? Scores in, verdict out."""

import itertools

import pytest

FLAT = [40, 44, 37, 42, 39, 43, 38, 41, 42, 38, 44, 39, 41, 40, 42, 38]
PACE = [42, 46, 43, 47, 49, 48, 53, 52, 55, 58, 56, 60, 61, 60, 65, 63]
FAST = [46, 52, 57, 60, 68, 70, 77, 80, 86, 89, 93, 96, 98, 97, 99, 98]
BASELINE = [41, 38, 42, 39, 40]

VERDICTS = """
    | scores | weeks seen | planned | held | verdict        |
    |--------|------------|---------|------|----------------|
    | flat   | 3          |         |      | too early      |
    | flat   | 14         |         |      | ineffective    |
    | pace   | 4          |         |      | too early      |
    | pace   | 15         |         |      | effective      |
    | fast   | 8          |         |      | effective      |
    | fast   | 16         |         |      | target reached |
    | flat   | 14         | 3       | 42   | ineffective    |
    | flat   | 14         | 3       | 20   | not delivered  |
    | pace   | 15         | 3       | 20   | not delivered  |
    | flat   | 1          | 3       | 0    | too early      |
    | flat   | 2          | 3       | 0    | not delivered  |
    | none   | 0          |         |      | no data        |
"""


def test_verdict_of_each_story(judged, rows):
    series = {"flat": FLAT, "pace": PACE, "fast": FAST, "none": []}
    for row in rows(VERDICTS):
        seen = series[row["scores"]][: int(row["weeks seen"])]
        planned = float(row["planned"]) if row["planned"] else None
        found = judged(BASELINE, seen, planned=planned, held=int(row["held"] or 0))
        assert found["verdict"] == row["verdict"], (row, found["reason"])


def test_target_reached_names_the_median_and_the_target(judged):
    found = judged(BASELINE, [*FAST, 101, 104, 102])
    assert found["verdict"] == "target reached"
    assert "102" in found["reason"] and "85" in found["reason"]


def test_a_students_absence_is_not_a_session_that_was_not_held(judged):
    delivered = judged(BASELINE, FLAT[:14], planned=2, held=16, absent=12)
    omitted = judged(BASELINE, FLAT[:14], planned=2, held=16)
    assert (delivered["verdict"], omitted["verdict"]) == ("ineffective", "not delivered")


def test_mirrored_scores_of_a_behaviour_to_reduce_give_the_same_verdict(judged):
    for scores in (FLAT[:14], PACE[:15], FAST[:8]):
        up = judged(BASELINE, scores)
        down = judged([100 - s for s in BASELINE], [100 - s for s in scores], target=15, direction="decrease")
        assert up["verdict"] == down["verdict"]
        assert up["roi_per_week"] == pytest.approx(down["roi_per_week"])
        assert up["projected"] == pytest.approx(100 - down["projected"])


def test_units_do_not_matter(judged):
    for scores in (FLAT[:14], PACE[:15]):
        words = judged(BASELINE, scores)
        tenths = judged([10 * s for s in BASELINE], [10 * s for s in scores], target=850, error=50)
        assert words["verdict"] == tenths["verdict"]
        assert tenths["z_below_required"] == pytest.approx(words["z_below_required"])


def test_few_baseline_scores_make_no_claim_of_change(judged):
    assert judged(BASELINE[:4], FAST[:8])["changed_from_baseline"] == "not claimed"
    assert judged([*BASELINE, *BASELINE], FAST[:14], target=200)["changed_from_baseline"] == "yes"


def test_ordinary_growth_that_was_there_before_is_no_change(judged):
    steady = [30 + 1.2 * week + (-1) ** week for week in range(24)]
    assert judged(steady[:8], steady[8:], target=100)["changed_from_baseline"] == "uncertain"


def test_a_leap_ahead_is_not_called_ineffective_for_growing_slowly_since(judged):
    leapt = [78, 80, 79, 81, 80, 79, 81, 80, 82, 80, 81, 80, 82, 81]
    found = judged(BASELINE, leapt, target=100)
    assert not found["uses_baseline"]
    assert found["verdict"] == "effective"


@pytest.mark.parametrize("scores", [[40] * 14, [55] * 14])
def test_constant_scores_have_an_answer_and_a_reason(judged, scores):
    found = judged([40, 40, 40], scores, error=None)
    assert found["verdict"] in {"ineffective", "effective", "too early"}
    assert found["reason"]


def test_no_baseline_and_no_target_say_what_is_missing(judged):
    assert "no aimline" in judged([], PACE)["reason"]
    assert "no aimline" in judged(BASELINE, PACE, target=None)["reason"]


def test_too_early_says_how_many_scores_should_settle_it(judged):
    found = judged(BASELINE, FLAT[:9], error=12)
    assert found["verdict"] == "too early"
    more = int(found["reason"].split("About ")[1].split()[0])
    settled = judged(BASELINE, list(itertools.islice(itertools.cycle(FLAT), 9 + more + 2)), error=12)
    assert settled["verdict"] == "ineffective"


def test_missing_weeks_are_missing_not_zero(judged):
    gappy = [score if week % 3 else None for week, score in enumerate(PACE)]
    found = judged(BASELINE, gappy)
    assert found["missed_occasions"] > 0
    assert found["roi_per_week"] == pytest.approx(judged(BASELINE, PACE)["roi_per_week"], abs=0.5)


def test_a_verdict_goes_stale_when_scores_stop(judged):
    from datetime import date

    fresh = judged(BASELINE, FLAT[:14], today=date(2025, 12, 29))
    stale = judged(BASELINE, FLAT[:14], today=date(2026, 1, 19))
    assert fresh["verdict"] == "ineffective"
    assert stale["verdict"] == "no data" and "Until then: ineffective" in stale["reason"]


def test_a_plan_that_has_ended_asks_for_no_more_scores(judged):
    from datetime import date

    ended = judged(BASELINE, PACE, today=date(2026, 8, 3))
    assert ended["verdict"] == "effective"
    assert ended["advice"] == "Let the team judge with the chart in hand."


def test_a_chance_of_next_to_nothing_is_not_one_percent(judged):
    leapt = judged(BASELINE, [round(60 + (score - 40) / 3) for score in FLAT[:14]], target=76, error=2)
    assert leapt["verdict"] == "effective" and leapt["probability"] < 0.005
    assert "the probability of reaching it is less than 1%." in leapt["reason"]


def test_a_plan_that_begins_later_waits_calmly(judged):
    from datetime import date

    before, begun, late = (judged(BASELINE, [], today=day) for day in (date(2025, 9, 10), date(2025, 9, 17), date(2025, 10, 10)))
    assert "starts on 15 September 2025" in before["reason"]
    assert before["urgency"] == begun["urgency"] < late["urgency"]
    assert late["verdict"] == "no data"
