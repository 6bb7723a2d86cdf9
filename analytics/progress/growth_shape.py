"""How growth goes on over a year: at an even rate, or at one that falls (or rises) evenly."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

YEAR = 36.0  # school weeks in which growth loses the share `slowing` of its rate
LONGEST = 52.0  # from then on the rate stays as it is


def weeks_of_growth(weeks: Array, slowing: Array | float) -> Array:
    """Growth by a time, in weeks at the rate of the start; goals/line_sums.sql says the same in SQL.

    The rate falls linearly to 1 - slowing after YEAR weeks, so that t weeks bring t - slowing t^2 / (2 YEAR).
    """
    bent = np.minimum(weeks, LONGEST)
    return np.asarray(weeks - slowing / (2 * YEAR) * bent * (2 * weeks - bent))
