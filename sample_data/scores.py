"""Scores: when a probe is given, the student's true level that day, and what the probe shows.

A student's true level grows by the weeks of instruction, not of the calendar: a quarter as fast in short breaks, not at
all in summer, with a slight loss on the first days back. A score adds what the day does (autocorrelated) and what the
form does (each probe anew), is a whole number, and stays within the measure's range.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.calendars import Clock
from sample_data.noise import autocorrelated, first_positions

ABSENT = 0.04
DAY_SHARE, DAY_AUTOCORRELATION = 0.5, 0.4  # of a score's variance; together an autocorrelation of 0.2 a week
AUTOCORRELATION = DAY_SHARE * DAY_AUTOCORRELATION
TRIALS, FEW_TRIALS, FEW_TRIALS_SHARE, TRIALS_DAY_SD = 10, 5, 0.08, 6.0
PERCENTAGE_RANGE, COUNT_LOWEST = (3.0, 97.0), 1.0  # where the true level itself stops
BASELINE_OCCASIONS = 3


@dataclass(frozen=True)
class Probes:
    """One entry a probe: its series (row), day, form, whether the student was absent, and what chance adds to it.

    residual is in residual standard deviations. For discrete trials attempts is the number of trials and luck holds
    a uniform number for each trial.
    """

    series: np.ndarray
    day: np.ndarray
    form: np.ndarray
    absent: np.ndarray
    residual: np.ndarray
    trial: np.ndarray
    attempts: np.ndarray
    luck: np.ndarray


def give_probes(rng: np.random.Generator, series: pd.DataFrame, starts: np.ndarray, clock: Clock) -> Probes:
    """Weekly (or twice weekly) occasions of each series, three probes on the first one if it lies before the start."""
    row, days = _occasions(rng, series, clock)
    first = first_positions(row)
    rank = np.arange(len(row)) - np.repeat(first, np.diff(np.append(first, len(row))))
    absent = (rng.random(len(row)) < ABSENT) & (rank > 0)
    weeks = days / 7
    of_day = autocorrelated(rng, first, weeks, DAY_AUTOCORRELATION)
    probes = np.where((rank == 0) & (days < starts[row]), 3, 1)
    occasion = np.repeat(np.arange(len(row)), probes)
    form = np.arange(len(occasion)) - np.repeat(np.cumsum(probes) - probes, probes) + 1
    residual = np.sqrt(DAY_SHARE) * of_day[occasion] + np.sqrt(1 - DAY_SHARE) * rng.standard_normal(len(occasion))
    trial = (series["measure_id"].to_numpy() == "trials")[row[occasion]]
    attempts = np.where(rng.random(trial.sum()) < FEW_TRIALS_SHARE, FEW_TRIALS, TRIALS)
    luck = rng.random((trial.sum(), TRIALS))
    residual[trial] = of_day[occasion[trial]]
    return Probes(row[occasion], days[occasion], form, absent[occasion], residual, trial, attempts, luck)


def _occasions(rng: np.random.Generator, series: pd.DataFrame, clock: Clock) -> tuple[np.ndarray, np.ndarray]:
    """Series row and day of each occasion, in order of series and day."""
    first_week, last_week = series["from_day"].to_numpy() // 7, (series["until_day"].to_numpy() - 1) // 7
    row = np.repeat(np.arange(len(series)), np.maximum(last_week - first_week + 1, 0))
    week = np.arange(len(row)) - first_positions(row)[np.cumsum(np.diff(row, prepend=-1) > 0) - 1] + first_week[row]
    school = series["school"].to_numpy()[row]
    once = clock.probe_day[school, week, series["weekday"].to_numpy()[row]]
    second = series["second_weekday"].to_numpy()[row]
    twice = np.where(second >= 0, clock.probe_day[school, week, second], -1)
    days = np.sort(np.stack([once, np.where(twice == once, -1, twice)], axis=1), axis=1).reshape(-1)
    row = np.repeat(row, 2)
    inside = (days >= series["from_day"].to_numpy()[row]) & (days < series["until_day"].to_numpy()[row])
    row, days = row[inside], days[inside]
    first = first_positions(row)
    rank = np.arange(len(row)) - np.repeat(first, np.diff(np.append(first, len(row))))
    given = (rng.random(len(row)) >= series["not_probed"].to_numpy()[row]) | (rank < BASELINE_OCCASIONS)
    return row[given], days[given]


def true_level(series: pd.DataFrame, plans: pd.DataFrame, rows: np.ndarray, days: np.ndarray, clock: Clock) -> np.ndarray:
    """Level of the series in rows on days, in score units, within what the measure can show.

    plans needs series, start, stop and pace (growth a week of instruction while it runs); outside plans a student
    grows as under ordinary instruction. Within a plan, a later one that begins and stops inside it takes its place.
    """
    now = clock.instruction[days]
    growth = series["growth"].to_numpy()
    gain = growth[rows] * (now - clock.instruction[series["from_day"].to_numpy()][rows])
    around = pd.DataFrame({"start": 0, "stop": 0, "pace": growth}, index=range(len(series)))
    for _, one in plans.groupby("order"):
        own = one.set_index("series")[["start", "stop", "pace"]].reindex(around.index).fillna(around)
        inside = (own["start"] >= around["start"]) & (own["stop"] <= around["stop"])
        added = (own["pace"] - around["pace"].where(inside, growth)).to_numpy()
        begun = clock.instruction[own["start"].astype(int)][rows]
        span = np.clip(now, begun, clock.instruction[own["stop"].astype(int)][rows]) - begun
        gain += added[rows] * span
        around = own
    level = series["level"].to_numpy()[rows] + series["sign"].to_numpy()[rows] * gain
    low = np.where(series["ceiling"] == 100, PERCENTAGE_RANGE[0], COUNT_LOWEST)[rows]
    high = np.where(series["ceiling"] == 100, PERCENTAGE_RANGE[1], series["ceiling"] * 0.9)[rows]
    return np.clip(level, low, high)


def observe(series: pd.DataFrame, plans: pd.DataFrame, probes: Probes, clock: Clock) -> np.ndarray:
    """The value of each probe, whether or not the student was there: whole numbers within the measure's range."""
    level = true_level(series, plans, probes.series, probes.day, clock)
    spread, fall, sign = (series[name].to_numpy()[probes.series] for name in ("residual_sd", "level", "sign"))
    spread = np.where(sign < 0, spread * np.sqrt(level / fall), spread)  # a count varies less as it falls
    spread[probes.trial] = TRIALS_DAY_SD
    shown = level + spread * (probes.residual - sign * clock.dip[probes.day])
    chance = np.clip(shown[probes.trial], *PERCENTAGE_RANGE) / 100
    hits = ((probes.luck < chance[:, None]) & (np.arange(TRIALS) < probes.attempts[:, None])).sum(axis=1)
    shown[probes.trial] = 100 * hits / probes.attempts
    return np.clip(np.rint(shown), series["floor"].to_numpy()[probes.series], series["ceiling"].to_numpy()[probes.series])


def stated_baseline(probes: Probes, values: np.ndarray, series: np.ndarray, starts: np.ndarray, n_series: int) -> np.ndarray:
    """Median of the last three occasions before each plan's start (of each day's median); nan without one."""
    start = np.full(n_series, -1)
    start[series] = starts
    before = ~probes.absent & (probes.day < start[probes.series])
    table = pd.DataFrame({"series": probes.series[before], "day": probes.day[before], "value": values[before]})
    daily = table.groupby(["series", "day"])["value"].median().reset_index()
    return daily.groupby("series").tail(3).groupby("series")["value"].median().reindex(series).to_numpy()
