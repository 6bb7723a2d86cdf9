"""A class as a teacher meets it: its plans, who is due for a probe, and what is stored for a day. Only students whom the viewer may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from analytics.caseload import query


def classes(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> list[dict[str, Any]]:
    """Classes with a visible student, the viewer's own first: class_id, name, school, n_students, is_own. Key: class_id."""
    return query.rows(con, "classes", viewer=viewer, today=today)


def of_class(con: duckdb.DuckDBPyConnection, viewer: str, today: date, class_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The class's series and its running plans, as `series` and `plans` give them; the door is asked once."""
    student_ids = _members(con, viewer, today, class_id)
    plans = _plans(con, today, student_ids)
    return _series(con, today, class_id, student_ids, plans), plans


def plans(con: duckdb.DuckDBPyConnection, viewer: str, today: date, class_id: str) -> pd.DataFrame:
    """Running plans of the class with their verdicts, most urgent first. Key: plan_id.

    Columns: plan_kind, series_id, public_key, student, measure, unit, title, verdict, roi_per_week and roi_se
    (score units a week, improvement positive), required_roi, probability (0 to 1), start_on, due_on, baseline, target (score units).
    """
    return _plans(con, today, _members(con, viewer, today, class_id))


def series(con: duckdb.DuckDBPyConnection, viewer: str, today: date, class_id: str) -> pd.DataFrame:
    """Every series of the class: range, last score and when the next probe is due. Key: series_id.

    Columns: student_id, public_key, student, measure_id, measure, unit, metric, grade, floor, ceiling and last_value (score units),
    last_errors (of a day with one probe), last_on, days_since, absent_on, n_plans, next_due_on, school_days_overdue (0 if not
    overdue; empty if never due).
    """
    return of_class(con, viewer, today, class_id)[0]


def occasions(con: duckdb.DuckDBPyConnection, viewer: str, today: date, plan_ids: Sequence[str]) -> pd.DataFrame:
    """Occasions of some plans for small charts: plan_id, observed_on, value (score units), is_baseline. Key: plan_id, observed_on."""
    return query.table(con, "class_charts", viewer=viewer, today=today, plan_ids=list(plan_ids))


def stored(con: duckdb.DuckDBPyConnection, viewer: str, today: date, series_ids: Sequence[str], on: date) -> list[dict[str, Any]]:
    """What is stored for some series on one day: series_id, form, value, absent, errors, attempts, origin. Key: series_id, form."""
    return query.rows(con, "stored_probes", viewer=viewer, today=today, series_ids=list(series_ids), observed_on=on)


def previous(con: duckdb.DuckDBPyConnection, viewer: str, today: date, series_ids: Sequence[str], on: date) -> list[dict[str, Any]]:
    """The last score of some series before a day: series_id, previous_on, previous_value, previous_errors, previous_attempts, and the
    unusual_change from it on which a score is asked about (score units; empty if unknown). Key: series_id."""
    return query.rows(con, "previous_scores", viewer=viewer, today=today, series_ids=list(series_ids), observed_on=on)


def _plans(con: duckdb.DuckDBPyConnection, today: date, student_ids: list[str]) -> pd.DataFrame:
    return query.table(con, "class_plans", today=today, student_ids=student_ids)


def _series(con: duckdb.DuckDBPyConnection, today: date, class_id: str, student_ids: list[str], running: pd.DataFrame) -> pd.DataFrame:
    return query.table(
        con, "class_series", today=today, class_id=class_id, student_ids=student_ids,
        running_series=running["series_id"].tolist(), running_start=[start.date() for start in running["start_on"]],
    )  # fmt: skip


def _members(con: duckdb.DuckDBPyConnection, viewer: str, today: date, class_id: str) -> list[str]:
    """The students of the class whom the viewer may see; a list of names filters the wide verdict tables far sooner than a join does."""
    return [row["student_id"] for row in query.rows(con, "class_members", viewer=viewer, today=today, class_id=class_id)]
