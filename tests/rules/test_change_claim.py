"""How often a change from the baseline is claimed, rightly and wrongly, beside the rule that overlap alone would give.

N students a setting; six weekly baseline scores and twelve since the start, error 10, so that .1 SD a week is one unit a week.
"""

import numpy as np
import pytest

from analytics.rules.simulation import Belief, Schedule, Students, default_thresholds, planted
from analytics.rules.simulation_claims import aimline, evidence, ineffective, says_changed, says_yes
from analytics.rules.simulation_rules import nap_interval_above_half

N = 10_000
ROOM = 3 * np.sqrt(0.05 * 0.95 / N)  # three standard errors of a share near one twentieth: 0.7%
SIX_AND_TWELVE = Schedule(6, 1.0, 12)
NORMS = {"no norm known": Belief(), "norm known": Belief(maturation_mean=1.08, maturation_sd=0.52)}  # grade 3, Fuchs et al. 1993


def claimed(students: Students, belief: Belief, schedule: Schedule = SIX_AND_TWELVE) -> np.ndarray:
    """Students x occasions since the start: where a change is claimed."""
    scores, _ = planted(students, schedule, N, np.random.default_rng(3))
    found = evidence(schedule, scores, belief, aimline(schedule, scores, 1.5))
    return says_changed(found, default_thresholds()["success_false_claim"])


@pytest.mark.parametrize("norm", NORMS)
@pytest.mark.parametrize("natural", [0.0, 1.0])
def test_without_an_effect_a_change_is_hardly_ever_claimed(norm: str, natural: float) -> None:
    """Once after twelve scores, and at any weekly look up to week 20."""
    grown = Students(roi=natural, growth_before=natural)
    assert claimed(grown, NORMS[norm])[:, -1].mean() <= 0.05 + ROOM
    assert claimed(grown, NORMS[norm], Schedule(6, 1.0, 20)).any(axis=1).mean() <= 0.05 + ROOM


@pytest.mark.parametrize("norm", NORMS)
def test_a_step_of_two_standard_deviations_is_claimed_more_often_than_not(norm: str) -> None:
    assert claimed(Students(step=20.0), NORMS[norm])[:, -1].mean() >= 0.57 - 3 * np.sqrt(0.25 / N)


@pytest.mark.parametrize("autocorrelation", [0.2, 0.4])
def test_the_claim_stays_honest_when_scores_are_correlated(autocorrelation: float) -> None:
    grown = Students(roi=1.0, growth_before=1.0, autocorrelation=autocorrelation)
    assert claimed(grown, Belief(autocorrelation=autocorrelation)).any(axis=1).mean() <= 0.05 + ROOM


def test_the_interval_of_nap_calls_natural_growth_an_effect() -> None:
    """36% where the twelve scores follow the six without a gap."""
    rng = np.random.default_rng(3)
    scores = 1.0 * np.arange(18) + 10 * rng.standard_normal((N, 18))
    assert nap_interval_above_half(SIX_AND_TWELVE, scores).mean() == pytest.approx(0.36, abs=0.02)


def test_steep_growth_after_a_flat_baseline_is_a_change_although_it_is_no_step() -> None:
    """The trend since the start departs so far from the baseline's that it is not taken for one and the same."""
    assert claimed(Students(roi=8.0), Belief())[:, -1].mean() > 0.5


@pytest.mark.parametrize(("roi", "most"), [(0.75, 0.12), (0.0, 0.02)])
def test_a_student_too_slow_for_the_target_is_seldom_ever_called_on_pace(roi: float, most: float) -> None:
    schedule = Schedule(3, 1.0, 20)
    scores, _ = planted(Students(roi=roi), schedule, N, np.random.default_rng(3))
    found = evidence(schedule, scores, Belief(), aimline(schedule, scores, 1.5))
    assert says_yes(found, 0.1, default_thresholds()["success_false_claim"]).any(axis=1).mean() <= most


@pytest.mark.parametrize(("baseline", "share"), [(3, 0.144), (6, 0.188)])
def test_half_the_growth_before_the_start_too_is_called_on_pace_as_often_as_the_note_says(baseline: int, share: float) -> None:
    schedule = Schedule(baseline, 1.0, 20)
    scores, _ = planted(Students(roi=0.75, growth_before=0.75), schedule, N, np.random.default_rng(3))
    found = evidence(schedule, scores, Belief(), aimline(schedule, scores, 1.5))
    assert says_yes(found, 0.1, default_thresholds()["success_false_claim"]).any(axis=1).mean() == pytest.approx(share, abs=0.015)


@pytest.mark.parametrize(("norm", "once", "ever"), [("no norm known", 0.068, 0.113), ("norm known", 0.109, 0.163)])
def test_fast_growth_without_an_effect_is_claimed_as_often_as_the_note_says(norm: str, once: float, ever: float) -> None:
    grown = Students(roi=2.0, growth_before=2.0)
    found = claimed(grown, NORMS[norm], Schedule(6, 1.0, 20))
    assert (found[:, 11].mean(), found.any(axis=1).mean()) == pytest.approx((once, ever), abs=0.015)


@pytest.mark.parametrize(("step", "share"), [(-5.0, 0.208), (-10.0, 0.390)])
def test_a_drop_on_the_first_day_is_called_as_often_as_the_note_says(step: float, share: float) -> None:
    schedule = Schedule(3, 1.0, 20)
    scores, _ = planted(Students(roi=1.5, step=step), schedule, N, np.random.default_rng(3))
    found = evidence(schedule, scores, Belief(), aimline(schedule, scores, 1.5))
    assert ineffective(found, 0.1).any(axis=1).mean() == pytest.approx(share, abs=0.02)


def test_looks_after_each_of_two_probes_a_week_cost_two_points() -> None:
    schedule = Schedule(3, 2.0, 20)
    scores, _ = planted(Students(roi=1.5), schedule, N, np.random.default_rng(3))
    found = evidence(schedule, scores, Belief(), aimline(schedule, scores, 1.5))
    assert ineffective(found, 0.1).any(axis=1).mean() == pytest.approx(0.103, abs=0.01)
