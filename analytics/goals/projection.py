"""Where a student will be at the due date, and the probability that the plan's own criterion is met.

The student's own line (growth) is pooled with the rates of improvement of classmates of the district on the same measure and
grade: a normal prior on the slope, none on the level (empirical Bayes; Robbins 1956; Gelman & Hill 2007, section 12.2). The
probability integrates over the uncertainty of the line by Gauss-Hermite quadrature.
"""

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analytics.goals.criterion import probability_of_criterion
from analytics.goals.line import Line, pooled_line
from analytics.goals.settling import more_scores

Array = NDArray[np.float64]


def projection(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The table `projection`: one row a plan with a fitted line (key plan_id); levels in score units."""
    rows = cursor.execute(_QUERY).df()
    column = {name: rows[name].to_numpy(dtype=float, na_value=np.nan) for name in _NUMBERS}
    own = Line(column["level"], column["roi"], column["level_var"], column["roi_var"], column["cov"])
    pooled = pooled_line(own, column["roi_mean"], column["roi_sd"])
    weeks, sign = column["weeks_planned"], column["sign"]
    at_due = pooled.level + pooled.roi * weeks
    line_variance = pooled.level_var + 2 * weeks * pooled.cov + weeks**2 * pooled.roi_var
    variance = line_variance + column["median_variance"] * column["variance"]
    half = special.stdtrit(column["df"], 0.5 + column["interval_level"] / 2) * np.sqrt(variance)
    bounded = [_bounded(value * sign, column) for value in (at_due, at_due - sign * half, at_due + sign * half)]
    return pd.DataFrame(
        {
            "plan_id": rows["plan_id"],
            "series_id": rows["series_id"],
            "projected": bounded[0],
            "projected_lower": bounded[1],
            "projected_upper": bounded[2],
            "probability": probability_of_criterion(rows, column, pooled),
            "probability_own": probability_of_criterion(rows, column, own),
            "pooled_level_at_start": pooled.level * sign,
            "pooled_roi": pooled.roi,
            "pooled_roi_se": np.sqrt(pooled.roi_var),
            "pooled_level_var": pooled.level_var,
            "pooled_level_roi_cov": pooled.cov,
            "df": column["df"],
            "more_scores": more_scores(cursor, rows, column, pooled),
        }
    )


def _bounded(level: Array, column: dict[str, Array]) -> Array:
    return np.fmin(np.fmax(level, column["floor"]), column["ceiling"])


_NUMBERS = (
    "sign", "weeks_planned", "target", "floor", "ceiling", "level", "roi", "level_var", "roi_var", "cov", "variance", "df",
    "roi_mean", "roi_sd", "weeks", "n_scores", "n_baseline", "required_roi", "probes_per_week", "median_variance", "interval_level",
    "half", "on_pace_week", "on_track", "off_track", "criterion_k", "criterion_n", "remaining",
    "hits_in_last_one", "hits_in_last_two", "hits_in_last_three",
)  # fmt: skip

_QUERY = """
SELECT
    p.plan_id, p.series_id, p.plan_kind, p.criterion, p.sign, p.weeks_planned, p.target * p.sign AS target, p.floor, p.ceiling,
    e.level, e.roi, e.level_var, e.roi_var, e.level_roi_cov AS cov, e.variance, e.df, e.weeks,
    e.n_scores, e.n_baseline,
    p.required_roi, p.probes_per_week, p.criterion_k, p.criterion_n, r.roi_mean, r.roi_sd, e.uses_baseline,
    greatest(floor(round((p.weeks_planned - e.weeks) * p.probes_per_week, 9)), 0) AS remaining,
    threshold['median_of_three_variance'] AS median_variance, threshold['interval_level'] AS interval_level,
    threshold['half_growth'] AS half, threshold['on_pace_boundary_week'] AS on_pace_week,
    threshold['on_track_probability'] AS on_track, threshold['off_track_probability'] AS off_track,
    a.recent_hits, a.hits_in_last_one, a.hits_in_last_two, a.hits_in_last_three
FROM growth_evidence e
JOIN plan p USING (plan_id)
JOIN plan_prior r USING (plan_id)
JOIN attainment a USING (plan_id)
CROSS JOIN threshold_now
WHERE e.roi_var IS NOT NULL AND e.df > 0 AND p.target IS NOT NULL
"""
