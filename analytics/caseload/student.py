"""One student, for somebody who may see them: plans with verdicts, what the charts draw, and what a verdict rests on.

Every function takes the viewer's staff_id and the day the page stands on, and returns rows of students whom `visible_students`
opens to that viewer on that day; for anybody else it returns nothing.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import duckdb
import pandas as pd

from analytics.caseload import query

Row = dict[str, Any]
SHORT = 500  # of so many students the verdicts are looked up one by one; of more all are read


def find(con: duckdb.DuckDBPyConnection, viewer: str, today: date, key: str) -> Row | None:
    """The student behind a public key: student_id, public_key, first_name, last_name, grade, school, reason.

    None for an unknown key and for a student whom the viewer may not see: the two cannot be told apart.
    """
    behind = query.rows(con, "student_key", key=key)
    found = query.rows(con, "student_find", viewer=viewer, today=today, student=behind[0]["student_id"]) if behind else []
    return found[0] if found else None


def choices(
    con: duckdb.DuckDBPyConnection, viewer: str, today: date, search: str, most: int, by: Literal["urgency", "name"]
) -> tuple[list[Row], int]:
    """The viewer's students whose name holds the text, at most `most` of them in the order asked for, and how many there are.

    An empty text gives those with a plan or with something of the process recorded; any other finds students without a plan too.

    Key: public_key; first_name, last_name, grade, school, plans, running (plans that run), verdict (the worst of these) and due_on (the
    nearest of these), empty where none runs. `search` is lower case without accents.
    """
    named = query.rows(con, "student_named", viewer=viewer, today=today, search=search)[0]["students"] or []
    wanted = named if by == "urgency" else named[:most]
    only = wanted if len(wanted) <= SHORT else None
    return query.rows(con, "student_choices", today=today, students=wanted, only=only, by=by, most=most), len(named)


@dataclass(frozen=True)
class Record:
    """What the page of a student shows of their plans, as rows; each has a plan_id. Columns: the SELECTs of the same names.

    plans: every plan with its verdict on the day (student_plans) and what stands beside it (student_evidence); key plan_id, those that run
    first, then the newest. occasions, lines, marks: what their charts draw (student_occasions, student_lines, student_marks).
    """

    plans: list[Row]
    occasions: list[Row]
    lines: list[Row]
    marks: list[Row]

    def chart(self, plan_id: str) -> dict[str, list[Row]]:
        """What the chart of one plan draws: its occasions, lines and marks."""
        drawn = {"occasions": self.occasions, "lines": self.lines, "marks": self.marks}
        return {name: [row for row in rows if row["plan_id"] == plan_id] for name, rows in drawn.items()}


def record(con: duckdb.DuckDBPyConnection, viewer: str, today: date, student_id: str) -> Record:
    """The plans of a student with their charts, one read each, behind one door; empty for whom it is closed."""
    span = query.rows(con, "student_span", viewer=viewer, today=today, student=student_id)[0]
    if span["first"] is None:
        return Record([], [], [], [])
    asked = {"student": student_id, **span}
    beside = {row["plan_id"]: row for row in query.rows(con, "student_evidence", **asked)}
    plans = [plan | beside[plan["plan_id"]] for plan in query.rows(con, "student_plans", today=today, **asked)]
    return Record(plans, *(query.rows(con, name, **asked) for name in ("student_occasions", "student_lines", "student_marks")))


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
