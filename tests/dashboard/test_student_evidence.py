"""What stands beside a verdict: growth in three ways against a plain second computation, where they disagree, and what else is counted."""

from collections import Counter
from datetime import timedelta

import duckdb
import numpy as np
import pytest
from conftest import START, TODAY, fill
from scipy.stats import theilslopes

from analytics import pipeline, store
from analytics.caseload import student
from analytics.caseload.student import Row

JUMPED = [42.0] * 12 + [62.0, 60.0, 61.0]  # nothing for three months, then a leap: the end says one thing, the course another


def beside(con: duckdb.DuckDBPyConnection, plan_id: str) -> Row:
    """The row of a plan of the student whose number it bears."""
    return next(row for row in student.record(con, "D1", TODAY, f"S{plan_id[-1]}").plans if row["plan_id"] == plan_id)


def with_scores(series_id: str, values: list[float], **changed: object) -> duckdb.DuckDBPyConnection:
    """The small store with other scores since the start in one series, one a week."""
    con = store.open_store(":memory:")
    fill(con)
    con.execute("DELETE FROM score WHERE series_id = $series AND observed_on >= $start", {"series": series_id, "start": START})
    for week, value in enumerate(values):
        on = START + timedelta(weeks=week)
        con.execute("INSERT INTO score (series_id, observed_on, value, origin) VALUES (?, ?, ?, 'imported')", [series_id, on, value])
    for name, value in changed.items():
        con.execute("UPDATE setting SET value = $value WHERE name = $name", {"name": name, "value": value})
    pipeline.analyse(con)
    return con


@pytest.mark.parametrize("plan_id", ["I1", "I2", "I3", "G1", "G5", "G6"])
def test_growth_is_measured_in_three_ways(small_store: duckdb.DuckDBPyConnection, plan_id: str) -> None:
    plan = small_store.cursor().execute("SELECT series_id, sign, baseline, start_on FROM plan WHERE plan_id = $1", [plan_id]).fetchall()[0]
    query = "SELECT observed_on, value FROM score_now WHERE series_id = $1 AND observed_on >= $2 ORDER BY observed_on"
    scores = small_store.cursor().execute(query, [plan[0], plan[3]]).fetchall()
    weeks = np.array([(day - plan[3]).days / 7 for day, _ in scores])
    values = np.array([plan[1] * value for _, value in scores])
    found = beside(small_store, plan_id)
    assert found["endpoint_roi"] == pytest.approx((np.median(values[-3:]) - plan[1] * plan[2]) / weeks[-2], rel=1e-9)
    assert found["ols_roi"] == pytest.approx(np.polyfit(weeks, values, 1)[0], rel=1e-9, abs=1e-9)
    assert found["theil_sen_roi"] == pytest.approx(theilslopes(values, weeks).slope, rel=1e-9, abs=1e-9)


def test_they_disagree_where_the_scores_leap_at_the_end() -> None:
    con = with_scores("S1-orf", JUMPED)
    found, required = beside(con, "I1"), con.execute("SELECT required_roi FROM plan WHERE plan_id = 'I1'").fetchall()[0][0]
    assert found["theil_sen_roi"] < 0.9 * required and 1.1 * required < found["endpoint_roi"]
    assert found["growth_disagrees"]


def test_they_agree_where_growth_is_steady_or_all_too_slow(small_store: duckdb.DuckDBPyConnection) -> None:
    assert not any(beside(small_store, plan_id)["growth_disagrees"] for plan_id in ("I1", "I2", "I3", "G1", "G5", "G6"))


