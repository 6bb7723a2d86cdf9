"""One student, for somebody who may see them: plans with verdicts, what the charts draw, and what a verdict rests on.

Every function takes the viewer's staff_id and the day the page stands on, and returns rows of students whom `visible_students`
opens to that viewer on that day; for anybody else it returns nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from analytics.caseload import query

Row = dict[str, Any]


def find(con: duckdb.DuckDBPyConnection, viewer: str, today: date, key: str) -> Row | None:
    """The student behind a public key: student_id, public_key, first_name, last_name, grade, school, reason.

    None for an unknown key and for a student whom the viewer may not see: the two cannot be told apart.
    """
    behind = query.rows(con, "student_key", key=key)
    found = query.rows(con, "student_find", viewer=viewer, today=today, student=behind[0]["student_id"]) if behind else []
    return found[0] if found else None


def choices(con: duckdb.DuckDBPyConnection, viewer: str, today: date, search: str, most: int) -> list[Row]:
    """The viewer's students with a plan whose name holds the text: public_key, first_name, last_name, grade, school, plans, found.

    Key: public_key; by last name, at most `most` of them; found counts them all. `search` is lower case without accents.
    """
    return query.rows(con, "student_choices", viewer=viewer, today=today, search=search, most=most)


def plans(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> list[Row]:
    """Every plan of a student with its verdict on the day and what stands beside it. Key: plan_id; running plans first, then the newest.

    Columns: student_plans.sql, and of student_evidence.sql growth measured in three ways, scores to come and calls of the classic rules.
    """
    span = _span(con, viewer, today, student_id)
    if span is None:
        return []
    beside = {row["plan_id"]: row for row in query.rows(con, "student_evidence", student=student_id, **span)}
    return [plan | beside[plan["plan_id"]] for plan in query.rows(con, "student_plans", today=today, student=student_id, **span)]


@dataclass(frozen=True)
class ChartTables:
    """What the charts of all plans of a student draw, as rows; each row has a plan_id. Columns: the SELECTs of the same names."""

    occasions: list[Row]
    lines: list[Row]
    marks: list[Row]

    def of(self, plan_id: str) -> "ChartTables":
        """The rows of one plan."""
        return ChartTables(*([row for row in rows if row["plan_id"] == plan_id] for rows in vars(self).values()))


def chart_tables(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> ChartTables:
    """The tables of `ChartTables` for all plans of a student, one read each: student_occasions, student_lines, student_marks."""
    names = ("student_occasions", "student_lines", "student_marks")
    span = _span(con, viewer, today, student_id)
    return ChartTables(*(query.rows(con, name, student=student_id, **span) if span else [] for name in names))


def _span(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> Row | None:
    """The door of the reads that are asked with the span of the student's series; None for whom it is closed."""
    span = query.rows(con, "student_span", viewer=viewer, today=today, student=student_id)[0]
    return None if span["first"] is None else span


def effects(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> pd.DataFrame:
    """Effect sizes, level change and trend change with 95% intervals. Key: plan_id, against, statistic."""
    return _of_student(con, "student_effects", viewer, today, student_id)


def rules(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> pd.DataFrame:
    """Each decision rule's call with its simulated error rates (0 to 1). Key: plan_id, rule_id.

    The dual discrepancy compares with classmates as they stand now, so it is read here and not stored; it has no error rates.
    """
    names = ("student_rules", "dual_discrepancy")
    return pd.concat([_of_student(con, name, viewer, today, student_id) for name in names], ignore_index=True)


def scores(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> pd.DataFrame:
    """Every live score, absences included, in score units. Key: series_id, observed_on, form."""
    return _of_student(con, "student_scores", viewer, today, student_id)


def priors(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> pd.DataFrame:
    """The prior row each plan borrowed from. Key: plan_id."""
    return _of_student(con, "student_priors", viewer, today, student_id)


def meanings(con: duckdb.DuckDBPyConnection, table_name: str) -> dict[str, str]:
    """What the columns of a table mean, by their name, from the data dictionary. They concern no student."""
    return {row["name"]: row["meaning"] for row in query.rows(con, "meanings", table_name=table_name)}


def thresholds(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The thresholds in force with unit, meaning and source. Key: name. They concern no student."""
    return query.table(con, "thresholds")


def _of_student(con: duckdb.DuckDBPyConnection, name: str, viewer: str, today: date, student_id: str) -> pd.DataFrame:
    return query.table(con, name, viewer=viewer, today=today, student=student_id)
