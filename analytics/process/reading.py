"""The process of one student, for somebody who may see them: events, steps, concerns, what was tried, contacts, and what happens next.

Every function about a student takes the viewer's staff_id and the day the page stands on, and returns rows of a student whom
`visible_students` opens to that viewer on that day; for anybody else nothing.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from analytics.process.rights import RESTRICTED, has_permission

Row = dict[str, Any]
HERE = Path(__file__).parent


def kinds(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """The kinds of events in the order of lists. Key: event. Columns: table event_kind."""
    return _rows(con, "SELECT * FROM event_kind ORDER BY sort_order")


def codes(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """What the coded fields of each kind of event may hold. Key: event, field, code; title, standard, sort_order (view event_choice)."""
    return _rows(con, "SELECT * FROM event_choice ORDER BY event, field, sort_order")


def step_titles(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """The seven steps. Key: step; title, question."""
    return _rows(con, "SELECT * FROM process_step ORDER BY step")


def events(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> list[Row]:
    """Every event of a student, newest first, with what was corrected or taken back. Columns: student_events.sql."""
    return _about(con, "student_events", viewer, today, student_id)


def steps(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> list[Row]:
    """Every step of a student in order; the last is where they stand. Key: ordinal. Columns: student_steps.sql."""
    return _about(con, "student_steps", viewer, today, student_id)


def concerns(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> list[Row]:
    """The concerns of a student, newest first. Key: concern_id. Columns: student_concerns.sql."""
    return _about(con, "student_concerns", viewer, today, student_id)


def tried(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> list[Row]:
    """Interventions and accommodations tried, each with its verdict on the day and the team's decision. Columns: student_tried.sql."""
    return _about(con, "student_tried", viewer, today, student_id)


def contacts(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> list[Row]:
    """Contacts with the parents, newest first. Key: contact_id. Columns: student_contacts.sql."""
    return _about(con, "student_contacts", viewer, today, student_id)


def may_read_restricted(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> bool:
    """Whether the viewer has the second permission, for students they may see anyway."""
    cursor = con.cursor()
    try:
        return has_permission(cursor, viewer, RESTRICTED, today)
    finally:
        cursor.close()


def restricted_notes(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> list[Row]:
    """Restricted notes, newest first; none without the second permission. Columns: student_restricted_notes.sql."""
    return _about(con, "student_restricted_notes", viewer, today, student_id)


def what_happens_next(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> Row | None:
    """The next thing in plain words: sentence, likely (events), step, step_title, is_closed, since_on, because, clock, due_on; or None."""
    found = _about(con, "student_next", viewer, today, student_id)
    return found[0] if found else None


def drafts(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str | None = None) -> list[Row]:
    """Forms that the viewer began and has not recorded, newest first. Key: student_id, event. Columns: viewer_drafts.sql."""
    return _rows(con, _text("viewer_drafts"), {"viewer": viewer, "today": today, "student": student_id})


def _about(con: duckdb.DuckDBPyConnection, name: str, viewer: str, today: date, student_id: str) -> list[Row]:
    return _rows(con, _text(name), {"viewer": viewer, "today": today, "student": student_id})


def _rows(con: duckdb.DuckDBPyConnection, query: str, values: dict[str, object] | None = None) -> list[Row]:
    cursor = con.cursor().execute(query, values)
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@cache
def _text(name: str) -> str:
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")
