"""A school as its principal meets it: verdicts by programme, tier and grade. Counted only for who may see every student."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from analytics.caseload import query


def open_schools(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> list[dict[str, Any]]:
    """Schools whose every enrolled student the viewer may see: school_id, name, n_students. Key: school_id."""
    return query.rows(con, "school_open", viewer=viewer, today=today)


def counts(con: duckdb.DuckDBPyConnection, viewer: str, today: date, school_ids: Sequence[str], since: date) -> pd.DataFrame:
    """Plans that ran from since to today, by verdict. Key: plan_kind, dimension, value, verdict; columns n_plans, n_students.

    dimension is programme, tier or grade of interventions, measure or grade of goals; value is its name, ready to show.
    """
    return query.table(con, "school_counts", viewer=viewer, today=today, school_ids=list(school_ids), since=since)


def effective(con: duckdb.DuckDBPyConnection, viewer: str, today: date, school_ids: Sequence[str], since: date) -> pd.DataFrame:
    """Share of judged plans that were effective, by programme, in order of name. Key: programme.

    Columns: n_plans, n_judged, n_effective, is_comparable, share with its 95% interval share_lower, share_upper (0 to 1, Wilson 1927);
    the share is empty where fewer plans were judged than the setting few_plans_compared.
    """
    return query.table(con, "school_effective", viewer=viewer, today=today, school_ids=list(school_ids), since=since)


def students(
    con: duckdb.DuckDBPyConnection,
    viewer: str,
    today: date,
    school_ids: Sequence[str],
    since: date,
    *,
    plan_kind: str,
    dimension: str,
    value: str,
    verdict: str,
) -> pd.DataFrame:
    """The plans behind one number of counts (verdict '' for any): key plan_id.

    Columns: public_key, student, grade, measure, title, tier, verdict, reason.
    """
    return query.table(
        con,
        "school_students",
        viewer=viewer,
        today=today,
        school_ids=list(school_ids),
        since=since,
        plan_kind=plan_kind,
        dimension=dimension,
        value=value,
        verdict=verdict,
    )
