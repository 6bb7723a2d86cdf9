"""How many more scheduled scores are expected to settle a verdict, if the student goes on as now."""

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analytics.goals.line import Line

Array = NDArray[np.float64]

MOST_SCORES = 60


def more_scores(cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame, column: dict[str, Array], line: Line) -> Array:
    """Scores still needed to settle each verdict at the present estimate; NaN if not before the due date.

    An intervention is settled when growth crosses the sequential boundary either way, a goal when its probability passes a bar; a goal
    that counts occasions has no such forecast. The line's variance shrinks as the scores to come add information: with n
    occasions evenly spaced, plus those of the baseline, the slope's is sigma^2 / Sxx of the line that is flat through the baseline.
    """
    boundary = cursor.execute("SELECT week, z_critical FROM sequential_boundary ORDER BY week").df()
    first, critical = int(boundary["week"].iloc[0]), boundary["z_critical"].to_numpy(dtype=float)
    baseline = np.where(rows["uses_baseline"].to_numpy(dtype=bool), column["n_baseline"], 0)
    now = np.maximum(_information(column["n_scores"], column["weeks"], baseline), 1e-9)
    is_goal, is_level = (rows["plan_kind"] == "goal").to_numpy(), (rows["criterion"] == "end_level").to_numpy()
    result = np.full(len(rows), np.nan)
    if not len(rows):
        return result
    for extra in range(MOST_SCORES, 0, -1):
        weeks = column["weeks"] + extra / column["probes_per_week"]
        gain = np.maximum(_information(column["n_scores"] + extra, weeks, baseline), 1e-9) / now
        index = np.clip(np.nan_to_num(np.ceil(weeks)) - first, 0, len(critical) - 1).astype(int)
        settled = np.where(
            is_goal,
            is_level & _passes_a_bar(column, line, gain),
            _crosses(column, gain, critical[index], critical[np.minimum(index, int(column["on_pace_week"][0]) - first)]),
        )
        result = np.where(settled & (extra <= column["remaining"]) & (weeks >= first), extra, result)
    return result


def _crosses(column: dict[str, Array], gain: Array, below: Array, on_pace: Array) -> NDArray[np.bool_]:
    required, roi = column["required_roi"], column["roi"]
    lacking = np.where(roi >= required, roi - np.minimum(column["half"] * required, required), required - roi)
    # Multiplied out, so that a student without scatter (variance zero) divides by nothing.
    critical = np.where(roi >= required, on_pace, below)
    return np.asarray(lacking >= critical * np.sqrt(column["roi_var"] / gain))


def _passes_a_bar(column: dict[str, Array], line: Line, gain: Array) -> NDArray[np.bool_]:
    """Whether the probability of the level at the due date would be beyond either bar with the line known `gain` times as well."""
    weeks = column["weeks_planned"]
    of_line = (line.level_var + 2 * weeks * line.cov + weeks**2 * line.roi_var) / gain
    spread = np.sqrt(np.maximum(of_line + column["median_variance"] * column["variance"], 1e-12))
    chance = special.ndtr((line.level + line.roi * weeks - column["target"]) / spread)
    return np.asarray((chance >= column["on_track"]) | (chance <= column["off_track"]))


def _information(n: Array, weeks: Array, baseline: Array) -> Array:
    """Sum of squares of time about its mean: n occasions evenly spread over `weeks`, and `baseline` ones at the start."""
    total, squares = n * weeks / 2, n * weeks**2 / 3
    return np.asarray(squares - total**2 / np.maximum(n + baseline, 1))
