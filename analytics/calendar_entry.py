"""The district's calendar changed on a page: written, audited, clocks and verdicts made anew, and told which due dates moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from analytics import pipeline
from analytics.intake.limits import limit
from analytics.process import running as process
from analytics.store import AimlineError, audit, stamp, transaction

# Table -> its columns, the key first.
TABLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "calendar_day": (("school_id", "on_date"), ("is_school_day", "label")),
    "school_year": (("school_id", "school_year"), ("first_day", "last_day")),
    "reporting_period": (("school_id", "ends_on"), ("name", "report_due_on")),
}
EVERY_SCHOOL = "*"
NOT_YOURS = "Only a district administrator, or the principal for their own school, changes its calendar. Nothing was changed."
_MAY_CHANGE = """
SELECT count(*) FROM staff_assignment
WHERE staff_id = $staff AND retracted_at IS NULL AND from_on <= $day AND (to_on IS NULL OR to_on >= $day)
    AND ((role = 'district' AND scope = 'district') OR (role = 'principal' AND scope = 'school' AND scope_id = $school))
"""
_DUE = "CREATE OR REPLACE TEMP TABLE due_before AS SELECT student_id, clock, round, due_on FROM student_clock"
_MOVED = """
SELECT
    c.student_id, s.public_key, concat_ws(' ', s.first_name, s.last_name), c.clock, c.round, r.title, c.is_over, b.due_on, c.due_on,
    $why::VARCHAR
