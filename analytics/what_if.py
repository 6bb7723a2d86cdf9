"""What if the target, the date, the schedule or the criterion were another: judged by the models themselves, storing nothing.

The models run for the plan's own series on a cursor whose temporary tables stand in front of the stored ones, as in a refresh; the
cursor is closed afterwards and everything on it is gone. Scores stay what they are: another schedule changes only those to come.
"""

from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

import duckdb

from analytics.caseload import query
from analytics.model import run_models
from analytics.pipeline import MODELS, database, narrowed_inputs
from analytics.store import AimlineError

Row = dict[str, Any]

LONGEST_YEARS = 3  # an annual goal revised twice; further ahead nothing that was measured goes on
MOST_PROBES, FEWEST_PROBES = 5.0, 0.25  # a week: every school day, every four weeks
FURTHEST_LEVEL = 1_000_000  # where a measure states no range
MOST_OCCASIONS = 12  # as intake/row_rules.py asks of a goal
UNCHANGED = "Nothing differs from the plan as it is. Change the target, the date or the schedule, and ask again."


class WhatIfRefused(AimlineError):
    """A question that cannot be asked of a plan; the text says why and what can."""


@dataclass(frozen=True)
class Criterion:
    """When a goal counts as met: end_level, consecutive (n) or k_of_n (k, n)."""

    kind: str
    k: int | None = None
    n: int | None = None


@dataclass(frozen=True)
class Question:
    """What is to differ from a plan of a student; whatever is None stays as it is."""

    student_id: str
    plan_id: str
    target: float | None = None
    due_on: date | None = None
    probes_per_week: float | None = None
    criterion: Criterion | None = None


@dataclass(frozen=True)
class Answer:
    """The plan as it is and as it would be (rows of student_plans with student_evidence), and the lines of its chart as they would be."""

    now: Row
    then: Row
    lines: list[Row]


def what_if(con: duckdb.DuckDBPyConnection, question: Question, *, viewer: str, today: date) -> Answer | None:
    """The answer for somebody who may see the student; None for anybody else and for a plan that is not the student's.

    Raises WhatIfRefused for a target on the wrong side of the baseline or out of range, for a date before the start or behind us, for a
    schedule or a criterion that cannot be, and for a question that changes nothing.
    """
    cursor = con.cursor()
    try:
        door = _rows(cursor, "student_span", viewer=viewer, today=today, student=question.student_id)[0]
        now = _read(cursor, question, today, door)
        if now is None:
            return None
        _check(question, now, today)
        _shadow(cursor, question, now)
        run_models(cursor, MODELS)
        # What was missed so far is counted on the schedule that held, not on the one that is asked about.
        cursor.execute("UPDATE temp.main.plan SET probes_per_week = $rate", {"rate": now["probes_per_week"]})
        then = _read(cursor, question, today, door) or {}
        then |= {"missed_occasions": now["missed_occasions"], "probes_per_week": question.probes_per_week or now["probes_per_week"]}
        lines = _rows(cursor, "student_lines", student=question.student_id, **door)
        return Answer(now, then, [line for line in lines if line["plan_id"] == question.plan_id])
    finally:
        cursor.close()


def _read(cursor: duckdb.DuckDBPyConnection, question: Question, today: date, door: Row) -> Row | None:
    """The plan's row as this cursor sees it; None if student_span keeps its door shut or the plan is not the student's."""
    asked = {"student": question.student_id, **door}
    plans = {row["plan_id"]: row for row in _rows(cursor, "student_plans", today=today, **asked)} if door["first"] else {}
    if question.plan_id not in plans:
        return None
    beside = {row["plan_id"]: row for row in _rows(cursor, "student_evidence", **asked)}
    return plans[question.plan_id] | beside[question.plan_id]


def _rows(cursor: duckdb.DuckDBPyConnection, name: str, **values: Any) -> list[Row]:
    """As query.rows, on this very cursor: its temporary tables may stand in front of the stored ones."""
    done = cursor.execute(query.text(name), values)
    columns = [column[0] for column in done.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in done.fetchall()]


