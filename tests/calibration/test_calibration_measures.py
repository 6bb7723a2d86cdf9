"""Measures of flags and chances against published and hand-worked values, and what must hold of them whatever the looks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.calibration import measures
from analytics.calibration.measures import brier, brier_base_rate, chances, effective_number, equal_count_bins, reliability, share, wilson

LOOKS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 1, allow_subnormal=False), st.booleans()), min_size=1, max_size=60
).map(lambda rows: pd.DataFrame(rows, columns=["plan_id", "probability", "met"]))


# Newcombe (1998) Statistics in Medicine 17, 857-872, Table I, method 3.
@pytest.mark.parametrize(
    ("cases", "n", "lower", "upper"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)]
)
def test_wilson_s_interval_is_newcombe_s_table(cases: int, n: int, lower: float, upper: float) -> None:
    assert wilson(cases / n, n) == (pytest.approx(lower, abs=5e-5), pytest.approx(upper, abs=5e-5))


def test_the_brier_score_is_the_one_of_scikit_learn_s_manual() -> None:
    assert brier([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]) == pytest.approx(0.0375)  # (.01 + .01 + .04 + .09) / 4


def test_the_brier_score_by_hand() -> None:
    assert brier([0.7], [1]) == pytest.approx(0.09) and brier([0.3], [1]) == pytest.approx(0.49)
    assert brier([0.5, 0.5], [1, 0]) == brier_base_rate([1, 0]) == 0.25
    assert brier_base_rate([1, 1, 1, 0]) == pytest.approx(3 / 16)


def test_kish_s_number_by_hand() -> None:
    assert effective_number(pd.Series(["a", "b", "c"])) == 3
    assert effective_number(pd.Series(["a", "a", "a", "b"])) == pytest.approx(16 / 10)
    assert effective_number(pd.Series([], dtype=str)) == 0


def test_a_share_counts_plans_not_looks() -> None:
    once = share(pd.Series([True] * 9 + [False]), pd.Series(list("abcdefghij")))
    often = share(pd.Series(([True] * 9 + [False]) * 5), pd.Series(list("abcdefghij") * 5))
    assert (once.value, once.lower, once.upper) == (often.value, often.lower, often.upper)
    assert (often.n_plans, often.n_looks) == (10, 50)


def test_few_plans_state_nothing() -> None:
    few = pd.DataFrame({"plan_id": list("abcdefghi") * 20, "probability": np.linspace(0, 1, 180), "met": True})
    assert share(few["met"], few["plan_id"], 10) == measures.Share()
    assert reliability(few, 10).empty and chances(few, 10) is None
    assert not reliability(few, 9).empty


def test_reliability_by_hand() -> None:
    looks = pd.DataFrame({"plan_id": list("abcd"), "probability": [0.1, 0.3, 0.6, 0.8], "met": [False, True, False, True]})
    bins = reliability(looks, 2)
    assert bins[["stated", "happened"]].to_numpy().tolist() == [[pytest.approx(0.2), 0.5], [pytest.approx(0.7), 0.5]]
    found = chances(looks, 2)
    assert found is not None
    assert found.mean_gap == pytest.approx(0.25) and found.brier == pytest.approx((0.01 + 0.49 + 0.36 + 0.04) / 4)
    assert found.brier_base_rate == 0.25 and found.skill == pytest.approx(1 - 0.225 / 0.25)


def test_equal_chances_share_a_bin_and_bins_hold_equally_many() -> None:
    assert equal_count_bins(np.arange(20.0), 4).tolist() == [0] * 5 + [1] * 5 + [2] * 5 + [3] * 5
    assert equal_count_bins(np.array([0.0, 0.0, 0.0, 0.0, 1.0]), 5).tolist() == [0, 0, 0, 0, 4]


def test_a_forecaster_who_means_what_is_said_lies_on_the_diagonal() -> None:
    rng = np.random.default_rng(1)
    stated = rng.uniform(size=20_000)
    looks = pd.DataFrame({"plan_id": np.arange(20_000).astype(str), "probability": stated, "met": rng.uniform(size=20_000) < stated})
    found = chances(looks, 10)
    assert found is not None and found.mean_gap < 0.015 and found.brier == pytest.approx(1 / 6, abs=0.005)
    inside = [row.lower <= row.stated <= row.upper for row in reliability(looks, 10).itertuples()]
    assert len(inside) == 10 and sum(inside) >= 8


@given(st.floats(0, 1), st.floats(1, 1e5))
def test_an_interval_holds_its_share_within_0_and_1(value: float, n: float) -> None:
    lower, upper = wilson(value, n)
    assert 0 <= lower <= value + 1e-12 and value - 1e-12 <= upper <= 1


@given(LOOKS)
def test_brier_lies_between_0_and_1_and_a_certain_seer_has_none(looks: pd.DataFrame) -> None:
    assert 0 <= brier(looks["probability"], looks["met"]) <= 1
    assert brier(looks["met"], looks["met"]) == 0
    assert brier(1 - looks["probability"], ~looks["met"]) == pytest.approx(brier(looks["probability"], looks["met"]))
    assert brier(np.full(len(looks), looks["met"].mean()), looks["met"]) == pytest.approx(brier_base_rate(looks["met"]))


@given(LOOKS, st.integers(1, 4))
def test_bins_lose_no_look_and_none_is_small(looks: pd.DataFrame, fewest: int) -> None:
    bins = reliability(looks, fewest)
    if looks["plan_id"].nunique() < fewest:
        assert bins.empty
        return
    assert bins["n_looks"].sum() == len(looks) and (bins["n_plans"] >= fewest).all() and len(bins) <= 10
    assert bins["stated"].is_monotonic_increasing
    assert np.average(bins["happened"], weights=bins["n_looks"]) == pytest.approx(looks["met"].mean())
    assert ((bins["lower"] <= bins["happened"]) & (bins["happened"] <= bins["upper"])).all()


@given(LOOKS)
def test_the_number_of_plans_bounds_kish_s(looks: pd.DataFrame) -> None:
    assert 1 <= effective_number(looks["plan_id"]) <= looks["plan_id"].nunique() + 1e-9
