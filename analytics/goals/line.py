"""The line of every plan at once: what its own scores say, pooled with what is known of students on the same measure and grade."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Columns = dict[str, Array]
"""The columns of projection_evidence by name; a missing number is NaN."""

UNKNOWN = 1e4  # variance of what nothing is known of, in variances of one score, about the mean of the student's scores or no growth


@dataclass(frozen=True)
class Line:
    """Level (from own_mean) and rate a week at the start, and their covariance, in the direction of improvement, for every plan."""

    level: Array
    roi: Array
    level_var: Array
    roi_var: Array
    cov: Array

    def at(self, one: Array, growth: Array) -> tuple[Array, Array]:
        """Mean and variance of one x level + growth x rate."""
        variance = one**2 * self.level_var + 2 * one * growth * self.cov + growth**2 * self.roi_var
        return one * self.level + growth * self.roi, np.maximum(variance, 0)


def spread(column: Columns) -> tuple[Array, Array]:
    """Variance of one score around the student's own line, own and borrowed by their degrees of freedom, and these.

    A score that is rounded to a step varies at least as rounding does: step^2 / 12 (Sheppard's correction).
    """
    one, cross, growth, level, rate = (column[name] for name in ("one_one", "one_growth", "growth_growth", "one_score", "growth_score"))
    det = one * growth - cross**2
    fits = (column["n_lined"] > 2) & (det > 1e-9 * one * growth)
    explained = (growth * level**2 - 2 * cross * level * rate + one * rate**2) / np.where(fits, det, 1)
    own_df = np.where(fits, column["n_lined"] - 2, 0)
    own = np.where(fits, np.maximum(column["score_score"] - explained, 0), 0)
    df = column["residual_df"] + own_df
    variance = (column["residual_df"] * column["residual_sd"] ** 2 + own) / np.maximum(df, 1e-9)
    return np.maximum(variance, np.maximum(column["step"] ** 2 / 12, 1e-12)), df


def pooled_line(column: Columns, variance: Array, borrows: bool) -> Line:
    """The line given its own scores and the normal distribution of level and rate between students; without borrowing, its own alone.

    Best linear unbiased prediction: with S the products of the scores' columns over the variance of a score and W the covariance
    between students, the covariance of the line is W (I + S W)^-1 (Robinson 1991, doi:10.1214/ss/1177011926).
    """
    level, level_var = _known(column["level_mean"], column["level_sd"], variance, borrows)
    roi, roi_var = _known(column["roi_mean"], column["roi_sd"], variance, borrows)
    cov = np.where(
        borrows & np.isfinite(column["level_sd"] * column["roi_sd"]), column["level_roi_correlation"] * np.sqrt(level_var * roi_var), 0.0
    )
    s11, s12, s22 = (column[name] / variance for name in ("one_one", "one_growth", "growth_growth"))
    m11, m12 = 1 + s11 * level_var + s12 * cov, s11 * cov + s12 * roi_var
    m21, m22 = s12 * level_var + s22 * cov, 1 + s12 * cov + s22 * roi_var
    det = m11 * m22 - m12 * m21
    p11, p12, p22 = (level_var * m22 - cov * m21) / det, (cov * m11 - level_var * m12) / det, (roi_var * m11 - cov * m12) / det
    from_level = column["one_score"] / variance - s11 * level - s12 * roi
    from_roi = column["growth_score"] / variance - s12 * level - s22 * roi
    return Line(level + p11 * from_level + p12 * from_roi, roi + p12 * from_level + p22 * from_roi, p11, p22, p12)


def _known(mean: Array, sd: Array, variance: Array, borrows: bool) -> tuple[Array, Array]:
    known = borrows & np.isfinite(mean) & np.isfinite(sd)
    return np.where(known, mean, 0.0), np.where(known, sd**2, UNKNOWN * variance)
