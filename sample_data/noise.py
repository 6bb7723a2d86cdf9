"""Residuals of scores around a student's own line."""

import numpy as np


def autocorrelated(rng: np.random.Generator, first: np.ndarray, weeks: np.ndarray, autocorrelation: float) -> np.ndarray:
    """Standard normal residuals of many series at once, each correlated with the one before it in its series.

    first: position of each series' first occasion in weeks, ascending. weeks: time of each occasion, ascending
    within a series. The correlation of occasions t weeks apart is autocorrelation ** t, so a break wears it off.
    """
    residual = rng.standard_normal(len(weeks))
    if not len(weeks):
        return residual
    count = np.diff(np.append(first, len(weeks)))
    carried = autocorrelation ** np.diff(weeks, prepend=weeks[0]).clip(0)
    for position in range(1, int(count.max(initial=1))):
        at = first[count > position] + position
        residual[at] = carried[at] * residual[at - 1] + np.sqrt(1 - carried[at] ** 2) * residual[at]
    return residual


def first_positions(group: np.ndarray) -> np.ndarray:
    """Position of the first row of each run of equal values."""
    return np.flatnonzero(np.diff(group, prepend=-1))
