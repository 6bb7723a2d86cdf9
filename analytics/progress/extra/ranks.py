"""Rank statistics of trend and of the difference between phases, raw direction.

Kendall (1970) Rank correlation methods, 4th ed. (S, tau-b, variance with ties); Sen (1968) JASA 63(324), 1379-1389,
doi:10.1080/01621459.1968.10480934; Siegel (1982) Biometrika 69(1), 242-244, doi:10.1093/biomet/69.1.242 (repeated medians);
Mann & Whitney (1947) Ann. Math. Stat. 18(1), 50-60, doi:10.1214/aoms/1177730491.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analytics.progress.extra.block import Array, Block, Estimate, Mask, estimate, nan_median, ranked

Z_95 = float(special.ndtri(0.975))


def ranks(block: Block) -> dict[str, Estimate]:
    """siegel_slope_*, sens_slope_*_trendpkg, mann_kendall_*_p_trendpkg, kendall_*_tau_b, _p, _S, _p_Kendall_pkg, wilcoxon_p_two_sided."""
    with np.errstate(all="ignore"):
        results = {
            "siegel_slope_A": estimate(repeated_medians(block.time_a, block.a)),
            "siegel_slope_B": estimate(repeated_medians(block.time_b, block.b)),
            "wilcoxon_p_two_sided": estimate(_mann_whitney_p(block)),
        }
        for phase, time, score in (("A", block.time_a, block.a), ("B", block.time_b, block.b)):
            results[f"sens_slope_{phase}_trendpkg"] = _sen(time, score)
            results |= _kendall(phase, score)
    return results


def pair_signs(score: Array) -> Array:
    """Sign of later minus earlier for each pair of a row (NaN in padding), one row a series, one column a pair."""
    earlier, later = np.triu_indices(score.shape[1], 1)
    return np.sign(score[:, later] - score[:, earlier])


def kendall_s(score: Array) -> Array:
    """Kendall's S of each row against its order."""
    return np.asarray(np.nansum(pair_signs(score), axis=1))


def tie_sum(score: Array, weight: str) -> Array:
    """Sum over groups of t tied values of t(t-1) ('pairs'), t(t-1)(2t+5) ('kendall') or t^3 - t ('wilcoxon'), one a row."""
    size = (score[:, :, None] == score[:, None, :]).sum(axis=2).astype(float)
    present = size > 0  # padding equals nothing, not even itself
    each = {"pairs": size - 1, "kendall": (size - 1) * (2 * size + 5), "wilcoxon": size**2 - 1}[weight]
    return np.asarray(np.where(present, each, 0).sum(axis=1))


def variance_of_s(score: Array) -> Array:
    """Variance of S under no trend, corrected for ties."""
    n = np.isfinite(score).sum(axis=1)
    return np.asarray((n * (n - 1) * (2 * n + 5) - tie_sum(score, "kendall")) / 18)


def repeated_medians(time: Array, score: Array) -> Array:
    """Siegel's slope: the median over scores of the median slope to all others."""
    with np.errstate(all="ignore"):
        return nan_median(nan_median((score[:, :, None] - score[:, None, :]) / (time[:, :, None] - time[:, None, :])))


def two_sided(z: Array) -> Array:
    """Two-sided normal p."""
    return np.asarray(2 * special.ndtr(-np.abs(z)))


def _sen(time: Array, score: Array) -> Estimate:
    n = np.isfinite(score).sum(axis=1)
    earlier, later = np.triu_indices(score.shape[1], 1)
    slopes = np.sort((score[:, later] - score[:, earlier]) / (later - earlier), axis=1)
    n_pairs = n * (n - 1) // 2
    width = Z_95 * np.sqrt(variance_of_s(score))
    lower, upper = np.round((n_pairs - width) / 2).astype(int) - 1, np.round((n_pairs + width) / 2).astype(int)
    gaps = np.diff(time, axis=1)
    return estimate(
        nan_median(slopes),
        None,
        ranked(slopes, lower),
        ranked(slopes, upper),
        no_interval=(lower < 0) | (upper >= n_pairs),
        omitted=(np.isfinite(gaps) & (gaps != 1)).any(axis=1),
    )


def _kendall(phase: str, score: Array) -> dict[str, Estimate]:
    n = np.isfinite(score).sum(axis=1)
    s, variance = kendall_s(score), variance_of_s(score)
    pairs = n * (n - 1) / 2
    constant: Mask = variance == 0
    continuous = two_sided((s - np.sign(s)) / np.sqrt(variance))
    return {
        f"mann_kendall_{phase}_p_trendpkg": estimate(continuous),
        f"kendall_{phase}_tau_b": estimate(s / np.sqrt(pairs * (pairs - tie_sum(score, "pairs") / 2)), empty=constant),
        f"kendall_{phase}_p": estimate(two_sided(s / np.sqrt(variance)), empty=constant),
        f"kendall_{phase}_S": estimate(s),
        f"kendall_{phase}_p_Kendall_pkg": estimate(single_precision_p(s, variance, n)),
    }


def single_precision_p(s: Array, variance: Array, n: Array) -> Array:
    """The p that R's Kendall package prints: computed in single precision, and 1 where it fails (n < 4, or all values tied).

    Its normal tail is Algorithm AS 66 (Hill 1973, Applied Statistics 22(3), 424-427); for positive S the upper tail
    is one minus the lower, which leaves a grain of 1e-7. Kept so that files agree; use kendall_A_p or mann_kendall_A_p_trendpkg to judge.
    """
    with np.errstate(all="ignore"):
        z = ((s - np.sign(s)) / np.sqrt(variance.astype(np.float32))).astype(np.float32)
        upper = _as_66_upper_tail(np.abs(z))
        p = np.float32(2) * np.where(s < 0, upper, np.float32(1) - (np.float32(1) - upper))
    return np.where((n < 4) | (variance == 0) | (s == 0), 1.0, p.astype(float))


def _as_66_upper_tail(z: NDArray[np.float32]) -> NDArray[np.float32]:
    one = np.float32
    y = one(0.5) * z * z
    inner = y + one(2.62433121679) + one(48.6959930692) / (y + one(5.92885724438))
    near = one(0.5) - z * (one(0.398942280444) - one(0.399903438504) * y / (y + one(5.75885480458) - one(29.8213557808) / inner))
    tail = z + one(3.99019417011)
    for shift, factor in (
        (0.742380924027, 30.789933034), (4.8385912808, -15.1508972451), (-0.151679116635, 5.29330324926),
        (3.98064794e-4, 1.98615381364), (-3.8052e-8, 1.00000615302),
    ):  # fmt: skip
        tail = z + one(shift) + one(factor) / tail
    far = one(0.398942280385) * np.exp(-y.astype(float)).astype(np.float32) / tail
    return np.asarray(np.where(z > one(1.28), far, near))


def _mann_whitney_p(block: Block) -> Array:
    """Normal approximation with continuity correction and ties, two-sided."""
    with np.errstate(all="ignore"):
        beyond, sigma = mann_whitney(block)
        return two_sided(np.maximum(np.abs(beyond) - 0.5, 0) / sigma)


def mann_whitney(block: Block) -> tuple[Array, Array]:
    """U of B over A minus its expectation, and its standard deviation with ties."""
    m, n = block.n_a, block.n_b
    s = np.nansum(np.sign(block.b[:, None, :] - block.a[:, :, None]), axis=(1, 2))
    ties = tie_sum(np.concatenate([block.a, block.b], axis=1), "wilcoxon")
    sigma = np.sqrt(m * n / 12 * ((m + n + 1) - ties / ((m + n) * (m + n - 1))))
    return s / 2, sigma
