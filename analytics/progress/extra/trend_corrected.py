"""Tau corrected for the trend of the baseline: Tau-BC in three variants, scan's tau_u and corrected_tau.

Tarlow (2017) Behavior Modification 41(4), 427-467, doi:10.1177/0145445516676750 (Tau-BC); Parker, Vannest, Davis & Sauber (2011) Behavior
Therapy 42(2), 284-299, doi:10.1016/j.beth.2010.08.006 (Tau-U). A baseline trend estimated from few scores is mostly noise, and the standard
errors ignore it: compare with the piecewise model.
"""

import numpy as np
from scipy import special

from analytics.progress.extra.block import Array, Block, Estimate, Mask, estimate, nan_median
from analytics.progress.extra.overlap import pair_matrix, unbiased_nap_se
from analytics.progress.extra.ranks import kendall_s, single_precision_p, tie_sum, two_sided, variance_of_s
from analytics.progress.nap_interval import newcombe_interval

Z_95 = float(special.ndtri(0.975))
TREND_ALPHA = 0.05


def trend_corrected(block: Block) -> dict[str, Estimate]:
    """Tau-BC, Tau-BC_pretest05, Tau-BC_kendall_pretest05, scan_tau_u_*, scan_corrected_tau(_p)."""
    with np.errstate(all="ignore"):
        s, variance = kendall_s(block.a), variance_of_s(block.a)
        order_a = np.where(np.isfinite(block.a), np.arange(1.0, block.a.shape[1] + 1), np.nan)
        order_b = np.where(np.isfinite(block.b), block.n_a[:, None] + np.arange(1.0, block.b.shape[1] + 1), np.nan)
        slope, intercept = _theil_sen(block.a, order_a)
        # Residuals that tie but for rounding are told apart by it, so the order of the subtractions is that of the reference.
        corrected = block.a - intercept - slope * order_a, block.b - intercept - slope * order_b
        if_tested = _where(single_precision_p(s, variance, block.n_a) <= TREND_ALPHA, corrected, block)
        return (
            {"Tau-BC": _tau(*corrected, block, empty=block.n_a < 2), "Tau-BC_pretest05": _tau(*if_tested, block)}
            | {"Tau-BC_kendall_pretest05": _single_precision_tau_b(*if_tested, block)}
            | _scan_corrected_tau(block, two_sided(s / np.sqrt(variance)) <= TREND_ALPHA)
            | _scan_tau_u(block)
        )


def _theil_sen(score: Array, time: Array) -> tuple[Array, Array]:
    """Slope and median intercept of each row, as columns."""
    earlier, later = np.triu_indices(score.shape[1], 1)
    slope = nan_median((score[:, later] - score[:, earlier]) / (time[:, later] - time[:, earlier]))[:, None]
    return slope, nan_median(score - slope * time)[:, None]


def _where(tested: Mask, corrected: tuple[Array, Array], block: Block) -> tuple[Array, Array]:
    a, b = corrected
    return np.where(tested[:, None], a, block.a), np.where(tested[:, None], b, block.b)


def _tau(a: Array, b: Array, block: Block, empty: Mask | None = None) -> Estimate:
    nap, se, _ = unbiased_nap_se(block.sign[:, None] * a, block.sign[:, None] * b, block.n_a, block.n_b)
    lower, upper = newcombe_interval(nap, block.n_a, block.n_b)
    return estimate(2 * nap - 1, 2 * se, 2 * lower - 1, 2 * upper - 1, empty=empty)


def _untied_pairs(a: Array, b: Array, block: Block) -> tuple[Array, Array]:
    """Pairs with different phases, and pairs with different scores."""
    n = block.n_a + block.n_b
    return block.n_a * block.n_b, n * (n - 1) / 2 - tie_sum(np.concatenate([a, b], axis=1), "pairs") / 2


def _single_precision_tau_b(a: Array, b: Array, block: Block) -> Estimate:
    """tau-b of scores against phase as R's Kendall package computes it, in single precision; Wald interval."""
    a, b = a.astype(np.float32), b.astype(np.float32)
    s = block.sign * np.nansum(pair_matrix(a, b), axis=(1, 2))
    phases, scores = (np.sqrt(pairs.astype(np.float32)) for pairs in _untied_pairs(a, b, block))
    tau = (s.astype(np.float32) / (scores * phases)).astype(float)
    se = np.sqrt(2 / (block.n_a + block.n_b) * (1 - tau**2))
    return estimate(tau, se, tau - Z_95 * se, tau + Z_95 * se)


