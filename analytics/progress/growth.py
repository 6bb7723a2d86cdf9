"""From t statistics to normal deviates, which is what the sequential boundary speaks of."""

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]

COLUMNS = """
    plan_id, series_id, n_scores, n_baseline, last_on, weeks, last_three_median, uses_baseline, level * sign AS level_at_start,
    roi AS roi_per_week, sqrt(roi_var) AS roi_se, level_var, level_roi_cov, level_now * sign AS level_now,
    aimline_now * sign AS aimline_now,
    sqrt(variance) AS residual_sd, df AS residual_df, autocorrelation, t_below_required, t_above_half, t_level_above_half,
    z_critical, z_critical_on_pace,
    change, change_se, t_change, change_df, prior_version, prior_source
"""


def normal_deviate(t: Array, df: Array) -> Array:
    """The z whose normal tail equals the tail of t on df degrees of freedom; NaN where either is missing."""
    tail = special.stdtr(df, -np.abs(t))
    return np.asarray(np.sign(t) * -special.ndtri(np.clip(tail, 1e-300, 0.5)))


def growth(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The table `growth`: one row a plan with at least one score since its start (key plan_id)."""
    rows = cursor.execute(f"SELECT {COLUMNS} FROM growth_evidence").df()
    for name in ("below_required", "above_half", "level_above_half"):
        rows[f"z_{name}"] = normal_deviate(_doubles(rows, f"t_{name}"), _doubles(rows, "residual_df"))
    rows["z_change"] = normal_deviate(_doubles(rows, "t_change"), _doubles(rows, "change_df"))
    rows["last_on"] = rows["last_on"].astype("date32[pyarrow]")  # pandas makes dates into timestamps; the table holds dates
    rows["probability_on_pace"] = special.ndtr(-rows["z_below_required"])
    rows["probability_changed"] = special.ndtr(rows["z_change"])
    return rows.drop(columns=["t_below_required", "t_above_half", "t_level_above_half", "t_change", "change_df"])


def _doubles(rows: pd.DataFrame, column: str) -> Array:
    return rows[column].to_numpy(dtype=float, na_value=np.nan)
