"""How many more scheduled scores are expected to settle a verdict, if the student goes on as now."""

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]

MOST_SCORES = 60


def more_scores(cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame, column: dict[str, Array]) -> Array:
    """Scores still needed until the sequential boundary is crossed either way at the present estimate; NaN if not before the due date.

    The standard error shrinks as the scores to come add information: with n occasions evenly spaced, plus those of the baseline,
    the slope's variance is sigma^2 / Sxx of the line that is flat through the baseline.
    """
    boundary = cursor.execute("SELECT week, z_critical FROM sequential_boundary ORDER BY week").df()
    first, critical = int(boundary["week"].iloc[0]), boundary["z_critical"].to_numpy(dtype=float)
    baseline = np.where(rows["uses_baseline"].to_numpy(dtype=bool), column["n_baseline"], 0)
    now = _information(column["n_scores"], column["weeks"], baseline)
    required, roi = column["required_roi"], column["roi"]
    lacking = np.where(roi >= required, roi - np.minimum(column["half"] * required, required), required - roi)
    result = np.full(len(rows), np.nan)
    for extra in range(MOST_SCORES, 0, -1):
        weeks = column["weeks"] + extra / column["probes_per_week"]
        gain = np.maximum(_information(column["n_scores"] + extra, weeks, baseline), 1e-9) / np.maximum(now, 1e-9)
        index = np.clip(np.nan_to_num(np.ceil(weeks)) - first, 0, len(critical) - 1).astype(int)
        # Multiplied out, so that a student without scatter (variance zero) divides by nothing.
        settles = (lacking >= critical[index] * np.sqrt(column["roi_var"] / gain)) & (extra <= column["remaining"]) & (weeks >= first)
        result = np.where(settles, extra, result)
    return result


def _information(n: Array, weeks: Array, baseline: Array) -> Array:
    """Sum of squares of time about its mean: n occasions evenly spread over `weeks`, and `baseline` ones at the start."""
    total, squares = n * weeks / 2, n * weeks**2 / 3
    return np.asarray(squares - total**2 / np.maximum(n + baseline, 1))
