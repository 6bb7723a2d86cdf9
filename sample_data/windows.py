"""From when to when each series is monitored, gaps and other faults of real data included."""

from datetime import date

import numpy as np
import pandas as pd

from sample_data.calendars import YEARS, Clock, day
from sample_data.planting import MONDAY

SCHOOL_YEAR_STARTS = tuple(day(first) for first, _ in YEARS.values())
NOT_PROBED = 0.05  # share of occasions that nobody held
GAPS = {"none": 0.90, "since the break": 0.05, "long": 0.05}
SPOILT, SPOILT_EACH = ("constant scores", "one score", "no baseline"), 2


def monitor(rng: np.random.Generator, series: pd.DataFrame, plans: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """Add from_day and until_day: a baseline of 3 to 8 weeks before the first plan, and on to the end of the last.

    Of the series with a live plan some have had no score since the winter break and some none for 4 to 10 weeks.
    """
    first = plans.groupby("series")["start"].min().reindex(series.index).to_numpy()
    last = plans.groupby("series")["due"].max().reindex(series.index).to_numpy()
    from_day = first - 7 * rng.integers(3, 9, len(series)) - first % 7
    year_start = np.where(first >= SCHOOL_YEAR_STARTS[1], SCHOOL_YEAR_STARTS[1], SCHOOL_YEAR_STARTS[0])
    live = last >= clock.today
    gap = rng.choice(len(GAPS), len(series), p=list(GAPS.values()))
    broken = np.select([gap == 1, gap == 2], [day(date(2025, 12, 20)), clock.today - rng.integers(28, 70, len(series))], clock.today)
    until = np.where(live, np.maximum(broken, np.minimum(first + 14, clock.today)), np.minimum(last + 1, clock.today))
    data = np.select([~live | (until == clock.today), gap == 1], ["", "no score since the break"], "no recent score")
    return series.assign(from_day=np.maximum(from_day, year_start), until_day=until, data=data, not_probed=NOT_PROBED)


def monitor_for(series: pd.DataFrame, plans: pd.DataFrame, clock: Clock, weeks: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Series and plans with one score in each of the last so many school weeks, the first of them (at most 6) a baseline."""
    mondays = np.flatnonzero((clock.probe_day[0] >= 0).any(axis=1)) * 7
    last = mondays[mondays < clock.today][-weeks:]
    start = last[min(6, len(last) // 3)]
    weeks_left = (plans["due"] - plans["start"]).to_numpy() // 7 % 20 + 2
    plans = plans.assign(start=start, due=MONDAY + 7 * weeks_left + 4)
    return series.assign(from_day=last[0], until_day=clock.today, second_weekday=-1, data="", not_probed=0.0), plans


def spoil_some(series: pd.DataFrame, plans: pd.DataFrame, clock: Clock) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give two series each constant scores, a single score since the start, and no baseline, where there are enough."""
    alone = ~plans["series"].duplicated(keep=False)
    usual = alone & (plans["kind"] == "instruction") & (plans["start"] <= MONDAY - 7 * 12) & (plans["due"] > clock.today)
    chosen = plans[usual & (series["data"].to_numpy()[plans["series"]] == "")].groupby("planted").head(3)
    for number, fault in enumerate(SPOILT):
        mine = chosen.iloc[number * SPOILT_EACH : (number + 1) * SPOILT_EACH]
        at = mine["series"].to_numpy()
        series.loc[at, "data"] = fault
        if fault == "constant scores":
            series.loc[at, ["residual_sd", "growth"]] = 0.0
            plans.loc[mine.index, ["factor", "planted"]] = 0.0, "ineffective"
        elif fault == "one score":
            series.loc[at, "until_day"] = mine["start"].to_numpy() + 8
        else:
            series.loc[at, "from_day"] = mine["start"].to_numpy()
    return series, plans


def first_day_on(clock: Clock, school: np.ndarray, days: np.ndarray) -> np.ndarray:
    """The first school day on or after each day."""
    n_days = clock.is_school_day.shape[1]
    number = np.where(clock.is_school_day, np.arange(n_days), n_days - 1)
    following = np.minimum.accumulate(number[:, ::-1], axis=1)[:, ::-1]
    return following[school, np.clip(days, 0, n_days - 1)]
