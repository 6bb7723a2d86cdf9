"""The rules against their executable specification: tests/golden/rules_goals.csv and rules_expected.csv, and ../shared where present."""

import csv
import math
from pathlib import Path

import pytest
from plans import CON, Plan, default_thresholds, load
from scipy import stats

from analytics.model import run_models
from analytics.progress import RULE_MODELS, STATISTIC_MODELS

ROOT = Path(__file__).parents[2]
REFERENCES = {"golden": ROOT / "tests" / "golden", "published": ROOT.parent / "shared" / "reference" / "published"}
LABEL = {"change": "below", "raise": "above", "keep": "on"}


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=REFERENCES)
def specified(request):
    """(what the specification says, what the models say) of each goal."""
    folder = REFERENCES[request.param]
    if not folder.is_dir():
        pytest.skip(f"the {request.param} reference series are not beside the project: ../shared/reference/{request.param}")
    scores, plans, keys = {}, [], []
    for row in read(folder / "series.csv"):
        if row["outcome"]:
            scores.setdefault((row["dataset"], row["case"], row["phase"]), []).append((float(row["session_number"]), float(row["outcome"])))
    signs = {(row["dataset"], row["case"]): -1.0 if row["direction"] == "decrease" else 1.0 for row in read(folder / "series.csv")}
    for goal in read(folder / "rules_goals.csv"):
        key = (goal["dataset"], goal["case"])
        start, baseline = float(goal["baseline_session"]), float(goal["baseline"])
        roi = signs[key] * (float(goal["goal"]) - baseline) / (float(goal["goal_session"]) - start)
        since = sorted(scores[(*key, "B")])
        plans.append(Plan([v for _, v in since], baseline, roi, signs[key], [session - start for session, _ in since]))
        keys.append((key, float(goal["goal_session"]) - start))
    load(
        CON,
        plans,
        default_thresholds()
        | {
            "trend_line_minimum_occasions": 2,
            "tukey_minimum_occasions": 2,
            "slope_limit_level": 0.975,
            "slope_limit_minimum_occasions": 3,
        },
    )
    run_models(CON, STATISTIC_MODELS + RULE_MODELS)
    calls = {(row["plan_id"], row["rule_id"]): row for row in CON.execute("SELECT * FROM rule_call").df().to_dict("records")}
    trends = {row["plan_id"]: row for row in CON.execute("SELECT * FROM phase_trend WHERE part = 'B'").df().to_dict("records")}
    expected = {}
    for row in read(folder / "rules_expected.csv"):
        expected.setdefault((row["dataset"], row["case"]), {})[row["statistic"]] = row
    return [
        (key, expected[key], plan, {rule: row for (p, rule), row in calls.items() if p == f"p{i:04d}"}, trends[f"p{i:04d}"], due)
        for i, ((key, due), plan) in enumerate(zip(keys, plans, strict=True))
    ]


def close(got, expected):
    return expected == "" or abs(got - float(expected)) <= 1e-8 * max(1, abs(float(expected)))


def test_four_point(specified):
    for key, expected, _, calls, _, _ in specified:
        row, call = expected["four_point"], calls["four_point"]
        if row["label"]:
            assert (call["statistic"], {"change": "below", "raise": "above", "keep": "mixed"}[call["call"]]) == (
                float(row["value"]),
                row["label"],
            ), key


def test_median_of_three(specified):
    for key, expected, plan, calls, _, _ in specified:
        row, call = expected["median_last3"], calls["median_of_three"]
        assert close(plan.sign * call["statistic"], row["value"]), key
        middle = sorted(plan.weeks[-3:])[1]
        assert close(plan.sign * call["compared_with"], str(plan.baseline + plan.sign * plan.roi * middle)), key
        assert LABEL[call["call"]] == row["label"], key


def test_trend_line(specified):
    for key, expected, plan, calls, trend, _ in specified:
        row, call = expected["trend_line"], calls["trend_line"]
        assert close(plan.sign * call["statistic"], row["value"]), key
        assert close(plan.sign * call["compared_with"], expected["goal_slope"]["value"]), key
        assert LABEL[call["call"]] == row["label"], key
        if not math.isnan(trend["ols_slope_se"]):
            assert close(trend["ols_slope_se"], row["se"]), key


def test_tukey(specified):
    for key, expected, plan, calls, _, _ in specified:
        row, call = expected["tukey_slope"], calls["tukey"]
        assert close(plan.sign * call["statistic"], row["value"]), key
        assert LABEL[call["call"]] == row["label"], key


def test_upper_confidence_limit(specified):
    """With one-sided 97.5% limits the rule is the two-sided 95% interval of the specification."""
    for key, expected, plan, calls, _, _ in specified:
        row, call = expected["trend_ci"], calls["upper_confidence_limit"]
        limit = float(row["ci_upper"] if plan.sign > 0 else row["ci_lower"])
        assert close(plan.sign * call["statistic"], limit), key
        assert {"change": "below", "raise": "above", "keep": "uncertain"}[call["call"]] == row["label"], key


def test_what_phase_trend_stores_is_enough_to_draw_the_line_to_the_goal_date(specified):
    """Fit, standard error and interval at the goal date from the columns of phase_trend alone."""
    for key, expected, plan, _, trend, due in specified:
        row = expected["projection_at_goal_date"]
        fitted = trend["ols_intercept"] + plan.sign * trend["ols_slope"] * due
        se = trend["residual_sd"] * math.sqrt(1 / trend["n_probes"] + (due - trend["mean_weeks"]) ** 2 / trend["sxx"])
        margin = stats.t.ppf(0.975, trend["n"] - 2) * se
        assert close(fitted, row["value"]), key
        assert close(se, row["se"]), key
        assert close(fitted - margin, row["ci_lower"]), key
