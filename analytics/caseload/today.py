"""What needs a decision today: the viewer's plans by urgency, and the cards of one page of them.

Every function takes the viewer's staff_id and the day, and returns plans of students whom `visible_students` opens to that viewer then.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from analytics.caseload import query


def plans(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> pd.DataFrame:
    """plan_id, is_mine, verdict, section (intervention, goal, overdue, waiting), searched (name and title in plain letters).

    Key: plan_id; most urgent first.
    """
    return query.table(con, "today_plans", viewer=viewer, today=today)


def cards(con: duckdb.DuckDBPyConnection, viewer: str, today: date, plan_ids: Sequence[str]) -> list[dict[str, Any]]:
    """What the cards of some plans say: student, title, verdict, reason, advice, last score. Key: plan_id, in the order given."""
    return query.rows(con, "today_cards", viewer=viewer, today=today, plan_ids=list(plan_ids))


def sparklines(con: duckdb.DuckDBPyConnection, viewer: str, today: date, plan_ids: Sequence[str]) -> pd.DataFrame:
    """observed_on, value (the day's median, score units), is_before of some plans. Key: plan_id, observed_on."""
    return query.table(con, "today_sparklines", viewer=viewer, today=today, plan_ids=list(plan_ids))
