"""Which student is monitored on which measure, at what level, on which days."""

import numpy as np
import pandas as pd

from sample_data.profiles import measure_profiles

TWICE_A_WEEK = 0.35
SERIES_SHARE = {1: 0.55, 2: 0.35, 3: 0.10}
BELOW_GRADE = 0.10  # share of academic series with probes a grade below the student's
SPREAD_OF_ERROR = 0.15  # students differ in how steady their scores are
SPREAD_OF_GROWTH = 0.3


def choose_series(rng: np.random.Generator, monitored: pd.DataFrame, series_per_student: int | None) -> pd.DataFrame:
    """One row a series: student (row of monitored), rank (0 for the student's first), and what is typical of the measure.

    Columns: student, rank, school, grade, measure_id, probe_grade, area, sign, floor, ceiling, level, growth, required,
    residual_sd, weekday, second_weekday (-1 if probed once a week). Levels are those of the fall.
    """
    wanted = _how_many(rng, len(monitored), series_per_student)
    profile = measure_profiles()
    pairs = monitored[["school", "grade"]].assign(student=np.arange(len(monitored))).merge(profile, on="grade", how="inner")
    pairs["key"] = rng.exponential(size=len(pairs)) / pairs["weight"]  # the smallest keys are a weighted draw without replacement
    pairs = pairs.sort_values(["student", "key"], kind="stable")
    pairs["rank"] = pairs.groupby("student").cumcount()
    series = pairs[pairs["rank"] < wanted[pairs["student"]]].reset_index(drop=True)
    series = _some_below_grade(rng, series)
    return _own_values(rng, series)


def _how_many(rng: np.random.Generator, students: int, series_per_student: int | None) -> np.ndarray:
    if series_per_student is not None:
        return np.full(students, series_per_student)
    return rng.choice(list(SERIES_SHARE), students, p=list(SERIES_SHARE.values()))


def _some_below_grade(rng: np.random.Generator, series: pd.DataFrame) -> pd.DataFrame:
    """Take what is typical of the grade below, and its probes, for some series."""
    lower = (rng.random(len(series)) < BELOW_GRADE) & series["area"].isin(["reading", "math", "writing"]) & (series["grade"] >= 3)
    below = series.loc[lower, ["measure_id", "grade"]].assign(grade=series.loc[lower, "grade"] - 1, row=series.index[lower])
    columns = ["probe_grade", "level_low", "level_high", "growth", "required", "residual_sd"]
    found = below.merge(measure_profiles(), on=["measure_id", "grade"])
    series.loc[found["row"], columns] = found[columns].to_numpy()
    return series


def _own_values(rng: np.random.Generator, series: pd.DataFrame) -> pd.DataFrame:
    n = len(series)
    series["level"] = rng.uniform(series["level_low"], series["level_high"])
    series["growth"] = (series["growth"] * (1 + SPREAD_OF_GROWTH * rng.standard_normal(n))).clip(0)
    series["residual_sd"] = series["residual_sd"] * np.exp(SPREAD_OF_ERROR * rng.standard_normal(n))
    series["weekday"] = rng.integers(0, 5, n)
    second = (series["weekday"] + rng.integers(2, 4, n)) % 5
    twice = rng.random(n) < np.where(series["measure_id"] == "talk_outs", 0.6, TWICE_A_WEEK)
    series["second_weekday"] = np.where(twice, second, -1)
    series["probe_grade"] = series["probe_grade"].astype(int)
    return series.drop(columns=["key", "weight", "level_low", "level_high", "name"], errors="ignore")


def series_of_last_year(rng: np.random.Generator, series: pd.DataFrame, eligible: np.ndarray, share: float) -> pd.DataFrame:
    """Add, for some students, a series of the year before: the same measure with the probes of the grade below."""
    chosen = series[eligible & (series["rank"] == 0) & (rng.random(len(series)) < share)]
    profile = measure_profiles().drop(columns=["name", "area", "sign", "floor", "ceiling"]).rename(columns={"grade": "last_grade"})
    kept = chosen[["student", "school", "grade", "measure_id", "area", "sign", "floor", "ceiling"]].assign(last_grade=chosen["grade"] - 1)
    added = _own_values(rng, kept.merge(profile, on=["measure_id", "last_grade"]).assign(rank=0)).drop(columns="last_grade")
    both = pd.concat([series.assign(last_year=False), added.assign(last_year=True)], ignore_index=True)
    return both.drop_duplicates(["student", "measure_id", "probe_grade"]).reset_index(drop=True)
