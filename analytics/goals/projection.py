"""Where a student will be at the due date, and the probability that the plan's own criterion is met.

The student's own scores are pooled with what the finished years of the district (or published norms) say of students on the same measure
and grade: level and growth (best linear unbiased prediction), how growth slows, how scores scatter. The probability is of what will be
seen: the line is uncertain, an error lasts from week to week, scores are rounded, and each of them scatters.
"""

import duckdb
import numpy as np
import pyarrow as pa

from analytics.goals.criterion import probability_of_criterion
from analytics.goals.interval import projected_median
from analytics.goals.line import Array, Columns, Line, pooled_line, spread
from analytics.goals.outlook import outlook
from analytics.goals.settling import Boundary, more_scores, read_boundary
from analytics.progress.growth_shape import weeks_of_growth

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
    variance, df = spread(column)
    pooled, own = pooled_line(column, variance, borrows=True), pooled_line(column, variance, borrows=False)
    view = outlook(column, variance, df)
    interval = projected_median(column, pooled, view)
    names = ("projected", "projected_lower", "projected_upper")
    lower, upper = np.where(column["sign"] > 0, interval[1:], interval[:0:-1])
    levels = ((column["own_mean"] + level) * column["sign"] for level in (interval[0], lower, upper))
    return {
        **{name: np.fmin(np.fmax(level, column["floor"]), column["ceiling"]) for name, level in zip(names, levels, strict=True)},
        "probability": probability_of_criterion(column, pooled, view),
        "probability_own": probability_of_criterion(column, own, view),
        **_chord(column, pooled, interval[0]),
        "df": df,
        "more_scores": more_scores(column, pooled, view, boundary),
    }


def _chord(column: Columns, line: Line, at_due: Array) -> Columns:
    """The straight line from the level at the last score to what is expected at the due date, as level at the start and rate: for a chart.

    Its covariance is that of the line which growth follows between the two.
    """
    now, due = (weeks_of_growth(np.maximum(column[name], 0), column["slowing"]) for name in ("weeks", "weeks_planned"))
    since = column["calendar_weeks"]  # a chart's time has breaks, the line's has none
    weeks = column["calendar_weeks_planned"] - since
    share = np.divide(due - now, weeks, out=np.ones_like(weeks), where=weeks > 0)
    level, _ = line.at(np.ones_like(now), now)
    rate = np.divide(at_due - level, weeks, out=share * line.roi, where=weeks > 0)
    at_start = now - share * since
    return {
        "pooled_level_at_start": (column["own_mean"] + level - rate * since) * column["sign"],
        "pooled_roi": rate,
        "pooled_roi_se": share * np.sqrt(np.maximum(line.roi_var, 0)),
        "pooled_level_var": line.at(np.ones_like(now), at_start)[1],
        "pooled_level_roi_cov": share * (line.cov + at_start * line.roi_var),
    }
