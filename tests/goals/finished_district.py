"""A store whose finished goals are known, and the fit of priors on it."""

from datetime import date

import duckdb
import pandas as pd

from analytics import pipeline, store
from analytics.model import run_models
from analytics.progress.prior import fit_priors
from sample_data.goal_districts import Condition, students


def district(counts: dict[tuple[str, str], int]) -> duckdb.DuckDBPyConnection:
    """A store with that many finished goals on each measure and grade."""
    con = store.open_store(":memory:")
    con.execute(
        "INSERT INTO measure (measure_id, name, area, unit, metric, direction, source) "
        "VALUES ('m', 'm', 'a', 'u', 'other', 'increase', 't')"
    )
    for seed, ((measure, grade), n) in enumerate(counts.items()):
        year = students(Condition(), n, date(2024, 8, 26), seed)
        key = f"{measure}-{grade}-"
        con.register("goals", year.goals.assign(series_id=key + year.goals["series_id"]))
        con.register("scores", year.scores.assign(series_id=key + year.scores["series_id"]))
        con.execute("INSERT INTO student (student_id, first_name, last_name) SELECT series_id, 'a', 'b' FROM goals")
        con.execute(
            "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) "
            "SELECT series_id, series_id, ?, ?, 1 FROM goals",
            [measure, grade],
        )
        con.execute(
            "INSERT INTO score (series_id, observed_on, value, origin) SELECT series_id, observed_on, value, 'imported' FROM scores"
        )
        con.execute(
            "INSERT INTO goal (goal_id, series_id, statement, target, start_on, due_on, effective_on) "
            "SELECT series_id, series_id, 'g', target, start_on, due_on, start_on FROM goals"
        )
    return con


def fitted(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The rows that a fit adds, by measure and grade."""
    cursor = con.cursor()
    run_models(cursor, pipeline.INPUT_MODELS)
    return fit_priors(cursor, "v").set_index(["measure_id", "grade"])
