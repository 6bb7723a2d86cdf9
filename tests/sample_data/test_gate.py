"""The files that measure how often the verdicts are wrong, and the measuring itself."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.from_files.verdicts import verdicts_from_files
from sample_data.gate import FIRST_LOOK, LAST_LOOK, START_ON, Design, look_on, main, operating_characteristics, write_gate


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gate")
    write_gate(2000, 7, folder)
    return folder


def scores_with_truth(folder: Path) -> pd.DataFrame:
    scores = pd.read_csv(folder / "scores.csv", parse_dates=["observed_on"])
    scores["weeks"] = (scores["observed_on"] - pd.Timestamp(START_ON)).dt.days / 7
    return scores.merge(pd.read_csv(folder / "truth.csv"), on="series_id")


def test_files_have_the_columns_of_the_verdicts_command(gate: Path) -> None:
    required = {
        "scores": {"series_id", "observed_on", "score"},
        "goals": {"plan_id", "series_id", "kind", "measure", "grade", "direction", "baseline", "target", "start_on", "due_on"},
        "sessions": {"plan_id", "held_on", "minutes"},
    }
    optional = {
        "scores": {"phase", "form"},
        "goals": {"planned_sessions_per_week", "criterion", "floor", "ceiling", "standard_error", "probes_per_week"},
        "sessions": {"status"},
    }
    for name, wanted in required.items():
        found = set(pd.read_csv(gate / f"{name}.csv", nrows=1).columns)
        assert wanted <= found <= wanted | optional[name], name


def test_a_quarter_of_the_students_is_in_each_group(gate: Path) -> None:
    planted = pd.read_csv(gate / "truth.csv")["planted"].value_counts().to_dict()
    assert planted == {"on_pace": 500, "flat": 500, "undelivered": 500, "effective": 500}


def test_the_aimline_asks_for_the_required_growth(gate: Path) -> None:
    goals = pd.read_csv(gate / "goals.csv", parse_dates=["start_on", "due_on"])
    weeks = (goals["due_on"] - goals["start_on"]).dt.days / 7
    assert ((goals["target"] - goals["baseline"]) / weeks).round(12).eq(1.5).all()
    assert goals["standard_error"].isna().all()


def test_students_grow_as_planted(gate: Path) -> None:
    after = scores_with_truth(gate).query("weeks >= 0")
    slope = after.groupby("plan_id")[["weeks", "score"]].apply(lambda s: np.polyfit(s["weeks"], s["score"], 1)[0])
    mean = slope.groupby(pd.read_csv(gate / "truth.csv").set_index("plan_id")["planted"]).mean()
    assert mean.to_dict() == pytest.approx({"on_pace": 1.5, "flat": 0.0, "undelivered": 0.375, "effective": 3.0}, abs=0.06)


def test_error_and_autocorrelation_are_those_asked_for(tmp_path: Path) -> None:
    write_gate(1000, 3, tmp_path, Design(error=8.0, autocorrelation=0.4))
    scores = scores_with_truth(tmp_path).query("weeks >= 0").copy()
    scores["residual"] = scores["score"] - scores["true_baseline"] - scores["true_roi"] * scores["weeks"]
    scores["before"] = scores.groupby("plan_id")["residual"].shift()
    assert scores["residual"].std() == pytest.approx(8.0, rel=0.03)
    assert scores["residual"].corr(scores["before"]) == pytest.approx(0.4, abs=0.03)


def test_between_three_and_six_scores_stand_before_the_start(gate: Path) -> None:
    counts = scores_with_truth(gate).query("weeks < 0").groupby("plan_id").size()
    assert set(counts) == {3, 4, 5, 6}


def test_undelivered_plans_hold_a_third_to_two_thirds_of_their_sessions_and_the_others_nearly_all(gate: Path) -> None:
    sessions = pd.read_csv(gate / "sessions.csv")
    truth = pd.read_csv(gate / "truth.csv").set_index("plan_id")
    held = sessions["status"].eq("held").groupby(sessions["plan_id"]).sum().reindex(truth.index, fill_value=0)
    dosage = held / (24 * 4 - sessions["status"].eq("student_absent").groupby(sessions["plan_id"]).sum().reindex(truth.index, fill_value=0))
    undelivered = truth["planted"] == "undelivered"
    assert dosage[undelivered].between(0.15, 0.75).all()
    assert dosage[~undelivered].min() >= 0.8


def test_the_same_seed_gives_the_same_files(gate: Path, tmp_path: Path) -> None:
    main(["--students", "2000", "--seed", "7", "-o", str(tmp_path)])
    for file in ("scores.csv", "goals.csv", "sessions.csv", "truth.csv"):
        assert (tmp_path / file).read_bytes() == (gate / file).read_bytes(), file


def test_operating_characteristics_count_each_plan_once_over_its_weekly_looks() -> None:
    groups = {"p1": "on_pace", "p2": "on_pace", "f1": "flat", "f2": "flat", "u1": "undelivered", "e1": "effective"}
    truth = pd.DataFrame({"plan_id": groups.keys(), "planted": groups.values()})
    told = [
        ("p1", 3, "ineffective"),  # before week 4: not a look
        ("p1", 8, "ineffective"), ("p1", 9, "ineffective"), ("p1", 20, "effective"),
        ("p2", 20, "too early"),
        ("f1", 14, "ineffective"), ("f1", 20, "ineffective"),
        ("f2", 15, "ineffective"), ("f2", 14, "too early"),  # found, but not by week 14
        ("u1", 20, "not delivered"),
        ("e1", 5, "not delivered"), ("e1", 20, "target reached"),
    ]  # fmt: skip
    found = operating_characteristics(pd.DataFrame(told, columns=["plan_id", "week", "verdict"]), truth)
    assert found["on_pace_ever_ineffective"] == 0.5
    assert found["flat_ineffective_by_week_14"] == 0.5
    assert found["undelivered_not_delivered"] == 1.0
    assert found["effective_effective_at_last_look"] == 1.0
    assert found["delivered_ever_not_delivered"] == pytest.approx(1 / 5)
    assert found["on_pace_ever_ineffective_se"] == pytest.approx(0.5 / np.sqrt(2))


def test_weekly_verdicts_keep_their_promises(tmp_path: Path) -> None:
    """At 800 students, so each bound leaves room for chance (two standard errors)."""
    write_gate(800, 11, tmp_path)
    looks = []
    for week in range(FIRST_LOOK, LAST_LOOK + 1):
        out = tmp_path / "verdicts.csv"
        files = (tmp_path / "scores.csv", tmp_path / "goals.csv", out)
        verdicts_from_files(*files, sessions=tmp_path / "sessions.csv", as_of=look_on(week))
        looks.append(pd.read_csv(out, usecols=["plan_id", "verdict"]).assign(week=week))
    found = operating_characteristics(pd.concat(looks), pd.read_csv(tmp_path / "truth.csv"))
    assert found["on_pace_ever_ineffective"] <= 0.10 + 2 * found["on_pace_ever_ineffective_se"]
    assert found["flat_ineffective_by_week_14"] >= 0.80 - 2 * found["flat_ineffective_by_week_14_se"]
    assert found["undelivered_not_delivered"] >= 0.95
    assert found["effective_ever_ineffective"] <= 0.02
    assert found["effective_effective_at_last_look"] >= 0.95
