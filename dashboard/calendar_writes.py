"""The way back from the calendar page: days, school years and reporting periods. The store refuses what the viewer may not change."""

from collections.abc import Sequence
from typing import Any

from analytics import calendar_entry
from analytics.calendar_entry import CalendarChange
from dashboard.reads import connection
from dashboard.viewer import Viewer


def change(who: Viewer, table: str, rows: Sequence[tuple[Any, ...]]) -> CalendarChange:
    """Stores rows of one table of the calendar (columns as in calendar_entry.TABLES) and derives the clocks. Raises CalendarRefused."""
    first = rows[0]
    if table == "calendar_day":
        days = [row[1] for row in rows]
        return calendar_entry.mark_days(
            connection(), school_id=first[0], days=days, is_school_day=first[2], label=first[3], staff_id=who.staff_id
        )
    if table == "school_year":
        school_id, name, first_day, last_day = first
        return calendar_entry.set_school_year(
            connection(), school_id=school_id, school_year=name, first_day=first_day, last_day=last_day, staff_id=who.staff_id
        )
    school_id, ends_on, name, report_due_on = first
    return calendar_entry.set_reporting_period(
        connection(), school_id=school_id, name=name, ends_on=ends_on, report_due_on=report_due_on, staff_id=who.staff_id
    )


def undo(who: Viewer, stored: CalendarChange) -> CalendarChange:
    """Puts back what stood before. Raises CalendarRefused where somebody has changed the same rows since."""
    return calendar_entry.undo(connection(), stored, who.staff_id)
