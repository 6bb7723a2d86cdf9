"""The verdict of a plan in one sentence that can be read aloud: from a plan's row (student_plans, student_evidence) to words. Pure."""

from collections.abc import Callable
from datetime import date
from math import floor

from analytics.caseload.student_outlook import is_doubtful
from analytics.caseload.student_words import (
    OPEN,
    Plan,
    counted,
    due_sessions,
    is_behind,
    is_enough,
    level,
    rates,
    spoken_day,
    thresholds,
    what_is_missing,
)

Say = Callable[[Plan, date], str]
MISPLACED = "the target is not beyond the baseline, so check both"


def sentence(plan: Plan, today: date) -> str:
    """The verdict in one sentence."""
    if plan["start_on"] > today:
        return f"It starts on {spoken_day(plan['start_on'], today)}; there is nothing to judge yet."
    if plan["verdict"] in ("no data", "no recent data"):
        return _no_data(plan, today)
    if plan["verdict"] in OPEN and plan["has_ended"]:
        return "It ended before the scores could tell."
    if plan["verdict"] in OPEN and not is_enough(plan):
        return _too_few(plan)
    say = _GOAL if plan["plan_kind"] == "goal" else _INTERVENTION
    said = say[plan["verdict"]](plan, today) if plan["verdict"] in say else f"The verdict is: {plan['verdict']}."
    # A target that asks for no growth may be met at once; nobody shall read that as growth.
    return f"{said[:-1]}; {MISPLACED}." if _is_misplaced(plan) and MISPLACED not in said else said


def _is_misplaced(plan: Plan) -> bool:
    return plan["required_roi"] is not None and round(plan["required_roi"], 9) <= 0


def _no_data(plan: Plan, today: date) -> str:
    if not plan["n_scores"] or plan["last_on"] is None:
        return f"There is no score yet since the {'goal began' if plan['plan_kind'] == 'goal' else 'start'}."
    return f"It cannot be judged today: the last score is from {spoken_day(plan['last_on'], today)}."


def _too_few(plan: Plan) -> str:
    held, n, weeks = thresholds(plan), plan["n_scores"] or 0, floor(round(plan["weeks"] or 0, 9))
    needed = f"{held['minimum_occasions']:g} scores over {held['minimum_weeks']:g} weeks are needed"
    there = f"{'is' if n == 1 else 'are'} {counted(n, 'score')} over {counted(weeks, 'week')}"
    return f"It is too early to tell: at least {needed}, and there {there}."


def _growth(plan: Plan) -> str:
    """How the scores move and how they need to: going up by about 0.4 a week and need to go up by 1.5."""
    roi, required, rising = plan["roi_per_week"], plan["required_roi"], plan["sign"] > 0
    now, needed = rates(roi, required)
    goes = ("going up" if rising else "coming down") if roi > 0 else ("going down" if rising else "going up")
    moves = f"scores are {goes} by about {now} a week" if float(now) else "scores are staying about level"
    if _is_misplaced(plan):
        return f"{moves}; {MISPLACED}"
    return f"{moves} and need to {'go up' if rising else 'come down'} by {needed}{'' if float(now) else ' a week'}"


def _target(plan: Plan) -> str:
    target = f"{plan['target']:g}"
    if plan["criterion"] == "consecutive":
        return f"{target} in {plan['criterion_n']} scores in a row"
    return f"{target} in {plan['criterion_k']} of {plan['criterion_n']} scores" if plan["criterion"] == "k_of_n" else target


def _expected(plan: Plan, today: date) -> str:
    if plan["projected"] is None or plan["target"] is None:
        return "the scores do not determine a line yet"
    about = "close to" if plan["projected"] in (plan["floor"], plan["ceiling"]) else "about"
    return f"{about} {level(plan['projected'])} is expected by {spoken_day(plan['due_on'], today)}, and the goal is {_target(plan)}"


def _effective(plan: Plan, today: date) -> str:
    if plan["on_pace"] != "yes":
        return "Scores are better than going on as before the start would have made them; whether that is fast enough is open."
    ahead = is_behind(plan["roi_per_week"], plan["required_roi"])
    how = "the scores are at or ahead of the aimline" if ahead else _growth(plan)
    # What is good news stands before the doubt: after a colon it would read as the reason for the doubt.
    return f"On pace so far, since {how}, but the target may still be missed." if is_doubtful(plan) else f"On pace: {how}."


def _reached(plan: Plan, today: date) -> str:
    return f"The target is reached: at least two of the last three scores are at {plan['target']:g} or past it."


def _ineffective(plan: Plan, today: date) -> str:
    if plan["on_pace"] != "no":
        return "A change is called for by the rule that was chosen for this store."
    gain = "growth" if plan["sign"] > 0 else "improvement"
    if not float(rates(plan["roi_per_week"], plan["required_roi"])[0]) or plan["roi_per_week"] < 0:
        return f"There is no {gain}: {_growth(plan)}."
    return f"{gain.capitalize()} is too slow: {_growth(plan)}."


def _too_early(plan: Plan, today: date) -> str:
    if plan["required_roi"] is None or plan["roi_per_week"] is None:
        return f"Nothing tells whether growth is fast enough: {what_is_missing(plan)}."
    if plan["on_pace"] == "no":
        return "Growth looks too slow, but the rule that was chosen for this store calls for no change."
    return f"It is too early to tell: {_growth(plan)}."


def _undelivered(plan: Plan, today: date) -> str:
    return f"Too few sessions were held to judge it: {plan['held']} of {due_sessions(plan)}."


def _on_track(plan: Plan, today: date) -> str:
    return f"This goal will probably be met: {_expected(plan, today)}."


def _off_track(plan: Plan, today: date) -> str:
    return f"This goal will probably be missed if nothing changes: {_expected(plan, today)}."


def _uncertain(plan: Plan, today: date) -> str:
    probability, bar = plan["probability"], thresholds(plan).get("off_track_probability")
    if probability is not None and bar is not None and round(probability, 9) <= bar:
        return "This goal looks out of reach, but the student's own scores do not yet say so clearly."
    return f"It is open whether this goal will be met: {_expected(plan, today)}."


def _attained(plan: Plan, today: date) -> str:
    met_on = plan.get("criterion_met_on")
    return f"The goal is met, since {spoken_day(met_on, today)}." if met_on else "The goal is met."


def _not_attained(plan: Plan, today: date) -> str:
    return f"The goal was not met by its date, {spoken_day(plan['due_on'], today)}."


_INTERVENTION: dict[str, Say] = {
    "effective": _effective,
    "target reached": _reached,
    "ineffective": _ineffective,
    "not delivered": _undelivered,
    "too early": _too_early,
}
_GOAL: dict[str, Say] = {
    "attained": _attained,
    "on track": _on_track,
    "off track": _off_track,
    "uncertain": _uncertain,
    "not attained": _not_attained,
}
