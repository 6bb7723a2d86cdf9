"""Probability that a plan's own criterion is met by its due date, for every plan at once."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analytics.goals.counting import Chances, counting, probability_of_count
from analytics.goals.line import Columns, Line
from analytics.goals.outlook import Outlook, at_level, deviate_scale, median_share, passes, score_ahead, threshold

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(5)
WEIGHTS = np.outer(WEIGHTS, WEIGHTS).ravel() / WEIGHTS.sum() ** 2
NODE_OF_LEVEL, NODE_OF_ROI = (grid.reshape(1, -1, 1) for grid in np.meshgrid(NODES, NODES, indexing="ij"))
LEGENDRE = np.polynomial.legendre.leggauss(5)
MOST_OCCASIONS = 60  # more than a year of weekly probes changes nothing that a person would see
MOST_CELLS = 2_000_000  # states x nodes x plans at once: more need more memory and gain no time


def probability_of_criterion(column: Columns, line: Line, view: Outlook) -> Array:
    """One probability a plan, 0 to 1: of the level at the due date, of n occasions in a row, or of k of n in a row."""
    is_level, n, k = column["is_level"] > 0, column["out_of"], column["hits_needed"]
    result = end_level(column, line, view)
    few = np.flatnonzero(is_level & (column["remaining"] < 3))
    if len(few):
        result[few] = few_to_come(*_part(column, line, view, few))
    counts = np.flatnonzero(~is_level & (n >= 1) & np.isfinite(k))
    for pair in {(int(n[i]), int(k[i])) for i in counts}:
        group = counts[(n[counts] == pair[0]) & (k[counts] == pair[1])]
        size = max(MOST_CELLS // (len(WEIGHTS) * counting(*pair).states), 1)
        for start in range(0, len(group), size):
            part = group[start : start + size]
            result[part] = counted(*_part(column, line, view, part), *pair)
    result[out_of_reach(column)] = 0.0
    return np.asarray(np.where(~is_level & (column["met"] > 0), 1.0, result))


def end_level(column: Columns, line: Line, view: Outlook) -> Array:
    """P(median of the last three occasions at the due date is at or past the target), with three or more to come.

    The median stands for the middle one, which lies before the due date.
    """
    mean, variance, left = score_ahead(column, line, np.maximum(column["remaining"] - 1, 1))
    of_median = median_share(column, view) * left * view.smooth * at_level(column, mean)
    df, scale = deviate_scale(column, view, of_median, variance + of_median)
    return np.asarray(special.stdtr(df, (mean - threshold(column)) / scale))


def few_to_come(column: Columns, line: Line, view: Outlook) -> Array:
    """The same with fewer than three to come: those in hand count as they are, and two of the last three must pass.

    Where there will not have been three occasions by the due date there is no median of three, and attainment.sql calls nothing met.
    """
    chances = chances_to_come(column, line, view, 2)
    first, second = chances.after_pass
    last, before = (
        (np.round(column[name] + column["own_mean"] - column["target"], 9) >= 0).astype(float) for name in ("last_one", "last_two")
    )
    one = last * before + (last + before - 2 * last * before) * (WEIGHTS @ first)
    both, neither = WEIGHTS @ (first * second), WEIGHTS @ ((1 - first) * (1 - chances.after_miss[1]))
    two = np.where(last > 0, 1 - neither, both)
    chance = np.select([column["remaining"] >= 2, column["remaining"] >= 1], [two, one], column["met"])
    return np.where(column["occasions"] + column["remaining"] < 3, 0.0, chance)


def counted(column: Columns, line: Line, view: Outlook, n: int, k: int) -> Array:
    """P(k of n occasions in a row pass at some point), given what the students have done so far; the line is integrated out."""
    remaining = np.minimum(column["remaining"], MOST_OCCASIONS).astype(np.int64)
    chances = chances_to_come(column, line, view, int(remaining.max(initial=0)))
    flat = Chances(*(q.reshape(len(q), WEIGHTS.size * len(remaining)) for q in (chances.after_pass, chances.after_miss)))
    bits, seen, left = (
        np.tile(values.astype(np.int64), len(WEIGHTS)) for values in (column["recent_bits"], column["occasions"], remaining)
    )
    reached = probability_of_count(flat, bits, seen, n, k, left)
    return np.asarray(np.clip(WEIGHTS @ reached.reshape(len(WEIGHTS), -1), 0, 1))


def chances_to_come(column: Columns, line: Line, view: Outlook, occasions: int) -> Chances:
    """P(pass) of each occasion to come, occasions x nodes of the line x plans; after the first by whether the one before it passed.

    An error that lasts makes neighbours alike: of two normal scores with that correlation both pass with the bivariate normal probability.
    """
    # Student's t for a spread estimated on few scores: the nodes are stretched by its ratio to the normal.
    stretch = special.stdtrit(view.df, 0.8) / special.ndtri(0.8)
    first, second, third = (root * stretch for root in _square_root(line))
    zero = np.zeros_like(line.level)
    at_node = Line(line.level + first * NODE_OF_LEVEL, line.roi + second * NODE_OF_LEVEL + third * NODE_OF_ROI, zero, zero, zero)
    mean, _, left = score_ahead(column, at_node, np.arange(1.0, occasions + 1).reshape(-1, 1, 1))
    chance = passes(mean - threshold(column), left * view.smooth * at_level(column, mean), column["tail_df"])
    if occasions < 2 or not (view.next_correlation > 0).any():
        return Chances.independent(chance)
    correlation = view.next_correlation * np.sqrt(left[:-1] / left[1:])
    both = both_pass(chance[:-1], chance[1:], correlation)
    after_pass, after_miss = chance.copy(), chance.copy()
    after_pass[1:] = np.clip(both / np.maximum(chance[:-1], 1e-300), 0, 1)
    after_miss[1:] = np.clip((chance[1:] - both) / np.maximum(1 - chance[:-1], 1e-300), 0, 1)
    return Chances(after_pass, after_miss)


def both_pass(one: Array, other: Array, correlation: Array) -> Array:
    """P(two normal scores both pass), from the chance of each and their correlation (Plackett's integral, Gauss-Legendre).

    Drezner & Wesolowsky (1990), doi:10.1080/00949659008811236.
    """
    h, k = (special.ndtri(np.clip(chance, 1e-12, 1 - 1e-12)) for chance in (one, other))
    total = one * other
    squares, product = h**2 + k**2, 2 * h * k
    for node, weight in zip(*LEGENDRE, strict=True):
        r = correlation * (node + 1) / 2
        total = total + weight / 2 * correlation * np.exp(-(squares - product * r) / (2 * (1 - r**2))) / (2 * np.pi * np.sqrt(1 - r**2))
    return total


def out_of_reach(column: Columns) -> NDArray[np.bool_]:
    """Whether the target lies beyond the best possible score."""
    best = np.where(column["sign"] > 0, column["ceiling"], -column["floor"])
    return np.asarray(np.round(column["target"] - best, 9) > 0)


def _part(column: Columns, line: Line, view: Outlook, group: Integers) -> tuple[Columns, Line, Outlook]:
    """The plans of a group."""
    return (
        {name: values[group] for name, values in column.items()},
        Line(line.level[group], line.roi[group], line.level_var[group], line.roi_var[group], line.cov[group]),
        Outlook(view.smooth[group], view.rounding[group], view.df[group], view.next_correlation[group]),
    )


def _square_root(line: Line) -> tuple[Array, Array, Array]:
    """Lower triangle of the Cholesky root of the covariance of level and rate, one a plan."""
    first = np.sqrt(np.maximum(line.level_var, 0))
    second = np.divide(line.cov, first, out=np.zeros_like(first), where=first > 0)
    return first, second, np.sqrt(np.maximum(line.roi_var - second**2, 0))
