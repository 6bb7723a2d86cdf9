"""Is there enough to judge a plan by? Each thing a verdict needs, what there is of it, and a word for whether that is enough. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from analytics.caseload.student_words import Plan, counted, due_sessions, thresholds

ENOUGH, NOT_YET, TOO_FEW, MISSED, UNKNOWN = "enough", "not yet", "too few", "missed", "not recorded"


@dataclass(frozen=True)
class Measured:
    """One thing that a verdict needs: what there is, in words; enough, not yet, too few, missed or not recorded; and why it is asked."""

    told: str
    state: str
    why: str


def measured(plan: Plan) -> list[Measured]:
    """Scores, weeks, baseline scores, missed occasions and sessions of a plan (student.plans with student_evidence), in this order."""
    return [one for part in (_scores, _baseline, _missed, _sessions) for one in part(plan)]


def _scores(plan: Plan) -> Iterator[Measured]:
    held, n, weeks = thresholds(plan), plan["n_scores"] or 0, floor(round(plan["weeks"] or 0, 9))
    for there, name, noun in ((n, "minimum_occasions", "score"), (weeks, "minimum_weeks", "week")):
        needed = held.get(name)
        if needed is not None:
            told = f"{counted(there, noun)}: {ENOUGH}" if there >= needed else f"{there} of {counted(needed, noun)}: {NOT_YET}"
            why = f"A verdict needs at least {counted(needed, noun)} since the start, so that one odd day does not decide."
            yield Measured(told, ENOUGH if there >= needed else NOT_YET, why)


def _baseline(plan: Plan) -> Iterator[Measured]:
    """Scores before the start, where a claim of change can be made: interventions."""
    needed, n = thresholds(plan).get("change_minimum_baseline"), plan["n_baseline"] or 0
    if plan["plan_kind"] == "intervention" and needed is not None:
        there = counted(n, "baseline score") if n >= needed else f"{n} of {needed:g} baseline scores"
        told = f"{there}: {ENOUGH if n >= needed else TOO_FEW}"
        why = f"To say that something has changed takes {needed:g} scores before the start. Growth can be judged without them."
        yield Measured(told, ENOUGH if n >= needed else TOO_FEW, why)


def _missed(plan: Plan) -> Iterator[Measured]:
    """Scheduled occasions without a score, between the scores and since the last one."""
    if plan["probes_per_week"] and plan["n_scores"]:
        lately = 0 if plan["is_finished"] else plan["recent_missed"] or 0
        n = (plan["missed_occasions"] or 0) + lately
        told = f"{counted(n, 'score')} missed" if n else "no score missed"
        since = f", {lately} of them since the last score" if lately else ""
        why = f"Scores that the schedule asked for on school days and that were not recorded{since}."
        yield Measured(told, MISSED if n else ENOUGH, why)


def _sessions(plan: Plan) -> Iterator[Measured]:
    """Sessions held of those planned; the student's absences are no fault of the delivery and stand apart."""
    if plan["plan_kind"] != "intervention":
        return
    if not plan["planned_sessions_per_week"]:
        yield Measured("sessions not counted", UNKNOWN, "No number of sessions is planned, so delivery is taken as planned.")
        return
    asked = thresholds(plan).get("dosage_floor")
    why = f"At least {100 * asked:.0f}% of the planned sessions must be held. " if asked is not None else ""
    why += (
        "Sessions that the student missed are taken off the plan; where more are recorded than were planned, all that are recorded count."
    )
    if plan["dosage"] is None:
        yield Measured("no session due yet", NOT_YET, why)
        return
    enough = asked is not None and round(plan["dosage"], 9) >= asked
    state = ENOUGH if enough else TOO_FEW if plan["verdict"] == "not delivered" else NOT_YET
    yield Measured(f"{plan['held']} of {counted(due_sessions(plan), 'session')} held: {state}{_apart(plan)}", state, why)


def _apart(plan: Plan) -> str:
    """Where the rest went: what was held, was not and was not recorded makes up what was due; absences stand beside it."""
    absent, not_held = plan["student_absent"] or 0, plan["not_held"] or 0
    unknown = due_sessions(plan) - (plan["held"] or 0) - not_held
    notes = [f"not held {not_held}" if not_held else "", f"not recorded {unknown}" if unknown else ""]
    notes += [f"{absent} more missed by the student" if absent else ""]
    told = ", ".join(note for note in notes if note)
    return f" ({told})" if told else ""
