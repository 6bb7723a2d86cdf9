"""A second, plain implementation, third part: shares of scores beyond a line or a cut, and the tests of one case."""

import math
from collections.abc import Callable

import numpy as np
from plain_single_case import NAN, Series
from scipy import stats


def share_above(s: Series, line: Callable[[float], float] | float) -> float:
    _, b = s.better
    return 100 * sum(y > (line(t) if callable(line) else line) for t, y in zip(s.time_b, b, strict=True)) / len(b)


def extended_trend(s: Series):
    """Share of B above the least-squares line of A; a score on the line, to the last digits, is not above it."""
    a, b = s.better
    if len(a) < 2:
        return (NAN,)
    slope, intercept = np.polyfit(s.time_a, a, 1)
    grain = 1e-9 * max(map(abs, b))
    return (100 * sum(y - (intercept + slope * t) > grain for t, y in zip(s.time_b, b, strict=True)) / len(b),)


def pand(s: Series) -> float:
    a, b = s.better
    cuts = [-math.inf, *a]
    return max(sum(x <= cut for x in a) + sum(y > cut for y in b) for cut in cuts) / (len(a) + len(b))


def ird(s: Series):
    m, n = len(s.a), len(s.b)
    return (((m + n) ** 2 * pand(s) - m**2 - n**2) / (2 * m * n),)


def pand_sorted(s: Series):
    """scan's default: scores on their phase's side when all are put in order, ties by time; a wanted decrease reverses the sides."""
    ranked = sorted([(y, at, "A") for at, y in enumerate(s.a)] + [(y, len(s.a) + at, "B") for at, y in enumerate(s.b)])
    phases = [phase for *_, phase in ranked]
    expected = ["A"] * len(s.a) + ["B"] * len(s.b) if s.sign > 0 else ["B"] * len(s.b) + ["A"] * len(s.a)
    return (100 * sum(one == other for one, other in zip(phases, expected, strict=True)) / len(phases),)


def mann_whitney_above(s: Series):
    """One-sided p that B is better, normal with continuity and ties."""
    a, b = s.better
    return (stats.mannwhitneyu(b, a, alternative="greater", method="asymptotic").pvalue if len(set(a + b)) > 1 else NAN,)


def randomisation_p(s: Series):
    scores, n = [*s.a, *s.b], len(s.a) + len(s.b)

    def gain(start):
        return s.sign * (np.mean(scores[start:]) - np.mean(scores[:start]))

    starts = range(3, n - 2)
    return (sum(gain(start) >= gain(len(s.a)) - 1e-12 * max(map(abs, scores)) for start in starts) / len(starts),)


def outliers(x) -> int:
    middle = np.median(x)
    spread = 1.4826 * np.median(np.abs(np.array(x) - middle))
    return int(sum(abs(value - middle) > 3.5 * spread for value in x))


def dual_criterion_p(s: Series):
    """One-sided binomial p of as many scores of B above both lines of A, moved by a quarter of its SD."""
    a, b = s.better
    if len(a) < 2:
        return (NAN,)
    slope, intercept = np.polyfit(s.time_a, a, 1)
    moved = 0.25 * np.std(a, ddof=1)
    hits = sum(y > np.mean(a) + moved and y > intercept + slope * t + moved for t, y in zip(s.time_b, b, strict=True))
    return (stats.binomtest(hits, len(b), 0.5, alternative="greater").pvalue,)
