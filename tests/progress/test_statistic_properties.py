"""What must hold of every statistic whatever the scores: mirroring, order, scale, several probes on a day."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from comparisons import Comparison, compare, run
from hypothesis import given, settings
from hypothesis import strategies as st

phases = st.lists(st.integers(min_value=0, max_value=40).map(float), min_size=2, max_size=10)
comparison = st.builds(Comparison, a=phases, b=phases, direction=st.sampled_from(["increase", "decrease"]))
few = settings(max_examples=20, deadline=None)
SLOPES = ["ols_slope", "ols_slope_lower", "ols_slope_upper", "theil_sen_slope", "theil_sen_lower", "theil_sen_upper"]


def effects(results, plan, *statistics):
    return [number for name in statistics for number in results.effect(name, plan)[["value", "se", "ci_lower", "ci_upper"]].astype(float)]


def same(left, right):
    assert left == pytest.approx(right, abs=1e-9, nan_ok=True)


@few
@given(comparison)
def test_a_mirrored_measure_gives_the_same_improvement(comparison):
    """Fewer talk-outs is as good as more words read: mirrored scores with the other direction change no improvement-positive number."""
    other = {"increase": "decrease", "decrease": "increase"}[comparison.direction]
    mirrored = replace(comparison, a=[-x for x in comparison.a], b=[-x for x in comparison.b], direction=other)
    results = run(comparison, mirrored)
    same(effects(results, 0, "NAP", "Tau", "PND", "PEM", "SMD"), effects(results, 1, "NAP", "Tau", "PND", "PEM", "SMD"))
    for part in ("A", "B"):
        same(list(results.phase(part, 0)[SLOPES].astype(float)), list(results.phase(part, 1)[SLOPES].astype(float)))
    numbers = results.piecewise.drop(columns=["plan_id", "series_id", "against"]).to_numpy(float)
    same(list(numbers[0]), list(numbers[1]))


@few
@given(comparison)
def test_the_other_direction_turns_every_sign(comparison):
    other = {"increase": "decrease", "decrease": "increase"}[comparison.direction]
    results = run(comparison, replace(comparison, direction=other))
    nap, turned = results.effect("NAP", 0), results.effect("NAP", 1)
    same([nap.value, nap.ci_lower, nap.ci_upper], [1 - turned.value, 1 - turned.ci_upper, 1 - turned.ci_lower])
    here, there = results.phase("B", 0), results.phase("B", 1)
    same([here.ols_slope, here.ols_slope_lower, here.theil_sen_upper], [-there.ols_slope, -there.ols_slope_upper, -there.theil_sen_lower])
    assert here.ols_intercept == there.ols_intercept, "levels stay in the measure's own direction"


@few
@given(comparison, st.integers(min_value=0, max_value=1000))
def test_the_order_in_which_rows_come_changes_nothing(comparison, seed):
    plain, shuffled = run(comparison), run(comparison, shuffle=seed)
    pd.testing.assert_frame_equal(plain.trend, shuffled.trend)
    pd.testing.assert_frame_equal(plain.effects, shuffled.effects)
    pd.testing.assert_frame_equal(plain.piecewise, shuffled.piecewise)


@few
@given(comparison, st.sampled_from([0.5, 2.0, 8.0]), st.sampled_from([0.0, 16.0]))
def test_another_unit_scales_slopes_and_leaves_effect_sizes(comparison, factor, shift):
    moved = replace(comparison, a=[factor * x + shift for x in comparison.a], b=[factor * x + shift for x in comparison.b])
    results = run(comparison, moved)
    same(effects(results, 0, "NAP", "Tau", "PND", "PEM"), effects(results, 1, "NAP", "Tau", "PND", "PEM"))
    assert results.effect("SMD", 0).value == pytest.approx(results.effect("SMD", 1).value, abs=1e-6, nan_ok=True)
    same([factor * x for x in results.phase("B", 0)[SLOPES].astype(float)], list(results.phase("B", 1)[SLOPES].astype(float)))


@few
@given(phases, phases)
def test_a_ratio_does_not_depend_on_the_unit(a, b):
    rate = Comparison(a=[x + 1 for x in a], b=[x + 1 for x in b], metric="rate")
    hourly = replace(rate, a=[60 * x for x in rate.a], b=[60 * x for x in rate.b])
    results = run(rate, hourly)
    same(effects(results, 0, "LRRi"), effects(results, 1, "LRRi"))


def test_several_probes_on_a_day_weigh_as_much_as_they_are_but_add_no_degrees_of_freedom():
    """Three probes on each of the first two days: the line is the one through all ten probes, its spread that of six days."""
    days, values, probes = [0, 1, 2, 3, 4, 5], [10, 14, 13, 19, 18, 24], [3, 3, 1, 1, 1, 1]
    phase = compare(a=[9, 11], b=values, probes=[1, 1, *probes]).phase("B")
    all_days, all_values = np.repeat(days, probes), np.repeat(values, probes)
    slope, intercept = np.polyfit(all_days, all_values, 1)
    residual = all_values - (intercept + slope * all_days)
    spread = np.sqrt((residual @ residual) / (6 - 2))
    assert (phase.n, phase.n_probes) == (6, 10)
    assert [phase.ols_slope, phase.ols_intercept, phase.residual_sd] == pytest.approx([slope, intercept, spread])
    assert phase.ols_slope_se == pytest.approx(spread / np.sqrt(((all_days - all_days.mean()) ** 2).sum()))


def test_a_missed_week_is_a_gap_in_time_not_a_score():
    """Growth of 2 a week stays 2 a week across three weeks of holidays."""
    phase = compare(a=[4, 4, 4], b=[10, 12, 20, 22], weeks_b=[0, 1, 5, 6]).phase("B")
    assert [phase.ols_slope, phase.theil_sen_slope, phase.weeks_span] == pytest.approx([2, 2, 6])


def test_a_change_of_level_is_read_at_the_start_of_the_plan():
    """Baseline 10, 11, 12 goes on to 13 at the start; the phase starts at 20 and grows by 3: level change 7, trend change 2."""
    found = compare(a=[10, 11, 12], b=[20, 23, 26, 29]).piecewise.iloc[0]
    assert [found.level_change, found.trend_change, found.df] == pytest.approx([7, 2, 3])


def test_ordinary_growth_is_no_change_for_the_piecewise_model_though_overlap_calls_it_one():
    results = compare(a=[1, 3, 2, 4, 3, 5], b=[6, 8, 7, 9, 8, 10, 9, 11])
    change = results.piecewise.iloc[0]
    assert results.effect("NAP").value == 1
    assert change.level_change_lower < 0 < change.level_change_upper
