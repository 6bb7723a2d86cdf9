"""A goal off track beside an intervention that works, on the same scores: each panel names the other, and nobody is told otherwise."""

from datetime import date
from typing import Any

from analytics.caseload.student_outlook import at_odds

TODAY = date(2026, 1, 15)
INTERVENTION: dict[str, Any] = {
    "plan_kind": "intervention", "series_id": "s", "verdict": "effective", "is_finished": False, "title": "Repeated reading",
    "start_on": date(2025, 10, 6), "due_on": date(2026, 3, 27), "target": 74.0,
}  # fmt: skip
GOAL = INTERVENTION | {"plan_kind": "goal", "verdict": "off track", "title": "A goal", "start_on": date(2025, 3, 3), "target": 90.0}


def test_a_goal_off_track_names_the_intervention_that_works() -> None:
    told = at_odds(GOAL, [INTERVENTION, GOAL], TODAY)
    assert told == (
        "Repeated reading has run on the same scores since 6 October 2025 and is effective: "
        "look at both before the instruction is changed again."
    )


def test_an_effective_intervention_names_the_goal_that_is_off_track() -> None:
    told = at_odds(INTERVENTION, [INTERVENTION, GOAL], TODAY)
    assert told == "The goal on the same scores, 90 by 27 March, is off track all the same: look at both."


def test_nothing_is_said_of_other_scores_other_verdicts_or_what_has_ended() -> None:
    for changed in ({"series_id": "t"}, {"verdict": "too early"}, {"is_finished": True}):
        assert at_odds(GOAL, [INTERVENTION | changed, GOAL], TODAY) is None
    for changed in ({"verdict": "on track"}, {"is_finished": True}):
        assert at_odds(GOAL | changed, [INTERVENTION], TODAY) is None
