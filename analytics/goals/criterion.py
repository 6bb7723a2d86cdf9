"""Probability that a plan's own criterion is met by its due date, for every plan at once."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analytics.goals.line import Columns, Line

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
FEW_NODES, FEW_WEIGHTS = np.polynomial.hermite_e.hermegauss(5)
FEW_WEIGHTS = FEW_WEIGHTS / FEW_WEIGHTS.sum()
MOST_OCCASIONS = 60  # more than a year of weekly probes changes nothing that a person would see


def probability_of_criterion(column: Columns, line: Line) -> Array:
    """One probability a plan, 0 to 1: of the level at the due date, of n occasions in a row, or of k of the last n."""
    result = end_level(column, line)
    n, k = column["out_of"], column["hits_needed"]
    others = np.flatnonzero(np.isfinite(n) & np.isfinite(k))
    for pair in {(int(n[i]), int(k[i])) for i in others}:
        group = others[(n[others] == pair[0]) & (k[others] == pair[1])]
        result[group] = counted({name: values[group] for name, values in column.items()}, _of(line, group), *pair)
    return result


def end_level(column: Columns, line: Line) -> Array:
    """P(median of the last three occasions at the due date is at or past the target).

    The median stands for the middle of the three, which lies before the due date. Given the level there each coming score passes with
    probability q; with three or more to come the median passes with 3q^2 - 2q^3, with fewer the scores in hand count as they are.
    """
    to_come = column["remaining"]
    weeks = column["weeks"] + np.maximum(np.where(to_come >= 3, to_come - 1, to_come), 0) / np.maximum(column["probes_per_week"], 1e-9)
    margin = line.level + line.roi * weeks - column["target"]
    # Student's t for the spread estimated on few scores: the nodes are stretched by its ratio to the normal.
    stretch = special.stdtrit(column["df"], 0.8) / special.ndtri(0.8)
    q = _passes(margin + NODES[:, None] * (stretch * np.sqrt(line.variance(weeks))), column["variance"])
    return np.asarray(np.clip(WEIGHTS @ _median_passes(q, column), 0, 1))


def _median_passes(q: Array, column: Columns) -> Array:
    """P(at least two of the last three pass), when those still to come pass with q and the latest in hand did as they did."""
    two = np.where(column["hits_in_last_one"] >= 1, 1 - (1 - q) ** 2, q**2)
    one = np.where(column["hits_in_last_two"] >= 2, 1.0, np.where(column["hits_in_last_two"] >= 1, q, 0.0))
    few = np.where(column["remaining"] >= 2, two, np.where(column["remaining"] >= 1, one, column["hits_in_last_three"] >= 2))
    return np.where(column["remaining"] >= 3, q**2 * (3 - 2 * q), few)


def counted(column: Columns, line: Line, n: int, k: int) -> Array:
    """P(k of n occasions in a row pass at some point), given what the students have done so far.

    Exact by dynamic programming over the outcomes of the last n - 1 occasions, given the line; the line is integrated out.
    """
    plans, nodes = len(column["target"]), len(FEW_NODES) ** 2
    remaining = np.minimum(np.nan_to_num(column["remaining"]), MOST_OCCASIONS).astype(int)
    a, b = (grid.ravel()[:, None] for grid in np.meshgrid(FEW_NODES, FEW_NODES, indexing="ij"))
    weight = np.outer(FEW_WEIGHTS, FEW_WEIGHTS).ravel()
    first, second, third = _square_root(line)
    level, roi = line.level - column["target"] + first * a, line.roi + second * a + third * b
    step = 1 / np.maximum(column["probes_per_week"], 1e-9)
    # Plans x nodes are the rows, the occasions to come the columns.
    weeks = column["weeks"] + step * (np.arange(int(remaining.max(initial=0))) + 1.0)[:, None, None]
    chance = _passes(level + roi * weeks, column["variance"]).reshape(len(weeks), nodes * plans)
    bits, seen = (np.tile(column[name].astype(np.int64), nodes) for name in ("recent_bits", "occasions"))
    reached = windows(chance, bits, seen, n, k, np.tile(remaining, nodes))
    return np.where(column["met"] > 0, 1.0, np.clip(weight @ reached.reshape(nodes, plans), 0, 1))


def windows(chance: Array, bits: Integers, seen: Integers, n: int, k: int, remaining: Integers) -> Array:
    """P(some n occasions in a row hold k passes), where none does so far: columns are plans, rows the occasions to come with their chance.

    A state is the outcomes of the last n - 1 occasions as bits, the latest lowest; `bits` holds those of each plan, `seen` the number
    of its occasions. `remaining` says how many of the rows a plan still has.
    """
    states = 1 << (n - 1)
    passes_in_state = np.array([state.bit_count() for state in range(states)])[:, None]
    weight = np.zeros((states, chance.shape[1]))
    weight[bits & (states - 1), np.arange(chance.shape[1])] = 1.0
    reached = np.zeros(chance.shape[1])
    for occasion, q in enumerate(chance):
        full = (seen + occasion + 1 >= n) & (occasion < remaining)
        passing = weight * q
        missing = weight - passing
        met_by_pass, met_by_miss = (passes_in_state + 1 >= k) & full, (passes_in_state >= k) & full
        reached += (passing * met_by_pass).sum(axis=0) + (missing * met_by_miss).sum(axis=0)
        weight = _shifted(passing * ~met_by_pass, missing * ~met_by_miss)
    return reached


def _shifted(passing: Array, missing: Array) -> Array:
    """States after one more occasion: the oldest outcome is forgotten, so states that differ in it alone fall together."""
    states = passing.shape[0]
    if states == 1:
        return passing + missing
    half = states // 2
    after = np.empty_like(passing)
    after[1::2] = passing[:half] + passing[half:]
    after[0::2] = missing[:half] + missing[half:]
    return after


def _passes(margin: Array, variance: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        z = margin / np.sqrt(variance)
    return np.where(variance > 0, special.ndtr(z), (margin >= 0).astype(float))


def _of(line: Line, group: Integers) -> Line:
    return Line(line.level[group], line.roi[group], line.level_var[group], line.roi_var[group], line.cov[group])


def _square_root(line: Line) -> tuple[Array, Array, Array]:
    """Lower triangle of the Cholesky root of the covariance of level and rate, one a plan."""
    first = np.sqrt(np.maximum(line.level_var, 0))
    second = np.divide(line.cov, first, out=np.zeros_like(first), where=first > 0)
    return first, second, np.sqrt(np.maximum(line.roi_var - second**2, 0))
