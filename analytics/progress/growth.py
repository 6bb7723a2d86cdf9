"""From t statistics to normal deviates, which is what the sequential boundary speaks of."""

import duckdb
import numpy as np
import pyarrow as pa
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

# Deviate -> the t statistic on the line's own degrees of freedom that it is made from.
DEVIATES = {"z_below_required": "t_below_required", "z_above_half": "t_above_half", "z_level_above_half": "t_level_above_half"}


def normal_deviate(t: Array, df: Array) -> Array:
    """The z whose normal tail equals the tail of t on df degrees of freedom; NaN where either is missing."""
    tail = special.stdtr(df, -np.abs(t))
    return np.asarray(np.sign(t) * -special.ndtri(np.clip(tail, 1e-300, 0.5)))


def growth(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """The table `growth`: one row a plan with at least one score since its start (key plan_id)."""
    rows = cursor.execute(f"SELECT {COLUMNS} FROM growth_evidence").to_arrow_table()
    column = {name: _doubles(rows, name) for name in (*DEVIATES.values(), "residual_df", "t_change", "change_df")}
    z = {name: normal_deviate(column[t], column["residual_df"]) for name, t in DEVIATES.items()}
    z["z_change"] = normal_deviate(column["t_change"], column["change_df"])
    made = {**z, "probability_on_pace": special.ndtr(-z["z_below_required"]), "probability_changed": special.ndtr(z["z_change"])}
    for name, values in made.items():
        rows = rows.append_column(name, pa.array(values, from_pandas=True))
    return rows.drop_columns([*DEVIATES.values(), "t_change", "change_df"])


def _doubles(rows: pa.Table, name: str) -> Array:
    return np.asarray(rows[name].cast(pa.float64()).to_numpy(), dtype=float)
