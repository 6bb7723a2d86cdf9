"""Means compared, least-squares lines, autocorrelation and the piecewise model, raw direction and per session, as R prints them.

R functions: t.test (Welch 1947), lm with confint and predict, acf (Venables & Ripley 2002, section 14.1), scan::plm (Huitema & McKean 2000,
Educational and Psychological Measurement 60(1), 38-58).
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from analytics.progress.extra.block import Array, Block, Estimate, estimate, nan_median
from analytics.progress.extra.parametric import Z_95, mean, variance


@dataclass(frozen=True)
class Line:
    """A least-squares line for each row: its centre, slope and sums of squares; n scores, the last at session `last`."""

    n: Array
    mean_time: Array
    mean_score: Array
    slope: Array
    sse: Array
    sxx: Array
    last: Array

    def at(self, time: Array) -> Array:
        """Fitted level at a session of each row."""
        return self.mean_score + self.slope * (time - self.mean_time)


def regression(block: Block) -> dict[str, Estimate]:
    """median_A/B, mean_diff, ols_slope_A/B, ols_slope_B_p, ols_see_A/B, ols_fit_last_B, acf1_A/B, scan_trend_slope_A/B, scan_plm_*."""
    with np.errstate(all="ignore"):
        line_a, line_b = fit(block.time_a, block.a), fit(block.time_b, block.b)
        return (
            {"median_A": estimate(nan_median(block.a)), "median_B": estimate(nan_median(block.b)), "mean_diff": _welch(block)}
            | {"ols_slope_A": _slope(line_a), "ols_slope_B": _slope(line_b)}
            | {"ols_see_A": estimate(_residual_sd(line_a))}
            | _about_line_b(line_b)
            | {"acf1_A": estimate(_lag_one(block.a)), "acf1_B": estimate(_lag_one(block.b))}
            | {"scan_trend_slope_A": estimate(line_a.slope), "scan_trend_slope_B": estimate(line_b.slope)}
            | _piecewise(line_a, line_b, block)
        )


def fit(time: Array, score: Array) -> Line:
    """Least-squares line of each row; padding is left out."""
    n = np.isfinite(score).sum(axis=1).astype(float)
    dt, dy = time - mean(time)[:, None], score - mean(score)[:, None]
    sxx = np.nansum(dt**2, axis=1)
    slope = np.nansum(dt * dy, axis=1) / sxx
    sse = np.nansum((dy - slope[:, None] * dt) ** 2, axis=1)
    return Line(n, mean(time), mean(score), slope, sse, sxx, np.nanmax(time, axis=1))


def _t_95(df: Array) -> Array:
    return np.asarray(special.stdtrit(df, 0.975))


def _welch(block: Block) -> Estimate:
    """Mean of B minus mean of A; R's t.test refuses data that are constant to rounding, and leaves SE and interval empty."""
    mean_a, mean_b = mean(block.a), mean(block.b)
    share_a, share_b = variance(block.a) / block.n_a, variance(block.b) / block.n_b
    se = np.sqrt(share_a + share_b)
    df = (share_a + share_b) ** 2 / (share_a**2 / (block.n_a - 1) + share_b**2 / (block.n_b - 1))
    refused = se < 10 * np.finfo(float).eps * np.maximum(np.abs(mean_a), np.abs(mean_b))
    difference = mean_b - mean_a
    return estimate(difference, se, difference - _t_95(df) * se, difference + _t_95(df) * se, no_interval=refused)


def _residual_sd(line: Line) -> Array:
    """SD about the line; NaN where the line goes through all there is."""
    return np.sqrt(np.where(line.n > 2, line.sse / (line.n - 2), np.nan))


def _slope(line: Line) -> Estimate:
    se = _residual_sd(line) / np.sqrt(line.sxx)
    margin = _t_95(line.n - 2) * se
    return estimate(line.slope, se, line.slope - margin, line.slope + margin)


def _about_line_b(line: Line) -> dict[str, Estimate]:
    df = line.n - 2
    see = _residual_sd(line)
    t = line.slope / (see / np.sqrt(line.sxx))
    fitted = line.at(line.last)
    se = see * np.sqrt(1 / line.n + (line.last - line.mean_time) ** 2 / line.sxx)
    return {
        "ols_slope_B_p": estimate(2 * special.stdtr(df, -np.abs(t))),
        "ols_see_B": estimate(see),
        "ols_fit_last_B": estimate(fitted, se, fitted - _t_95(df) * se, fitted + _t_95(df) * se),
    }


def _lag_one(x: Array) -> Array:
    deviation = x - mean(x)[:, None]
    return np.asarray(np.nansum(deviation[:, 1:] * deviation[:, :-1], axis=1) / np.nansum(deviation**2, axis=1))


def _piecewise(line_a: Line, line_b: Line, block: Block) -> dict[str, Estimate]:
    """Time counts from the first session of A, the change of level is read at the first of B, be they missed or not; z intervals."""
    df = line_a.n + line_b.n - 4
    spread = np.sqrt((line_a.sse + line_b.sse) / df)

    def leverage(line: Line, at: Array) -> Array:
        return np.asarray(1 / line.n + (at - line.mean_time) ** 2 / line.sxx)

    start_a, start_b = block.start_a, block.start_b
    terms = {
        "intercept": (line_a.at(start_a), leverage(line_a, start_a)),
        "trend": (line_a.slope, 1 / line_a.sxx),
        "level": (line_b.at(start_b) - line_a.at(start_b), leverage(line_a, start_b) + leverage(line_b, start_b)),
        "slope": (line_b.slope - line_a.slope, 1 / line_a.sxx + 1 / line_b.sxx),
    }
    constant = (variance(block.a) == 0) & (variance(block.b) == 0) & (mean(block.a) == mean(block.b))
    results = {}
    for name, (value, leverage_of) in terms.items():
        se = spread * np.sqrt(leverage_of)
        results[f"scan_plm_{name}"] = estimate(value, se, value - Z_95 * se, value + Z_95 * se, empty=constant)
    return results