@pytest.mark.parametrize(("share_of_the_lesser", "disagrees"), [(0.999, True), (1.0, True), (1.001, False)])
def test_the_margin_is_a_setting_and_growth_exactly_at_it_counts(share_of_the_lesser: float, disagrees: bool) -> None:
    first = with_scores("S1-orf", JUMPED)
    found, required = beside(first, "I1"), first.execute("SELECT required_roi FROM plan WHERE plan_id = 'I1'").fetchall()[0][0]
    lesser = min(found["endpoint_roi"] - required, required - found["theil_sen_roi"]) / required
    con = with_scores("S1-orf", JUMPED, growth_measures_margin=lesser * share_of_the_lesser)
    assert beside(con, "I1")["growth_disagrees"] is disagrees


def test_without_scores_or_with_a_target_at_the_baseline_nothing_is_said() -> None:
    con = with_scores("S1-orf", [])
    assert (beside(con, "I1")["endpoint_roi"], beside(con, "I1")["growth_disagrees"]) == (None, False)
    con = with_scores("S6-orf", JUMPED)
    con.execute("UPDATE goal SET target = baseline WHERE goal_id = 'G6'")
    pipeline.analyse(con)
    assert (beside(con, "G6")["endpoint_roi"], beside(con, "G6")["growth_disagrees"]) == (None, False)


def test_calls_baseline_scores_and_scores_to_come_are_those_of_the_models(small_store: duckdb.DuckDBPyConnection) -> None:
    found, cursor = beside(small_store, "I1"), small_store.cursor()
    calls = Counter(call for (call,) in cursor.execute("SELECT call FROM rule_call WHERE plan_id = 'I1'").fetchall())
    assert [found[f"rules_{call}"] for call in ("change", "keep", "raise")] == [calls[call] for call in ("change", "keep", "raise")]
    assert found["n_baseline"] == 6
    assert found["more_scores"] == cursor.execute("SELECT more_scores FROM projection WHERE plan_id = 'I1'").fetchall()[0][0]


def test_rules_can_be_read_where_the_target_lies_behind_the_baseline() -> None:
    con = with_scores("S6-orf", JUMPED)
    con.execute("UPDATE goal SET target = 20 WHERE goal_id = 'G6'")
    pipeline.analyse(con)
    rules = student.rules(con, "D1", TODAY, "S6")
    assert rules["rule_id"].iloc[0] == "aimline_probability" and len(rules) == 9


@pytest.mark.parametrize(("plan_id", "error"), [("I1", 2.0), ("I1", 7.0), ("I3", 4.0), ("I1", 80.0)])
def test_error_rates_are_read_between_the_simulated_errors(plan_id: str, error: float) -> None:
    """A student whose error is worth 4.4 weeks of growth misses as one between 3.33 and 6.67 does, not as the first of them."""
    con = store.open_store(":memory:")
    fill(con)
    con.execute(
        "UPDATE series SET standard_error = $error WHERE series_id = (SELECT series_id FROM intervention WHERE intervention_id = $plan)",
        {"error": error, "plan": plan_id},
    )
    pipeline.analyse(con)
    own = con.execute(
        "SELECT g.residual_sd / abs(p.required_roi) FROM plan p JOIN growth g USING (plan_id) WHERE plan_id = $1", [plan_id]
    ).fetchall()[0][0]
    rows = student.rules(con, "D1", TODAY, f"S{plan_id[-1]}")
    table = con.execute("FROM rule_error_rate").df()
    for row in rows[(rows["plan_id"] == plan_id) & rows["week"].notna()].itertuples():
        same = table[table["rule_id"] == row.rule_id]
        for name in ("autocorrelation", "probes_per_week", "baseline_scores", "week"):
            same = same[np.isclose(same[name], getattr(row, name))]
        if row.is_own:
            same = same[np.isclose(same["boundary_false_alarm"], 0.1)]
        same = same.sort_values("error_to_growth")
        for name in ("false_alarm_ever", "miss_ever"):
            expected = np.interp(np.log(own), np.log(same["error_to_growth"]), same[name])
            assert getattr(row, name) == pytest.approx(expected, abs=1e-9), (row.rule_id, name, own)
        assert row.is_beyond == (own > 10.0)
