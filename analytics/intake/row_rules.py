"""Rows that contradict themselves or the store, as conditions over typed_<table> t and the tables known_<table>."""

from dataclasses import dataclass

from analytics.intake.limits import limit


@dataclass(frozen=True)
class Fault:
    """`condition` is true where the row is wrong; the value of `column` is shown beside reason and remedy."""

    column: str
    condition: str
    reason: str
    remedy: str


def _order(first: str, last: str) -> Fault:
    return Fault(last, f"t.{last} < t.{first}", f"lies before {first}", f"Check both dates; {last} comes after {first} or is empty.")


def _floor_and_ceiling() -> Fault:
    return Fault(
        "ceiling",
        "t.ceiling <= t.floor",
        "is not above the floor",
        "Check both: the floor is the lowest possible score, the ceiling the highest.",
    )


def _stays(column: str, whose: str) -> Fault:
    condition = f"EXISTS (SELECT 1 FROM series s WHERE s.series_id = t.series_id AND s.{column} <> t.{column})"
    return Fault(
        column,
        condition,
        f"differs from the {whose} that this series already has",
        "Give the other scores a series of their own (a new series_id).",
    )


def _stays_with_student(name: str, table: str | None = None) -> Fault:
    live = f"SELECT 1 FROM {table or name} s WHERE s.{name}_id = t.{name}_id AND s.retracted_at IS NULL"
    return Fault(
        "student_id",
        f"EXISTS ({live} AND s.student_id <> t.student_id)",
        f"differs from the student whose {name.replace('_', ' ')} this is in the store",
        "Check both identifiers; give another student's row an identifier of its own.",
    )


def _more_than_a_life_of_events() -> Fault:
    """Each event is held against the others of its student, so a student cannot have any number of them."""
    most = limit("events_a_student")
    several = f"SELECT student_id FROM typed_process_event GROUP BY student_id HAVING count(*) > {most}"
    return Fault(
        "student_id", f"t.student_id IN ({several})", f"has more than {most:,} events in the file", "Check the identifiers of the students."
    )


def _no_goal_of_that_name() -> Fault:
    condition = "EXISTS (SELECT 1 FROM goal g WHERE g.goal_id = t.intervention_id AND g.retracted_at IS NULL)"
    return Fault("intervention_id", condition, "is the identifier of a goal", "Give the intervention an identifier of its own.")


def _no_intervention_of_that_name() -> Fault:
    condition = "EXISTS (SELECT 1 FROM known_intervention i WHERE i.intervention_id = t.goal_id)"
    return Fault("goal_id", condition, "is the identifier of an intervention", "Give the goal an identifier of its own.")


def _scope(scope: str, known: str) -> Fault:
    condition = f"t.scope = '{scope}' AND NOT EXISTS (SELECT 1 FROM known_{known} k WHERE k.{known}_id = t.scope_id)"
    return Fault(
        "scope_id", condition, f"is no {known} in the store or in these files", f"Check the identifier, or import {known}.csv first."
    )


def _beyond(side: str, column: str = "value") -> Fault:
    sign, place = ("<", "below the lowest") if side == "floor" else (">", "above the highest")
    condition = f"""EXISTS (SELECT 1 FROM known_series s JOIN known_measure m ON m.measure_id = s.measure_id
        WHERE s.series_id = t.series_id AND t.{column} {sign} coalesce(s.{side}, m.{side}))"""
    what = "score" if column == "value" else column
    return Fault(
        column,
        condition,
        f"is {place} possible score of this measure",
        f"Check the {what}; was it mistyped? The range stands in measure.csv.",
    )


def _levels_of_a_plan() -> tuple[Fault, ...]:
    """Where a plan begins and ends, in days and in scores: an aimline must rise or fall between two scores that can be, over time."""
    due = Fault("due_on", "t.due_on <= t.start_on", "is not after start_on", "Write the day by which the target is to be reached.")
    return (due, *(_beyond(side, column) for column in ("baseline", "target") for side in ("floor", "ceiling")))


ROW_RULES: dict[str, tuple[Fault, ...]] = {
    "enrolment": (_order("enrolled_on", "left_on"),),
    "class_member": (_order("from_on", "to_on"),),
    "staff_assignment": (
        _order("from_on", "to_on"),
        _scope("student", "student"),
        _scope("class", "class"),
        _scope("school", "school"),
        Fault(
            "scope_id",
            "t.scope = 'district' AND t.scope_id <> '*'",
            "is not *, as the scope district asks",
            "Write *, or narrow the scope.",
        ),
    ),
    "measure": (_floor_and_ceiling(),),
    "series": (_floor_and_ceiling(), _stays("student_id", "student"), _stays("measure_id", "measure")),
    "intervention": (*_levels_of_a_plan(), _order("start_on", "ended_on"), _no_goal_of_that_name()),
    "intervention_session": (
        Fault(
            "minutes",
            "t.status <> 'held' AND t.minutes > 0",
            "stands beside a session that was not held",
            "Leave minutes empty, or write held.",
        ),
    ),
    "goal": (
        *_levels_of_a_plan(),
        Fault(
            "criterion_n",
            "t.criterion <> 'end_level' AND t.criterion_n IS NULL",
            "is missing for this criterion",
            "Say of how many occasions.",
        ),
        Fault(
            "criterion_k", "t.criterion = 'k_of_n' AND t.criterion_k IS NULL", "is missing for k_of_n", "Say how many of the n occasions."
        ),
        Fault("criterion_k", "t.criterion_k > t.criterion_n", "is more than criterion_n", "Check both: k of the last n occasions."),
        _no_intervention_of_that_name(),
    ),
    "score": (
        Fault(
            "value",
            "t.absent AND t.value IS NOT NULL",
            "stands beside absent",
            "Leave the score empty if the student was absent, or take absent away. Absent is not zero.",
        ),
        Fault(
            "value",
            "NOT t.absent AND t.value IS NULL",
            "is missing",
            "Give the score, or say that the student was absent. An empty cell is not zero.",
        ),
        _beyond("floor"),
        _beyond("ceiling"),
    ),
    "school_year": (_order("first_day", "last_day"),),
    "reporting_period": (_order("ends_on", "report_due_on"),),
    "staff_permission": (_order("from_on", "to_on"),),
    "concern": (_stays_with_student("concern"),),
    "process_event": (_stays_with_student("event", "process_event"), _more_than_a_life_of_events()),
    "contact": (_stays_with_student("contact"),),
    "restricted_note": (_stays_with_student("restricted_note"),),
    "note": (
        Fault(
            "series_id",
            "EXISTS (SELECT 1 FROM known_series s WHERE s.series_id = t.series_id AND s.student_id <> t.student_id)",
            "belongs to another student",
            "Check both identifiers.",
        ),
    ),
}
