"""Drafts of forms: what somebody began to type about a student, seen by nobody else, gone once it is recorded or thrown away.

A draft may be open in two windows of its writer. Each says which draft it knows (the time of its last saving), and none overwrites what the
other has saved since.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import duckdb

from analytics.process.rights import NOT_YOURS, may_see
from analytics.store import EventRefused, stamp, today
from analytics.store.errors import AimlineError
from analytics.store.writing import write_lock

KEY = "staff_id = ? AND student_id = ? AND event = ?"


@dataclass(frozen=True)
class Draft:
    """The fields of a draft as they were saved (days as texts of year-month-day), and when (UTC)."""

    content: dict[str, Any]
    saved_at: datetime


class DraftMoved(AimlineError):
    """The draft was not saved: another window has saved it since, or it was recorded or thrown away there. saved_at: when, or None."""

    def __init__(self, saved_at: datetime | None) -> None:
        super().__init__("This form has been changed in another window since it was opened here, so the draft there was not overwritten.")
        self.saved_at = saved_at


def save_draft(
    con: duckdb.DuckDBPyConnection, staff_id: str, student_id: str, event: str, content: Mapping[str, Any], *, known: datetime | None
) -> datetime:
    """Keep what a form holds so far; returns when. `event` is a kind of event, or concern, contact or restricted_note.

    known: saved_at of the draft that the form was filled from or that it saved last; None for a form that knows of none. It changes nothing
    that others see, so data_version stays and no other page is drawn again. Raises EventRefused, and DraftMoved where another is stored.
    """
    text = json.dumps(dict(content), default=str, ensure_ascii=False)
    with write_lock:
        cursor = con.cursor()
        if not may_see(cursor, staff_id, student_id, today(con)):
            raise EventRefused(NOT_YOURS)
        stored = _saved_at(cursor, staff_id, student_id, event)
        if stored != known:
            raise DraftMoved(stored)
        at = stamp(con)
        if known is not None and at <= known:  # two savings in one tick of the clock are still two
            at = known + timedelta(microseconds=1)
        values = [staff_id, student_id, event, text, at]
        cursor.execute("INSERT OR REPLACE INTO event_draft (staff_id, student_id, event, content, saved_at) VALUES (?, ?, ?, ?, ?)", values)
        cursor.close()
    return at


def read_draft(con: duckdb.DuckDBPyConnection, staff_id: str, student_id: str, event: str) -> Draft | None:
    """The writer's draft of one form, or None."""
    rows = con.cursor().execute(f"SELECT content, saved_at FROM event_draft WHERE {KEY}", [staff_id, student_id, event]).fetchall()
    visible = rows and may_see(con.cursor(), staff_id, student_id, today(con))
    return Draft(dict(json.loads(rows[0][0])), rows[0][1]) if visible else None


def drop_draft(con: duckdb.DuckDBPyConnection, staff_id: str, student_id: str, event: str, *, known: datetime | None) -> None:
    """Throw away the draft saved at `known`; one that another window has saved since stays, and nothing happens where there is none."""
    with write_lock:
        cursor = con.cursor()
        cursor.execute(f"DELETE FROM event_draft WHERE {KEY} AND saved_at = ?", [staff_id, student_id, event, known]).fetchall()
        cursor.close()


def _saved_at(cursor: duckdb.DuckDBPyConnection, staff_id: str, student_id: str, event: str) -> datetime | None:
    rows = cursor.execute(f"SELECT saved_at FROM event_draft WHERE {KEY}", [staff_id, student_id, event]).fetchall()
    return rows[0][0] if rows else None
