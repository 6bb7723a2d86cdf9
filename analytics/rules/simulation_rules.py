"""The classic decision rules for many simulated students at once: who is called after each of their occasions.

The second implementation of rules/*.sql, from the notes in docs/methods. Each rule takes the weeks and the scores since the start
(students x occasions), where the aimline starts (one value a student), the required ROI and the thresholds, and returns where it calls
for a change.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy import special

from analytics.progress.nap_interval import newcombe_interval
from analytics.rules.simulation import Array, Schedule, Truths

Windows = NDArray[Any]
Rule = Callable[[Array, Array, Array, float, dict[str, float]], Truths]


def consecutive_points(name: str) -> Rule:
    """The last so many scores all below the aimline; how many is the threshold of that name."""

    def rule(weeks: Array, scores: Array, start: Array, required_roi: float, thresholds: dict[str, float]) -> Truths:
        below = np.round(scores - start - required_roi * weeks, 9) < 0
        return _from(int(thresholds[name]), below, _all_of)

    return rule


def _all_of(windows: Windows) -> Windows:
    return np.asarray(windows.all(axis=2))


def _from(n: int, values: Windows, of_windows: Callable[[Windows], Windows]) -> Truths:
    """Apply a function to each window of n occasions; before the n-th occasion nothing is called."""
    called = np.zeros(values.shape, dtype=bool)
    if values.shape[1] >= n:
        called[:, n - 1 :] = of_windows(sliding_window_view(values, n, axis=1))
    return called


def median_of_three(weeks: Array, scores: Array, start: Array, required_roi: float, thresholds: dict[str, float]) -> Truths:
    """The median of the last scores is below the aimline at the middle one of them."""
    n = int(thresholds["median_of_three_n"])
    if scores.shape[1] < n:
        return np.zeros(scores.shape, dtype=bool)
    middle = np.median(sliding_window_view(weeks, n), axis=1)
    return _from(n, scores, lambda windows: np.asarray(np.round(np.median(windows, axis=2) - start - required_roi * middle, 9) < 0))


def trend_line(weeks: Array, scores: Array, start: Array, required_roi: float, thresholds: dict[str, float]) -> Truths:
    """The least-squares slope is less than the slope of the aimline."""
    slope, _ = _least_squares(weeks, scores)
    return np.asarray(_enough(scores, thresholds["trend_line_minimum_occasions"]) & (np.round(slope - required_roi, 9) < 0))


def upper_confidence_limit(weeks: Array, scores: Array, start: Array, required_roi: float, thresholds: dict[str, float]) -> Truths:
    """Even the upper one-sided limit of the least-squares slope is less than the slope of the aimline."""
    slope, error = _least_squares(weeks, scores)
    n = np.arange(1, len(weeks) + 1)
    upper = slope + special.stdtrit(np.maximum(n - 2, 1), thresholds["slope_limit_level"]) * error
    return np.asarray(_enough(scores, max(thresholds["slope_limit_minimum_occasions"], 3)) & (np.round(upper - required_roi, 9) < 0))


def tukey(weeks: Array, scores: Array, start: Array, required_roi: float, thresholds: dict[str, float]) -> Truths:
    """The slope through the medians of the first and the last third is less than the slope of the aimline."""
    called = np.zeros(scores.shape, dtype=bool)
    for n in range(int(thresholds["tukey_minimum_occasions"]), len(weeks) + 1):
        third = (n + 1) // 3
        first, last = slice(third), slice(n - third, n)
        run = np.median(weeks[last]) - np.median(weeks[first])
        rise = np.median(scores[:, last], axis=1) - np.median(scores[:, first], axis=1)
        called[:, n - 1] = np.round(rise / run - required_roi, 9) < 0
    return called


def _enough(scores: Array, least: float) -> Truths:
    return np.asarray(np.arange(1, scores.shape[1] + 1) >= least)


def _least_squares(weeks: Array, scores: Array) -> tuple[Array, Array]:
    """Slope and its standard error after each occasion; NaN or infinite before the third."""
    n = np.arange(1, len(weeks) + 1)
    # Around the first score, so that large scores lose no digits.
    y = scores - scores[:, :1]
    t, tt, sy, ty, yy = (np.cumsum(v, axis=-1) for v in (weeks, weeks**2, y, weeks * y, y**2))
    with np.errstate(divide="ignore", invalid="ignore"):
        sxx, sxy = tt - t**2 / n, ty - t * sy / n
        slope = sxy / sxx
        squares = np.maximum(yy - sy**2 / n - slope * sxy, 0)
        return slope, np.sqrt(squares / (n - 2) / sxx)


RULES: dict[str, Rule] = {
    "three_point": consecutive_points("three_point_n"),
    "four_point": consecutive_points("four_point_n"),
    "six_point": consecutive_points("six_point_n"),
    "median_of_three": median_of_three,
    "trend_line": trend_line,
    "tukey": tukey,
    "upper_confidence_limit": upper_confidence_limit,
}


def nap_interval_above_half(schedule: Schedule, scores: Array) -> Truths:
    """Where the 95% interval of NAP (Newcombe) lies above one half after all occasions: the rule that calls natural growth an effect."""
    before, since = scores[:, : schedule.baseline_scores], scores[:, schedule.baseline_scores :]
    pairs = since[:, None, :] - before[:, :, None]
    nap = ((pairs > 0) + 0.5 * (pairs == 0)).mean(axis=(1, 2))
    n_a, n_b = (np.full(len(scores), float(part.shape[1])) for part in (before, since))
    lower, _ = newcombe_interval(nap, n_a, n_b)
    return np.asarray(lower > 0.5)