FROM student_clock c
JOIN due_before b ON b.student_id = c.student_id AND b.clock = c.clock AND b.round = c.round AND b.due_on IS DISTINCT FROM c.due_on
JOIN clock_rule r ON r.clock_rule_id = c.clock_rule_id
JOIN student s ON s.student_id = c.student_id
WHERE $staff IS NULL OR c.student_id IN (SELECT student_id FROM visible_students($staff, $day))
ORDER BY c.is_over, c.due_on, s.last_name, s.first_name, c.clock
"""
# A day of school counts for the delivery of the plans that run on it.
_SERIES = """
SELECT DISTINCT series_id FROM plan
WHERE start_on <= $last AND coalesce(end_on, due_on) >= $first AND ($school = '*' OR school_id = $school)
"""

Stored = tuple[Any, ...]


class CalendarRefused(AimlineError):
    """The calendar was not changed; the text says why."""


@dataclass(frozen=True)
class DueMove:
    """A due date that moved: of which student and clock, from when to when (None: not known), and why. is_over: the clock had stopped."""

    student_id: str
    public_key: str
    student: str
    clock: str
    round: int
    title: str
    is_over: bool
    before: date | None
    after: date | None
    why: str


@dataclass(frozen=True)
class CalendarChange:
    """Rows of one table of the calendar, as they stood and as they stand, and the due dates that moved (of students the editor may see)."""

    table: str
    keys: tuple[Stored, ...]
    before: tuple[Stored, ...]
    after: tuple[Stored, ...]
    moves: tuple[DueMove, ...]


def mark_days(
    con: duckdb.DuckDBPyConnection, *, school_id: str, days: Sequence[date], is_school_day: bool, label: str | None, staff_id: str | None
) -> CalendarChange:
    """Say of days of a school (* for every school) whether school is held, and why not. Raises CalendarRefused; see module."""
    name = (label or "").strip() or None
    if not days:
        raise CalendarRefused("No day was chosen, so nothing was changed.")
    if not is_school_day and name is None:
        raise CalendarRefused("Say why there is no school on that day, such as “Snow day”: every clock that it moves will tell it.")
    rows = [(school_id, day, is_school_day, name) for day in sorted(set(days))]
    return _change(con, "calendar_day", rows, staff_id, name or "School is held")


def set_school_year(
    con: duckdb.DuckDBPyConnection, *, school_id: str, school_year: str, first_day: date, last_day: date, staff_id: str | None
) -> CalendarChange:
    """Set the first and last day of instruction of a school year (2025-26). Raises CalendarRefused."""
    if first_day >= last_day:
        raise CalendarRefused("The last day of the school year lies before its first. Check both days.")
    rows = [(school_id, school_year, first_day, last_day)]
    return _change(con, "school_year", rows, staff_id, f"School year {school_year}")


def set_reporting_period(
    con: duckdb.DuckDBPyConnection, *, school_id: str, name: str, ends_on: date, report_due_on: date, staff_id: str | None
) -> CalendarChange:
    """Set the day on which the reports of a period that ends on ends_on are due. Raises CalendarRefused."""
    if not name.strip():
        raise CalendarRefused("Give the period a name, such as “First quarter”: reports are recorded under it.")
    if report_due_on < ends_on:
        raise CalendarRefused("The reports are due before the period ends. Check both days.")
    rows = [(school_id, ends_on, name.strip(), report_due_on)]
    return _change(con, "reporting_period", rows, staff_id, name.strip())


def undo(con: duckdb.DuckDBPyConnection, change: CalendarChange, staff_id: str | None) -> CalendarChange:
    """Put back what stood before. Raises CalendarRefused where somebody has changed the same rows since."""
    at = stamp(con)
    with transaction(con) as cursor:
        _check_right(cursor, staff_id, {str(key[0]) for key in change.keys}, at.date())
        if _live(cursor, change.table, change.keys) != list(change.after):
            raise CalendarRefused("Somebody has changed this part of the calendar since, so it was not put back. Look at it again.")
        moves = _write(cursor, change.table, change.keys, list(change.before), staff_id, at, "undo", "Put back")
    return CalendarChange(change.table, change.keys, change.after, change.before, moves)


def _change(con: duckdb.DuckDBPyConnection, table: str, rows: list[Stored], staff_id: str | None, why: str) -> CalendarChange:
    keys = tuple(row[: len(TABLES[table][0])] for row in rows)
    at = stamp(con)
    with transaction(con) as cursor:
        _check_right(cursor, staff_id, {str(key[0]) for key in keys}, at.date())
        before = _live(cursor, table, keys)
        moves = _write(cursor, table, keys, rows, staff_id, at, "correct" if before else "add", why)
    return CalendarChange(table, keys, tuple(before), tuple(rows), moves)


def _check_right(cursor: duckdb.DuckDBPyConnection, staff_id: str | None, schools: set[str], day: date) -> None:
    for school in schools:
        known = cursor.execute("SELECT count(*) FROM school WHERE school_id = $school", {"school": school}).fetchall()[0][0]
        if school != EVERY_SCHOOL and not known:
            raise CalendarRefused(f"There is no school {school}. Nothing was changed.")
        values = {"staff": staff_id, "day": day, "school": school}
        if staff_id is not None and not cursor.execute(_MAY_CHANGE, values).fetchall()[0][0]:
            raise CalendarRefused(NOT_YOURS)


def _live(cursor: duckdb.DuckDBPyConnection, table: str, keys: Sequence[Stored]) -> list[Stored]:
    key, more = TABLES[table]
    query = f"SELECT {', '.join((*key, *more))} FROM {table} WHERE retracted_at IS NULL AND {key[0]} = ? AND {key[1]} = ?"
    return [row for values in keys for row in cursor.execute(query, list(values)).fetchall()]


def _write(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    keys: Sequence[Stored],
    rows: Sequence[Stored],
    staff_id: str | None,
    at: datetime,
    action: str,
    why: str,
) -> tuple[DueMove, ...]:
    """Exchange the live rows of the keys for others, and make anew what hangs on them."""
    key, more = TABLES[table]
    cursor.execute(_DUE)
    for values in keys:
        told = {"before": _told(_live(cursor, table, [values])), "after": _told([row for row in rows if row[: len(key)] == values])}
        cursor.execute(f"UPDATE {table} SET retracted_at = ? WHERE retracted_at IS NULL AND {key[0]} = ? AND {key[1]} = ?", [at, *values])
        audit(cursor, action=action, table_name=table, row_key="|".join(map(str, values)), staff_id=staff_id, **told)
    for row in rows:
        cursor.execute(f"INSERT INTO {table} ({', '.join((*key, *more))}, recorded_at) VALUES (?, ?, ?, ?, ?)", [*row, at])
    _make_anew(cursor, table, keys)
    found = cursor.execute(_MOVED, {"staff": staff_id, "day": at.date(), "why": why}).fetchall()
    cursor.execute("DROP TABLE due_before")
    return tuple(DueMove(*row) for row in found)


def _make_anew(cursor: duckdb.DuckDBPyConnection, table: str, keys: Sequence[Stored]) -> None:
    schools = {str(values[0]) for values in keys}
    school = next(iter(schools)) if len(schools) == 1 else EVERY_SCHOOL
    if table == "calendar_day":
        days = [values[1] for values in keys]
        series = cursor.execute(_SERIES, {"first": min(days), "last": max(days), "school": school}).fetchall()
        if len(series) > limit("series_refreshed_singly"):
            pipeline.run(cursor)  # clocks included
            return
        pipeline.refresh(cursor, [str(one) for (one,) in series])
    students = None
    if school != EVERY_SCHOOL:
        query = "SELECT DISTINCT student_id FROM enrolment WHERE school_id = $school"
        students = [str(one) for (one,) in cursor.execute(query, {"school": school}).fetchall()]
    process.refresh(cursor, students)


def _told(rows: Sequence[Stored]) -> str | None:
    return "; ".join(" ".join(str(value) for value in row[1:] if value is not None) for row in rows) or None
