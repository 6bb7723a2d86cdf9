"""What the decision rules say of a plan beside Aimline's own: who agrees, and how often each is wrong, as natural frequencies. Pure."""

from collections.abc import Mapping
from typing import Any

from analytics.caseload.student_words import Plan, counted, is_enough

CHANGE, KEEP, RAISE, WAIT, NOTHING = "change", "keep", "raise", "wait", "not enough data"
CALLS = {
    CHANGE: "change the instruction",
    KEEP: "keep going",
    RAISE: "raise the goal",
    WAIT: "cannot tell yet",
    NOTHING: "not enough data",
}
_BY_GOAL = {"off track": CHANGE, "on track": KEEP, "attained": RAISE, "uncertain": WAIT}
_BY_PACE = {"no": CHANGE, "yes": KEEP}


def own_call(plan: Plan) -> str:
    """What Aimline's own rule calls for, as a classic rule would: change, keep, raise, wait (it cannot tell yet) or not enough data."""
    if not is_enough(plan) or plan["verdict"] in ("no data", "no recent data", "not delivered"):
        return NOTHING
    if plan["plan_kind"] == "goal":
        return _BY_GOAL.get(plan["verdict"], NOTHING)
    return RAISE if plan["verdict"] == "target reached" else _BY_PACE.get(plan["on_pace"], WAIT)


def beside(call: str, own: str) -> str:
    """How a rule's call stands to Aimline's own, in one word or two; empty where one of them says nothing."""
    if NOTHING in (call, own):
        return ""
    if call == own:
        return "agrees"
    return "decides already" if own == WAIT else "differs"


def differing(plan: Plan) -> str | None:
    """How many of the other rules differ from Aimline on whether to change the instruction, in a sentence; None where none does."""
    own, change = own_call(plan), plan["rules_change"] or 0
    called = change + (plan["rules_keep"] or 0) + (plan["rules_raise"] or 0)
    if own == NOTHING or plan["is_finished"] or not (called - change if own == CHANGE else change):
        return None
    if own == CHANGE:
        return f"Not all rules agree: of {counted(called, 'other rule')}, {called - change} would not change the instruction."
    return f"Not all rules agree: of {counted(called, 'other rule')}, {change} would change the instruction."


def of_hundred(share: float | None) -> str:
    """A share as so many of 100; a dash where it is not known. Never none and never all: it was simulated."""
    if share is None or share != share:
        return "–"
    return "fewer than 1" if share < 0.01 else "more than 99" if share > 0.99 else f"about {100 * share:.0f}"


def errs(rule: Mapping[str, Any]) -> str:
    """How often a rule is wrong on such a schedule and measure by now, in a sentence; empty where nothing is on file."""
    alarm, miss = of_hundred(rule["false_alarm_ever"]), of_hundred(rule["miss_ever"])
    if "–" in (alarm, miss):
        return ""
    return (
        f"of 100 students who grow exactly as planned it calls {alarm} at some look by week {rule['week']:.0f}; "
        f"of 100 who do not grow it has missed {miss} by then."
    )
