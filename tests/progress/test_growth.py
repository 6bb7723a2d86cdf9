"""Growth by generalised least squares agrees with the textbook formula, and its evidence with simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.progress.growth import normal_deviate


def gls(baseline, scores, rho):
    """A line flat through the baseline that bends at the start: level, slope and their unit covariance, by matrix algebra."""
    weeks = np.array([*range(-len(baseline), 0), *range(1, len(scores) + 1)], dtype=float)
    values = np.array([*baseline, *scores], dtype=float)
    design = np.column_stack([np.ones_like(weeks), np.maximum(weeks, 0)])
    inverse = np.linalg.inv(rho ** np.abs(np.subtract.outer(weeks, weeks)))
    cov = np.linalg.inv(design.T @ inverse @ design)
    return *(cov @ design.T @ inverse @ values), cov


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.integers(20, 60), min_size=1, max_size=6),
    st.lists(st.integers(20, 60), min_size=4, max_size=12),
)
def test_the_line_tied_to_the_baseline_is_generalised_least_squares(judged_line, baseline, scores):
    found = judged_line(baseline, scores)
    level, slope, cov = gls(baseline, scores, found["autocorrelation"])
    assert found["level_at_start"] == pytest.approx(level, rel=1e-9, abs=1e-9)
    assert found["roi_per_week"] == pytest.approx(slope, rel=1e-9, abs=1e-9)
    assert found["roi_se"] == pytest.approx(np.sqrt(cov[1, 1]) * found["residual_sd"], rel=1e-9)


@pytest.fixture(scope="session")
def judged_line(judged):
    """A spread so wide that the baseline is never departed from."""
    return lambda baseline, scores: judged([float(s) for s in baseline], [float(s) for s in scores], error=1000)


def test_a_jump_away_from_the_baseline_frees_the_line(judged):
    baseline, scores = [40, 41, 39], [70, 71, 70, 72, 71, 73, 72]
    found = judged(baseline, scores)
    assert not found["uses_baseline"]
    assert 0 < found["roi_per_week"] < 1


def test_normal_deviates_keep_tail_probabilities():
    from scipy import stats

    t, df = np.array([-3.0, 0.0, 1.0, 2.5, 8.0]), np.array([3.0, 5.0, 10.0, 30.0, 200.0])
    assert stats.norm.sf(normal_deviate(t, df)) == pytest.approx(stats.t.sf(t, df), rel=1e-9)
