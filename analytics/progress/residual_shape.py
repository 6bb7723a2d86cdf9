"""How errors are distributed: how their spread differs between students, how heavy their tails are, how the spread goes with the level."""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

LEAST_DF, LARGEST_DF = 4.0, 200.0  # fewer: no spread is worth borrowing; more: the spread is as good as known
NORMAL_DF = 200.0
PSEUDO_MEDIANS = 100
# Variance of the median of three scores relative to one score, by 1 / degrees of freedom of t errors; 0.4487 for normal ones
# (Jones 1948, doi:10.1214/aoms/1177730253). tests/goals computes these numbers again.
MEDIAN_VARIANCE = (
    (0.0, 0.05, 1 / 12, 0.125, 1 / 6, 0.2, 0.25, 1 / 3, 0.4),
    (0.4487, 0.4290, 0.4143, 0.3938, 0.3706, 0.3499, 0.3143, 0.2401, 0.1626),
)
STEPS = (25.0, 20.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.25, 0.1)
ON_STEP = 0.98  # share of the scores other than zero, each counted once, that must lie on a step for it to be the measure's
LEAST_DISTINCT = 4  # such scores that tell a step beyond 1: a percentage of four trials has no more
SLACK = 1e-6  # of a score that was a fraction before it was written


def spread_df(error: Array, there: Mask) -> float:
    """Degrees of freedom that the common spread is worth for one student: few where students differ in how much their scores scatter.

    The covariance, over students, of the log spread of odd and of even occasions is the variance of the log spread between students,
    whatever the tails of the errors; a variance that varies so is worth d degrees of freedom where trigamma(d / 2) is the variance of
    its logarithm (Smyth 2004, doi:10.2202/1544-6115.1027, section 6.2).
    """
    half = np.cumsum(there, axis=1) % 2 == 1
    logs = [_log_spread(error, there & part) for part in (half, ~half)]
    known = np.isfinite(logs[0]) & np.isfinite(logs[1])
    if known.sum() < 3:
        return LARGEST_DF
    between = 4 * float(np.cov(logs[0][known], logs[1][known])[0, 1])
    if between <= special.polygamma(1, LARGEST_DF / 2):
        return LARGEST_DF
    return max(2 * float(optimize.brentq(lambda d: special.polygamma(1, d) - between, 1e-2, LARGEST_DF / 2)), LEAST_DF)


def _log_spread(error: Array, there: Mask) -> Array:
    """Log of each series' mean absolute error; NaN where there are fewer than two or all are zero."""
    n = there.sum(axis=1)
    mean = np.where(there, np.abs(error), 0).sum(axis=1) / np.maximum(n, 1)
    return np.log(np.where((n >= 2) & (mean > 0), mean, np.nan))


def tail_df(error: Array, there: Mask) -> float:
    """Degrees of freedom of the t errors whose median of three varies, relative to one error, as that of three in a row does here.

    Heavy tails leave the median alone, so that their errors' medians vary less. Shrunk towards normal by PSEUDO_MEDIANS normal ones.
    """
    whole = there[:, :-2] & there[:, 1:-1] & there[:, 2:]
    three = np.stack([error[:, :-2][whole], error[:, 1:-1][whole], error[:, 2:][whole]])
    single = float((three**2).mean()) if three.size else 0.0
    if single <= 0:
        return NORMAL_DF
    seen = float((np.median(three, axis=0) ** 2).sum()) / single
    share = (seen + PSEUDO_MEDIANS * MEDIAN_VARIANCE[1][0]) / (three.shape[1] + PSEUDO_MEDIANS)
    return float(1 / np.interp(-share, [-value for value in MEDIAN_VARIANCE[1]], np.maximum(MEDIAN_VARIANCE[0], 1 / NORMAL_DF)))


def spread_by_level(error: Array, level: Array, there: Mask) -> float:
    """Relative change of the spread per unit of level, shrunk towards none by its own uncertainty.

    Mean absolute error = exp(a + b level), by iterated weighted least squares with variance proportional to the square of the mean.
    """
    size, x = np.abs(error[there]), level[there] - level[there].mean()
    if len(size) < 3 or not x.any() or not size.any():
        return 0.0
    a, b = float(np.log(size.mean())), 0.0
    design = np.column_stack([np.ones_like(x), x])
    information = design.T @ design
    for _ in range(8):
        ratio = size / np.exp(np.clip(a + b * x, -50, 50)) - 1
        step = np.linalg.solve(information, design.T @ ratio)
        a, b = a + float(np.clip(step[0], -1, 1)), b + float(np.clip(step[1], -1 / np.abs(x).max(), 1 / np.abs(x).max()))
    variance = float(np.mean((size / np.exp(a + b * x) - 1) ** 2) / (x @ x))
    return b * max(0.0, 1 - variance / b**2) if b else 0.0


def score_step(values: Array) -> float | None:
    """The step on which scores lie: 1 for whole numbers, 5 for percentages of 20 trials; 0 where there is none, None where they do not say.

    Zero lies on every step and a score that many students share says nothing twice, so that each score other than zero counts once. Few
    scores may all lie on a coarse step by chance: they tell none beyond 1. No step is larger than the smallest gap between two scores.
    """
    found = np.unique(np.round(values, 9))
    telling = found[found != 0]
    if not len(telling):
        return None
    coarsest = min(float(np.diff(found).min(initial=np.inf)) + SLACK, np.inf if len(telling) >= LEAST_DISTINCT else 1.0)
    for step in STEPS:
        if step <= coarsest and np.mean(np.abs(telling / step - np.rint(telling / step)) < SLACK) >= ON_STEP:
            return step
    return 0.0
