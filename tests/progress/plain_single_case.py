"""A second, plain implementation of what the golden values do not hold: one series at a time, loops, textbook formulas and scipy.

Nothing here knows the package under test. Each function takes a Series and returns value, se, ci_lower, ci_upper, as many as there
are; NaN where the formula gives none.
"""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

Z = stats.norm.ppf(0.975)
NAN = float("nan")


@dataclass(frozen=True)
class Series:
    """Observed scores and sessions of both phases; sign: 1 where an increase is better, -1 where a decrease is."""

    a: list[float]
    b: list[float]
    time_a: list[float]
    time_b: list[float]
    sign: int
    metric: str
    goal: float
    has_missing: bool

    @property
    def better(self) -> tuple[list[float], list[float]]:
        return [self.sign * x for x in self.a], [self.sign * x for x in self.b]


def sgn(x: float) -> int:
    return (x > 0) - (x < 0)


def s_between(a, b) -> int:
    return sum(sgn(y - x) for x in a for y in b)


def s_within(x) -> int:
    return sum(sgn(later - earlier) for earlier, later in itertools.combinations(x, 2))


def ties(x) -> list[int]:
    return [x.count(value) for value in set(x)]


def z_interval(value: float, se: float) -> tuple[float, float, float, float]:
    return (value, se, value - Z * se, value + Z * se) if math.isfinite(value + se) else (value, se, NAN, NAN)


def newcombe(nap: float, m: int, n: int) -> tuple[float, float]:
    """Newcombe (2006), method 5; where NAP is 0 or 1 the root inside, with the trivial one divided out."""
    h = (m + n) / 2 - 1

    def right(x):
        return Z**2 * (2 + h + (1 + 2 * h) * x * (1 - x))

    def gap(x):
        return m * n * (nap - x) ** 2 * (2 - x) * (1 + x) - x * (1 - x) * right(x)

    def at_one(x):
        return m * n * (1 - x) * (2 - x) * (1 + x) - x * right(x)

    if nap == 1:
        return optimize.brentq(at_one, 0, 1, xtol=1e-15), 1.0
    if nap == 0:
        return 0.0, 1 - optimize.brentq(at_one, 0, 1, xtol=1e-15)
    return optimize.brentq(gap, 0, nap, xtol=1e-15), optimize.brentq(gap, nap, 1, xtol=1e-15)


def nap_and_errors(a, b):
    """NAP, and its SE: unbiased (Sen 1967, Mee 1990), of Hanley & McNeil (1982), and under no difference."""
    m, n = len(a), len(b)
    q = np.array([[(1 + sgn(y - x)) / 2 for y in b] for x in a])
    nap = float(q.mean())
    q1 = sum(sum(row) ** 2 for row in (q - nap).tolist()) / (m * n**2)
    q2 = sum(sum(column) ** 2 for column in (q - nap).T.tolist()) / (m**2 * n)
    inner = min(max(nap, 0.5 / (m * n)), 1 - 0.5 / (m * n))
    x = float(((q - nap) ** 2).mean())
    unbiased = math.sqrt((inner * (1 - inner) + n * q1 + m * q2 - 2 * x) / ((m - 1) * (n - 1))) if min(m, n) > 1 else NAN
    hanley = math.sqrt((inner * (1 - inner) + (n - 1) * q1 + (m - 1) * q2) / (m * n))
    return nap, unbiased, hanley, math.sqrt((m + n + 1) / (12 * m * n))


def nap_hanley(s: Series):
    nap, _, hanley, _ = nap_and_errors(*s.better)
    return nap, hanley, *newcombe(nap, len(s.a), len(s.b))


def nap_null(s: Series):
    nap, _, _, null = nap_and_errors(*s.better)
    return nap, null, *newcombe(nap, len(s.a), len(s.b))


def tau_of(a, b, sign):
    nap, se, _, _ = nap_and_errors([sign * x for x in a], [sign * x for x in b])
    lower, upper = newcombe(nap, len(a), len(b))
    return 2 * nap - 1, 2 * se, 2 * lower - 1, 2 * upper - 1


def median_line(time, score):
    """Theil-Sen slope, and the median of what it leaves as intercept."""
    slope = float(np.median([(y2 - y1) / (t2 - t1) for (t1, y1), (t2, y2) in itertools.combinations(zip(time, score, strict=True), 2)]))
    return slope, float(np.median([y - slope * t for t, y in zip(time, score, strict=True)]))


def without_trend(a, b, time_a, time_b, *, fitted_first=False):
    """Scores without the baseline's line, summed in R's order: residuals that are equal but for rounding are told apart by it there too."""
    slope, intercept = median_line(time_a, a)

    def left(y, t):
        return y - (intercept + slope * t) if fitted_first else y - intercept - slope * t

    return tuple([left(y, t) for t, y in zip(time, score, strict=True)] for time, score in ((time_a, a), (time_b, b)))


def kendall_package_p(x) -> float:
    """Two-sided p with continuity correction; 1 where R's Kendall gives up: fewer than four scores, all tied, or no trend at all."""
    s, n = s_within(x), len(x)
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties(x))) / 18
    return 1.0 if n < 4 or s == 0 or variance == 0 else 2 * stats.norm.sf((abs(s) - 1) / math.sqrt(variance))


def by_order(s: Series):
    m, n = len(s.a), len(s.b)
    return without_trend(s.a, s.b, range(1, m + 1), range(m + 1, m + n + 1))


def tau_bc_pretest(s: Series):
    a, b = by_order(s) if len(s.a) > 1 and kendall_package_p(s.a) <= 0.05 else (s.a, s.b)
    return tau_of(a, b, s.sign)


def tau_bc_kendall_pretest(s: Series):
    a, b = by_order(s) if len(s.a) > 1 and kendall_package_p(s.a) <= 0.05 else (s.a, s.b)
    scores = np.array([*a, *b], np.float32)  # R's Kendall sees single precision, and so other ties
    tau = s.sign * stats.kendalltau([0] * len(a) + [1] * len(b), scores).statistic
    return z_interval(tau, math.sqrt(2 / (len(a) + len(b)) * (1 - tau**2)))


def residual_sd(time, score) -> float:
    return math.sqrt(np.polyfit(time, score, 1, full=True)[1].sum() / (len(score) - 2)) if len(score) > 2 else NAN


def repeated_median(time, score) -> float:
    middle = [np.median([(score[j] - score[i]) / (time[j] - time[i]) for j in range(len(score)) if j != i]) for i in range(len(score))]
    return float(np.median(middle))


def mann_kendall_p(x) -> float:
    s, n = s_within(x), len(x)
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties(x))) / 18
    return 2 * stats.norm.sf(max(abs(s) - 1, 0) / math.sqrt(variance)) if variance > 0 else NAN
