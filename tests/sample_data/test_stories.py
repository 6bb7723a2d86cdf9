"""The six students of sample_data/README.md: their scores tell the story, and the verdicts tell it too."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.commands.demo import make_demo_store
from analytics.store import open_store
from sample_data import TODAY, district_folder, generate

ZOE, MEI_LING, JOSE, LIAM, MARCUS, AMARA = "int-100001-1", "int-100002-1", "int-100003-1", "int-100004-1", "int-100005-1", "goal-100006-1"


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Verdicts on the demo's today, by plan."""
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    make_demo_store(path)
    with open_store(path) as con:
        table = con.cursor().execute("SELECT * FROM verdict_on($today)", {"today": TODAY}).df().set_index("plan_id")
        four_point = con.cursor().execute("SELECT plan_id, call FROM rule_call WHERE rule_id = 'four_point'").df().set_index("plan_id")
    return table.join(four_point.rename(columns={"call": "four_point"}))


def seen(plan_id: str) -> pd.DataFrame:
    """Scores since the start with the aimline under them (the median of the last three baseline days if none is stated)."""
    folder = district_folder()
    plan = pd.read_csv(folder / "intervention.csv", parse_dates=["start_on", "due_on"]).set_index("intervention_id").loc[plan_id]
    score = pd.read_csv(folder / "score.csv", parse_dates=["observed_on"]).query("series_id == @plan.series_id").dropna(subset="value")
    daily = score.groupby("observed_on")["value"].median().reset_index()
    baseline = daily[daily["observed_on"] < plan["start_on"]]["value"].tail(3).median()
    slope = (plan["target"] - baseline) / (plan["due_on"] - plan["start_on"]).days
    after = daily[daily["observed_on"] >= plan["start_on"]]
    days = (after["observed_on"] - plan["start_on"]).dt.days
    return after.assign(weeks=days / 7, aimline=baseline + slope * days)


def test_the_six_are_the_same_in_every_district(tmp_path: Path) -> None:
    generate(20, 99, tmp_path)
    for file, key in (("intervention.csv", "intervention_id"), ("goal.csv", "goal_id"), ("score.csv", "series_id")):
        here, there = (pd.read_csv(folder / file, dtype=str) for folder in (district_folder(), tmp_path))
        columns = [name for name in here.columns if name not in ("provider_staff_id", "errors", "note")]
        mine = here[key].str.contains(r"\b10000[1-6]\b")
        assert mine.sum() > 0
        other = there[there[key].str.contains(r"\b10000[1-6]\b")]
        pd.testing.assert_frame_equal(here.loc[mine, columns].reset_index(drop=True), other[columns].reset_index(drop=True))


def test_each_has_a_story_in_the_truth() -> None:
    truth = pd.read_csv(district_folder() / "truth.csv").set_index("plan_id")["planted"]
    found = {plan_id: truth[plan_id] for plan_id in (ZOE, MEI_LING, JOSE, LIAM, MARCUS, AMARA)}
    assert list(found.values()) == ["effective", "ineffective", "on_pace", "undelivered", "effective", "goal_will_be_met"]


def test_mei_ling_does_not_grow_but_her_last_four_are_not_all_below_the_aimline() -> None:
    scores = seen(MEI_LING)
    below = scores["value"] < scores["aimline"]
    assert below.tail(4).tolist() != [True] * 4
    assert scores.loc[scores["observed_on"] == "2025-12-02", "value"].item() == 80
    assert np.polyfit(scores["weeks"], scores["value"], 1)[0] < 0.2


def test_jose_is_on_pace_but_his_last_four_are_below_the_aimline() -> None:
    scores = seen(JOSE)
    assert (scores["value"] < scores["aimline"]).tail(4).all()
    assert np.polyfit(scores["weeks"], scores["value"], 1)[0] > 1.4


def test_amara_met_her_first_target_before_it_was_raised() -> None:
    goal = pd.read_csv(district_folder() / "goal.csv").query("goal_id == @AMARA").set_index("revision")
    assert goal["target"].to_dict() == {1: 80, 2: 90}
    assert goal.loc[2, "changed_because"].startswith("Met 80%")
    score = pd.read_csv(district_folder() / "score.csv").query("series_id == '100006-trials-1' and attempts == 10")
    before = score[score["observed_on"] < goal.loc[2, "effective_on"]]["value"].tail(5)
    assert (before >= 80).sum() >= 4
    assert set(pd.read_csv(district_folder() / "score.csv").query("series_id == '100006-trials-1'")["attempts"].dropna()) == {5, 10}


def test_the_verdicts_tell_the_stories(verdict: pd.DataFrame) -> None:
    told = verdict.loc[[ZOE, MEI_LING, JOSE, LIAM, MARCUS], "verdict"].tolist()
    assert told == ["effective", "ineffective", "effective", "not delivered", "effective"]
    assert verdict.loc[AMARA, "verdict"] in ("uncertain", "on track")


def test_the_four_point_rule_errs_on_two_of_them(verdict: pd.DataFrame) -> None:
    assert verdict.loc[MEI_LING, "four_point"] == "keep"
    assert verdict.loc[JOSE, "four_point"] == "change"


def test_the_demo_shows_each_verdict(verdict: pd.DataFrame) -> None:
    live = verdict[verdict["due_on"] >= pd.Timestamp(TODAY)]["verdict"].value_counts()
    assert live[["effective", "ineffective", "not delivered", "target reached", "too early", "no data"]].min() >= 5
    assert live[["on track", "off track", "uncertain", "no recent data"]].min() >= 5
    assert {"attained", "not attained"} <= set(verdict["verdict"])
