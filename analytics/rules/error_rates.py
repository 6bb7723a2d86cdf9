"""Error rates of every decision rule, by simulation through the analysis itself, weekly looks included.

`python -m analytics.rules.error_rates` plants students who grow exactly at the required rate of improvement and students who do
not grow at all, looks at each of them every week from week 4 to week 20 with the models that judge real students, and counts who
is called. Writes error_rates.csv (columns of the table rule_error_rate) beside this file; about five minutes on two cores.
"""

import csv
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from analytics.model import Model, run_models
from analytics.pipeline import MODELS, shadow_known
from analytics.store import open_store

STUDENTS = 1000  # of each kind, in each cell: a rate near 10% is known to about 1%
ROI, AUTOCORRELATION, LEVEL, DUE_WEEKS = 1.5, 0.2, 60.0, 30
START = date(2025, 9, 15)
WEEKS = range(4, 21)
ERROR_TO_GROWTH = (3.33, 6.67, 10.0)
PROBES_PER_WEEK = (0.5, 1.0, 2.0)
BASELINE_SCORES = (3, 6)
OWN_RULE = "aimline_sequential"
HEADER = (
    "rule_id",
    "error_to_growth",
    "probes_per_week",
    "baseline_scores",
    "week",
    "false_alarm_once",
    "false_alarm_ever",
    "miss_once",
    "miss_ever",
)
NOT_NEEDED = {"goal_verdict", "intervention_verdict", "projection", "attainment"}


@dataclass(frozen=True)
class Cell:
    """One schedule and precision for which rates are simulated."""

    error_to_growth: float
    probes_per_week: float
    baseline_scores: int


def rates(cell: Cell, students: int, seed: int) -> pd.DataFrame:
    """Rows of rule_error_rate of one cell (key rule_id, week)."""
    con = open_store(":memory:")
    cursor = con.cursor()
    _plant(cursor, cell, students, np.random.default_rng(seed))
    looks = pd.concat([_look(cursor, week) for week in WEEKS])
    con.close()
    looks["called_so_far"] = looks.sort_values("week").groupby(["plan_id", "rule_id"])["called"].cummax()
    share = looks.groupby(["rule_id", "week", "flat"])[["called", "called_so_far"]].mean().unstack("flat")
    rows = pd.DataFrame(
        {
            "false_alarm_once": share["called"][False],
            "false_alarm_ever": share["called_so_far"][False],
            "miss_once": 1 - share["called"][True],
            "miss_ever": 1 - share["called_so_far"][True],
        }
    )
    return rows.reset_index()


def _plant(cursor: duckdb.DuckDBPyConnection, cell: Cell, students: int, rng: np.random.Generator) -> None:
    error = cell.error_to_growth * ROI
    cursor.execute(
        "INSERT INTO measure (measure_id, name, area, unit, metric, direction, standard_error, source) "
        "VALUES ('simulated', 'simulated', 'none', 'points', 'other', 'increase', ?, 'simulation')",
        [error],
    )
    weeks = np.concatenate([np.arange(-cell.baseline_scores, 0) - 0.0, np.arange(1, 20 * cell.probes_per_week + 1) / cell.probes_per_week])
    days = [START + timedelta(days=round(7 * week)) for week in weeks]
    frames = [_students(kind, roi, weeks, days, error, students, rng) for kind, roi in (("pace", ROI), ("flat", 0.0))]
    cursor.register("planted", pd.concat(frames))
    for statement in _LOAD:
        cursor.execute(statement, _values(statement, cell))
    cursor.unregister("planted")


def _values(statement: str, cell: Cell) -> dict[str, object]:
    known = {"probes": cell.probes_per_week, "start": START, "due": START + timedelta(weeks=DUE_WEEKS), "gain": ROI * DUE_WEEKS}
    return {name: value for name, value in known.items() if f"${name}" in statement}


def _students(
    kind: str, roi: float, weeks: np.ndarray, days: list[date], error: float, students: int, rng: np.random.Generator
) -> pd.DataFrame:
    noise = np.empty((students, len(weeks)))
    noise[:, 0] = rng.normal(size=students)
    for i, gap in enumerate(np.diff(weeks), start=1):
        kept = AUTOCORRELATION**gap
        noise[:, i] = kept * noise[:, i - 1] + np.sqrt(1 - kept**2) * rng.normal(size=students)
    values = LEVEL + roi * np.maximum(weeks, 0) + error * noise
    names = [f"{kind}-{number}" for number in range(students)]
    return pd.DataFrame({"series_id": np.repeat(names, len(weeks)), "observed_on": days * students, "value": values.ravel()})


def _look(cursor: duckdb.DuckDBPyConnection, week: int) -> pd.DataFrame:
    """Who is called in one weekly look: plan_id, rule_id, called, flat, week."""
    shadow_known(cursor, START + timedelta(weeks=week))
    run_models(cursor, _needed())
    rows = cursor.execute(
        "SELECT plan_id, rule_id, call = 'change' AS called FROM rule_call "
        "UNION ALL SELECT plan_id, $own, on_pace = 'no' AND NOT coalesce(reached_target, false) FROM claim",
        {"own": OWN_RULE},
    ).df()
    return rows.assign(week=week, flat=rows["plan_id"].str.startswith("flat"))


def _needed() -> Iterator[Model]:
    return (model for model in MODELS if model.name not in NOT_NEEDED)


_LOAD = (
    "INSERT INTO student (student_id, first_name, last_name) SELECT DISTINCT series_id, series_id, '' FROM planted",
    "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) SELECT DISTINCT series_id, "
    "series_id, 'simulated', '', $probes FROM planted",
    "INSERT INTO score (series_id, observed_on, value, origin) SELECT series_id, observed_on, value, 'imported' FROM planted",
    "INSERT INTO intervention (intervention_id, series_id, kind, programme, baseline, target, start_on, due_on) "
    "SELECT series_id, series_id, 'instruction', 'simulated', median(value), median(value) + $gain, $start, $due FROM "
    "(SELECT * FROM planted WHERE observed_on < $start QUALIFY row_number() OVER (PARTITION BY series_id ORDER BY "
    "observed_on DESC) <= 3) GROUP BY series_id",
)


def main() -> None:
    """Simulate every cell, then write error_rates.csv: every store that is opened reads that file, so it is never seen half written."""
    rows = []
    for number, cell in enumerate(Cell(*values) for values in product(ERROR_TO_GROWTH, PROBES_PER_WEEK, BASELINE_SCORES)):
        for row in rates(cell, STUDENTS, seed=number).itertuples(index=False):
            shares = [f"{row.false_alarm_once:.3f}", f"{row.false_alarm_ever:.3f}", f"{row.miss_once:.3f}", f"{row.miss_ever:.3f}"]
            rows.append([row.rule_id, *astuple(cell), row.week, *shares])
    with (Path(__file__).parent / "error_rates.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
