"""Runs the classic rules on plans written as plain values."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

import analytics
from analytics.model import run_models
from analytics.progress import RULE_MODELS, STATISTIC_MODELS

DEFAULTS = Path(analytics.__file__).parent / "rules" / "defaults_classic.csv"


@dataclass(frozen=True)
class Plan:
    """Scores since the start, one a week from week 1 unless weeks are given; the aimline rises from baseline by roi a week."""

    scores: Sequence[float]
    baseline: float | None = 50.0
    roi: float | None = 1.0
    sign: float = 1.0
    weeks: Sequence[float] | None = None
    before: Sequence[float] = ()

    def rows(self, plan_id: str) -> list[tuple]:
        weeks = self.weeks if self.weeks is not None else range(1, len(self.scores) + 1)
        timed = [("A", week - len(self.before), v) for week, v in enumerate(self.before)]
        timed += [("B", w, v) for w, v in zip(weeks, self.scores, strict=True)]
        return [(plan_id, "s", "initial", part, None, float(w), float(v), float(v), 1, self.sign) for part, w, v in timed]


def default_thresholds() -> dict[str, float]:
    with DEFAULTS.open(encoding="utf-8", newline="") as file:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(file)}


def load(con: duckdb.DuckDBPyConnection, plans: Sequence[Plan], thresholds: dict[str, float]) -> None:
    columns = ["plan_id", "series_id", "against", "part", "observed_on", "weeks", "value", "mean_value", "n_probes", "sign"]
    scores = pd.DataFrame([row for i, p in enumerate(plans) for row in p.rows(f"p{i:04d}")], columns=columns)
    plan = pd.DataFrame([(f"p{i:04d}", "s", "other", p.sign, p.baseline, p.roi) for i, p in enumerate(plans)])
    plan.columns = ["plan_id", "series_id", "metric", "sign", "baseline", "required_roi"]
    con.register("scores", scores)
    con.register("plans", plan.astype({"baseline": float, "required_roi": float}))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE comparison_score AS SELECT plan_id::VARCHAR AS plan_id, series_id::VARCHAR AS series_id, "
        "against::VARCHAR AS against, part::VARCHAR AS part, observed_on::VARCHAR::DATE AS observed_on, weeks::DOUBLE AS weeks, "
        "value::DOUBLE AS value, mean_value::DOUBLE AS mean_value, n_probes::INTEGER AS n_probes, sign::DOUBLE AS sign FROM scores"
    )
    con.execute("CREATE OR REPLACE TEMP TABLE plan AS SELECT * FROM plans")
    con.execute("CREATE OR REPLACE TEMP TABLE threshold_now AS SELECT MAP($names::VARCHAR[], $values::DOUBLE[]) AS threshold",
                {"names": list(thresholds), "values": list(thresholds.values())})  # fmt: skip


CON = duckdb.connect()


def call_rules(*plans: Plan, **thresholds: float) -> dict[tuple[int, str], dict]:
    """Runs the rules on plans: call_rules(Plan([…]), …, four_point_n=3) -> rows of rule_call by (position of the plan, rule_id)."""
    load(CON, plans, default_thresholds() | thresholds)
    run_models(CON, STATISTIC_MODELS + RULE_MODELS)
    rows = CON.execute("SELECT * FROM rule_call").df().to_dict("records")
    return {(int(row["plan_id"][1:]), row["rule_id"]): row for row in rows}
