"""The growth line of progress/growth_line.sql for many simulated students at once, after each of their occasions.

Written from docs/methods/growth.md, not from the SQL: generalised least squares with an AR(1) error by running sums, so that one pass
gives the line after every occasion.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.rules.simulation import Array, Belief, Truths


@dataclass(frozen=True)
class Growth:
    """Arrays of students x occasions since the start: the fitted line and what it rests on. NaN where no line is determined."""

    weeks: Array  # of each occasion; one row
    n_scores: NDArray[np.int64]  # one row
    level: Array
    roi: Array
    level_var: Array
    roi_var: Array
    level_roi_cov: Array
    variance: Array
    df: Array  # one row
    uses_baseline: Truths


@dataclass(frozen=True)
class _Sums:
    """Running sums of squares and products of 1, x and y after whitening."""

    one_one: Array
    one_x: Array
    x_x: Array
    one_y: Array
    x_y: Array
    y_y: Array

    @property
    def determinant(self) -> Array:
        found = self.one_one * self.x_x - self.one_x**2
        return np.where(found > 1e-9 * self.one_one * self.x_x, found, np.nan)

    @property
    def level(self) -> Array:
        return (self.x_x * self.one_y - self.one_x * self.x_y) / self.determinant

    @property
    def slope(self) -> Array:
        return (self.one_one * self.x_y - self.one_x * self.one_y) / self.determinant

    @property
    def residual_squares(self) -> Array:
        return np.maximum(self.y_y - self.level * self.one_y - self.slope * self.x_y, 0)


def _whitened(values: Array, times: Array, autocorrelation: float) -> Array:
    """Values with the correlation to the occasion before taken out (Harvey 1989, section 9.1)."""
    kept = autocorrelation ** np.diff(times)
    white = values.copy()
    white[..., 1:] = (values[..., 1:] - kept * values[..., :-1]) / np.sqrt(1 - kept**2)
    return white


def _running(one: Array, x: Array, y: Array) -> _Sums:
    products = (one * one, one * x, x * x, one * y, x * y, y * y)
    return _Sums(*(np.cumsum(product, axis=-1) for product in products))


def growth(times: Array, scores: Array, baseline_scores: int, belief: Belief, thresholds: dict[str, float]) -> Growth:
    """The line of every student after each occasion since the start. All students share the times; the baseline is recent."""
    rho, since = belief.autocorrelation, slice(baseline_scores, None)
    x = np.maximum(times, 0)
    white = [_whitened(values, times, rho) for values in (np.ones_like(times), x, scores)]
    both = _running(*white)
    tied = _Sums(*(total[..., since] for total in vars(both).values()))
    own = _running(*(_whitened(values[..., since], times[since], rho) for values in (np.ones_like(times), x, scores)))
    before = _Sums(*(total[..., baseline_scores - 1, None] for total in vars(both).values()))
    baseline_level = before.one_y / before.one_one
    baseline_squares = np.maximum(before.y_y - baseline_level * before.one_y, 0)

    n = np.arange(1, len(times) - baseline_scores + 1)
    borrowed = thresholds["borrowed_spread_share"] * belief.residual_df
    df = borrowed + np.maximum(n - 2, 0) + baseline_scores - 1.0
    own_squares = np.where(n > 2, np.nan_to_num(own.residual_squares), 0.0)
    variance = (borrowed * belief.residual_sd**2 + own_squares + baseline_squares) / np.where(df > 0, df, np.nan)

    with np.errstate(invalid="ignore"):
        departure = np.abs(own.level - baseline_level)
        allowed = thresholds["baseline_departure_z"] * np.sqrt(variance * (own.x_x / own.determinant + 1 / before.one_one))
        stays = np.isnan(own.determinant) | (departure <= allowed)

    def chosen(of_tied: Array, of_own: Array) -> Array:
        return np.where(stays, of_tied, of_own)

    return Growth(
        weeks=times[since],
        n_scores=n,
        level=chosen(tied.level, own.level),
        roi=chosen(tied.slope, own.slope),
        level_var=variance * chosen(tied.x_x / tied.determinant, own.x_x / own.determinant),
        roi_var=variance * chosen(tied.one_one / tied.determinant, own.one_one / own.determinant),
        level_roi_cov=variance * chosen(-tied.one_x / tied.determinant, -own.one_x / own.determinant),
        variance=variance,
        df=df,
        uses_baseline=stays,
    )
