"""The line of every plan at once, and how it is pooled with classmates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Columns = dict[str, Array]
"""The columns of projection_evidence by name; a missing number is NaN."""


@dataclass(frozen=True)
class Line:
    """Level at the start, rate a week, and their covariance, for every plan at once, in the direction of improvement."""

    level: Array
    roi: Array
    level_var: Array
    roi_var: Array
    cov: Array

    def variance(self, weeks: Array) -> Array:
        """Variance of the line at a time, weeks since the start."""
        return np.maximum(self.level_var + 2 * weeks * self.cov + weeks**2 * self.roi_var, 0)


def pooled_line(own: Line, prior_mean: Array, prior_sd: Array) -> Line:
    """Own line times a normal prior on the slope; where there is no prior, the own line itself."""
    gain = own.roi_var / (own.roi_var + prior_sd**2)
    has_prior = np.isfinite(prior_mean) & np.isfinite(prior_sd) & np.isfinite(own.roi_var)
    gain = np.where(has_prior & np.isfinite(gain), gain, 0.0)
    shift = np.where(gain > 0, gain * (np.where(has_prior, prior_mean, 0) - own.roi), 0.0)
    ratio = np.divide(own.cov, own.roi_var, out=np.zeros_like(own.cov), where=own.roi_var > 0)
    return Line(
        level=own.level + ratio * shift,
        roi=own.roi + shift,
        level_var=own.level_var - gain * ratio * own.cov,
        roi_var=own.roi_var * (1 - gain),
        cov=own.cov * (1 - gain),
    )
