"""Mistakes in the files of `aimline verdicts`: dates of the future, dates that are none, baselines that cannot be."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.from_files.staging import PlansRefused

START = date(2025, 9, 15)
GOALS = "plan_id,series_id,kind,measure,grade,direction,baseline,target,start_on,due_on"
FLAT = [40, 44, 37, 42, 39, 43, 38, 41, 42, 38, 44, 39, 41, 40]
SCORES = "series_id,observed_on,score\n" + "".join(f"a,{START + timedelta(weeks=week)},{value}\n" for week, value in enumerate(FLAT, 1))
PLAN = f"{GOALS},standard_error\np1,a,intervention,wpm,3,increase,,85,2025-09-15,2026-04-13,5\n"


def test_one_date_in_the_future_moves_no_day(files, capsys):
    """A session dated a year ahead by mistake: the verdict is of the last day that has been, and says which."""
    usual, ahead = date.today() - timedelta(days=3), date.today() + timedelta(days=300)
    start = usual - timedelta(weeks=14)
    due = start + timedelta(weeks=80)
    goals = f"{GOALS},standard_error,planned_sessions_per_week\np1,a,intervention,wpm,3,increase,40,85,{start},{due},5,3\n"
    scores = "series_id,observed_on,score\n" + "".join(
        f"a,{usual - timedelta(weeks=13 - week)},{value}\n" for week, value in enumerate(FLAT)
    )
    sessions = "plan_id,held_on\n" + "".join(f"p1,{start + timedelta(days=day)}\n" for day in range(94) if day % 7 in (0, 1, 3))
    sound = files(goals, scores, sessions=sessions)
    told = capsys.readouterr().err
    assert f"Judged as of {usual}" in told
    mistyped = files(goals, scores + f"a,{ahead},41\n", sessions=sessions + f"p1,{ahead}\n")
    assert "1 score dated in the future not counted." in mistyped["reason"][0]
    pd.testing.assert_frame_equal(mistyped.drop(columns="reason"), sound.drop(columns="reason"))
    assert mistyped["reason"][0].startswith(sound["reason"][0]) and capsys.readouterr().err == told


def test_files_of_the_future_alone_are_judged_on_their_last_day(files, capsys):
    first = date.today() + timedelta(days=30)
    goals = f"{GOALS},standard_error\np1,a,intervention,wpm,3,increase,40,85,{first},{first + timedelta(weeks=30)},5\n"
    scores = "series_id,observed_on,score\n" + "".join(f"a,{first + timedelta(weeks=week)},{value}\n" for week, value in enumerate(FLAT, 1))
    assert files(goals, scores)["n_scores"][0] == len(FLAT)
    assert f"Judged as of {first + timedelta(weeks=len(FLAT))}" in capsys.readouterr().err


@pytest.mark.parametrize(("cell", "is_date"), [("2025-12-15 garbage", False), ("2025-12-15T", False), ("2025-12-15 08:30:00", True)])
def test_what_follows_a_date_is_a_time_or_refused(files, cell, is_date):
    scores = SCORES + f"a,{cell},41\n"
    if is_date:
        assert files(PLAN, scores)["n_scores"][0] == len(FLAT)
    else:
        with pytest.raises(PlansRefused, match="observed_on"):
            files(PLAN, scores)


@pytest.mark.parametrize(("baseline", "reason"), [("-1e9", "below the lowest"), ("301", "above the highest")])
def test_a_baseline_that_cannot_be_is_refused_as_the_store_refuses_it(files, baseline, reason):
    goals = f"{GOALS}\np1,a,intervention,orf,3,increase,{baseline},85,2025-09-15,2026-04-13\n"
    with pytest.raises(PlansRefused, match=f"column baseline: .*{reason} possible score"):
        files(goals, SCORES)
    stated = f"{GOALS},floor,ceiling\np1,a,intervention,own,3,increase,{baseline},85,2025-09-15,2026-04-13,0,300\n"
    with pytest.raises(PlansRefused, match="column baseline"):
        files(stated, SCORES)


def test_a_score_pasted_twice_counts_twice_and_is_told(files):
    assert "further probes" not in files(PLAN, SCORES)["reason"][0]
    twice = files(PLAN, SCORES + SCORES.splitlines()[-1] + "\n")
    assert "1 row of the same day and value as another, without a form: counted as further probes." in twice["reason"][0]
    assert twice["n_scores"][0] == len(FLAT), "they are probes of one occasion"


def test_a_criterion_of_an_intervention_is_passed_over_and_that_is_told(files):
    """Interventions are judged by their growth; a criterion in the file must not seem to have been asked."""
    heading, plan = PLAN.splitlines()
    asked = files(f"{heading},criterion,k,n\n{plan},k_of_n,4,5\n", SCORES)
    usual = files(PLAN, SCORES)
    assert "Its criterion was passed over" in asked["reason"][0] and "criterion" not in usual["reason"][0]
    assert asked["verdict"][0] == usual["verdict"][0]
