"""Plans whose truth is known, to measure how often the verdicts are wrong: `python -m sample_data.gate --help`.

A quarter of the students each: on_pace (growing exactly at the required rate), flat (not growing), undelivered
(30 to 60% of the planned sessions held, and growing at a quarter of the required rate) and effective (growing
at twice the required rate). All monitored weekly on grade 3 oral reading.
"""

import argparse
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.noise import autocorrelated, first_positions

START_ON = date(2025, 9, 15)  # a Monday; every plan starts on it, so that weekly looks fall together
DUE_WEEKS = 30
PLANNED_PER_WEEK, MINUTES = 4, 30
SESSION_DAYS = np.array([0, 1, 3, 4])  # Monday, Tuesday, Thursday, Friday
GROWTH_FACTOR = {"on_pace": 1.0, "flat": 0.0, "undelivered": 0.25, "effective": 2.0}
LEVEL_MEAN, LEVEL_SD, LEVEL_LOWEST = 60.0, 12.0, 30.0
DELIVERED_SHARE, UNDELIVERED_SHARE = (0.90, 1.0), (0.30, 0.60)
ABSENT_SHARE = 0.03
FIRST_LOOK, LAST_LOOK, FOUND_BY = 4, 20, 14


@dataclass(frozen=True)
class Design:
    """What is planted: growth a week, error of one score, autocorrelation a week, growth before the start, weeks."""

    required: float = 1.5
    error: float = 10.0
    autocorrelation: float = 0.2
    baseline_growth: float = 0.0
    weeks: int = 24


def write_gate(students: int, seed: int, out: Path, design: Design | None = None) -> None:
    """Write scores.csv, goals.csv and sessions.csv (columns of `aimline verdicts`) and truth.csv to the folder out.

    truth.csv has one row a plan: plan_id, planted, true_roi, required_roi, true_baseline (level at start_on),
    residual_sd, autocorrelation, delivered_share.
    """
    design = design or Design()
    plan_rng, score_rng, session_rng = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(3))
    truth = _truth(plan_rng, students, design)
    scores = _scores(score_rng, plan_rng, truth, design)
    goals = _goals(truth, scores, design)
    out.mkdir(parents=True, exist_ok=True)
    scores.drop(columns=["week"]).to_csv(out / "scores.csv", index=False)
    goals.to_csv(out / "goals.csv", index=False)
    _sessions(session_rng, truth, design).to_csv(out / "sessions.csv", index=False)
    truth.round(4).to_csv(out / "truth.csv", index=False)


def _truth(rng: np.random.Generator, students: int, design: Design) -> pd.DataFrame:
    planted = np.array(list(GROWTH_FACTOR))[np.arange(students) % len(GROWTH_FACTOR)]
    low, high = np.where((planted == "undelivered")[:, None], UNDELIVERED_SHARE, DELIVERED_SHARE).T
    number = pd.Series(np.arange(1, students + 1)).astype(str).str.zfill(5)
    return pd.DataFrame(
        {
            "plan_id": "plan-" + number,
            "series_id": "series-" + number,
            "planted": planted,
            "true_roi": pd.Series(planted).map(GROWTH_FACTOR).to_numpy() * design.required,
            "required_roi": design.required,
            "true_baseline": rng.normal(LEVEL_MEAN, LEVEL_SD, students).clip(LEVEL_LOWEST),
            "residual_sd": design.error,
            "autocorrelation": design.autocorrelation,
            "delivered_share": rng.uniform(low, high),
        }
    )


def _scores(rng: np.random.Generator, plan_rng: np.random.Generator, truth: pd.DataFrame, design: Design) -> pd.DataFrame:
    """Weekly scores: 3 to 6 before the start, one in each week after it, on the student's own weekday."""
    baseline = plan_rng.integers(3, 7, len(truth))
    weekday = plan_rng.integers(0, 5, len(truth))
    student = np.repeat(np.arange(len(truth)), baseline + design.weeks)
    first = first_positions(student)
    week = np.arange(len(student)) - first[student] - baseline[student]
    days = week * 7 + weekday[student]
    since = days / 7
    residual = autocorrelated(rng, first, since, design.autocorrelation) * design.error
    roi = truth["true_roi"].to_numpy()[student]
    level = truth["true_baseline"].to_numpy()[student] + np.where(since < 0, design.baseline_growth, roi) * since
    observed_on = np.datetime64(START_ON) + days.astype("timedelta64[D]")
    score = np.rint(level + residual).clip(0).astype(int)
    return pd.DataFrame({"series_id": truth["series_id"].to_numpy()[student], "observed_on": observed_on, "score": score, "week": week})


