"""Series of unequal length side by side: padded arrays, one row a series."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.ma as ma
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

SERIES_AT_ONCE = 128  # bounds the arrays of pairs: 128 x 100 x 100 doubles are 10 MB


@dataclass(frozen=True)
class Block:
    """A and B phases of several series; NaN beyond each phase's end, and only there.

    a, b: scores, raw direction, one row a series in order of time. time_a, time_b: session numbers. n_a, n_b: phase lengths.
    start_a, start_b: first session of each phase, a missed one included. has_missing: a session has no score.
    sign: 1 where an increase is better, -1 where a decrease is. metric: scale of each series. goal: for PoGO, NaN where none is given.
    series: position of each row in the list of series.
    """

    series: NDArray[np.int64]
    a: Array
    b: Array
    time_a: Array
    time_b: Array
    n_a: Array
    n_b: Array
    start_a: Array
    start_b: Array
    has_missing: Mask
    sign: Array
    metric: NDArray[np.object_]
    goal: Array


@dataclass(frozen=True)
class Estimate:
    """One statistic of each series of a block. Masked entries are written empty; NaN and infinities are written as such."""

    value: ma.MaskedArray
    se: ma.MaskedArray | None = None
    lower: ma.MaskedArray | None = None
    upper: ma.MaskedArray | None = None
    omitted: Mask | None = None  # series for which the statistic is not written at all


def estimate(
    value: Array,
    se: Array | None = None,
    lower: Array | None = None,
    upper: Array | None = None,
    *,
    empty: Mask | None = None,
    no_interval: Mask | None = None,
    omitted: Mask | None = None,
) -> Estimate:
    """An estimate that is wholly empty where `empty` holds, and without SE and interval where `no_interval` holds."""
    none = np.zeros(value.shape, bool)
    hidden = none if empty is None else empty
    bare = hidden | (none if no_interval is None else no_interval)
    se, lower, upper = (None if column is None else ma.array(column, mask=bare) for column in (se, lower, upper))
    return Estimate(ma.array(value, mask=hidden), se, lower, upper, omitted)


def nan_median(x: Array) -> Array:
    """Median along the last axis without the padding; NaN where there is nothing else."""
    n = np.isfinite(x).sum(axis=-1)
    low, high = (ranked(np.sort(x, axis=-1), at) for at in ((n - 1) // 2, n // 2))
    return np.asarray((low + high) / 2)


def ranked(ordered: Array, rank: NDArray[np.int64]) -> Array:
    """The value at a rank counted from zero along the last axis of sorted rows; NaN where there is no such rank."""
    if ordered.shape[-1] == 0:
        return np.full(ordered.shape[:-1], np.nan)
    inside = (rank >= 0) & (rank < ordered.shape[-1])
    picked = np.take_along_axis(ordered, np.where(inside, rank, 0)[..., None], axis=-1)[..., 0]
    return np.where(inside, picked, np.nan)


def blocks(scores: pd.DataFrame, series: pd.DataFrame) -> Iterator[Block]:
    """Blocks of series of like length.

    scores: series (position in `series`), phase, session_number, outcome, in order of series, phase and time. series: sign, metric, goal,
    start_a, start_b, has_missing, as in Block.
    """
    n = scores.groupby(["series", "phase"]).size().unstack(fill_value=0).reindex(index=range(len(series)), columns=["A", "B"], fill_value=0)
    by_length = np.lexsort((n["A"], n["B"]))
    for rows in np.array_split(by_length, 1 + len(by_length) // SERIES_AT_ONCE):
        if len(rows):
            yield _block(scores, series, rows, n.iloc[rows])


def _block(scores: pd.DataFrame, series: pd.DataFrame, rows: NDArray[np.int64], n: pd.DataFrame) -> Block:
    n_a, n_b = n["A"].to_numpy(), n["B"].to_numpy()
    of_block = scores[scores["series"].isin(rows)]
    order = np.argsort(rows)
    padded = {}
    for phase, count in (("A", n_a), ("B", n_b)):
        part = of_block[of_block["phase"] == phase]
        filled = np.arange(count.max())[None, :] < count[order][:, None]
        for column in ("outcome", "session_number"):
            sheet = np.full(filled.shape, np.nan)
            sheet[filled] = part[column].to_numpy()
            padded[column, phase] = sheet
    about = series.iloc[rows[order]]
    return Block(
        series=rows[order],
        a=padded["outcome", "A"],
        b=padded["outcome", "B"],
        time_a=padded["session_number", "A"],
        time_b=padded["session_number", "B"],
        n_a=n_a[order].astype(float),
        n_b=n_b[order].astype(float),
        start_a=about["start_a"].to_numpy(float),
        start_b=about["start_b"].to_numpy(float),
        has_missing=about["has_missing"].to_numpy(bool),
        sign=about["sign"].to_numpy(float),
        metric=about["metric"].to_numpy(),
        goal=about["goal"].to_numpy(float),
    )
