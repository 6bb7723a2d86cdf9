"""Counting occasions by states agrees with going through every outcome."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.goals.counting import Chances, counting, probability_of_count


def told(*histories):
    """Outcomes so far as bits, the latest lowest, and how many."""
    return np.array([int("".join("01"[hit] for hit in history) or "0", 2) for history in histories]), np.array([len(h) for h in histories])


def has_window(outcomes, n, k):
    return any(sum(outcomes[start : start + n]) >= k for start in range(len(outcomes) - n + 1))


def expected(history, after_pass, after_miss, n, k):
    """P(some window of n holds k passes), outcome by outcome."""
    total = 0.0
    for outcome in product((False, True), repeat=len(after_pass)):
        before, chance = (history[-1] if history else False), 1.0
        for occasion, hit in enumerate(outcome):
            q = after_pass[occasion] if before else after_miss[occasion]
            chance *= q if hit else 1 - q
            before = hit
        total += chance * has_window([*history, *outcome], n, k)
    return total


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.data())
def test_every_window_in_every_outcome(n, data):
    k = data.draw(st.integers(1, n))
    history = data.draw(st.lists(st.booleans(), max_size=8))
    if has_window(history, n, k):
        return
    chance = st.lists(st.floats(0, 1), min_size=6, max_size=6)
    after_pass, after_miss = np.array(data.draw(chance)), np.array(data.draw(chance))
    found = probability_of_count(Chances(after_pass[:, None], after_miss[:, None]), *told(history), n, k, np.array([6]))
    assert found[0] == pytest.approx(expected(history, after_pass, after_miss, n, k), abs=1e-12)


def test_a_long_window_agrees_with_simulation():
    rng = np.random.default_rng(1)
    chance = np.full(30, 0.85)
    history = [True, True, False, True, True, True]
    found = probability_of_count(Chances.independent(chance[:, None]), *told(history), 20, 18, np.array([30]))[0]
    outcomes = np.concatenate([np.tile(history, (100_000, 1)), rng.random((100_000, 30)) < chance], axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(outcomes, 20, axis=1).sum(axis=2)
    assert found == pytest.approx((windows >= 18).any(axis=1).mean(), abs=0.006)


def test_every_criterion_that_may_be_written_is_counted_through_in_few_states():
    """n is 1 to 12 on every way in."""
    assert max(counting(n, k).states for n in range(1, 13) for k in range(1, n + 1)) == 2048


def test_a_plan_is_judged_alike_alone_and_beside_others():
    chances = Chances.independent(np.full((4, 2), 0.5))
    beside = probability_of_count(chances, *told([True, True], [False]), 5, 3, np.array([1, 4]))
    alone = probability_of_count(Chances.independent(np.full((1, 1), 0.5)), *told([True, True]), 5, 3, np.array([1]))
    assert beside[0] == alone[0]