def _goals(truth: pd.DataFrame, scores: pd.DataFrame, design: Design) -> pd.DataFrame:
    """The aimline starts at the median of the last three baseline scores, as a team would draw it."""
    before = scores[scores["week"] < 0].groupby("series_id", sort=False).tail(3)
    baseline = before.groupby("series_id", sort=False)["score"].median().reindex(truth["series_id"]).to_numpy()
    due_on = np.datetime64(START_ON) + np.timedelta64(DUE_WEEKS * 7, "D")
    return pd.DataFrame(
        {
            "plan_id": truth["plan_id"],
            "series_id": truth["series_id"],
            "kind": "intervention",
            "measure": "orf",
            "grade": 3,
            "direction": "increase",
            "baseline": baseline,
            "target": baseline + design.required * DUE_WEEKS,
            "start_on": np.datetime64(START_ON),
            "due_on": due_on,
            "planned_sessions_per_week": PLANNED_PER_WEEK,
            "criterion": "end_level",
            "floor": 0,
            "standard_error": "",
            "probes_per_week": 1,
        }
    )


def _sessions(rng: np.random.Generator, truth: pd.DataFrame, design: Design) -> pd.DataFrame:
    """Each planned session: held, missed by an absent student, or not held; a third of the providers leave the last kind unrecorded."""
    per_plan = design.weeks * PLANNED_PER_WEEK
    plan = np.repeat(np.arange(len(truth)), per_plan)
    number = np.tile(np.arange(per_plan), len(truth))
    days = (number // PLANNED_PER_WEEK) * 7 + SESSION_DAYS[number % PLANNED_PER_WEEK]
    held_on = np.datetime64(START_ON) + days.astype("timedelta64[D]")
    absent = rng.random(len(plan)) < ABSENT_SHARE
    held = ~absent & (rng.random(len(plan)) < truth["delivered_share"].to_numpy()[plan])
    status = np.select([absent, held], ["student_absent", "held"], "not_held")
    minutes = np.where(held, MINUTES - rng.integers(0, 6, len(plan)), 0)
    unrecorded = (plan % 12 < 4) & (status == "not_held")
    sessions = pd.DataFrame({"plan_id": truth["plan_id"].to_numpy()[plan], "held_on": held_on, "minutes": minutes, "status": status})
    return sessions[~unrecorded]


def look_on(week: int) -> date:
    """Day of the weekly look after so many whole weeks: the Friday, when all scores of that week are in."""
    return START_ON + timedelta(days=7 * week + 4)


def operating_characteristics(verdicts_by_week: pd.DataFrame, truth: pd.DataFrame) -> dict[str, float]:
    """How often the verdicts are right and wrong, against the planted truth.

    verdicts_by_week: one row a plan and weekly look: week (whole weeks since the start), plan_id, verdict. truth:
    truth.csv. Returns shares of plans, 0 to 1: called so at any look in weeks 4 to 20 unless the name says
    another week; the binomial standard error of share x is x_se. An undelivered plan counts as found if it is
    called "not delivered" at the last look. Groups or weeks without rows give nan.
    """
    looks = verdicts_by_week.merge(truth[["plan_id", "planted"]], on="plan_id")
    looks = looks[looks["week"].between(FIRST_LOOK, LAST_LOOK)]
    last = looks[looks["week"] == looks["week"].max()]
    delivered = looks[looks["planted"] != "undelivered"]
    shares = {
        "on_pace_ever_ineffective": _ever(looks[looks["planted"] == "on_pace"], "ineffective"),
        "effective_ever_ineffective": _ever(looks[looks["planted"] == "effective"], "ineffective"),
        "flat_ineffective_by_week_14": _ever(looks[(looks["planted"] == "flat") & (looks["week"] <= FOUND_BY)], "ineffective"),
        "flat_ever_effective": _ever(looks[looks["planted"] == "flat"], "effective"),
        "effective_effective_at_last_look": _ever(last[last["planted"] == "effective"], "effective", "target reached"),
        "undelivered_not_delivered": _ever(last[last["planted"] == "undelivered"], "not delivered"),
        "delivered_ever_not_delivered": _ever(delivered, "not delivered"),
    }
    result = {name: share for name, (share, _) in shares.items()}
    return result | {f"{name}_se": float(np.sqrt(share * (1 - share) / n)) if n else float("nan") for name, (share, n) in shares.items()}


def _ever(looks: pd.DataFrame, *verdicts: str) -> tuple[float, int]:
    called = looks["verdict"].isin(verdicts).groupby(looks["plan_id"]).any()
    return (float(called.mean()) if len(called) else float("nan")), len(called)


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m sample_data.gate",
        description="Write scores.csv, goals.csv and sessions.csv with known truth for `aimline verdicts`.",
        epilog="Example: python -m sample_data.gate --students 5000 --seed 1 -o gate",
    )
    parser.add_argument("--students", type=int, default=5000, help="number of students, a quarter in each group")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same files")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--required", type=float, default=Design.required, help="required growth, words a week")
    parser.add_argument("--error", type=float, default=Design.error, help="standard deviation of one score around the student's line")
    parser.add_argument("--autocorrelation", type=float, default=Design.autocorrelation, help="correlation of errors one week apart")
    parser.add_argument("--baseline-growth", type=float, default=Design.baseline_growth, help="growth before the start, words a week")
    parser.add_argument("--weeks", type=int, default=Design.weeks, help="weeks monitored after the start")
    told = parser.parse_args(arguments)
    design = Design(told.required, told.error, told.autocorrelation, told.baseline_growth, told.weeks)
    write_gate(told.students, told.seed, told.out, design)


if __name__ == "__main__":
    main()
