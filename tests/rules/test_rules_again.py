"""The classic rules against a second, plain implementation in exact fractions, on scores that hypothesis makes up."""

from fractions import Fraction
from math import isqrt, sqrt
from statistics import median

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from plans import Plan, call_rules, default_thresholds
from scipy import stats

WEEKS = range(1, 15)
CONSECUTIVE = {"three_point": 3, "four_point": 4, "six_point": 6}
NEEDED = {
    **CONSECUTIVE,
    "median_of_three": 3,
    "trend_line": 8,
    "tukey": 8,
    "upper_confidence_limit": 4,
}


@st.composite
def plans(draw) -> Plan:
    """Whole scores near the aimline, so that ties are common, a missed week now and then, both directions."""
    n = draw(st.integers(0, 14))
    weeks = draw(st.lists(st.integers(1, 25), min_size=n, max_size=n, unique=True).map(sorted))
    roi = draw(st.sampled_from([-0.5, 0.0, 0.5, 1.0, 2.0]))
    sign = draw(st.sampled_from([1.0, -1.0]))
    off = draw(st.lists(st.integers(-4, 4), min_size=n, max_size=n))
    scores = [round(50 + sign * roi * week) + gap for week, gap in zip(weeks, off, strict=True)]
    before = draw(st.lists(st.integers(40, 60), max_size=3))
    return Plan(scores, 50.0, roi, sign, weeks, before) if draw(st.integers(0, 9)) else Plan(scores, None, None, sign, weeks, before)


def by_hand(plan: Plan) -> dict[str, str]:
    """What each rule calls, improvement positive, without a database."""
    if plan.baseline is None:
        return dict.fromkeys(NEEDED, "not enough data")
    sign, roi = Fraction(plan.sign), Fraction(plan.roi)
    weeks = [Fraction(week) for week in plan.weeks]
    better = [sign * Fraction(score) for score in plan.scores]
    gaps = [y - sign * Fraction(plan.baseline) - roi * t for y, t in zip(better, weeks, strict=True)]
    said = {rule: side(min(gaps[-n:], default=0), max(gaps[-n:], default=0)) for rule, n in CONSECUTIVE.items()}
    if len(gaps) > 2:
        middle = median(better[-3:]) - sign * Fraction(plan.baseline) - roi * median(weeks[-3:])
        by_thirds = by_medians(weeks, better, len(gaps) // 3 + (len(gaps) % 3 == 2)) - roi
        slope, error, df = line(weeks, better)
        said |= {
            "median_of_three": side(middle, middle),
            "tukey": side(by_thirds, by_thirds),
            "trend_line": side(slope - roi, slope - roi),
            "upper_confidence_limit": limits(slope - roi, error, df),
        }
    return {rule: said[rule] if len(gaps) >= needed else "not enough data" for rule, needed in NEEDED.items()}


def side(lowest: Fraction, highest: Fraction) -> str:
    return "change" if highest < 0 else "raise" if lowest > 0 else "keep"


def by_medians(weeks: list[Fraction], values: list[Fraction], k: int) -> Fraction:
    first, last = slice(k), slice(len(weeks) - k, None)
    return (median(values[last]) - median(values[first])) / (median(weeks[last]) - median(weeks[first]))


def line(weeks: list[Fraction], values: list[Fraction]) -> tuple[Fraction, Fraction, int]:
    """Least-squares slope, its squared standard error, degrees of freedom."""
    n, t, y = len(weeks), sum(weeks) / len(weeks), sum(values) / len(values)
    sxx = sum((week - t) ** 2 for week in weeks)
    slope = sum((week - t) * value for week, value in zip(weeks, values, strict=True)) / sxx
    residuals = [value - y - slope * (week - t) for week, value in zip(weeks, values, strict=True)]
    return slope, sum(e * e for e in residuals) / (n - 2) / sxx, n - 2


def limits(above: Fraction, error: Fraction, df: int) -> str:
    margin = stats.t.ppf(0.9, df) * root(error)
    return side(round(float(above) - margin, 9), round(float(above) + margin, 9))


def root(square: Fraction) -> float:
    """Exact where the fraction is a square, so that a perfect line has no margin."""
    whole = Fraction(isqrt(square.numerator), isqrt(square.denominator) or 1)
    return float(whole) if whole * whole == square else sqrt(square)


def test_the_numbers_here_are_the_shipped_ones() -> None:
    shipped = default_thresholds()
    names = [f"{rule}_n" for rule in CONSECUTIVE] + ["median_of_three_n", "trend_line_minimum_occasions", "tukey_minimum_occasions"]
    assert [shipped[name] for name in [*names, "slope_limit_minimum_occasions"]] == list(NEEDED.values())
    assert shipped["slope_limit_level"] == pytest.approx(0.9)


@settings(max_examples=60, deadline=None)
@given(st.lists(plans(), min_size=1, max_size=20))
@example([Plan([50 + sign * roi * week for week in WEEKS], roi=roi, sign=sign, weeks=WEEKS) for sign in (1.0, -1.0) for roi in (0.0, 1.0)])
def test_each_call_agrees_with_the_plain_implementation(made) -> None:
    found = call_rules(*made)
    calls = [{rule: found[i, rule]["call"] for rule in NEEDED} for i in range(len(made))]
    assert calls == [by_hand(plan) for plan in made]


@settings(max_examples=15, deadline=None)
@given(st.lists(plans(), min_size=1, max_size=20))
def test_a_mirrored_measure_gets_the_same_calls(made) -> None:
    """Fewer talk-outs is as good as more words read: scores mirrored around the baseline, with the other direction."""
    mirrored = [Plan([100 - v for v in p.scores], p.baseline, p.roi, -p.sign, p.weeks, [100 - v for v in p.before]) for p in made]
    left, right = call_rules(*made), call_rules(*mirrored)
    assert {key: row["call"] for key, row in left.items()} == {key: row["call"] for key, row in right.items()}
