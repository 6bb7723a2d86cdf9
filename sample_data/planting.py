"""Interventions and goals with a planted outcome: when they run, how the student grows, what is delivered.

A plan has: series (row), order (of plans on one series), kind, start, due and end (day numbers; end is -1 unless it
ended early), required (rate of improvement its target asks for), factor (true growth as a share of required), planted,
programme, tier, per_week and minutes (planned sessions; 0 where delivery is not counted), delivered (share held),
states_baseline (the team wrote the baseline down), and for goals criterion, k, n, minimum_trials and target (empty:
follows from required).
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from sample_data.calendars import TODAY, Clock, day
from sample_data.profiles import OUTCOMES, programmes

MONDAY = day(TODAY) - TODAY.weekday()  # of the present week
SCHOOL_YEAR_STARTS = (day(date(2024, 8, 26)), day(date(2025, 8, 25)))
Stages = Mapping[str, tuple[float, Sequence[int]]]
# Weeks from the start of an intervention to the present week, by stage; the winter break falls in weeks 2 and 3.
STAGES: Stages = {
    "early": (0.12, (1, 4, 5, 6)),
    "mid": (0.25, range(7, 12)),
    "late": (0.53, range(12, 18)),
    "finished": (0.10, range(13, 18)),
}
WEEKS_LIVE, WEEKS_FINISHED = (16, 18, 20, 24, 28, 30), (8, 10)
FACTOR = {
    "effective": (1.6, 2.3),
    "on_pace": (1.0, 1.0),
    "slow": (0.5, 0.5),
    "ineffective": (-0.1, 0.1),
    "undelivered": (0.1, 0.4),
    "goal_will_be_met": (1.25, 1.6),
    "goal_close": (1.0, 1.0),
    "goal_will_not_be_met": (0.1, 0.45),
}
GOAL_SHARE = {"goal_will_be_met": 0.42, "goal_close": 0.16, "goal_will_not_be_met": 0.42}
GOAL_STARTS_PAST = (day(date(2024, 10, 7)), day(date(2025, 1, 7)))
GOAL_STARTS_LIVE = (day(date(2025, 1, 20)), day(date(2025, 11, 15)))
GOAL_PACE = 0.55  # an annual goal asks for less a week than an intervention does
SHARE_WITH_GOALS = 0.35
RAISED, LOWERED = "Reached the first target early; the team raised it.", "The first target asked for more than a year's growth."
WITHIN_A_GOAL, REVISED = 0.25, 0.15
ACCOMMODATION_FIRST, ACCOMMODATION_LATER = 0.10, 0.45
COUNTED_LATER = 0.15  # a programme judged on a second measure keeps its session record with the first
DELIVERED, UNDELIVERED = (0.92, 1.0), (0.30, 0.60)


def students_with_goals(rng: np.random.Generator, students: int) -> np.ndarray:
    """Which monitored students have an IEP."""
    return rng.random(students) < SHARE_WITH_GOALS


def plant_interventions(rng: np.random.Generator, series: pd.DataFrame, stages: Stages = STAGES) -> pd.DataFrame:
    """One intervention on each series given (its index goes to the column series)."""
    n = len(series)
    kind = _kinds(rng, series)
    tried = draw_programmes(rng, kind, series["area"].to_numpy())
    back, weeks = _stages(rng, n, stages)
    start = MONDAY - 7 * back
    plans = pd.DataFrame({"series": series.index.to_numpy(), "order": 0, "kind": kind, "start": start, "due": start + 7 * weeks - 3})
    return finish_plans(rng, plans.assign(end=-1, required=series["required"].to_numpy(), **tried), series)


def _kinds(rng: np.random.Generator, series: pd.DataFrame) -> np.ndarray:
    eased = rng.random(len(series)) < np.where(series["rank"] == 0, ACCOMMODATION_FIRST, ACCOMMODATION_LATER)
    taught = np.where(series["area"] == "behaviour", "behaviour_support", "instruction")
    return np.where(eased, "accommodation", taught)


def _stages(rng: np.random.Generator, n: int, stages: Stages) -> tuple[np.ndarray, np.ndarray]:
    """Weeks since the start and planned weeks of n interventions; those not finished are due after today."""
    stage = rng.choice(list(stages), n, p=[share for share, _ in stages.values()])
    back, weeks = np.zeros(n, int), rng.choice(WEEKS_LIVE, n)
    for name, (_, choices) in stages.items():
        back[stage == name] = rng.choice(list(choices), (stage == name).sum())
    weeks = np.maximum(weeks, back + 3)
    return back, np.where(stage == "finished", rng.choice(WEEKS_FINISHED, n), weeks)


def draw_programmes(rng: np.random.Generator, kind: np.ndarray, area: np.ndarray) -> dict[str, np.ndarray]:
    """A programme that fits the kind and area, and the outcome planted for it."""
    table = programmes()
    programme, planted = np.empty(len(kind), object), np.empty(len(kind), object)
    for (its_kind, its_area), group in table.groupby(["kind", "area"]):
        mine = (kind == its_kind) & (area == its_area)
        row = group.iloc[rng.integers(0, len(group), mine.sum())]
        programme[mine] = row["programme"]
        reached = row[list(OUTCOMES)].cumsum(axis=1).to_numpy()
        planted[mine] = np.array(OUTCOMES)[(rng.random((mine.sum(), 1)) > reached).sum(axis=1).clip(max=len(OUTCOMES) - 1)]
    return {"programme": programme, "planted": planted}


def finish_plans(rng: np.random.Generator, plans: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """Add tier, planned sessions, true growth and delivery to interventions that have a kind and a planted outcome."""
    n = len(plans)
    eased, behaviour = plans["kind"] == "accommodation", plans["kind"] == "behaviour_support"
    undelivered = (plans["planted"] == "undelivered").to_numpy()
    tier = np.select([eased, behaviour], [1, 2], rng.choice([2, 3], n, p=[0.65, 0.35]))
    counted = ~eased & ((series["rank"].to_numpy() == 0) | (rng.random(n) < COUNTED_LATER) | undelivered)
    per_week = np.select([behaviour, tier == 3], [5, 5], rng.choice([3, 4], n))
    minutes = np.select([behaviour, tier == 3], [10, 40], 30)
    low, high = np.where(undelivered[:, None], UNDELIVERED, DELIVERED).T
    return plans.assign(
        tier=tier,
        per_week=np.where(counted, per_week, 0),
        minutes=np.where(counted, minutes, 0),
        delivered=rng.uniform(low, high),
        factor=draw_factor(rng, plans["planted"]),
        states_baseline=rng.random(n) < 0.5,
    )


def draw_factor(rng: np.random.Generator, planted: pd.Series) -> np.ndarray:
    """True growth as a share of the required growth."""
    low, high = np.array([FACTOR[name] for name in planted]).reshape(-1, 2).T
    return rng.uniform(low, high)


def plant_last_year(rng: np.random.Generator, series: pd.DataFrame) -> pd.DataFrame:
    """A finished intervention of the school year before on each series given."""
    back = rng.integers(50, 66, len(series))  # starts from early October 2024 to late January 2025
    weeks = rng.choice([12, 14, 16], len(series))
    start = MONDAY - 7 * back
    kind = np.where(series["area"] == "behaviour", "behaviour_support", "instruction")
    plans = pd.DataFrame({"series": series.index.to_numpy(), "order": 0, "kind": kind, "start": start, "due": start + 7 * weeks - 3})
    tried = draw_programmes(rng, kind, series["area"].to_numpy())
    return finish_plans(rng, plans.assign(end=-1, required=series["required"].to_numpy(), **tried), series)


def plant_next(rng: np.random.Generator, plans: pd.DataFrame, series: pd.DataFrame, share: float) -> pd.DataFrame:
    """End some interventions that did not work after 6 to 8 weeks and start another on the same series; returns all plans."""
    failed = plans["planted"].isin(["ineffective", "undelivered", "slow"]) & (plans["kind"] != "accommodation")
    old = (plans["start"] <= MONDAY - 7 * 13) & (plans["due"] > day(TODAY))
    ended = plans.index[failed & old & (rng.random(len(plans)) < share)]
    plans.loc[ended, "end"] = plans.loc[ended, "start"] + 7 * rng.integers(6, 9, len(ended)) - 3
    follow = plans.loc[ended, ["series", "kind", "due", "required", "programme"]].copy()
    follow = follow.assign(order=1, start=plans.loc[ended, "end"] + 3, end=-1)
    its_series = series.loc[follow["series"]]
    tried = draw_programmes(rng, follow["kind"].to_numpy(), its_series["area"].to_numpy())
    follow = finish_plans(rng, follow.assign(**tried), its_series)
    follow["due"] = np.maximum(follow["due"], follow["start"] + 7 * 14 - 3)
    return pd.concat([plans, follow], ignore_index=True)


def plant_goals(rng: np.random.Generator, series: pd.DataFrame, past_share: float = 0.15) -> pd.DataFrame:
    """An annual goal on each series given; past_share of them were due before today."""
    n = len(series)
    past = rng.random(n) < past_share
    start = np.where(past, rng.integers(*GOAL_STARTS_PAST, n), rng.integers(*GOAL_STARTS_LIVE, n))
    start = start - np.maximum(start % 7 - 4, 0)  # IEP meetings are held Monday to Friday
    planted = pd.Series(rng.choice(list(GOAL_SHARE), n, p=list(GOAL_SHARE.values())))
    plans = pd.DataFrame({"series": series.index.to_numpy(), "order": 0, "kind": "goal", "start": start, "due": start + 364, "end": -1})
    plans = plans.assign(required=series["required"].to_numpy() * GOAL_PACE, planted=planted, factor=draw_factor(rng, planted))
    plans = plans.assign(per_week=0, minutes=0, delivered=np.nan, states_baseline=True)
    return _criteria(rng, plans, series["measure_id"].to_numpy() == "trials")


def _criteria(rng: np.random.Generator, plans: pd.DataFrame, trials: np.ndarray) -> pd.DataFrame:
    n = len(plans)
    usual = rng.choice(["end_level", "consecutive", "k_of_n"], n, p=[0.75, 0.15, 0.10])
    criterion = np.where(trials, rng.choice(["k_of_n", "consecutive"], n, p=[0.6, 0.4]), usual)
    k = np.where(criterion == "k_of_n", np.where(trials, 4, 3), 0)
    of = np.select([criterion == "k_of_n", criterion == "consecutive"], [k + 1, 3], 0)
    return plans.assign(criterion=criterion, k=k, n=of, minimum_trials=np.where(trials, 10, 0), target=np.where(trials, 80.0, np.nan))


def plant_within_goals(rng: np.random.Generator, goals: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """An intervention on the series of some goals that have run for long and are not due soon."""
    room = (goals["start"] < MONDAY - 7 * 24) & (goals["due"] > MONDAY + 7 * 8)
    chosen = goals[room & (rng.random(len(goals)) < WITHIN_A_GOAL)]
    tried = plant_interventions(rng, series.loc[chosen["series"]], {"mid": (0.4, range(7, 12)), "late": (0.6, range(12, 18))})
    return tried.assign(order=1, due=np.minimum(tried["due"], chosen["due"].to_numpy() - 7))


def revise_goals(rng: np.random.Generator, plans: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """Some goals were changed midway: revised_on (-1 if not), first_target and changed_because."""
    old = (plans["kind"] == "goal") & (plans["start"] < clock.today - 140) & (plans["due"] > clock.today)
    revised = (old & (rng.random(len(plans)) < REVISED)).to_numpy()
    on = plans["start"].to_numpy() + 84 + (rng.random(len(plans)) * (clock.today - 105 - plans["start"].to_numpy())).astype(int)
    quick = (plans["true_roi"] >= plans["required_roi"]).to_numpy()
    gain = (plans["target"] - plans["baseline"]).to_numpy()
    first = np.rint(plans["baseline"].to_numpy() + gain * np.where(quick, 0.7, 1.3))
    because = np.where(quick, RAISED, LOWERED)
    return plans.assign(
        revised_on=np.where(revised, on - np.maximum(on % 7 - 4, 0), -1),
        first_target=np.where(revised, first, np.nan),
        changed_because=np.where(revised, because, None),
    )
