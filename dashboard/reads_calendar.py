"""The door to the calendar of schools: days, years, reporting periods, and what a change would move, told only of students one may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from analytics import calendar_preview
from analytics.calendar_preview import CalendarPreview
from analytics.process import school_calendar
from analytics.process.school_calendar import Row
from dashboard.reads import connection, log_access
from dashboard.viewer import Viewer


def schools(who: Viewer) -> list[Row]:
    """The schools whose calendar the viewer may change; '*' stands for all. Key: school_id."""
    return school_calendar.schools(connection(), who.staff_id, who.today)


def years(school_id: str) -> list[Row]:
    """The school years that hold for a school, newest first; they concern no student. Key: school_year."""
    return school_calendar.years(connection(), school_id)


def periods(school_id: str) -> list[Row]:
    """The reporting periods that hold for a school; they concern no student. Key: ends_on."""
    return school_calendar.periods(connection(), school_id)


def days(school_id: str, first: date, last: date) -> list[Row]:
    """The days of a school ('*' for the district) from first to last; they concern no student. Key: on_date."""
    return school_calendar.days(connection(), school_id, first, last)


def preview(who: Viewer, table: str, rows: Sequence[tuple[Any, ...]], why: str) -> CalendarPreview:
    """Which due dates would move; nothing is stored. Students whom the viewer may not see are counted only."""
    found = calendar_preview.preview(connection(), table, rows, why=why, staff_id=who.staff_id)
    for student_id in {move.student_id for move in found.moves}:
        log_access(who, student_id, "preview of the calendar")
    return found
