"""Why what is expected of a student differs from how the scores go so far, in plain sentences: no chance stands against a verdict. Pure."""

from collections.abc import Iterable
from datetime import date

from analytics.caseload.student_words import Plan, counted, is_behind, is_enough, level, spoken_day, thresholds

FAR = 1.0  # errors of one score between what is expected at the due date and the scores carried on: from here on a reader asks why
TURNED = 0.25  # the same where scores go the wrong way and yet a better level is expected
NOTICED = 0.1  # of a chance: what others' scores must have changed in it before they are named


def is_doubtful(plan: Plan) -> bool:
    """Whether growth is enough so far while the target is more likely missed than reached."""
    limit, probability = thresholds(plan).get("open_chance"), plan["probability"]
    return limit is not None and probability is not None and round(probability, 9) < limit and _has_pace(plan)


def why(plan: Plan) -> str | None:
    """What reconciles the chance with the pace, as a sentence; None where the two say the same. Asked only where a chance is told."""
    if is_doubtful(plan):
        return f"The pace so far is enough, and yet the target may be missed: {_and(_held_back(plan))}."
    if _is_harder(plan):
        return "So many scores at the goal are harder to reach than an average at the goal."
    apart, is_goal = _apart(plan), plan["plan_kind"] == "goal"
    if apart is None:
        return None
    if _turns(plan) or (is_goal and apart >= FAR):
        scores = counted(plan["n_scores"] or 0, "score")
        return (
            f"About {level(plan['projected'])} is expected because students on this measure usually grow more, and {scores} weigh little."
        )
    if is_goal and apart <= -FAR:
        return f"No more is expected because {_slower(plan)}."
    return None


def at_odds(plan: Plan, plans: Iterable[Plan], today: date) -> str | None:
    """Where a goal is off track and an intervention that runs on the same scores is effective, what the one asks and the other shows.

    Each verdict is right by itself: the goal is judged on the growth since it began, the intervention on the growth since it did.
    """
    own, other = ("off track", "effective") if plan["plan_kind"] == "goal" else ("effective", "off track")
    if plan["verdict"] != own or plan["is_finished"]:
        return None
    same = (one for one in plans if one["series_id"] == plan["series_id"] and one["plan_kind"] != plan["plan_kind"])
    found = next((one for one in same if one["verdict"] == other and not one["is_finished"]), None)
    if found is None:
        return None
    if plan["plan_kind"] != "goal":
        asked = f"{level(found['target'])} by {spoken_day(found['due_on'], today)}"
        return f"The goal on the same scores, {asked}, is off track all the same: look at both."
    begun = spoken_day(found["start_on"], today)
    return (
        f"{found['title']} has run on the same scores since {begun} and is effective: look at both before the instruction is changed again."
    )


def _is_harder(plan: Plan) -> bool:
    """Whether a goal is open although the level expected is past it, because it takes several scores there."""
    open_, counts = plan["verdict"] == "uncertain", plan["criterion"] != "end_level"
    return open_ and counts and plan["projected"] is not None and bool(round(plan["sign"] * (plan["projected"] - plan["target"]), 9) >= 0)


def _turns(plan: Plan) -> bool:
    """Whether a better level is expected although the scores go the wrong way."""
    gain = plan["sign"] * (plan["projected"] - plan["level_now"]) / plan["residual_sd"]
    return plan["roi_per_week"] < 0 and bool(round(gain - TURNED, 9) >= 0)


def _has_pace(plan: Plan) -> bool:
    """Growth that is on pace, or at least as fast as the aimline asks for; only of interventions, whose verdict is on growth."""
    if plan["plan_kind"] != "intervention" or not is_enough(plan):
        return False
    known = plan["roi_per_week"] is not None and plan["required_roi"] is not None
    return plan["verdict"] == "effective" or bool(
        known and plan["verdict"] == "too early" and not is_behind(plan["roi_per_week"], plan["required_roi"])
    )


def _held_back(plan: Plan) -> list[str]:
    """What speaks against reaching the target at a pace that is enough; never empty."""
    now, aimline, sign = plan["level_now"], plan["aimline_now"], plan["sign"]
    behind = now is not None and aimline is not None and round(now * sign, 9) < round(aimline * sign, 9)
    expected = plan["pooled_roi"]
    less = expected is not None and round(expected * sign - plan["roi_per_week"], 9) < 0
    found = [*(["the scores are still behind the aimline"] if behind else []), *([_slower(plan)] if less else [])]
    return found or ["the scores scatter, and there is little room to spare"]


def _slower(plan: Plan) -> str:
    """Why less growth is expected from here on."""
    if (plan["probability_own"] or 0.0) - (plan["probability"] or 0.0) >= NOTICED:
        return "students on this measure usually grow less"
    return "less growth is expected from here on than so far"


def _apart(plan: Plan) -> float | None:
    """How far what is expected lies beyond the scores carried on to the due date, in errors of one score; None where one is not known."""
    needed = ("projected", "level_now", "roi_per_week", "residual_sd")
    if any(plan[name] is None for name in needed) or not plan["residual_sd"] or plan["last_on"] is None:
        return None
    weeks = max((plan["due_on"] - plan["last_on"]).days / 7, 0.0)
    carried_on = plan["level_now"] + plan["sign"] * plan["roi_per_week"] * weeks
    lowest, highest = plan["floor"], plan["ceiling"]
    carried_on = carried_on if lowest is None else max(carried_on, lowest)
    carried_on = carried_on if highest is None else min(carried_on, highest)
    return float(plan["sign"] * (plan["projected"] - carried_on) / plan["residual_sd"])


def _and(parts: list[str]) -> str:
    return ", and ".join(parts)
