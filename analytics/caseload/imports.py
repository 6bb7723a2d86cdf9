"""What came in from files, what was refused, and what waits for a decision."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from analytics.caseload import query

HISTORY = 200  # imports listed


def may_import(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> bool:
    """Whether the viewer may import files and read what imports refused: only with a reason to see every student."""
    return bool(query.rows(con, "may_import", viewer=viewer, today=today)[0]["may_import"])


def history(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The newest imports with their counts of rows, and who made them. Key: import_id."""
    return query.table(con, "imports", most=HISTORY)


def rejections(con: duckdb.DuckDBPyConnection, import_id: str) -> pd.DataFrame:
    """The rows that one import refused: file_name, line, column_name, value, reason, remedy. Key: line, column_name."""
    return query.table(con, "import_rejections", import_id=import_id)


def conflicts(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> list[dict[str, Any]]:
    """Typed and imported values that differ, of students whom the viewer may see, oldest first. Key: conflict_id."""
    return query.rows(con, "import_conflicts", viewer=viewer, today=today)


def moved_plans(con: duckdb.DuckDBPyConnection, viewer: str, today: date, plan_ids: Sequence[str], most: int) -> list[dict[str, Any]]:
    """Plans whose verdict an import moved and whose students the viewer may see, the most urgent first, at most `most`. Key: plan_id.

    Columns: plan_kind, title, reason (of today's verdict), student_id, public_key, student, measure, found (how many there are in all).
    """
    return query.rows(con, "import_moves", viewer=viewer, today=today, plan_ids=list(plan_ids), most=most)


def measures(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The measures of the store: measure_id and name, in order of name."""
    rows = con.cursor().execute("SELECT measure_id, name FROM measure ORDER BY name").fetchall()
    return {str(measure_id): str(name) for measure_id, name in rows}
