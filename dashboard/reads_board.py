"""The door to the process board: students by step, what is due, the digest, the days of school. Each read states a viewer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import streamlit as st

from analytics import store
from analytics.process import board, icalendar
from analytics.process.board import DIGEST_DAYS, DUE, Row, Wanted
from analytics.store import access_log
from dashboard.reads import connection, log_reads, store_path, version
from dashboard.viewer import Viewer

FEED_DAYS = 366  # how far ahead a calendar feed reaches
MOST_EXPORTED = 100_000


def places(who: Viewer) -> list[Row]:
    """Schools, classes and case managers of the viewer's students in the process, kept until the store moves on. Key: kind, id."""
    return _places(store_path(), version(), who.staff_id, who.today)


@st.cache_data(show_spinner=False, max_entries=100)
def _places(path: str, version: int, staff_id: str, day: date) -> list[Row]:
    return board.places(connection(), staff_id, day)


def counts(who: Viewer, wanted: Wanted) -> list[Row]:
    """How many open time limits have which standing; counts alone are kept, until the store moves on. Key: clock, standing."""
    return _counts(store_path(), version(), who.staff_id, who.today, wanted)


@st.cache_data(show_spinner=False, max_entries=200)
def _counts(path: str, version: int, staff_id: str, day: date, wanted: Wanted) -> list[Row]:
    return board.counts(connection(), staff_id, day, wanted)


def students(who: Viewer, wanted: Wanted, skip: Sequence[int], most: Sequence[int]) -> list[Row]:
    """Students by step, each with the most urgent time limit wanted. Key: of_step, student_id; see board.students."""
    return _noted(who, board.students(connection(), who.staff_id, who.today, wanted, skip, most))


def listed(who: Viewer, wanted: Wanted, most: int, skip: int = 0) -> list[Row]:
    """Open time limits one by one, the most urgent first. Key: student_id, clock, round; found counts all."""
    return _noted(who, board.listed(connection(), who.staff_id, who.today, wanted, most=most, skip=skip))


def urgent(who: Viewer, only_mine: bool, most: int) -> list[Row]:
    """Students of whom something is overdue or due soon, each with what presses most; see board.urgent. Key: student_id."""
    if not _n_urgent(store_path(), version(), who.staff_id, who.today, only_mine):
        return []
    return _noted(who, board.urgent(connection(), who.staff_id, who.today, only_mine, most))


@st.cache_data(show_spinner=False, max_entries=200)
def _n_urgent(path: str, version: int, staff_id: str, day: date, only_mine: bool) -> int:
    """How many there are; the number alone is kept, so that Today asks no further where nothing is due."""
    found = board.urgent(connection(), staff_id, day, only_mine, 1)
    return int(found[0]["found"]) if found else 0


def digest(who: Viewer, wanted: Wanted, put_aside: Literal["without", "only"], most: int, skip: int = 0) -> list[Row]:
    """What is overdue or due soon, as Today counts it, without what the viewer put aside, or only that. Key: student_id, clock, round."""
    pressing = replace(wanted, standings=DUE)
    return _noted(who, board.listed(connection(), who.staff_id, who.today, pressing, most=most, skip=skip, put_aside=put_aside))


def due_days(who: Viewer, wanted: Wanted, first: date, last: date) -> dict[date, int]:
    """How many time limits are due on each day from first to last."""
    return {row["due_on"]: row["clocks"] for row in board.days(connection(), who.staff_id, who.today, wanted, first, last)}


def due_on(who: Viewer, wanted: Wanted, first: date, last: date, most: int) -> list[Row]:
    """The time limits due from first to last. Key: student_id, clock, round."""
    ahead = max(DIGEST_DAYS, (last - who.today).days)
    found = board.listed(connection(), who.staff_id, who.today, wanted, most=most, due=(first, last), ahead=ahead)
    return _noted(who, found)


def exported(who: Viewer, wanted: Wanted) -> list[Row]:
    """Every time limit wanted, for a file; each student is noted in the access log. Key: student_id, clock, round."""
    found = board.listed(connection(), who.staff_id, who.today, wanted, most=MOST_EXPORTED)
    _log_exports(who, found, "export of process board")
    return found


def feed(who: Viewer, wanted: Wanted, page: str | None) -> str:
    """The due dates of the coming year and what is overdue as iCalendar, without a name; each student is noted in the access log.

    page: address of the student page, to which each entry leads by the public key.
    """
    until = who.today + timedelta(days=FEED_DAYS)
    found = board.listed(
        connection(), who.staff_id, who.today, wanted, most=MOST_EXPORTED, due=(None, until), ahead=FEED_DAYS, put_aside="with"
    )
    _log_exports(who, found, "export of due dates as a calendar")
    return icalendar.feed(found, store.stamp(connection()), version(), page)


def code(row: Row) -> str:
    """The six signs that stand for a student in calendar files and mails."""
    return icalendar.opaque_key(row["public_key"])


def _log_exports(who: Viewer, rows: list[Row], purpose: str) -> None:
    """Each export counts. Called while the browser downloads, outside any session."""
    access_log.record_all(store_path(), staff_id=who.staff_id, student_ids=sorted({row["student_id"] for row in rows}), purpose=purpose)


def _noted(who: Viewer, rows: list[Row]) -> list[Row]:
    log_reads(who, (row["student_id"] for row in rows if row["student_id"]), "process board")
    return rows
