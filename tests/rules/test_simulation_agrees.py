"""The simulator is a second implementation of each rule: a student planted in a real store gets the same call from both at each look."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from planted_store import plant

from analytics.rules.simulation import Belief, Schedule, Students, at_weekly_looks, default_thresholds, planted
from analytics.rules.simulation_claims import aimline, evidence, says_changed, says_no, says_yes
from analytics.rules.simulation_rules import RULES

ROI = 1.5
EVERY_WEEK = tuple(range(1, 21))


@dataclass(frozen=True)
class Case:
    """A schedule, what is true of a quarter of the students each, what is borrowed, and what was set otherwise."""

    schedule: Schedule
    belief: Belief
    error: float = 10.0
    autocorrelation: float = 0.2
    step: float = 0.0
    whole: bool = False
    fewer: bool = False
    settings: dict[str, float] = field(default_factory=dict)
    weeks: tuple[int, ...] = (4, 7, 10, 14, 20)


CASES = {
    "weekly, three baseline scores": Case(Schedule(3, 1.0), Belief(10, 200, 0.0), autocorrelation=0.0, weeks=EVERY_WEEK),
    "six baseline scores, ordinary growth unknown": Case(Schedule(6, 1.0), Belief(10, 12, 0.2), step=20, error=12),
    "twice a week, fewer is better, whole scores": Case(Schedule(5, 2.0), Belief(9, 30, 0.3, 0.8, 0.4), whole=True, fewer=True, step=12),
    "every other week, one baseline score, another total": Case(
        Schedule(1, 0.5), Belief(4, 0, 0.4), error=4, settings={"boundary_false_alarm": 0.49, "success_false_claim": 0.1}
    ),
    "a leap that frees the line": Case(Schedule(5, 1.0), Belief(5, 50, 0.1), error=5, step=45),
}


@pytest.mark.parametrize("name", CASES)
def test_every_student_gets_the_same_call_from_the_models_and_from_the_simulator(name: str) -> None:
    case, rng = CASES[name], np.random.default_rng(5)
    groups = [
        Students(roi, growth_before=0.4, step=case.step * (i % 2), error=case.error, autocorrelation=case.autocorrelation, error_df=12)
        for i, roi in enumerate((ROI, 0.0, ROI / 2, 2 * ROI))
    ]
    scores = np.concatenate([planted(group, case.schedule, 40, rng)[0] for group in groups])
    scores = np.rint(scores) if case.whole else scores
    line = aimline(case.schedule, scores, ROI)
    said = default_thresholds() | case.settings
    expected = calls(case, scores, said)
    store = plant(scores, case.schedule, case.belief, line.start, ROI, case.settings, case.fewer)
    seen = set()
    for week in case.weeks:
        found = store.look(week)
        for rule, by_look in expected.items():
            wrong = np.flatnonzero(found[rule] != by_look[:, week - 1])
            assert wrong.size == 0, (rule, week, wrong)
            seen |= {rule} if by_look[:, week - 1].any() else set()
    found_by = evidence(case.schedule, scores, case.belief, line, said)
    np.testing.assert_allclose(store.look(20)["z_below_required"].astype(float), found_by.below_required[:, -1], rtol=1e-7)
    assert seen == set(expected), "a rule that never calls is not compared"
    store.cursor.close()


def calls(case: Case, scores: np.ndarray, said: dict[str, float]) -> dict[str, np.ndarray]:
    """Rule or claim -> what holds at each whole week (students x weeks from 1 on), by the simulator."""
    schedule, line = case.schedule, aimline(case.schedule, scores, ROI)
    found = evidence(schedule, scores, case.belief, line, said)
    totals = said["boundary_false_alarm"], said["success_false_claim"]
    no, yes = says_no(found, totals[0]), says_yes(found, *totals, said)
    since = scores[:, schedule.baseline_scores :]
    by_occasion = {rule: called(found.weeks, since, line.start, ROI, said) for rule, called in RULES.items()}
    by_occasion |= {"says no": no, "says yes": yes}
    if schedule.baseline_scores >= said["change_minimum_baseline"]:
        by_occasion["says changed"] = says_changed(found, totals[1], said)
    return {rule: at_weekly_looks(called, found.weeks, np.array(EVERY_WEEK)) for rule, called in by_occasion.items()}
