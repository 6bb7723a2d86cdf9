"""The legal clocks, for somebody who may see the student: each with its rule, what it counted and what it left out.

Every function takes the viewer's staff_id and the day the page stands on, and returns rows of students whom `visible_students` opens
to that viewer on that day; for anybody else it returns nothing. A row's standing is one of STANDINGS.
"""

from datetime import date
from typing import Any

import duckdb

from analytics.model import select_of

Row = dict[str, Any]
STANDINGS = ("overdue", "due soon", "running", "not yet known", "met on time", "met late", "lifted")
FALLS_BACK = (
    "Aimline has no rules of this state, so the federal ones are shown. "
    "Your state may set other limits: ask it before you rely on these dates."
)


def clocks_of_student(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> list[Row]:
    """The student's clocks, most urgent first. Key: clock, round.

    Columns: those of student_clock and clock_on (title, rule_text, citation, verification_words, started_on, due_on, standing, days_left,
    days_late, …), start_title, stop_title, lifted_title, limited_title and late_reason_title in words, late_reason_standard (the code of
    Ed-Fi or the law), and left_out: the rows of clock_left_out (from_on, to_on, kind, days, why) that explain the due date.
    """
    clocks = _rows(con, "clocks_of_student", viewer=viewer, today=today, student=student_id)
    left_out = _rows(con, "left_out_of_student", viewer=viewer, today=today, student=student_id)
    for clock in clocks:
        clock["left_out"] = [row for row in left_out if (row["clock"], row["round"]) == (clock["clock"], clock["round"])]
    return clocks


def due(con: duckdb.DuckDBPyConnection, viewer: str, today: date, days: int, *, with_dismissed: bool = False) -> list[Row]:
    """The digest: open clocks of the viewer's students that are overdue or due within so many days, without those the viewer put aside.

    Key: student_id, clock, round; public_key, first_name, last_name, title, period, standing, due_on, days_left, days_late, rule_text,
    citation, verification, falls_back, is_calendar_known, is_dismissed, dismissed_because, dismissed_at. Overdue first.
    """
    rows = _rows(con, "clocks_due", viewer=viewer, today=today, days=days)
    return rows if with_dismissed else [row for row in rows if not row["is_dismissed"]]


def _rows(con: duckdb.DuckDBPyConnection, name: str, **values: Any) -> list[Row]:
    cursor = con.cursor().execute(select_of(f"process/{name}.sql"), values)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
