"""A second, plain implementation, second part: standardised differences, logs of ratios, the goal, and scan's rank correlations."""

import math

import numpy as np
from plain_single_case import NAN, Series, Z, s_between, s_within, sgn, ties, without_trend, z_interval
from scipy import stats


def variance(x) -> float:
    return float(np.var(x, ddof=1)) if len(x) > 1 else NAN


def divide(x: float, y: float) -> float:
    return x / y if y else (NAN if x == 0 or math.isnan(x) else math.copysign(math.inf, x))


def smd_uncorrected(s: Series):
    m, n, spread = len(s.a), len(s.b), variance(s.a)
    d = divide(s.sign * (np.mean(s.b) - np.mean(s.a)), math.sqrt(spread))
    return z_interval(d, math.sqrt(1 / m + divide(variance(s.b), n * spread) + d**2 / (2 * (m - 1))) if m > 1 else NAN)


def glass_delta(s: Series):
    return (divide(np.mean(s.b) - np.mean(s.a), math.sqrt(variance(s.a))),)


def hedges_g(s: Series):
    m, n = len(s.a), len(s.b)
    pooled = ((m - 1) * variance(s.a) + (n - 1) * variance(s.b)) / (m + n - 2)
    return (divide(np.mean(s.b) - np.mean(s.a), math.sqrt(pooled)),)


def hedges_g_corrected(s: Series):
    return ((1 - 3 / (4 * (len(s.a) + len(s.b) - 2) - 1)) * hedges_g(s)[0],)


def log_ratio(s: Series, wanted: int):
    """Log of the ratio of means without the correction of its bias; shares are turned to the wanted direction, other scales change sign."""
    top = {"percentage": 100.0, "proportion": 1.0}.get(s.metric)
    a, b, sign = s.a, s.b, wanted * s.sign
    if top:
        a, b, sign = ([top - x for x in x_] if s.sign != wanted else x_ for x_ in (a, b)), None, 1
        a, b = a
    parts = []
    for x in (a, b):
        level, spread = float(np.mean(x)), variance(x)
        if s.metric == "count":
            level, spread = max(level, 1 / (2 * len(x))), max(spread, 1 / len(x) ** 3)
        parts.append((level, spread / (len(x) * level**2) if level else math.inf))
    (level_a, relative_a), (level_b, relative_b) = parts
    if min(level_a, level_b) <= 0:
        return (NAN,)  # no logarithm
    return z_interval(sign * math.log(level_b / level_a), math.sqrt(relative_a + relative_b))


def log_median_ratio(s: Series):
    """Bonett & Price (2020): the variance of a log median from the order statistics that bound it."""
    middle_a, middle_b = np.median(s.a), np.median(s.b)
    if min(middle_a, middle_b) <= 0:
        return (NAN,)  # no logarithm
    total, value = 0.0, s.sign * math.log(middle_b / middle_a)
    for x in (s.a, s.b):
        n, ordered = len(x), sorted(x)
        if ordered[0] <= 0:
            return (value,)
        rank = max(round(n / 2 - math.sqrt(n)), 1)
        z = stats.norm.ppf(1 - stats.binom.cdf(rank - 1, n, 0.5))
        total += ((math.log(ordered[n - rank]) - math.log(ordered[rank - 1])) / (2 * z)) ** 2
    return z_interval(value, math.sqrt(total))


def goal_obtained(s: Series):
    distance, m, n = s.goal - np.mean(s.a), len(s.a), len(s.b)
    if math.isnan(distance) or distance == 0:
        return (NAN,)
    pogo = 100 * (np.mean(s.b) - np.mean(s.a)) / distance
    spread = variance(s.a) / m + variance(s.b) / n + (pogo / 100) ** 2 * variance(s.a) / m
    return z_interval(pogo, 100 * math.sqrt(spread) / abs(distance))


def variance_of_s(x: list[float], time_ties: list[int]) -> float:
    """Variance of Kendall's S with ties in both variables (Kendall 1970, 4.9)."""
    n, t, u = len(x), ties(x), time_ties

    def v(groups):
        return sum(g * (g - 1) * (2 * g + 5) for g in groups)

    def pairs(groups):
        return sum(g * (g - 1) for g in groups)

    def triples(groups):
        return sum(g * (g - 1) * (g - 2) for g in groups)

    if len(t) == 1:
        return 0.0
    third = triples(t) * triples(u) / (9 * n * (n - 1) * (n - 2)) if n > 2 else 0
    return (n * (n - 1) * (2 * n + 5) - v(t) - v(u)) / 18 + pairs(t) * pairs(u) / (2 * n * (n - 1)) + third


def tau_u(s: Series, variant: str):
    """scan's tau_u: tau, SE = tau / z, Fisher's interval, and p; raw direction."""
    a, b, m, n = s.a, s.b, len(s.a), len(s.b)
    everything = a + b
    total, tied = (m + n) * (m + n - 1) / 2, sum(t * (t - 1) / 2 for t in ties(everything))
    minus_trend = s_between(a, b) - s_within(a)
    used = m * n + m * (m - 1) / 2
    score, pairs, variance = {
        "complete_AvB": (s_between(a, b), m * n - sum(x == y for x in a for y in b) / 2, variance_of_s(everything, [m, n])),
        "complete_AvB_minus_trendA": (minus_trend, math.sqrt(used * (total - tied)), variance_of_s(everything, [n])),
        "complete_AvB_plus_trendB_minus_trendA": (
            minus_trend + s_within(b), math.sqrt(total * (total - tied)), variance_of_s(everything, []),
        ),
        "parker_AvB_minus_trendA": (minus_trend, m * n, variance_of_s(everything, [n])),
        "tarlow_AvB_minus_trendA": (minus_trend, used, variance_of_s(everything, [n])),
    }[variant]  # fmt: skip
    tested = score - sgn(score) if variant.startswith("tarlow") else score
    if pairs == 0 or variance <= 0:
        return (divide(score, pairs), NAN), (NAN,)
    tau, z = score / pairs, tested / math.sqrt(variance)
    limits = (-1.0, -1.0) if tau == -1 else (NAN, NAN)
    if -1 < tau < 1 and m + n > 3:
        limits = tuple(math.tanh(math.atanh(tau) + k * Z / math.sqrt(m + n - 3)) for k in (-1, 1))
    return (tau, divide(tau, z), *limits), (2 * stats.norm.sf(abs(z)),)


def corrected_tau(s: Series):
    """Tarlow (2017) as scan has it: tau-b against phase, after the baseline's Theil-Sen line if its Kendall p is at most .05; and its p."""
    tested = stats.kendalltau(s.time_a, s.a, method="asymptotic").pvalue if len(s.a) > 1 and len(set(s.a)) > 1 else 1
    a, b = without_trend(s.a, s.b, s.time_a, s.time_b, fitted_first=True) if tested <= 0.05 else (s.a, s.b)
    if len(set(a + b)) == 1:
        return (NAN,), (NAN,)
    found = stats.kendalltau([0] * len(a) + [1] * len(b), a + b, method="asymptotic")
    return (found.statistic,), (found.pvalue,)
