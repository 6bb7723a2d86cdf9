"""Drafts of forms: what somebody began to type about a student, seen by nobody else, gone once it is recorded or thrown away."""

import json
from collections.abc import Mapping
from typing import Any

import duckdb

from analytics.process.rights import NOT_YOURS, may_see
from analytics.store import EventRefused, stamp, today
from analytics.store.writing import write_lock


def save_draft(con: duckdb.DuckDBPyConnection, staff_id: str, student_id: str, event: str, content: Mapping[str, Any]) -> None:
    """Keep what a form holds so far; `event` is a kind of event, or concern, contact or restricted_note. Raises EventRefused.

    It changes nothing that others see, so data_version stays and no other page is drawn again.
    """
    text = json.dumps(dict(content), default=str, ensure_ascii=False)
    with write_lock:
        cursor = con.cursor()
        if not may_see(cursor, staff_id, student_id, today(con)):
            raise EventRefused(NOT_YOURS)
        values = [staff_id, student_id, event, text, stamp(con)]
        cursor.execute("INSERT OR REPLACE INTO event_draft (staff_id, student_id, event, content, saved_at) VALUES (?, ?, ?, ?, ?)", values)
        cursor.close()


def read_draft(con: duckdb.DuckDBPyConnection, staff_id: str, student_id: str, event: str) -> dict[str, Any] | None:
    """The fields of a draft as they were saved (days as texts of year-month-day), or None."""
    query = "SELECT content FROM event_draft WHERE staff_id = ? AND student_id = ? AND event = ?"
    rows = con.cursor().execute(query, [staff_id, student_id, event]).fetchall()
    visible = rows and may_see(con.cursor(), staff_id, student_id, today(con))
    return dict(json.loads(rows[0][0])) if visible else None


def drop_draft(con: duckdb.DuckDBPyConnection, staff_id: str, student_id: str, event: str) -> None:
    """Throw a draft away; nothing happens where there is none."""
    with write_lock:
        con.cursor().execute(
            "DELETE FROM event_draft WHERE staff_id = ? AND student_id = ? AND event = ?", [staff_id, student_id, event]
        ).fetchall()
