"""Who may write in a student's record, and who may read its restricted notes."""

from datetime import date

import duckdb

NOT_YOURS = "You do not work with this student on this day, so nothing was stored. Ask the school office to assign you."
RESTRICTED = "restricted_notes"
NOT_PERMITTED = "Restricted notes need a permission of their own, which you do not have. Nothing was stored; ask the district office."


def may_see(cursor: duckdb.DuckDBPyConnection, staff_id: str | None, student_id: str, day: date) -> bool:
    """Whether a reason lets the staff member see the student on a day (visible_students); None is the program itself."""
    if staff_id is None:
        return True
    query = "SELECT count(*) FROM visible_students($staff, $day) WHERE student_id = $student"
    return bool(cursor.execute(query, {"staff": staff_id, "day": day, "student": student_id}).fetchall()[0][0])


def has_permission(cursor: duckdb.DuckDBPyConnection, staff_id: str | None, permission: str, day: date) -> bool:
    """Whether staff_permission gives the staff member the permission on a day; None is the program itself."""
    if staff_id is None:
        return True
    query = """SELECT count(*) FROM staff_permission WHERE staff_id = $staff AND permission = $permission AND retracted_at IS NULL
        AND from_on <= $day AND (to_on IS NULL OR to_on >= $day)"""
    return bool(cursor.execute(query, {"staff": staff_id, "permission": permission, "day": day}).fetchall()[0][0])
