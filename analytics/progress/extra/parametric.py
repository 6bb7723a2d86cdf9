"""Standardised mean differences, log ratios and the percentage of the goal obtained, in every variant that single-case software prints.

Formulas: Pustejovsky (2018) J. School Psychology 68, 99-112, doi:10.1016/j.jsp.2018.02.003 (log response ratio, log odds ratio); Hedges
(1981) J. Educational Statistics 6(2), 107-128, doi:10.3102/10769986006002107 (correction J); Bonett & Price (2020) J. Educational and
Behavioral Statistics 45(6), 750-770, doi:10.3102/1076998620934125 (ratio of medians); Ferron, Goldstein, Olszewski & Rohrer (2020)
Evidence-Based Communication Assessment and Intervention 14(1-2), 6-27, doi:10.1080/17489539.2020.1732024 (PoGO).
"""

import numpy as np
from scipy import special

from analytics.progress.extra.block import Array, Block, Estimate, Mask, estimate, nan_median

Z_95 = float(special.ndtri(0.975))
PERCENT = {"percentage": 100.0, "proportion": 1.0}


def parametric(block: Block) -> dict[str, Estimate]:
    """SMD, SMD_nobc, SMD_pool, scan_glass_delta, scan_hedges_g(_corrected), LRRi, LRRd (_nobc), LRM, LOR, PoGO."""
    with np.errstate(all="ignore"):
        others = {"LRM": _median_ratio(block), "LOR": _odds_ratio(block), "PoGO": _goal_obtained(block)}
        return _standardised(block) | _response_ratios(block) | others


def mean(x: Array) -> Array:
    """Mean of each row without its padding; a constant row gives its constant exactly."""
    first = x[:, :1]
    n = np.isfinite(x).sum(axis=1)
    return np.asarray(first[:, 0] + np.nansum(x - first, axis=1) / n)


def variance(x: Array) -> Array:
    """Variance (n - 1) of each row without its padding; NaN with fewer than two values."""
    n = np.isfinite(x).sum(axis=1)
    return np.asarray(np.nansum((x - mean(x)[:, None]) ** 2, axis=1) / (n - 1))


def _with_z_interval(value: Array, se: Array, **hidden: Mask) -> Estimate:
    return estimate(value, se, value - Z_95 * se, value + Z_95 * se, **hidden)


def _correction(df: Array) -> Array:
    """Hedges' correction; NaN with one degree of freedom, where it would be zero and make every difference nothing."""
    return np.where(df > 1, 1 - 3 / (4 * df - 1), np.nan)


def _standardised(block: Block) -> dict[str, Estimate]:
    m, n, difference = block.n_a, block.n_b, mean(block.b) - mean(block.a)
    variance_a, variance_b = variance(block.a), variance(block.b)
    pooled = np.sqrt(((m - 1) * variance_a + (n - 1) * variance_b) / (m + n - 2))

    def by_baseline(j: Array) -> Estimate:
        d = block.sign * j * difference / np.sqrt(variance_a)
        return _with_z_interval(d, j * np.sqrt(1 / m + variance_b / (n * variance_a) + d**2 / (2 * (m - 1))))

    g = difference / pooled
    corrected = _correction(m + n - 2) * g
    pooled_se = _correction(m + n - 2) * np.sqrt(1 / m + 1 / n + corrected**2 / (2 * (m + n - 2)))
    return {
        "SMD": by_baseline(_correction(m - 1)),
        "SMD_nobc": by_baseline(np.ones_like(m)),
        "SMD_pool": _with_z_interval(block.sign * corrected, pooled_se),
        "scan_glass_delta": estimate(difference / np.sqrt(variance_a)),
        "scan_hedges_g": estimate(g),
        "scan_hedges_g_corrected": estimate(corrected),
    }


def _response_ratios(block: Block) -> dict[str, Estimate]:
    top = np.array([PERCENT.get(metric, np.nan) for metric in block.metric])
    bounded = np.isfinite(top)
    results = {}
    for name, better in (("LRRi", 1), ("LRRd", -1)):
        # Percentages and proportions are turned so that the wanted direction is up (LRRi) or down (LRRd); other scales only change sign.
        turned = bounded & (block.sign != better)
        a, b = (np.where(turned[:, None], top[:, None] - x, x) for x in (block.a, block.b))
        sign = np.where(bounded, 1, better * block.sign)
        for suffix, corrects in (("", True), ("_nobc", False)):
            ratio, se = _log_ratio(a, b, block, corrects)
            results[name + suffix] = _with_z_interval(sign * ratio, se)
    return results


def _log_ratio(a: Array, b: Array, block: Block, corrects: bool) -> tuple[Array, Array]:
    ratio, se_squared = np.zeros_like(block.n_a), np.zeros_like(block.n_a)
    # Counts are kept off zero by half a count over the phase (D = 1); where one score's grain is unknown (D infinite) zero is the floor.
    grain = np.array([1.0 if metric == "count" else np.inf for metric in block.metric])
    for x, n, sign in ((a, block.n_a, -1), (b, block.n_b, 1)):
        level = np.maximum(mean(x), 1 / (2 * grain * n))
        spread = np.maximum(variance(x), 1 / (grain**2 * n**3))
        relative = spread / (n * level**2)
        ratio += sign * (np.log(level) + (relative / 2 if corrects else 0))
        se_squared += relative
    return ratio, np.sqrt(se_squared)


def _median_ratio(block: Block) -> Estimate:
    ratio = np.log(nan_median(block.b)) - np.log(nan_median(block.a))
    se = np.sqrt(_log_median_variance(block.a, block.n_a) + _log_median_variance(block.b, block.n_b))
    return _with_z_interval(block.sign * ratio, se)


def _log_median_variance(x: Array, n: Array) -> Array:
    """From the order statistics that bound the median (Price & Bonett 2001)."""
    rank = np.maximum(np.round(n / 2 - np.sqrt(n)), 1)
    z = -special.ndtri(special.bdtr(rank - 1, n.astype(int), 0.5))
    ordered = np.log(np.sort(x, axis=1))
    low, high = (np.take_along_axis(ordered, at.astype(int)[:, None] - 1, axis=1)[:, 0] for at in (rank, n - rank + 1))
    return np.asarray(((high - low) / (2 * z)) ** 2)


def _odds_ratio(block: Block) -> Estimate:
    top = np.array([PERCENT.get(metric, np.nan) for metric in block.metric])
    logit, se_squared = np.zeros_like(block.n_a), np.zeros_like(block.n_a)
    for x, n, sign in ((block.a, block.n_a, -1), (block.b, block.n_b, 1)):
        share, spread = mean(x) / top, variance(x) / top**2
        relative = spread / (n * share**2 * (1 - share) ** 2)
        logit += sign * (np.log(share / (1 - share)) - (2 * share - 1) * relative / 2)
        se_squared += relative
    scores = np.concatenate([block.a, block.b], axis=1)
    outside = (np.nanmin(scores, axis=1) < 0) | (np.nanmax(scores, axis=1) > top)
    return _with_z_interval(block.sign * logit, np.sqrt(se_squared), empty=outside, omitted=~np.isfinite(top))


def _goal_obtained(block: Block) -> Estimate:
    distance = block.goal - mean(block.a)
    pogo = 100 * (mean(block.b) - mean(block.a)) / distance
    mean_variance_a = variance(block.a) / block.n_a
    se = 100 * np.sqrt(mean_variance_a + variance(block.b) / block.n_b + (pogo / 100) ** 2 * mean_variance_a) / np.abs(distance)
    return _with_z_interval(pogo, se, omitted=~np.isfinite(block.goal))
