"""The models against a second, plain implementation: loops and textbook formulas, one series at a time, on generated series."""

import itertools
import math

import numpy as np
import pytest
from comparisons import Comparison, run
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

scores = st.integers(min_value=0, max_value=60).map(float)
phases = st.lists(scores, min_size=3, max_size=14)
comparisons = st.lists(
    st.builds(Comparison, a=phases, b=phases, direction=st.sampled_from(["increase", "decrease"])), min_size=1, max_size=5
)
few = settings(max_examples=25, deadline=None)


def plain_nap(a, b, sign):
    return np.mean([1.0 if sign * (y - x) > 0 else 0.5 if y == x else 0.0 for x in a for y in b])


def plain_nap_se(a, b, sign):
    m, n = len(a), len(b)
    nap = plain_nap(a, b, sign)
    q = np.array([[1.0 if sign * (y - x) > 0 else 0.5 if y == x else 0.0 for y in b] for x in a]) - nap
    inner = min(max(nap, 0.5 / (m * n)), 1 - 0.5 / (m * n))
    q1, q2 = (q.sum(axis=1) ** 2).sum() / (m * n**2), (q.sum(axis=0) ** 2).sum() / (m**2 * n)
    return math.sqrt((inner * (1 - inner) + n * q1 + m * q2 - 2 * (q**2).mean()) / ((m - 1) * (n - 1)))


def plain_newcombe(nap, m, n):
    z2, h = stats.norm.ppf(0.975) ** 2, (m + n) / 2 - 1

    def gap(x):
        return m * n * (nap - x) ** 2 * (2 - x) * (1 + x) - z2 * x * (1 - x) * (2 + h + (1 + 2 * h) * x * (1 - x))

    # Where NAP is 1 the equation is also met at 1 itself; the limit is the root inside.
    lower = optimize.brentq(gap, 0, nap - 1e-9, xtol=1e-15) if nap > 0 else 0.0
    upper = optimize.brentq(gap, nap + 1e-9, 1, xtol=1e-15) if nap < 1 else 1.0
    return lower, upper


@few
@given(comparisons)
def test_nap_and_tau_with_their_standard_error_and_interval(comparisons):
    results = run(*comparisons)
    for plan, c in enumerate(comparisons):
        sign = -1 if c.direction == "decrease" else 1
        nap, se = plain_nap(c.a, c.b, sign), plain_nap_se(c.a, c.b, sign)
        lower, upper = plain_newcombe(nap, len(c.a), len(c.b))
        got = results.effect("NAP", plan)
        assert [got.value, got.se, got.ci_lower, got.ci_upper] == pytest.approx([nap, se, lower, upper], abs=1e-9)
        tau = results.effect("Tau", plan)
        assert [tau.value, tau.se, tau.ci_lower, tau.ci_upper] == pytest.approx(
            [2 * nap - 1, 2 * se, 2 * lower - 1, 2 * upper - 1], abs=1e-9
        )


@few
@given(comparisons)
def test_theil_sen_with_sens_interval(comparisons):
    results = run(*comparisons)
    for plan, (c, part) in enumerate_phases(comparisons):
        sign, y = -1 if c.direction == "decrease" else 1, np.array(c.a if part == "A" else c.b)
        slopes = sorted((y[j] - y[i]) / (j - i) for i, j in itertools.combinations(range(len(y)), 2))
        got = results.phase(part, plan)
        assert got.theil_sen_slope == pytest.approx(sign * np.median(slopes), abs=1e-10)
        expected = stats.theilslopes(y, np.arange(len(y)))
        if not math.isnan(got.theil_sen_lower):
            assert [got.theil_sen_lower, got.theil_sen_upper] == pytest.approx(
                sorted([sign * expected.low_slope, sign * expected.high_slope]), abs=1e-10
            )


@few
@given(comparisons)
def test_least_squares_line_of_each_phase(comparisons):
    results = run(*comparisons)
    for plan, (c, part) in enumerate_phases(comparisons):
        sign, y = -1 if c.direction == "decrease" else 1, np.array(c.a if part == "A" else c.b)
        t = np.arange(-len(y), 0.0) if part == "A" else np.arange(float(len(y)))
        design = np.column_stack([np.ones_like(t), t])
        (intercept, slope), *_ = np.linalg.lstsq(design, y, rcond=None)
        residual = y - design @ [intercept, slope]
        df = len(y) - 2
        se = math.sqrt(residual @ residual / df / ((t - t.mean()) ** 2).sum())
        margin = stats.t.ppf(0.975, df) * se
        got = results.phase(part, plan)
        assert [got.ols_intercept, got.ols_slope] == pytest.approx([intercept, sign * slope], abs=1e-8)
        assert [got.ols_slope_se, got.residual_sd] == pytest.approx([se, math.sqrt(residual @ residual / df)], abs=1e-7)
        assert [got.ols_slope_lower, got.ols_slope_upper] == pytest.approx([sign * slope - margin, sign * slope + margin], abs=1e-6)
        if residual @ residual > 1e-9:
            assert got.autocorrelation == pytest.approx(residual[1:] @ residual[:-1] / (residual @ residual), abs=1e-6)


@few
@given(comparisons)
def test_piecewise_model(comparisons):
    results = run(*comparisons)
    for plan, c in enumerate(comparisons):
        sign, m, n = -1 if c.direction == "decrease" else 1, len(c.a), len(c.b)
        t, in_b = np.arange(-m, float(n)), np.repeat([0.0, 1.0], [m, n])
        design, y = np.column_stack([np.ones(m + n), t, in_b, in_b * t]), np.array([*c.a, *c.b])
        estimates = np.linalg.solve(design.T @ design, design.T @ y)
        residual = y - design @ estimates
        covariance = np.linalg.inv(design.T @ design) * (residual @ residual) / (m + n - 4)
        got = results.piecewise.iloc[plan]
        assert [got.level_change, got.trend_change] == pytest.approx([sign * estimates[2], sign * estimates[3]], abs=1e-7)
        assert [got.level_change_se, got.trend_change_se] == pytest.approx(
            [math.sqrt(covariance[2, 2]), math.sqrt(covariance[3, 3])], abs=1e-6
        )
        assert got.level_change_upper - got.level_change == pytest.approx(stats.t.ppf(0.975, m + n - 4) * got.level_change_se, abs=1e-8)


def enumerate_phases(comparisons):
    return [(plan, (c, part)) for plan, c in enumerate(comparisons) for part in ("A", "B")]
