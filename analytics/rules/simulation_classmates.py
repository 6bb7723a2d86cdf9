"""The dual discrepancy for many simulated students at once: who is both low and slow among simulated classmates.

The second implementation of caseload/dual_discrepancy.sql, from docs/methods/dual-discrepancy.md. Everything is an array of students x
occasions since the start.
"""

import numpy as np

from analytics.rules.simulation import Array, Truths

RULE = "dual_discrepancy"


def last_three_median(since: Array) -> Array:
    """Median of the last three occasions, of fewer where there are fewer."""
    found = np.array(since, dtype=float)
    if since.shape[1] > 1:
        found[:, 1] = since[:, :2].mean(axis=1)
    if since.shape[1] > 2:
        found[:, 2:] = np.median(np.lib.stride_tricks.sliding_window_view(since, 3, axis=1), axis=2)
    return found


def worse_off(mine: Array, others: Array, classmates: int) -> Array:
    """Share of each student's classmates who have less, equals as one half.

    The classmates of student i are the students i + 1, i + 2, … of the others, and so never the student, who stands at i where both are
    the same students. NaN stays NaN.
    """
    found = np.zeros_like(mine)
    for step in range(1, classmates + 1):
        found += 0.5 + 0.5 * np.sign(np.round(mine - np.roll(others, -step, axis=0), 9))
    return found / classmates


def dual_discrepancy(level: Array, growth: Array, their_level: Array, their_growth: Array, thresholds: dict[str, float]) -> Truths:
    """Who is below both cuts after each occasion: level (median of the last three) and growth, each among the others' at that occasion."""
    said = {name: thresholds[f"{RULE}_{name}"] for name in ("classmates", "minimum_occasions", "level_cut", "growth_cut")}
    low = np.round(worse_off(level, their_level, int(said["classmates"])) - said["level_cut"], 9) < 0
    slow = np.round(worse_off(growth, their_growth, int(said["classmates"])) - said["growth_cut"], 9) < 0
    enough = np.arange(1, level.shape[1] + 1) >= said["minimum_occasions"]
    return np.asarray(low & slow & enough)
