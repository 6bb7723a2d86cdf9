"""Where a student will be at the due date, and the probability that the plan's own criterion is met.

The student's own line (growth) is pooled with the rates of improvement of classmates of the district on the same measure and
grade: a normal prior on the slope, none on the level (empirical Bayes; Robbins 1956; Gelman & Hill 2007, section 12.2). The
probability integrates over the uncertainty of the line by Gauss-Hermite quadrature.
"""

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import special

from analytics.goals.criterion import probability_of_criterion
from analytics.goals.line import Columns, Line, pooled_line
from analytics.goals.settling import Boundary, more_scores, read_boundary

Array = NDArray[np.float64]

BLOCK = 4096  # plans at once: more need more memory and gain no time


def projection(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """The table `projection`: one row a plan with a fitted line (key plan_id); levels in score units."""
    rows = cursor.execute("FROM projection_evidence").to_arrow_table()
    column = {field.name: rows.column(field.name).to_numpy() for field in rows.schema if pa.types.is_floating(field.type)}
    boundary = read_boundary(cursor)
    starts = range(0, max(rows.num_rows, 1), BLOCK)
    blocks = [_projected({name: values[start : start + BLOCK] for name, values in column.items()}, boundary) for start in starts]
    # A number that is not known is NULL in the table, not NaN.
    found = {name: pa.array(np.concatenate([block[name] for block in blocks]), from_pandas=True) for name in blocks[0]}
    return pa.table({"plan_id": rows.column("plan_id"), "series_id": rows.column("series_id"), **found})


def _projected(column: Columns, boundary: Boundary) -> Columns:
    own = Line(column["level"], column["roi"], column["level_var"], column["roi_var"], column["cov"])
    pooled = pooled_line(own, column["roi_mean"], column["roi_sd"])
    weeks, sign = column["weeks_planned"], column["sign"]
    at_due = pooled.level + pooled.roi * weeks
    variance = pooled.variance(weeks) + column["median_variance"] * column["variance"]
    half = special.stdtrit(column["df"], 0.5 + column["interval_level"] / 2) * np.sqrt(variance)
    return {
        "projected": _bounded(at_due * sign, column),
        "projected_lower": _bounded((at_due - sign * half) * sign, column),
        "projected_upper": _bounded((at_due + sign * half) * sign, column),
        "probability": probability_of_criterion(column, pooled),
        "probability_own": probability_of_criterion(column, own),
        "pooled_level_at_start": pooled.level * sign,
        "pooled_roi": pooled.roi,
        "pooled_roi_se": np.sqrt(pooled.roi_var),
        "pooled_level_var": pooled.level_var,
        "pooled_level_roi_cov": pooled.cov,
        "df": column["df"],
        "more_scores": more_scores(column, pooled, boundary),
    }


def _bounded(level: Array, column: Columns) -> Array:
    return np.fmin(np.fmax(level, column["floor"]), column["ceiling"])
