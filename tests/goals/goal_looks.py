"""Simulated goals judged by the analysis itself: each at some random days of its year, held against whether its own criterion was met.

A district's store first gets one finished year, from which priors are fitted; then a new year of other students begins.
"""

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd

from analytics import pipeline, store
from analytics.model import Model, joins_as_written, run_models
from sample_data.goal_districts import MEASURES, Condition, Year, closed_weeks, students

LAST_YEAR, THIS_YEAR = date(2024, 8, 26), date(2025, 8, 25)
GRADE = "3"
# What a projection rests on, directly or through each other.
ASKED = {
    *(
        "occasion",
        "plan",
        "school_day",
        "comparison_score",
        "plan_prior",
        "growth_line",
        "baseline_change",
        "growth_evidence",
        "attainment",
    ),
    *("line_sums", "projection_evidence", "projection"),
}
_AS_OF = """
    CREATE OR REPLACE TEMP TABLE score_now AS
    SELECT s.* FROM memory.main.score_now s JOIN at_look USING (series_id) WHERE observed_on <= on_date"""
_FOUND = """
    WITH last AS (
        SELECT plan_id, value FROM comparison_score WHERE against = 'initial' AND part = 'B'
        QUALIFY row_number() OVER (PARTITION BY plan_id ORDER BY observed_on DESC) <= 3
    )
    SELECT
        a.plan_id, j.probability, j.projected_lower, j.projected_upper, e.n_scores, e.weeks, v.remaining, a.criterion_met AS met,
        (SELECT median(value) FROM last WHERE plan_id = a.plan_id) AS seen
    FROM attainment a
    LEFT JOIN projection j USING (plan_id)
    LEFT JOIN growth_evidence e USING (plan_id)
    LEFT JOIN projection_evidence v USING (plan_id)"""


def judged(
    condition: Condition, plans: int, looks: int, seed: int, *, finished: int = 200, gap_in_errors: float | None = None
) -> pd.DataFrame:
    """Looks at the goals of one new year: probability, interval and what came of it; one row a plan and look.

    finished: students of the finished year; with none the store is new, and oral reading has its published priors. Only looks at which a
    verdict may be given (minimum occasions and weeks) and at least one occasion is to come: there is nothing to foretell without.
    """
    con = store.open_store(":memory:")
    cursor = con.cursor()
    if condition.still or condition.summer:
        _close_schools(cursor, condition)
    cursor.execute("UPDATE setting SET value = 0.9 WHERE name = 'interval_level'")
    if finished:
        _add_year(cursor, condition, students(condition, finished, LAST_YEAR, seed + 1000))
        pipeline.add_fitted_priors(cursor, "fitted")
    year = students(condition, plans, THIS_YEAR, seed, gap_in_errors)
    _add_year(cursor, condition, year)
    this_year = {"prefix": f"{THIS_YEAR.year}-%"}
    for name in ("series_now", "goal_now"):
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM memory.main.{name} WHERE series_id LIKE $prefix", this_year)
    cursor.register("at_look", year.goals.assign(on_date=year.goals["due_on"]))
    came_of_it = _look(cursor)[["plan_id", "met", "seen"]]
    found = []
    for look in range(looks):
        cursor.register("at_look", year.goals.assign(on_date=_days(year, np.random.default_rng((seed, look)))))
        rows = _look(cursor).drop(columns=["met", "seen"])
        found.append(rows[(rows["n_scores"] >= 4) & (rows["weeks"] >= 4) & (rows["remaining"] >= 1)].assign(look=look))
    con.close()
    return pd.concat(found).merge(came_of_it, on="plan_id").assign(district=seed)


def _close_schools(cursor: duckdb.DuckDBPyConnection, condition: Condition) -> None:
    closed = [
        first + timedelta(days=day)
        for first in (LAST_YEAR, THIS_YEAR)
        for week in closed_weeks(condition)
        for day in range(7 * week, 7 * week + 7)
    ]
    cursor.execute(
        "INSERT INTO calendar_day (school_id, on_date, is_school_day) SELECT DISTINCT '*', day, false FROM unnest($closed) d(day)",
        {"closed": closed},
    )


def _days(year: Year, rng: np.random.Generator) -> list[date]:
    """A random day for each goal, from its fourth week to the day before it is due."""
    start, due = (pd.to_datetime(year.goals[name]) for name in ("start_on", "due_on"))
    days = 28 + np.floor(rng.random(len(start)) * ((due - start).dt.days - 28))
    return list((start + pd.to_timedelta(days, unit="D")).dt.date)


def _look(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every goal as of its own day in at_look, with the observed median of its last three occasions and whether its criterion is met."""
    cursor.execute(_AS_OF)
    with joins_as_written(cursor):
        run_models(cursor, _models())
    return cursor.execute(_FOUND).df()


def _models() -> list[Model]:
    return [model for model in pipeline.MODELS if model.name in ASKED]


def _add_year(cursor: duckdb.DuckDBPyConnection, condition: Condition, year: Year) -> None:
    measure = MEASURES[condition.measure]
    measure_id = "orf" if condition.measure == "oral reading" else "simulated"
    cursor.execute(
        "INSERT INTO measure (measure_id, name, area, unit, metric, direction, floor, ceiling, source) "
        "SELECT 'simulated', 's', 's', 's', ?, ?, ?::DOUBLE, ?::DOUBLE, 'simulation' "
        "WHERE NOT EXISTS (FROM measure WHERE measure_id = 'simulated')",
        [measure.metric, measure.direction, measure.floor, measure.ceiling],
    )
    cursor.register("goals", year.goals)
    cursor.register("scores", year.scores)
    cursor.execute("INSERT INTO student (student_id, first_name, last_name) SELECT series_id, 'a', 'b' FROM goals")
    cursor.execute(
        "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) SELECT series_id, series_id, ?, ?, ? FROM goals",
        [measure_id, GRADE, condition.probes_per_week],
    )
    cursor.execute("INSERT INTO score (series_id, observed_on, value, origin) SELECT series_id, observed_on, value, 'imported' FROM scores")
    cursor.execute(
        "INSERT INTO goal (goal_id, series_id, statement, target, criterion, criterion_k, criterion_n, start_on, due_on, effective_on) "
        "SELECT series_id, series_id, 'simulated', target, ?, ?, ?, start_on, due_on, start_on FROM goals",
        [condition.criterion, condition.k, condition.n],
    )


def gap(looks: pd.DataFrame, bins: int = 10) -> float:
    """Mean absolute difference of stated probability and share met, over bins with equally many looks."""
    ordered = looks.sort_values("probability", kind="stable")[["probability", "met"]].to_numpy(dtype=float)
    return float(np.mean([abs(part[:, 0].mean() - part[:, 1].mean()) for part in np.array_split(ordered, bins)]))


def coverage(looks: pd.DataFrame) -> float:
    """Share of the looks whose interval holds the median of the last three occasions that was seen at the due date."""
    return float(((looks["seen"] >= looks["projected_lower"] - 1e-9) & (looks["seen"] <= looks["projected_upper"] + 1e-9)).mean())
