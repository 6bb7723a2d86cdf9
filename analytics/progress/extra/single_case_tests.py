"""Decision tests for one case: conservative dual criterion, randomisation test, outliers by the median absolute deviation.

Fisher, Kelley & Lomas (2003) J. Applied Behavior Analysis 36(3), 387-406, doi:10.1901/jaba.2003.36-387 (conservative dual criterion);
Edgington & Onghena (2007) Randomization tests, 4th ed., ch. 11 (start-point randomisation); Iglewicz & Hoaglin
(1993) How to detect and handle outliers (MAD).
"""

import numpy as np
from scipy import special

from analytics.progress.extra.block import Array, Block, Estimate, estimate, nan_median
from analytics.progress.extra.parametric import mean, variance
from analytics.progress.extra.regression import fit

CONSERVATIVE = 0.25  # standard deviations by which both criterion lines are moved towards improvement
OUTLIER_MADS = 3.5
MAD_TO_SD = 1.4826
SHORTEST_PHASE = 3  # start points of the randomisation test leave at least so many scores in each phase
SHORTEST_SERIES = 10
EQUAL = 1e-12  # differences this close, relative to the largest score, are equal but for rounding


def single_case_tests(block: Block) -> dict[str, Estimate]:
    """scan_cdc_p, scan_outlier_MAD3.5_n, scan_rand_p."""
    with np.errstate(all="ignore"):
        return {
            "scan_cdc_p": estimate(_dual_criterion_p(block), empty=block.n_a < 2),
            "scan_outlier_MAD3.5_n": estimate(_outliers(block.a) + _outliers(block.b), empty=block.has_missing),
            "scan_rand_p": estimate(_randomisation_p(block), omitted=block.n_a + block.n_b < SHORTEST_SERIES),
        }


def _dual_criterion_p(block: Block) -> Array:
    """One-sided binomial p of as many scores of B beyond both the mean and the trend of A, moved by a quarter of A's SD."""
    a, b = block.sign[:, None] * block.a, block.sign[:, None] * block.b
    line = fit(block.time_a, a)
    moved = CONSERVATIVE * np.sqrt(variance(a))[:, None]
    trend = line.mean_score[:, None] + line.slope[:, None] * (block.time_b - line.mean_time[:, None])
    beyond = ((b > mean(a)[:, None] + moved) & (b > trend + moved)).sum(axis=1)
    return np.where(beyond > 0, special.bdtrc(beyond - 1.0, block.n_b.astype(int), 0.5), 1.0)


def _outliers(x: Array) -> Array:
    deviation = np.abs(x - nan_median(x)[:, None])
    return np.asarray((deviation > OUTLIER_MADS * MAD_TO_SD * nan_median(deviation)[:, None]).sum(axis=1).astype(float))


def _randomisation_p(block: Block) -> Array:
    """Share of possible start points of B whose difference of means is at least the observed one, in the direction of improvement."""
    n = (block.n_a + block.n_b).astype(int)
    rows, last = len(n), n.max(initial=0)
    scores = np.full((rows, last), np.nan)
    in_a, in_b = np.isfinite(block.a), np.isfinite(block.b)
    at = np.arange(last)[None, :]
    scores[at < block.n_a[:, None]] = block.a[in_a]
    scores[(at >= block.n_a[:, None]) & (at < n[:, None])] = block.b[in_b]
    total = np.nancumsum(block.sign[:, None] * scores, axis=1)
    length_a = np.arange(1, last + 1)[None, :]
    difference = (total[:, -1:] - total) / (n[:, None] - length_a) - total / length_a
    allowed = (length_a >= SHORTEST_PHASE) & (n[:, None] - length_a >= SHORTEST_PHASE)
    observed = np.take_along_axis(difference, block.n_a.astype(int)[:, None] - 1, axis=1)
    equal = EQUAL * np.nanmax(np.abs(scores), axis=1)[:, None]
    return np.asarray(((difference >= observed - equal) & allowed).sum(axis=1) / allowed.sum(axis=1))
