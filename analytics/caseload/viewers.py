"""Who may look at the store, in which role, and why they may see a student."""

from datetime import date
from typing import Any

import duckdb

from analytics.caseload import query


def people(con: duckdb.DuckDBPyConnection, today: date) -> list[dict[str, Any]]:
    """Everyone with a live assignment: staff_id, name, role (the widest), students (in a running plan). Key: staff_id.

    Teachers first; within a role those with the most students ahead.
    """
    return query.rows(con, "viewers", today=today)


def person(con: duckdb.DuckDBPyConnection, staff_id: str, today: date) -> dict[str, Any] | None:
    """staff_id, name and role (the widest) of one member of staff, or None without a live assignment."""
    found = query.rows(con, "viewer", viewer=staff_id, today=today)
    return found[0] if found else None


def why_may_view(con: duckdb.DuckDBPyConnection, staff_id: str, student_id: str, today: date) -> str | None:
    """The reasons that open this student's record to this member of staff, joined by a semicolon; None denies."""
    reasons = query.rows(con, "why_may_view", viewer=staff_id, student=student_id, today=today)
    return "; ".join(row["reason"] for row in reasons) or None


def facts(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The rows of `store_info` as a dictionary: is_demo, demo_today, schema_version."""
    return {name: value for name, value in con.cursor().execute("SELECT name, value FROM store_info").fetchall()}


def has_staff(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether anybody is on file. A store without staff shows nothing but its first import."""
    return bool(con.cursor().execute("SELECT 1 FROM staff LIMIT 1").fetchall())
