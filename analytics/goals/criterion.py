"""Probability that a plan's own criterion is met by its due date, for every plan at once."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analytics.goals.line import Line

Array = NDArray[np.float64]

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
FEW_NODES, FEW_WEIGHTS = np.polynomial.hermite_e.hermegauss(5)
FEW_WEIGHTS = FEW_WEIGHTS / FEW_WEIGHTS.sum()
MOST_OCCASIONS = 60  # more than a year of weekly probes changes nothing that a person would see


def probability_of_criterion(rows: pd.DataFrame, column: dict[str, Array], line: Line) -> Array:
    """One probability a plan, 0 to 1: of the level at the due date, of n occasions in a row, or of k of the last n."""
    result = end_level(column, line)
    criterion = rows["criterion"].to_numpy()
    n = column["criterion_n"]
    k = np.where(criterion == "consecutive", n, column["criterion_k"])
    others = np.flatnonzero((criterion != "end_level") & np.isfinite(n) & np.isfinite(k))
    for pair in {(int(n[i]), int(k[i])) for i in others}:
        group = others[(n[others] == pair[0]) & (k[others] == pair[1])]
        result[group] = counted(rows, column, line, group, *pair)
    return result


def end_level(column: dict[str, Array], line: Line) -> Array:
    """P(median of the last three occasions at the due date is at or past the target).

    The median stands for the middle of the three, which lies before the due date. Given the level there each coming score passes with
    probability q; with three or more to come the median passes with 3q^2 - 2q^3, with fewer the scores in hand count as they are.
    """
    to_come = column["remaining"]
    weeks = column["weeks"] + np.maximum(np.where(to_come >= 3, to_come - 1, to_come), 0) / np.maximum(column["probes_per_week"], 1e-9)
    mean = line.level + line.roi * weeks
    spread = np.sqrt(np.maximum(line.level_var + 2 * weeks * line.cov + weeks**2 * line.roi_var, 0))
    # Student's t for the spread estimated on few scores: the nodes are stretched by its ratio to the normal.
    stretch = special.stdtrit(column["df"], 0.8) / special.ndtri(0.8)
    total = np.zeros_like(mean)
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        q = _passes(mean + node * stretch * spread - column["target"], column["variance"])
        total += weight * _median_passes(q, column)
    return np.clip(total, 0, 1)


def _median_passes(q: Array, column: dict[str, Array]) -> Array:
    """P(at least two of the last three pass), when those still to come pass with q and the latest in hand did as they did."""
    two = np.where(column["hits_in_last_one"] >= 1, 1 - (1 - q) ** 2, q**2)
    one = np.select([column["hits_in_last_two"] >= 2, column["hits_in_last_two"] >= 1], [np.ones_like(q), q], np.zeros_like(q))
    none = (column["hits_in_last_three"] >= 2).astype(float)
    return np.select([column["remaining"] >= 3, column["remaining"] >= 2, column["remaining"] >= 1], [q**2 * (3 - 2 * q), two, one], none)


def counted(rows: pd.DataFrame, column: dict[str, Array], line: Line, group: NDArray[np.int64], n: int, k: int) -> Array:
    """P(k of n occasions in a row pass at some point) for the plans in `group`, given what they have done so far.

    Exact by dynamic programming over the outcomes of the last n - 1 occasions, given the line; the line is integrated out.
    """
    history = [[bool(hit) for hit in hits] for hits in rows["recent_hits"].iloc[group]]
    remaining = np.minimum(np.nan_to_num(column["remaining"][group]), MOST_OCCASIONS).astype(int)
    step = 1 / np.maximum(column["probes_per_week"][group], 1e-9)
    root = _square_root(line, group)
    margin_level = line.level[group] - column["target"][group]
    total = np.zeros(len(group))
    for a, weight_a in zip(FEW_NODES, FEW_WEIGHTS, strict=True):
        for b, weight_b in zip(FEW_NODES, FEW_WEIGHTS, strict=True):
            level, roi = margin_level + root[0] * a, line.roi[group] + root[1] * a + root[2] * b
            chance = np.zeros((len(group), int(remaining.max(initial=0))))
            for occasion in range(chance.shape[1]):
                weeks = column["weeks"][group] + step * (occasion + 1)
                passes = _passes(level + roi * weeks, column["variance"][group])
                chance[:, occasion] = passes
            total += weight_a * weight_b * windows(chance, history, n, k, remaining)
    return np.clip(total, 0, 1)


def windows(chance: Array, history: list[list[bool]], n: int, k: int, remaining: NDArray[np.int64] | None = None) -> Array:
    """P(some n occasions in a row hold k passes): rows are plans, columns the occasions to come with their chance of passing.

    A state is the outcomes of the last n - 1 occasions as bits, the latest lowest. `remaining` says how many of the columns a plan
    still has; the default is all of them.
    """
    states = 1 << (n - 1)
    passes_in_state = np.array([bin(state).count("1") for state in range(states)])
    weight = np.zeros((len(history), states))
    reached = np.zeros(len(history))
    for i, hits in enumerate(history):
        done = any(sum(hits[start : start + n]) >= k for start in range(len(hits) - n + 1))
        latest = hits[-(n - 1) :] if n > 1 else []
        weight[i, sum(1 << place for place, hit in enumerate(reversed(latest)) if hit)] = 0.0 if done else 1.0
        reached[i] = float(done)
    seen = np.array([len(hits) for hits in history])
    for occasion in range(chance.shape[1]):
        q = chance[:, [occasion]]
        full = (seen + occasion + 1 >= n)[:, None]
        if remaining is not None:
            full = full & (occasion < remaining)[:, None]
        passing, missing = weight * q, weight * (1 - q)
        met_by_pass, met_by_miss = (passes_in_state + 1 >= k) & full, (passes_in_state >= k) & full
        reached += (passing * met_by_pass).sum(axis=1) + (missing * met_by_miss).sum(axis=1)
        weight = _shifted(passing * ~met_by_pass, missing * ~met_by_miss)
    return reached


def _shifted(passing: Array, missing: Array) -> Array:
    """States after one more occasion: the oldest outcome is forgotten, so states that differ in it alone fall together."""
    states = passing.shape[1]
    if states == 1:
        return passing + missing
    half = states // 2
    after = np.empty_like(passing)
    after[:, 1::2] = passing[:, :half] + passing[:, half:]
    after[:, 0::2] = missing[:, :half] + missing[:, half:]
    return after


def _passes(margin: Array, variance: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        z = margin / np.sqrt(variance)
    return np.where(variance > 0, special.ndtr(z), (margin >= 0).astype(float))


def _square_root(line: Line, group: NDArray[np.int64]) -> tuple[Array, Array, Array]:
    """Lower triangle of the Cholesky root of the covariance of level and rate, one a plan."""
    first = np.sqrt(np.maximum(line.level_var[group], 0))
    second = np.divide(line.cov[group], first, out=np.zeros_like(first), where=first > 0)
    return first, second, np.sqrt(np.maximum(line.roi_var[group] - second**2, 0))