def _scan_corrected_tau(block: Block, tested: Mask) -> dict[str, Estimate]:
    slope, intercept = _theil_sen(block.a, block.time_a)
    corrected = block.a - (intercept + slope * block.time_a), block.b - (intercept + slope * block.time_b)
    a, b = _where(tested, corrected, block)
    s = np.nansum(pair_matrix(a, b), axis=(1, 2))
    phases, scores = _untied_pairs(a, b, block)
    z = s / np.sqrt(_variance_of_s(a, b, block.n_a, block.n_b))
    return {"scan_corrected_tau": estimate(s / np.sqrt(phases * scores)), "scan_corrected_tau_p": estimate(two_sided(z))}


def _variance_of_s(a: Array, b: Array, *tied: Array) -> Array:
    """Variance of S where the scores have ties and time is tied in groups of the given sizes (Kendall 1970, section 4.9)."""
    scores = np.concatenate([a, b], axis=1)
    n = np.isfinite(scores).sum(axis=1)
    size = (scores[:, :, None] == scores[:, None, :]).sum(axis=2).astype(float)
    pairs = np.where(size > 0, size - 1, 0).sum(axis=1)
    triples = np.where(size > 0, (size - 1) * (size - 2), 0).sum(axis=1)
    time_pairs = sum((t * (t - 1) for t in tied), start=np.zeros(len(n)))
    time_triples = sum((t * (t - 1) * (t - 2) for t in tied), start=np.zeros(len(n)))
    time_kendall = sum((t * (t - 1) * (2 * t + 5) for t in tied), start=np.zeros(len(n)))
    variance = (
        (n * (n - 1) * (2 * n + 5) - tie_sum(scores, "kendall") - time_kendall) / 18
        + pairs * time_pairs / (2 * n * (n - 1))
        + np.where(n > 2, triples * time_triples / (9 * n * (n - 1) * np.maximum(n - 2, 1)), 0)
    )
    return np.where(pairs == n * (n - 1), 0, variance)  # all scores equal: exactly zero, not what rounding leaves of it


def _scan_tau_u(block: Block) -> dict[str, Estimate]:
    a, b, m, n = block.a, block.b, block.n_a, block.n_b
    total = (m + n) * (m + n - 1) / 2
    s_ab, s_a, s_b = np.nansum(pair_matrix(a, b), axis=(1, 2)), kendall_s(a), kendall_s(b)
    ties_all = tie_sum(np.concatenate([a, b], axis=1), "pairs") / 2
    ties_ab = (pair_matrix(a, b) == 0).sum(axis=(1, 2))
    var_ab, var_minus, var_all = _variance_of_s(a, b, m, n), _variance_of_s(a, b, n), _variance_of_s(a, b)
    used = m * n + m * (m - 1) / 2
    variants = {
        "complete_AvB": (s_ab, m * n - ties_ab / 2, s_ab, var_ab),
        "complete_AvB_minus_trendA": (s_ab - s_a, np.sqrt(used * (total - ties_all)), s_ab - s_a, var_minus),
        "complete_AvB_plus_trendB_minus_trendA": (s_ab + s_b - s_a, np.sqrt(total * (total - ties_all)), s_ab + s_b - s_a, var_all),
        "parker_AvB_minus_trendA": (s_ab - s_a, m * n, s_ab - s_a, var_minus),
        "tarlow_AvB_minus_trendA": (s_ab - s_a, used, s_ab - s_a - np.sign(s_ab - s_a), var_minus),
    }
    results = {}
    for name, (s, pairs, tested, variance) in variants.items():
        tau, z = s / pairs, tested / np.sqrt(variance)
        fisher = np.where((tau >= -1) & (tau < 1), np.arctanh(tau), np.nan)
        margin = Z_95 / np.sqrt(m + n - 3)
        results[f"scan_tau_u_{name}"] = estimate(tau, tau / z, np.tanh(fisher - margin), np.tanh(fisher + margin))
        results[f"scan_tau_u_{name}_p"] = estimate(two_sided(z))
    return results
