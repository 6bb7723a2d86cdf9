"""Where the median of the last three occasions at the due date will lie."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analytics.goals.line import Columns, Line
from analytics.goals.outlook import Outlook, at_level, deviate_scale, median_share, score_ahead

Array = NDArray[np.float64]


def projected_median(column: Columns, line: Line, view: Outlook) -> tuple[Array, Array, Array]:
    """Expected median of the last three occasions at the due date and its interval of interval_level, as distances from own_mean.

    With fewer than three to come, those in hand are among the three: the median of two known scores and one to come is the one to come,
    held between them; of one known and two to come it is the larger of the two, the smaller, or the known one between.
    """
    to_come = column["remaining"]
    mean, line_variance, left = score_ahead(column, line, np.where(to_come >= 3, to_come - 1, np.where(to_come >= 2, 1.5, 1.0)))
    smooth = view.smooth * at_level(column, mean) * left
    of_median = median_share(column, view) * smooth
    df, of_three = deviate_scale(column, view, of_median, line_variance + of_median + view.rounding)
    t = special.stdtrit(df, 0.5 + column["interval_level"] / 2)
    of_one = np.sqrt(line_variance + smooth + view.rounding)
    # Of two scores alike with correlation r: the larger lies sqrt((1 - r) / pi) above their mean, with that much less variance.
    apart = np.sqrt(np.maximum(1 - (line_variance + view.next_correlation * smooth) / np.maximum(of_one**2, 1e-300), 0) / np.pi)
    one, two, three = (column[name] for name in ("last_one", "last_two", "last_three"))
    in_hand = np.fmax(np.fmin(one, two), np.fmin(np.fmax(one, two), three))

    def at(deviation: Array | float) -> Array:
        of_two = deviation * of_one * np.sqrt(1 - apart**2)
        held_by_one = np.clip(one, mean - apart * of_one + of_two, mean + apart * of_one + of_two)
        held_by_two = np.clip(mean + deviation * of_one, np.fmin(one, two), np.fmax(one, two))
        return np.select([to_come >= 3, to_come >= 2, to_come >= 1], [mean + deviation * of_three, held_by_one, held_by_two], in_hand)

    return at(0.0), at(-t), at(t)
