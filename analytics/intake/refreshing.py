"""Which series an import touched, and their verdicts made anew in the same transaction."""

import duckdb

from analytics import pipeline
from analytics.intake.batch import Batch
from analytics.intake.limits import limit
from analytics.intake.tables import TABLES

CHANGED = "c.action IN ('add', 'correct', 'retract')"

# How a changed row leads to the series it touches; both the old and the new series of a plan that moved.
TOUCHES = {
    "score": "SELECT c.series_id FROM {change} c WHERE {changed}",
    "series": "SELECT c.series_id FROM {change} c WHERE {changed}",
    "phase_change": "SELECT c.series_id FROM {change} c WHERE {changed}",
    "intervention": "SELECT i.series_id FROM {change} c JOIN intervention i USING (intervention_id) WHERE {changed}",
    "goal": "SELECT g.series_id FROM {change} c JOIN goal g USING (goal_id) WHERE {changed}",
    "intervention_session": "SELECT i.series_id FROM {change} c JOIN intervention i USING (intervention_id) WHERE {changed}",
    "measure": "SELECT s.series_id FROM {change} c JOIN series s USING (measure_id) WHERE {changed}",
    "enrolment": "SELECT s.series_id FROM {change} c JOIN series s USING (student_id) WHERE {changed}",
}
# A change here reaches every series: school days count for delivery, norms for maturation.
TOUCHES_ALL = ("calendar_day", "growth_norm", "benchmark")


def refresh_touched(cursor: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Refresh the verdicts of the touched series, or run the whole analysis where many are touched."""
    series = touched(cursor, batch)
    if series is None:
        pipeline.run(cursor)
    elif series:
        pipeline.refresh(cursor, series)


def touched(cursor: duckdb.DuckDBPyConnection, batch: Batch) -> list[str] | None:
    """The series that the batch's changes reach by what the store holds at this moment; None where they are many or all."""
    if _touches_all(cursor, batch):
        return None
    series = _touched(cursor, batch)
    return None if len(series) > limit("series_refreshed_singly") else series


def _touched(cursor: duckdb.DuckDBPyConnection, batch: Batch) -> list[str]:
    brought = [name for name in TABLES if name in batch.given and name in TOUCHES]
    if not brought:
        return []
    parts = [TOUCHES[name].format(change=f"{batch.name}.change_{name}", changed=CHANGED) for name in brought]
    return [str(series) for (series,) in cursor.execute(" UNION ".join(parts)).fetchall()]


def _touches_all(cursor: duckdb.DuckDBPyConnection, batch: Batch) -> bool:
    for name in TOUCHES_ALL:
        if name in batch.given and cursor.execute(f"SELECT count(*) FROM {batch.name}.change_{name} c WHERE {CHANGED}").fetchall()[0][0]:
            return True
    return False
