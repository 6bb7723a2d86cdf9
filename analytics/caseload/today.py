"""What needs a decision today: the viewer's plans by urgency, and the cards of one page of them.

Every function takes the viewer's staff_id and the day, and returns plans of students whom `visible_students` opens to that viewer then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from analytics.caseload import query

# What is asked of the SELECT in today_plans.sql; its text is put in whole, values are bound.
_COUNTS = "SELECT is_mine, section, verdict, count(*) AS plans FROM ({plans}) GROUP BY ALL ORDER BY ALL"
# Plans of equal urgency stand by name; only those at or before the last one of the page are held against the names.
_PAGE = """
WITH wanted AS MATERIALIZED (
    SELECT p.plan_id, p.student_id, p.urgency, p.days_left FROM ({plans}) p {named}
    WHERE list_contains($sections, p.section) AND (p.is_mine OR NOT $only_mine)
        AND (len($verdicts) = 0 OR list_contains($verdicts, p.verdict))
), last AS (
    SELECT urgency, days_left FROM wanted ORDER BY urgency DESC, days_left LIMIT 1 OFFSET $most - 1
)
SELECT w.plan_id, (SELECT count(*) FROM wanted) AS found
FROM wanted w LEFT JOIN last l ON true
JOIN student s ON s.student_id = w.student_id
WHERE l.urgency IS NULL OR w.urgency > l.urgency OR (w.urgency = l.urgency AND w.days_left <= l.days_left)
ORDER BY w.urgency DESC, w.days_left, s.last_name, s.first_name, w.plan_id
LIMIT $most
"""
_NAMED = """
JOIN student s ON s.student_id = p.student_id AND len(list_filter(
    $words::VARCHAR[], lambda w: NOT contains(lower(strip_accents(concat_ws(' ', s.first_name, s.last_name, p.title))), w)
)) = 0
"""


@dataclass(frozen=True)
class Wanted:
    """Which plans to show: sections; verdicts (none means any); words that name or title hold, lower case without accents."""

    sections: tuple[str, ...] = ("intervention", "goal", "overdue")
    verdicts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    only_mine: bool = False


def counts(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> pd.DataFrame:
    """How many of the viewer's plans ask for what: is_mine, section (intervention, goal, overdue, waiting), verdict, plans.

    Key: is_mine, section, verdict.
    """
    return con.cursor().execute(_COUNTS.format(plans=query.text("today_plans")), {"viewer": viewer, "today": today}).df()


def page(con: duckdb.DuckDBPyConnection, viewer: str, today: date, wanted: Wanted, most: int) -> tuple[list[str], int]:
    """The plan_ids of the most urgent plans that are wanted, at most `most`, and how many there are in all."""
    values = {"viewer": viewer, "today": today, "most": most, "only_mine": wanted.only_mine, "sections": list(wanted.sections)}
    values |= {"verdicts": list(wanted.verdicts)} | ({"words": list(wanted.words)} if wanted.words else {})
    text = _PAGE.format(plans=query.text("today_plans"), named=_NAMED if wanted.words else "")
    rows = con.cursor().execute(text, values).fetchall()
    return [plan_id for plan_id, _ in rows], rows[0][1] if rows else 0


def cards(con: duckdb.DuckDBPyConnection, viewer: str, today: date, plan_ids: Sequence[str]) -> list[dict[str, Any]]:
    """What the cards of some plans say: student, title, verdict, reason, advice, last score. Key: plan_id, in the order given."""
    return query.rows(con, "today_cards", viewer=viewer, today=today, plan_ids=list(plan_ids))


def sparklines(con: duckdb.DuckDBPyConnection, viewer: str, today: date, plan_ids: Sequence[str]) -> pd.DataFrame:
    """observed_on, value (the day's median, score units), is_before of some plans. Key: plan_id, observed_on."""
    return query.table(con, "today_sparklines", viewer=viewer, today=today, plan_ids=list(plan_ids))
