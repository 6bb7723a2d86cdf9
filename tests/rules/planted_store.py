"""Plants simulated students in a real store, and asks the real models about them as of each weekly look."""

from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd

from analytics.model import run_models
from analytics.pipeline import MODELS, shadow_known
from analytics.rules.simulation import Belief, Schedule
from analytics.store import open_store

START = date(2025, 9, 15)
DUE_WEEKS = 30
NOT_NEEDED = {"goal_verdict", "intervention_verdict", "projection_evidence", "projection", "attainment"}
OUT_OF = 300.0  # where fewer is better, a score counts down from here

LOAD = (
    "INSERT INTO student (student_id, first_name, last_name) SELECT DISTINCT series_id, series_id, '' FROM planted",
    "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) "
    "SELECT DISTINCT series_id, series_id, 'planted', '3', 1 FROM planted",
    "INSERT INTO score (series_id, observed_on, value, origin) SELECT series_id, observed_on, value, 'imported' FROM planted",
    "INSERT INTO intervention (intervention_id, series_id, kind, programme, baseline, target, start_on, due_on) "
    "SELECT series_id, series_id, 'instruction', 'planted', start, target, $start, $due FROM planted_plan",
)


@dataclass(frozen=True)
class Planted:
    """A store with one plan a student; the student's number is the plan's."""

    cursor: duckdb.DuckDBPyConnection
    students: int

    def look(self, week: int) -> dict[str, np.ndarray]:
        """As of so many whole weeks after the start: rule -> who is called; on_pace, changed_from_baseline and growth by student."""
        shadow_known(self.cursor, START + timedelta(weeks=week))
        run_models(self.cursor, (model for model in MODELS if model.name not in NOT_NEEDED))
        calls = self.cursor.execute("SELECT plan_id::INTEGER AS plan, rule_id, call = 'change' AS called FROM rule_call").df()
        found = {rule: self._by_student(rows, "called") for rule, rows in calls.groupby("rule_id")}
        claims = self.cursor.execute(
            "SELECT plan_id::INTEGER AS plan, on_pace, changed_from_baseline, coalesce(reached_target, false) AS reached, g.roi_per_week, "
            "g.residual_sd, g.z_below_required, g.z_change FROM claim LEFT JOIN growth g USING (plan_id)"
        ).df()
        found |= {
            "says no": self._by_student(claims, "on_pace") == "no",
            "says yes": self._by_student(claims, "on_pace") == "yes",
            "says changed": self._by_student(claims, "changed_from_baseline") == "yes",
        }
        return found | {column: self._by_student(claims, column) for column in claims.columns if column != "plan"}

    def _by_student(self, rows: pd.DataFrame, column: str) -> np.ndarray:
        return rows.set_index("plan")[column].reindex(range(self.students)).to_numpy()


def plant(
    scores: np.ndarray, schedule: Schedule, belief: Belief, start: np.ndarray, required_roi: float, settings: dict[str, float], fewer: bool
) -> Planted:
    """A store that holds the scores (students x occasions) and borrows what is believed. Fewer: mirrored, fewer being better."""
    cursor = open_store(":memory:").cursor()
    students, occasions = scores.shape
    cursor.execute(
        "INSERT INTO measure (measure_id, name, area, unit, metric, direction, source) VALUES ('planted', 'planted', 'none', 'points', "
        "'other', ?, 'simulation')",
        ["decrease" if fewer else "increase"],
    )
    cursor.execute(
        "INSERT INTO prior BY NAME SELECT 'planted-1' AS prior_version, 'planted' AS measure_id, '3' AS grade, 1000 AS n_series, "
        "1000 AS spread_n_series, "
        "$maturation_mean AS maturation_mean, $maturation_sd AS maturation_sd, $residual_sd AS residual_sd, $residual_df AS residual_df, "
        "$autocorrelation AS autocorrelation, 'planted' AS source, DATE '2025-09-01' AS fitted_on, TIMESTAMP '2099-01-01' AS recorded_at",
        vars(belief),
    )
    for name, value in settings.items():
        cursor.execute("UPDATE setting SET value = ? WHERE name = ?", [value, name])
    mirrored = (lambda values: OUT_OF - values) if fewer else (lambda values: values)
    days = [START + timedelta(days=int(day)) for day in schedule.days]
    names = [str(number) for number in range(students)]
    planted = pd.DataFrame({"series_id": np.repeat(names, occasions), "observed_on": days * students, "value": mirrored(scores).ravel()})
    target = mirrored(start + required_roi * DUE_WEEKS)
    plans = pd.DataFrame({"series_id": names, "start": mirrored(start).ravel(), "target": target.ravel()})
    cursor.register("planted", planted)
    cursor.register("planted_plan", plans)
    for statement in LOAD:
        cursor.execute(statement, {"start": START, "due": START + timedelta(weeks=DUE_WEEKS)} if "$start" in statement else {})
    return Planted(cursor, students)
