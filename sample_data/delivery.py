"""Session records: what was planned on each school day, and whether it was held."""

import numpy as np
import pandas as pd

from sample_data.calendars import Clock, dates

# Weekdays (0 is Monday) of so many sessions a week.
SESSION_DAYS = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
ABSENT = 0.04
OBSERVED = 0.08  # share of sessions whose fidelity somebody observed
FIDELITY, FIDELITY_UNDELIVERED = (0.85, 1.0), (0.55, 0.85)
REASONS = ("staff absent", "assembly or field trip", "testing", "no substitute", "schedule conflict", "room not available")
UNRECORDED = 3  # one undelivered plan in so many leaves sessions that were not held out of the record


def hold_sessions(rng: np.random.Generator, plans: pd.DataFrame, school: np.ndarray, clock: Clock) -> pd.DataFrame:
    """Rows of intervention_session for plans with planned sessions, up to the day before today.

    plans needs plan_id, start, stop, per_week, minutes, delivered and planted; school is each plan's school number.
    """
    plan, days = _planned(plans, school, clock)
    n = len(plan)
    absent = rng.random(n) < ABSENT
    held = ~absent & (rng.random(n) < plans["delivered"].to_numpy()[plan])
    status = np.select([absent, held], ["student_absent", "held"], "not_held")
    undelivered = (plans["planted"] == "undelivered").to_numpy()
    low, high = np.where(undelivered[plan][:, None], FIDELITY_UNDELIVERED, FIDELITY).T
    fidelity = np.round(rng.uniform(low, high) * 20) / 20
    reason = np.array(REASONS, dtype=object)[rng.integers(0, len(REASONS), n)]
    minutes = plans["minutes"].to_numpy()[plan] - rng.integers(0, 3, n) * 5 * (plans["minutes"].to_numpy()[plan] > 15)
    sessions = pd.DataFrame(
        {
            "intervention_id": plans["plan_id"].to_numpy()[plan],
            "held_on": dates(days),
            "ordinal": 1,
            "status": status,
            "reason": np.where(status == "not_held", reason, None),
            "minutes": pd.array(np.where(held, minutes, 0), dtype="Int64"),
            "fidelity": np.where(held & (rng.random(n) < OBSERVED), fidelity, np.nan),
        }
    )
    unrecorded = undelivered[plan] & (plan % UNRECORDED == 1) & (status == "not_held")
    return sessions[~unrecorded]


def _planned(plans: pd.DataFrame, school: np.ndarray, clock: Clock) -> tuple[np.ndarray, np.ndarray]:
    """Plan (position) and day of each planned session."""
    start = plans["start"].to_numpy()
    length = np.where(plans["per_week"] > 0, np.minimum(plans["stop"].to_numpy() + 1, clock.today) - start, 0).clip(0)
    plan = np.repeat(np.arange(len(plans)), length)
    days = start[plan] + np.arange(len(plan)) - np.repeat(np.cumsum(length) - length, length)
    meets = np.zeros((6, 7), bool)
    for per_week, weekdays in SESSION_DAYS.items():
        meets[per_week, list(weekdays)] = True
    planned = meets[plans["per_week"].to_numpy()[plan], days % 7] & clock.is_school_day[school[plan], days]
    return plan[planned], days[planned]
