"""Theil-Sen slope with Sen's interval: sorting every pairwise slope is what numpy does four times faster than SQL."""

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]
Z_95 = float(special.ndtri(0.975))
PAIRS_AT_ONCE = 2_000_000  # bounds memory: 16 MB of slopes


def theil_sen(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """Median of pairwise slopes of each phase and its 95% interval, raw direction, score units a week.

    Returns one row a phase (key part_id): slope, lower, upper, intercept (median of value - slope * weeks). Empty where there are fewer
    than two occasions; lower and upper empty where too few occasions give Sen's interval an end. Ties enter the variance of S.

    References: Theil (1950), Proc. K. Ned. Akad. Wet. 53, 386-392; Sen (1968) JASA 63(324), 1379-1389, eq. 2.6 and section 4,
    doi:10.1080/01621459.1968.10480934.
    """
    table = cursor.execute("SELECT part_id, weeks, value FROM comparison_part").to_arrow_table().combine_chunks()
    part_id = table["part_id"].to_numpy()
    values = table["value"].combine_chunks()
    weeks, value = table["weeks"].combine_chunks().flatten().to_numpy(), values.flatten().to_numpy()
    start, n = np.asarray(values.offsets)[:-1], np.diff(np.asarray(values.offsets))
    result = np.full((len(part_id), 4), np.nan)
    for count in np.unique(n[n >= 2]):
        of_this_length = np.flatnonzero(n == count)
        for rows in np.array_split(of_this_length, 1 + len(of_this_length) * count * count // (2 * PAIRS_AT_ONCE)):
            at = start[rows][:, None] + np.arange(count)
            result[rows] = _slope_interval_intercept(weeks[at], value[at])
    columns = (pa.array(column, from_pandas=True) for column in result.T)
    return pa.table(dict(zip(("part_id", "slope", "lower", "upper", "intercept"), (part_id, *columns), strict=True)))


def _slope_interval_intercept(weeks: Array, value: Array) -> Array:
    earlier, later = np.triu_indices(weeks.shape[1], 1)
    slopes = (value[:, later] - value[:, earlier]) / (weeks[:, later] - weeks[:, earlier])
    slopes.sort(axis=1)
    n_pairs = slopes.shape[1]
    slope = (slopes[:, (n_pairs - 1) // 2] + slopes[:, n_pairs // 2]) / 2
    width = Z_95 * np.sqrt(_variance_of_s(value))
    lower, upper = np.round((n_pairs - width) / 2) - 1, np.round((n_pairs + width) / 2)
    too_few = (lower < 0) | (upper >= n_pairs)
    lower, upper = (np.where(too_few, np.nan, _nth(slopes, np.where(too_few, 0, rank))) for rank in (lower, upper))
    return np.column_stack([slope, lower, upper, np.median(value - slope[:, None] * weeks, axis=1)])


def _variance_of_s(value: Array) -> Array:
    """Variance of Kendall's S under no trend, corrected for ties (Kendall 1970, section 4.9). One row a series."""
    n = value.shape[1]
    ordered = np.sort(value, axis=1)
    # The sum over tied groups of t(t-1)(2t+5): each of the t members carries (t-1)(2t+5).
    size = _group_size(ordered)
    return np.asarray((n * (n - 1) * (2 * n + 5) - ((size - 1) * (2 * size + 5)).sum(axis=1)) / 18)


def _group_size(ordered: Array) -> NDArray[np.int64]:
    """How many equal values each value of a sorted row has, itself included."""
    rows, n = ordered.shape
    new = np.column_stack([np.ones(rows, bool), ordered[:, 1:] != ordered[:, :-1]]).ravel()
    size = np.diff(np.append(np.flatnonzero(new), rows * n))
    return np.repeat(size, size).reshape(rows, n)


def _nth(slopes: Array, rank: Array) -> Array:
    """The slope at a rank counted from zero in each row."""
    return np.take_along_axis(slopes, rank.astype(int)[:, None], axis=1)[:, 0]
