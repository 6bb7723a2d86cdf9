"""Runs the statistic models on comparisons written as plain lists."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from analytics.model import run_models
from analytics.progress import STATISTIC_MODELS

START = datetime.date(2025, 9, 1)


@dataclass(frozen=True)
class Comparison:
    """Scores of two phases. Weeks run up to the start for A and from it for B, unless given; n_probes may say how many a day had."""

    a: Sequence[float] = ()
    b: Sequence[float] = ()
    direction: str = "increase"
    metric: str = "other"
    weeks_a: Sequence[float] | None = None
    weeks_b: Sequence[float] | None = None
    probes: Sequence[float] | None = None

    def scores(self, plan_id: str) -> list[tuple]:
        sign = -1.0 if self.direction == "decrease" else 1.0
        weeks_a = self.weeks_a if self.weeks_a is not None else range(-len(self.a), 0)
        weeks_b = self.weeks_b if self.weeks_b is not None else range(len(self.b))
        timed = [("A", w, v) for w, v in zip(weeks_a, self.a, strict=True)] + [("B", w, v) for w, v in zip(weeks_b, self.b, strict=True)]
        probes = self.probes or [1] * len(timed)
        return [
            (
                plan_id,
                "s" + plan_id,
                "initial",
                part,
                START + datetime.timedelta(weeks=float(week)),
                float(week),
                float(value),
                float(value),
                n,
                sign,
            )
            for (part, week, value), n in zip(timed, probes, strict=True)
        ]


SCORE_COLUMNS = ["plan_id", "series_id", "against", "part", "observed_on", "weeks", "value", "mean_value", "n_probes", "sign"]


class Results:
    """The stored tables of one run, and short ways to single values."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.trend = con.execute("SELECT * FROM phase_trend ORDER BY plan_id, part").df()
        self.effects = con.execute("SELECT * FROM effect_size ORDER BY plan_id, statistic").df()
        self.piecewise = con.execute("SELECT * FROM piecewise ORDER BY plan_id").df()

    def effect(self, statistic: str, plan: int = 0) -> pd.Series:
        row = self.effects[(self.effects.plan_id == f"p{plan:04d}") & (self.effects.statistic == statistic)]
        assert len(row) == 1, f"{len(row)} rows for {statistic}"
        return row.iloc[0]

    def phase(self, part: str, plan: int = 0) -> pd.Series:
        return self.trend[(self.trend.plan_id == f"p{plan:04d}") & (self.trend.part == part)].iloc[0]


CON = duckdb.connect()
CON.execute("CREATE TEMP TABLE threshold_now AS SELECT MAP {'slope_limit_level': 0.9} AS threshold")


def run(*comparisons: Comparison, shuffle: int | None = None) -> Results:
    scores = pd.DataFrame([row for i, c in enumerate(comparisons) for row in c.scores(f"p{i:04d}")], columns=SCORE_COLUMNS)
    if shuffle is not None:
        scores = scores.sample(frac=1, random_state=shuffle)
    plans = pd.DataFrame([(f"p{i:04d}", c.metric) for i, c in enumerate(comparisons)], columns=["plan_id", "metric"])
    CON.register("scores", scores.astype({"n_probes": "int32"}))
    CON.register("plans", plans)
    CON.execute("CREATE OR REPLACE TEMP TABLE comparison_score AS SELECT * REPLACE (observed_on::DATE AS observed_on) FROM scores")
    CON.execute("CREATE OR REPLACE TEMP TABLE plan AS SELECT * FROM plans")
    run_models(CON, STATISTIC_MODELS)
    return Results(CON)


def compare(**values: object) -> Results:
    """Runs the statistic models on one comparison: compare(a=[…], b=[…], direction=…)."""
    return run(Comparison(**values))
