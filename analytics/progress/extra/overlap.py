"""Overlap of the two phases, in the direction of improvement unless a name begins with scan_ and says otherwise.

Hanley & McNeil (1982) Radiology 143(1), 29-36, doi:10.1148/radiology.143.1.7063747 (SE of NAP); Parker, Vannest, Davis & Sauber (2011)
Behavior Therapy 42(2), 284-299, doi:10.1016/j.beth.2010.08.006 (Tau-U); Parker, Hagan-Burke & Vannest (2007) J. Special Education 40(4),
194-204, doi:10.1177/00224669070400040101 (PAND); Parker, Vannest & Brown (2009) Exceptional Children 75(2), 135-150,
doi:10.1177/001440290907500201 (IRD); Pustejovsky (2019) Psychological Methods 24(2), 217-235, doi:10.1037/met0000179 (IRD from PAND).
"""

import numpy as np
from scipy import special

from analytics.progress.extra.block import Array, Block, Estimate, Mask, estimate, nan_median
from analytics.progress.extra.ranks import kendall_s, mann_whitney
from analytics.progress.extra.regression import fit
from analytics.progress.nap_interval import newcombe_interval

ON_THE_LINE = 1e-12  # a score this close to the extended trend, relative to the largest score, is on it and does not exceed it


def overlap(block: Block) -> dict[str, Estimate]:
    """NAP_SE_hanley, NAP_SE_null, NAP_newcombe_hp, Tau-U, PAND, IRD, scan_nap(_p), scan_pnd, scan_pem, scan_pet, scan_pand_*, scan_ird."""
    a, b = block.sign[:, None] * block.a, block.sign[:, None] * block.b
    with np.errstate(all="ignore"):
        pand, ird = _nonoverlapping_share(a, b, block)
        return (
            _nap(a, b, block)
            | {"PAND": estimate(pand), "IRD": estimate(ird), "scan_pand_minimum": estimate(100 * pand), "scan_ird": estimate(ird)}
            | {"scan_pand_sort": estimate(100 * _sorted_share(block))}
            | {"scan_pnd": _percent_of_b(b > np.nanmax(a, axis=1)[:, None], block)}
            | {"scan_pem": _percent_of_b(b > nan_median(a)[:, None], block)}
            | {"scan_pet": _percent_of_b(b - _trend_of_a(a, block) > _grain(b), block, empty=block.n_a < 2)}
        )


def _percent_of_b(better: Mask, block: Block, empty: Mask | None = None) -> Estimate:
    return estimate(100 * better.sum(axis=1) / block.n_b, empty=empty)


def _grain(b: Array) -> Array:
    return np.asarray(ON_THE_LINE * np.nanmax(np.abs(b), axis=1)[:, None])


def pair_matrix(a: Array, b: Array) -> Array:
    """Sign of each score of B minus each of A; NaN in padding. Axes: series, A, B."""
    return np.sign(b[:, None, :] - a[:, :, None])


def unbiased_nap_se(a: Array, b: Array, n_a: Array, n_b: Array) -> tuple[Array, Array, Array]:
    """NAP with the unbiased SE of Sen (1967) and the one of Hanley & McNeil (1982)."""
    half = pair_matrix(a, b) / 2
    pairs = n_a * n_b
    nap = 0.5 + np.nansum(half, axis=(1, 2)) / pairs
    deviation = half - (nap - 0.5)[:, None, None]
    q1 = (np.nansum(deviation, axis=2) ** 2).sum(axis=1) / (n_a * n_b**2)
    q2 = (np.nansum(deviation, axis=1) ** 2).sum(axis=1) / (n_a**2 * n_b)
    x = np.nansum(deviation**2, axis=(1, 2)) / pairs
    inner = np.clip(nap, 0.5 / pairs, 1 - 0.5 / pairs)
    unbiased = np.sqrt((inner * (1 - inner) + n_b * q1 + n_a * q2 - 2 * x) / ((n_a - 1) * (n_b - 1)))
    hanley = np.sqrt((inner * (1 - inner) + (n_b - 1) * q1 + (n_a - 1) * q2) / pairs)
    return nap, unbiased, hanley


def _nap(a: Array, b: Array, block: Block) -> dict[str, Estimate]:
    m, n = block.n_a, block.n_b
    nap, unbiased, hanley = unbiased_nap_se(a, b, m, n)
    lower, upper = newcombe_interval(nap, m, n)
    beyond, sigma = mann_whitney(block)
    z = np.where(sigma > 0, (block.sign * beyond - 0.5) / sigma, np.nan)
    s_a = kendall_s(a)
    return {
        "NAP": estimate(nap, unbiased, lower, upper),
        "NAP_newcombe_hp": estimate(nap, unbiased, lower, upper),
        "NAP_SE_hanley": estimate(nap, hanley, lower, upper),
        "NAP_SE_null": estimate(nap, np.sqrt((m + n + 1) / (12 * m * n)), lower, upper),
        "Tau": estimate(2 * nap - 1, 2 * unbiased, 2 * lower - 1, 2 * upper - 1),
        "Tau-U": estimate((np.nansum(pair_matrix(a, b), axis=(1, 2)) - s_a) / (m * n)),
        "scan_nap": estimate(100 * nap),
        "scan_nap_p": estimate(special.ndtr(-z)),
    }


def _nonoverlapping_share(a: Array, b: Array, block: Block) -> tuple[Array, Array]:
    """PAND: the largest share of scores that can be kept so that all of A lies strictly below all of B; and IRD, which it implies."""
    m, n = block.n_a, block.n_b
    ordered = np.sort(a, axis=1)
    kept_b = (b[:, None, :] > ordered[:, :, None]).sum(axis=2)
    kept = np.where(np.isfinite(ordered), np.arange(1, a.shape[1] + 1) + kept_b, 0)
    pand = np.maximum(kept.max(axis=1), n) / (m + n)
    return pand, ((m + n) ** 2 * pand - m**2 - n**2) / (2 * m * n)


def _sorted_share(block: Block) -> Array:
    """Share of scores that keep their phase when all are sorted, ties in order of time whatever the direction (scan's default PAND)."""
    scores = np.concatenate([block.a, block.b], axis=1)
    order = np.argsort(scores, axis=1, kind="stable")
    is_a = order < block.a.shape[1]
    place = np.arange(scores.shape[1])[None, :]
    inside = place < (block.n_a + block.n_b)[:, None]
    expected_a = np.where(block.sign[:, None] > 0, place < block.n_a[:, None], place >= block.n_b[:, None])
    return np.asarray((inside & (is_a == expected_a)).sum(axis=1) / (block.n_a + block.n_b))


def _trend_of_a(a: Array, block: Block) -> Array:
    line = fit(block.time_a, a)
    return line.mean_score[:, None] + line.slope[:, None] * (block.time_b - line.mean_time[:, None])
