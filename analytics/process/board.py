"""The process board: students by step, and the time limits that run, narrowed as its reader asks.

Every function takes the viewer's staff_id and the day, and returns rows of students whom `visible_students` opens to that viewer then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import duckdb

from analytics.model import select_of

Row = dict[str, Any]
DIGEST_DAYS = 14  # how far the digest looks ahead; Aimline's own choice, no law
STEPS = 7
STANDINGS = ("overdue", "due soon", "running", "not yet known")  # of an open time limit, the most urgent first; see clock_on
DUE = ("overdue", "due soon")


@dataclass(frozen=True)
class Wanted:
    """Which students and which of their time limits; an empty field narrows nothing."""

    steps: tuple[int, ...] = ()
    clocks: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    school_ids: tuple[str, ...] = ()
    class_ids: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    only_mine: bool = False


def counts(con: duckdb.DuckDBPyConnection, viewer: str, today: date, wanted: Wanted) -> list[Row]:
    """How many time limits of the students wanted have which standing: clock, title, standing, clocks. Key: clock, standing.

    Steps, clocks and standings of `wanted` narrow nothing here, so that the counts beside those filters stay.
    """
    return _rows(con, "board_counts", _who(viewer, today, wanted))


def students(
    con: duckdb.DuckDBPyConnection, viewer: str, today: date, wanted: Wanted, skip: Sequence[int], most: Sequence[int]
) -> list[Row]:
    """Students by step, each with the most urgent time limit wanted; of each step `most` after the first `skip` (seven numbers each).

    Key: of_step, student_id. found, overdue and soon count the students of the step; a step of which none is asked for has one row without
    a student. Columns of the time limit: those of student_clock, standing, days_left, days_late, title; clocks counts the student's.
    """
    values = _who(viewer, today, wanted) | _limits(wanted) | {"skip": list(skip), "most": list(most)}
    return _rows(con, "board_students", values)


def listed(
    con: duckdb.DuckDBPyConnection,
    viewer: str,
    today: date,
    wanted: Wanted,
    *,
    most: int,
    skip: int = 0,
    due: tuple[date | None, date | None] = (None, None),
    ahead: int = DIGEST_DAYS,
    put_aside: Literal["with", "without", "only"] = "with",
) -> list[Row]:
    """Time limits one by one, the most urgent first, of those due in a stretch of days if one is given. Key: student_id, clock, round.

    found, overdue and students count all of them; the other columns are those of `students`. ahead: days within which reports of
    periods that have not ended are listed. put_aside: whether entries that the viewer put aside are among them (dismissed_because says
    why).
    """
    if put_aside == "only" and not _has_put_aside(con, viewer):
        return []  # as it mostly is, and the whole list would be made to find it out
    values = {"ahead": ahead, "due_from": due[0], "due_to": due[1], "most": most, "skip": skip, "put_aside": put_aside}
    return _rows(con, "board_listed", _who(viewer, today, wanted) | _limits(wanted) | values)


def urgent(con: duckdb.DuckDBPyConnection, viewer: str, today: date, only_mine: bool, most: int) -> list[Row]:
    """Students of whom something is overdue or due soon, at most `most`, the most urgent first, each with what presses most.

    Key: student_id. clocks counts the student's time limits that press; found, overdue and students count those of all.
    """
    return _rows(con, "board_urgent", {"viewer": viewer, "today": today, "only_mine": only_mine, "most": most})


def days(con: duckdb.DuckDBPyConnection, viewer: str, today: date, wanted: Wanted, first: date, last: date) -> list[Row]:
    """How many time limits are due on each day from first to last: due_on, clocks. Key: due_on; days without are left out."""
    values = _who(viewer, today, wanted) | _limits(wanted) | {"due_from": first, "due_to": last}
    return _rows(con, "board_days", values | {"ahead": max(DIGEST_DAYS, (last - today).days)})


def places(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> list[Row]:
    """Schools, classes and case managers of the viewer's students in the process: kind, id, name, school_id. Key: kind, id."""
    return _rows(con, "board_places", {"viewer": viewer, "today": today})


def _has_put_aside(con: duckdb.DuckDBPyConnection, viewer: str) -> bool:
    live = "SELECT 1 FROM dismissal WHERE staff_id = $viewer AND retracted_at IS NULL LIMIT 1"
    return bool(con.cursor().execute(live, {"viewer": viewer}).fetchall())


def _who(viewer: str, today: date, wanted: Wanted) -> dict[str, Any]:
    narrowed = {"school_ids": list(wanted.school_ids), "class_ids": list(wanted.class_ids), "managers": list(wanted.managers)}
    return {"viewer": viewer, "today": today, "ahead": 0, "only_mine": wanted.only_mine, **narrowed}


def _limits(wanted: Wanted) -> dict[str, Any]:
    return {"clocks": list(wanted.clocks), "standings": list(wanted.standings), "steps": list(wanted.steps)}


def _rows(con: duckdb.DuckDBPyConnection, name: str, values: dict[str, Any]) -> list[Row]:
    clocks, shown = select_of("process/board_clocks.sql"), select_of("process/board_shown.sql")
    cursor = con.cursor().execute(select_of(f"process/{name}.sql").format(clocks=clocks, shown=shown), values)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
