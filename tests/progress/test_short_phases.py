"""What is said of phases that are empty, short, constant or tied: never an error, NaN or infinity, but an empty cell or the value below."""

import math

import numpy as np
import pytest
from comparisons import CON, Comparison, compare, run

METRICS = ("count", "rate", "percentage", "proportion", "other")
AWKWARD = {
    "one score each": ([5], [7]),
    "two scores each": ([5, 6], [7, 9]),
    "two equal scores each": ([1, 1], [1, 1]),
    "no baseline": ([], [4, 5, 6]),
    "no score since the start": ([4, 5, 6], []),
    "one score since the start": ([4, 5, 6], [9]),
    "one baseline score": ([4], [5, 6, 9]),
    "constant baseline": ([3, 3, 3], [3, 4, 5]),
    "constant since the start": ([3, 4, 5], [6, 6, 6]),
    "constant throughout": ([0.1] * 7, [0.1] * 9),
    "zeros": ([0, 0, 0], [0, 0, 0]),
    "zero baseline": ([0, 0, 0], [1, 0, 2]),
    "negative scores": ([-1, -2, -4], [-3, 0, 1]),
    "perfect line": ([1, 2, 3, 4], [5, 6, 7, 8]),
}


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_stored_tables_hold_no_nan_and_no_infinity(metric, direction):
    run(*(Comparison(a=a, b=b, metric=metric, direction=direction) for a, b in AWKWARD.values()))
    for table in ("phase_trend", "effect_size", "piecewise"):
        numbers = [
            name for name, kind in CON.execute(f"SELECT column_name, column_type FROM (DESCRIBE {table})").fetchall() if kind == "DOUBLE"
        ]
        for column in numbers:
            assert CON.execute(f"SELECT count(*) FROM {table} WHERE NOT isfinite({column})").fetchall() == [(0,)], f"{table}.{column}"


def value(results, statistic, plan=0):
    found = results.effect(statistic, plan)
    return tuple(
        None if math.isnan(number) else round(number, 6) for number in found[["value", "se", "ci_lower", "ci_upper"]].astype(float)
    )


def test_a_missing_phase_leaves_every_effect_size_empty():
    results = run(Comparison(b=[4, 5, 6]), Comparison(a=[4, 5, 6]))
    for plan in (0, 1):
        for statistic in ("NAP", "Tau", "PND", "PEM", "SMD", "LRRi"):
            assert value(results, statistic, plan) == (None, None, None, None)
    assert results.piecewise.empty


def test_total_nonoverlap_has_an_interval_of_some_width():
    """NAP of 1 from three and three scores says little: the interval starts at 0.501."""
    results = compare(a=[1, 2, 3], b=[4, 5, 6])
    nap, _, lower, upper = value(results, "NAP")
    assert (nap, upper) == (1, 1)
    assert lower == pytest.approx(0.501, abs=5e-4)
    assert compare(a=range(6), b=range(10, 30)).effect("NAP").ci_lower == pytest.approx(0.788, abs=5e-4)


def test_one_score_in_a_phase_has_no_standard_error():
    results = compare(a=[5], b=[4, 6, 7], metric="count")
    assert value(results, "NAP")[:2] == (round(2 / 3, 6), None)
    assert value(results, "SMD") == value(results, "LRRi") == (None, None, None, None)
    phase = results.phase("A")
    assert phase[["mean", "median"]].tolist() == [5, 5]
    assert phase[["sd", "ols_slope", "ols_slope_se", "theil_sen_slope", "autocorrelation"]].isna().all()


def test_two_scores_have_a_slope_but_no_error_of_it():
    phase = compare(a=[5, 5], b=[4, 7]).phase("B")
    assert [phase.ols_slope, phase.theil_sen_slope] == [3, 3]
    assert phase[["ols_slope_se", "ols_slope_lower", "residual_sd", "theil_sen_lower", "theil_sen_upper"]].isna().all()


def test_a_constant_phase_has_slope_zero_and_spread_zero():
    phase = compare(a=[0.1] * 7, b=[0.1] * 9).phase("B")
    assert (
        phase[["ols_slope", "ols_slope_se", "residual_sd", "sd", "theil_sen_slope", "theil_sen_lower", "theil_sen_upper"]].tolist()
        == [0.0] * 7
    )
    assert math.isnan(phase.autocorrelation)


def test_a_constant_baseline_has_no_standardised_difference():
    """A change without a unit to measure it in is not infinite."""
    assert value(compare(a=[3, 3, 3], b=[5, 6, 7]), "SMD") == (None, None, None, None)


def test_fewer_than_three_baseline_scores_have_no_standardised_difference():
    assert value(compare(a=[3, 4], b=[5, 6, 7]), "SMD") == (None, None, None, None)


def test_ties_count_half_in_nap_and_pem_and_not_at_all_in_pnd():
    results = compare(a=[1, 2, 3], b=[2, 2, 3])
    assert [results.effect(name).value for name in ("NAP", "PEM", "PND")] == pytest.approx([11 / 18, 4 / 6, 0])


def test_counts_of_zero_have_a_response_ratio_and_other_zeros_have_none():
    """Half a count over the phase stands for no count at all (Pustejovsky 2015); a mean of zero on another scale has no logarithm."""
    results = run(Comparison(a=[0, 0, 0, 0], b=[2, 4, 3, 3], metric="count"), Comparison(a=[0, 0, 0, 0], b=[2, 4, 3, 3], metric="rate"))
    level_a, spread_a, level_b, spread_b = 1 / 8, 1 / 64, 3.0, 2 / 3
    expected = np.log(level_b) + spread_b / (2 * 4 * level_b**2) - np.log(level_a) - spread_a / (2 * 4 * level_a**2)
    assert results.effect("LRRi", 0).value == pytest.approx(expected)
    assert value(results, "LRRi", 1) == (None, None, None, None)


def test_a_wanted_decrease_is_a_positive_response_ratio():
    """LRRd is stored improvement positive; the statistics file turns it as SingleCaseES does."""
    found = compare(a=[10, 12, 11], b=[5, 6, 4], direction="decrease", metric="count").effect("LRRd")
    assert found.value > 0
    assert found.ci_lower < found.value < found.ci_upper


def test_sens_interval_is_empty_where_too_few_scores_give_it_an_end():
    assert math.isnan(compare(a=[1, 2], b=[1, 3, 2]).phase("B").theil_sen_lower)
    assert not math.isnan(compare(a=[1, 2], b=[1, 3, 2, 5, 4, 6]).phase("B").theil_sen_lower)
