"""Which series an import touched, and their verdicts made anew in the same transaction."""

import duckdb

from analytics import pipeline
from analytics.intake.batch import Batch
from analytics.intake.limits import limit
from analytics.intake.tables import TABLES
from analytics.process import running as process

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
# How a changed row leads to the students whose steps and clocks it touches; None for a row that touches all of them.
PROCESS: dict[str, str | None] = {
    "process_event": "SELECT e.student_id FROM {change} c JOIN process_event e USING (event_id) WHERE {changed}",
    "concern": "SELECT s.student_id FROM {change} c JOIN concern s USING (concern_id) WHERE {changed}",
    "absence": "SELECT c.student_id FROM {change} c WHERE {changed}",
    "enrolment": "SELECT c.student_id FROM {change} c WHERE {changed}",
    "student": "SELECT c.student_id FROM {change} c WHERE {changed}",
    "school": None,
    "school_year": None,
    "reporting_period": None,
}


def refresh_touched(cursor: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Refresh the verdicts of the touched series, or run the whole analysis where many are touched."""
    series = touched(cursor, batch)
    if series is None:
        pipeline.run(cursor)
    elif series:
        pipeline.refresh(cursor, series)
    refresh_processes(cursor, batch, ran_in_full=series is None)


def refresh_processes(cursor: duckdb.DuckDBPyConnection, batch: Batch, *, ran_in_full: bool) -> None:
    """Derive steps and clocks anew for the students whose events, absences or enrolments came in; for all where days of school did."""
    brought = [name for name in PROCESS if name in TABLES and name in batch.given]
    if ran_in_full or not brought:
        return  # a full run has done it
    if any(PROCESS[name] is None and _has_changed(cursor, batch, name) for name in brought):
        process.refresh(cursor, None)
        return
    parts = [str(PROCESS[name]).format(change=f"{batch.name}.change_{name}", changed=CHANGED) for name in brought if PROCESS[name]]
    if parts:
        process.refresh(cursor, [str(student) for (student,) in cursor.execute(" UNION ".join(parts)).fetchall()])


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
    return any(name in batch.given and _has_changed(cursor, batch, name) for name in TOUCHES_ALL)


def _has_changed(cursor: duckdb.DuckDBPyConnection, batch: Batch, name: str) -> bool:
    return bool(cursor.execute(f"SELECT count(*) FROM {batch.name}.change_{name} c WHERE {CHANGED}").fetchall()[0][0])
