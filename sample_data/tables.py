"""Series, plans and scores as the tables of the folder, and the truth beside them."""

import numpy as np
import pandas as pd

from sample_data.calendars import Clock, dates
from sample_data.people import grade_label
from sample_data.remarks import remarks
from sample_data.scores import AUTOCORRELATION, Probes

NOTED_SCORES = 0.004
ERRORS_A_PROBE = 4.0
MET, NOT_MET = 1.15, 0.8  # true growth as a share of the required growth beyond which a goal counts as planted met or not


def name_series(series: pd.DataFrame, student_id: np.ndarray) -> pd.DataFrame:
    """Add series_id and student_id."""
    owner = student_id[series["student"]]
    label = grade_label(series["probe_grade"].to_numpy())
    ids = [f"{s}-{m}-{g}" for s, m, g in zip(owner, series["measure_id"], label, strict=True)]
    return series.assign(series_id=ids, student_id=owner, probe_label=label)


def name_plans(plans: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Add plan_id: a student's interventions and goals numbered in order of their start."""
    owner = pd.Series(series["student_id"].to_numpy()[plans["series"]], index=plans.index)
    sort = np.where(plans["kind"] == "goal", "goal", "int")
    order = plans.assign(owner=owner, sort=sort).sort_values(["owner", "sort", "start", "series"], kind="stable")
    number = order.groupby(["owner", "sort"]).cumcount() + 1
    return plans.assign(plan_id=(order["sort"] + "-" + order["owner"] + "-" + number.astype(str)).reindex(plans.index))


def series_table(series: pd.DataFrame) -> pd.DataFrame:
    """Rows of series."""
    return pd.DataFrame(
        {
            "series_id": series["series_id"],
            "student_id": series["student_id"],
            "measure_id": series["measure_id"],
            "grade": series["probe_label"],
            "probes_per_week": pd.array(np.where(series["second_weekday"] >= 0, 2, 0), dtype="Int64"),
            "standard_error": np.nan,
            "floor": np.nan,
            "ceiling": np.nan,
        }
    ).replace({"probes_per_week": {0: pd.NA}})


def intervention_table(plans: pd.DataFrame, series: pd.DataFrame, provider: np.ndarray) -> pd.DataFrame:
    """Rows of intervention."""
    of = series.iloc[plans["series"]]
    counted = (plans["per_week"] > 0).to_numpy()
    return pd.DataFrame(
        {
            "intervention_id": plans["plan_id"].to_numpy(),
            "series_id": of["series_id"].to_numpy(),
            "kind": plans["kind"].to_numpy(),
            "programme": plans["programme"].to_numpy(),
            "area": of["area"].to_numpy(),
            "tier": plans["tier"].astype(int).to_numpy(),
            "direction": None,
            "baseline": np.where(plans["states_baseline"] | ~plans["has_baseline"], plans["baseline"], np.nan),
            "target": plans["target"].to_numpy(),
            "start_on": dates(plans["start"].to_numpy()),
            "due_on": dates(plans["due"].to_numpy()),
            "ended_on": dates(plans["end"].to_numpy()),
            "planned_sessions_per_week": np.where(counted, plans["per_week"], np.nan),
            "planned_minutes": np.where(counted, plans["minutes"], np.nan),
            "provider_staff_id": provider,
        }
    )


def score_table(rng: np.random.Generator, series: pd.DataFrame, probes: Probes, values: np.ndarray) -> pd.DataFrame:
    """Rows of score, in order of series and day."""
    n = len(values)
    reading = (series["measure_id"].to_numpy() == "orf")[probes.series] & ~probes.absent
    errors = np.where(reading, rng.poisson(ERRORS_A_PROBE, n), np.nan)
    attempts = np.full(n, np.nan)
    attempts[probes.trial] = probes.attempts
    attempts[probes.absent] = np.nan
    noted = (rng.random(n) < NOTED_SCORES) & ~probes.absent
    return pd.DataFrame(
        {
            "series_id": series["series_id"].to_numpy(dtype=object)[probes.series],
            "observed_on": dates(probes.day),
            "form": probes.form.astype(str),
            "value": np.where(probes.absent, np.nan, values),
            "phase": None,
            "errors": errors,
            "attempts": attempts,
            "absent": probes.absent,
            "note": np.where(noted, remarks("score")[rng.integers(0, len(remarks("score")), n)], None),
        }
    )


def truth_table(plans: pd.DataFrame, series: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """What is planted, one row a plan. Never imported. Growth is improvement positive, score units a week."""
    of = series.iloc[plans["series"]]
    ratio = (plans["true_roi"] / plans["required_roi"]).to_numpy()
    met, not_met, past = ratio >= MET, ratio <= NOT_MET, plans["due"] < clock.today
    names = ["goal_was_met", "goal_will_be_met", "goal_was_not_met", "goal_will_not_be_met"]
    goal = np.select([met & past, met, not_met & past, not_met], names, "goal_close")
    return pd.DataFrame(
        {
            "plan_id": plans["plan_id"].to_numpy(),
            "series_id": of["series_id"].to_numpy(),
            "kind": plans["kind"].to_numpy(),
            "planted": np.where(plans["kind"] == "goal", goal, plans["planted"]),
            "data": of["data"].replace("", None).to_numpy(),
            "true_roi": plans["true_roi"].round(4).to_numpy(),
            "required_roi": plans["required_roi"].round(4).to_numpy(),
            "true_baseline": plans["true_baseline"].round(2).to_numpy(),
            "residual_sd": of["residual_sd"].round(2).to_numpy(),
            "autocorrelation": AUTOCORRELATION,
            "delivered_share": plans["delivered"].round(3).to_numpy(),
            "story": of["story"].replace("", None).to_numpy(),
        }
    ).sort_values("plan_id", kind="stable")
