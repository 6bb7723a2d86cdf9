"""The report counts flags by plan and by look, says nothing of few, and puts the same numbers into its table."""

from datetime import date

import pandas as pd
import pytest

from analytics.calibration.replaying import Replayed
from analytics.calibration.report import KindReport, fewest_plans, report, table
from analytics.store import open_store

DAY, LATER, END = pd.Timestamp(2025, 3, 3), pd.Timestamp(2025, 3, 31), date(2025, 5, 26)


def replayed(rows: list[tuple[str, pd.Timestamp, str, float | None, bool]], kind: str = "goal") -> Replayed:
    looks = pd.DataFrame(rows, columns=["plan_id", "on_date", "verdict", "probability", "met"]).assign(plan_kind=kind, end_on=END)
    return Replayed((DAY.date(), LATER.date()), looks.astype({"probability": float, "met": bool}), 0, 0)


@pytest.fixture(scope="module")
def goals() -> KindReport:
    """Forty goals at two looks. Of twenty that failed, 15 were called, five of these only at the second look; of twenty met, five were."""
    rows: list[tuple[str, pd.Timestamp, str, float | None, bool]] = []
    for number in range(20):
        first = "off track" if number < 10 else "uncertain"
        second = "off track" if number < 15 else "uncertain"
        rows += [(f"failed-{number}", DAY, first, 0.1, False), (f"failed-{number}", LATER, second, 0.1, False)]
        called = "off track" if number < 5 else "on track"
        rows += [(f"met-{number}", DAY, called, 0.9, True), (f"met-{number}", LATER, "on track", 0.9, True)]
    return report(replayed(rows), 10)[0]


def test_precision_and_recall_by_plan_and_by_look(goals: KindReport) -> None:
    assert (goals.n_plans, goals.n_looks, goals.n_failed) == (40, 80, 20)
    assert (goals.precision.value, goals.precision.n_plans) == (15 / 20, 20)
    assert (goals.recall.value, goals.recall.n_plans) == (15 / 20, 20)
    assert (goals.false_alarm.value, goals.false_alarm.n_plans) == (5 / 20, 20)
    assert (goals.look_precision.value, goals.look_precision.n_looks) == (25 / 30, 30)
    assert (goals.look_recall.value, goals.look_recall.n_looks) == (25 / 40, 40)


def test_how_early_a_call_came(goals: KindReport) -> None:
    assert goals.weeks_left == 12  # ten of fifteen at the first look, twelve weeks before the end


def test_chances_and_bins(goals: KindReport) -> None:
    assert goals.chances is not None
    assert goals.chances.brier == pytest.approx(0.01) and goals.chances.skill == pytest.approx(0.96)
    assert goals.bins[["stated", "happened", "n_plans"]].to_numpy().tolist() == [[pytest.approx(0.1), 0, 20], [pytest.approx(0.9), 1, 20]]


def test_what_each_verdict_turned_into(goals: KindReport) -> None:
    by = goals.verdicts.set_index("verdict")
    assert by.at["on track", "value"] == 1 and by.at["off track", "value"] == pytest.approx(5 / 30)
    assert by.at["uncertain", "n_plans"] == 10


def test_nine_of_anything_are_not_told() -> None:
    rows = [(f"p-{number}", DAY, "off track" if number < 9 else "uncertain", 0.2, number % 2 == 0) for number in range(40)]
    found = report(replayed(rows), 10)[0]
    assert found.precision.value is None and found.look_precision.value is None and found.weeks_left is None
    assert found.recall.value is not None
    small = found.verdicts.set_index("verdict").loc["off track"]
    assert small.drop("verdict", errors="ignore").isna().all(), "neither the share nor how many"
    empty = report(replayed(rows[:9]), 10)[0]
    assert empty.chances is None and empty.bins.empty and empty.recall.value is None
    assert empty.n_plans is None and empty.n_looks is None and empty.n_failed is None


def test_a_look_that_states_no_chance_counts_for_flags_alone() -> None:
    rows = [(f"p-{number}", DAY, "no recent data", None, True) for number in range(12)]
    found = report(replayed(rows), 10)[0]
    assert found.n_looks == 12 and found.chances is None and found.bins.empty


def test_interventions_are_reported_apart() -> None:
    rows = [(f"p-{number}", DAY, "ineffective", 0.1, False) for number in range(12)]
    goals, interventions = report(replayed(rows, "intervention"), 10)
    assert goals.n_plans == 0 and goals.precision.value is None
    assert interventions.flag == "ineffective" and interventions.precision.value == 1


def test_the_table_holds_the_report(goals: KindReport) -> None:
    rows = table((goals,)).set_index(["part", "item"])
    assert rows.at[("called off track", "precision"), "value"] == 0.75
    assert rows.at[("chances", "brier"), "value"] == pytest.approx(0.01)
    assert rows.at[("reliability", "bin 2"), "stated"] == pytest.approx(0.9)
    assert rows.at[("succeeded after the verdict", "on track"), "value"] == 1
    assert not table((goals,)).duplicated(["plan_kind", "part", "item"]).any()


def test_how_few_are_too_few_is_the_setting() -> None:
    assert fewest_plans(open_store(":memory:")) == 10