def _shadow(cursor: duckdb.DuckDBPyConnection, question: Question, plan: Row) -> None:
    """The inputs of the plan's series in temporary tables of the views' names, and in them the question."""
    for name, select in narrowed_inputs(database(cursor), "series_id = $series").items():
        cursor.execute(f"CREATE TEMP TABLE {name} AS {select}", {"series": plan["series_id"]} if "$series" in select else {})
    cursor.execute("CREATE TEMP TABLE threshold_now AS SELECT * FROM threshold_now")
    asked = {"plan": question.plan_id, "target": question.target, "due": question.due_on}
    changed = "SET target = coalesce($target, target), due_on = coalesce($due, due_on)"
    cursor.execute(f"UPDATE temp.main.intervention_now {changed} WHERE intervention_id = $plan", asked)
    cursor.execute(f"UPDATE temp.main.goal_now {changed} WHERE goal_id = $plan", asked)
    if question.criterion:
        counts = {"plan": question.plan_id, "kind": question.criterion.kind, "k": question.criterion.k, "n": question.criterion.n}
        cursor.execute("UPDATE temp.main.goal_now SET criterion = $kind, criterion_k = $k, criterion_n = $n WHERE goal_id = $plan", counts)
    if question.probes_per_week:
        cursor.execute("UPDATE temp.main.series_now SET probes_per_week = $rate", {"rate": question.probes_per_week})
    # The chart draws the aimline of each revision: those before it as they were, the one in force as asked.
    cursor.execute("""
        CREATE TEMP VIEW goal AS
        SELECT * FROM goal_now UNION ALL BY NAME
        SELECT r.* FROM goal_revision r JOIN goal_now n ON n.goal_id = r.goal_id AND n.revision > r.revision""")


def _check(question: Question, plan: Row, today: date) -> None:
    against = [*_against_target(question, plan), *_against_date(question, plan, today), *_against_schedule(question, plan)]
    if against:
        raise WhatIfRefused(" ".join(against))
    as_it_is = {
        "target": plan["target"],
        "due_on": plan["due_on"],
        "probes_per_week": plan["probes_per_week"],
        "criterion": Criterion(plan["criterion"], plan["criterion_k"], plan["criterion_n"]),
    }
    if all(getattr(question, name) in (None, value) for name, value in as_it_is.items()):
        raise WhatIfRefused(UNCHANGED)


def _against_target(question: Question, plan: Row) -> list[str]:
    target, baseline, low, high = question.target, plan["baseline"], plan["floor"], plan["ceiling"]
    if target is None:
        return []
    if not isfinite(target):
        return ["The target is no number. Type one."]
    if abs(target) > FURTHEST_LEVEL:
        return [f"A target of {target:g} is no score of any measure."]
    if (low is not None and target < low) or (high is not None and target > high):
        bounds = [f"at least {low:g}" if low is not None else "", f"at most {high:g}" if high is not None else ""]
        return [f"A target of {target:g} cannot be reached: a score is {' and '.join(filter(None, bounds))}."]
    if baseline is not None and plan["sign"] * (target - baseline) <= 0:
        side = "above" if plan["sign"] > 0 else "below"
        return [f"A target of {target:g} is on the wrong side of the baseline, {baseline:g}. Choose one {side} it."]
    return []


def _against_date(question: Question, plan: Row, today: date) -> list[str]:
    due, start = question.due_on, plan["start_on"]
    if due is None or due == plan["due_on"]:
        return []
    if due <= start:
        return [f"The date has to come after the start of the plan, {_day(start)}."]
    if due <= today:
        return [f"The date has to lie ahead: today is {_day(today)}."]
    return [f"The date may lie at most {LONGEST_YEARS} years after the start, {_day(start)}."] if due > latest_date(start) else []


def latest_date(start: date) -> date:
    """The last date that may be asked about a plan with this start."""
    leap = start.month == 2 and start.day == 29
    return start.replace(year=start.year + LONGEST_YEARS, day=28 if leap else start.day)


def _against_schedule(question: Question, plan: Row) -> list[str]:
    rate, criterion, against = question.probes_per_week, question.criterion, []
    if rate is not None and not FEWEST_PROBES <= rate <= MOST_PROBES:
        against.append("Probes can be planned between once in four weeks and five times a week.")
    if criterion and plan["plan_kind"] != "goal":
        against.append("Only a goal has a criterion of its own; an intervention is judged by its growth.")
    elif criterion and not _can_be(criterion):
        against.append(f"A criterion counts 1 to {MOST_OCCASIONS} scores, and no more at the target than it counts.")
    return against


def _can_be(criterion: Criterion) -> bool:
    n, k = criterion.n or 0, criterion.k or 0
    counts = {"end_level": True, "consecutive": 1 <= n <= MOST_OCCASIONS, "k_of_n": 1 <= k <= n <= MOST_OCCASIONS}
    return counts.get(criterion.kind, False)


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
