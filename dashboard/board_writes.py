"""The way back from the process board: entries of the digest put aside and brought back. Every write states a viewer."""

from typing import Any

from analytics import clock_dismissal
from dashboard.reads import connection
from dashboard.viewer import Viewer

Row = dict[str, Any]


def put_aside(who: Viewer, row: Row, reason: str) -> None:
    """Takes an entry out of the viewer's digest until its due date moves. Raises DismissalRefused."""
    clock_dismissal.dismiss(
        connection(), staff_id=who.staff_id, student_id=row["student_id"], clock=row["clock"], due_on=row["due_on"], reason=reason
    )


def bring_back(who: Viewer, row: Row) -> None:
    """Puts an entry back into the viewer's digest."""
    clock_dismissal.bring_back(connection(), staff_id=who.staff_id, student_id=row["student_id"], clock=row["clock"], due_on=row["due_on"])
