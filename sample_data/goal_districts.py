"""Students with goals whose truth is known: what the probabilities of goals are measured on.

`students(condition, n, first_day, seed)` makes one school year of n students on one measure. A student's true level starts where
the measure's students start, grows at a rate of the student's own (half of it before the goal begins), and may grow more slowly as the
year goes on. A score is that level and an error that is correlated from week to week, rounded and kept within the measure's range. Every
number of MEASURES is of a plausible size and no norm.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

YEAR_WEEKS = 38  # from the first day of school to the last
BREAK_WEEKS = (16, 17, 28)  # no school, no scores; students grow on unless the condition says that they stand still
SUMMER = range(38, 48)  # weeks of a summer in the middle of a goal's year
AFTER_SUMMER = 64  # weeks until such goals are due
MISSED = 0.08  # share of the scheduled occasions without a score
BASELINE = 3  # weekly occasions before the goal begins
BEFORE = 0.5  # growth before the goal begins, relative to the growth after


@dataclass(frozen=True)
class Measure:
    """A measure and its students: level at the start of the year and growth a week (mean, standard deviation), both in score units.

    error: standard deviation of one score at the mean starting level. follows: the error's standard deviation goes with level to this
    power (0: the same at every level; 0.5: a count; 1: a duration). step: what scores are rounded to. trials: of how many a score is the
    percentage passed; the error is then that of the day, and chance comes on top.
    """

    direction: str
    metric: str
    level: tuple[float, float]
    growth: tuple[float, float]
    error: float
    step: float = 1.0
    floor: float | None = 0.0
    ceiling: float | None = None
    follows: float = 0.0
    trials: int | None = None


MEASURES = {
    "oral reading": Measure("increase", "rate", (70, 20), (1.4, 0.6), 10),
    "talk-outs": Measure("decrease", "count", (18, 4), (0.28, 0.15), 4, follows=0.5),
    "on task": Measure("increase", "percentage", (50, 9), (0.8, 0.35), 8, ceiling=100),
    "trials": Measure("increase", "percentage", (40, 12), (1.0, 0.4), 6, step=10.0, ceiling=100, trials=10),
    "rubric": Measure("increase", "other", (1.3, 0.5), (0.035, 0.02), 0.5, ceiling=4),
    "tantrum minutes": Measure("decrease", "other", (20, 4), (0.3, 0.12), 4, step=0.5, follows=1.0),
}


@dataclass(frozen=True)
class Condition:
    """One kind of district: see students().

    error: in multiples of the measure's own. alike: growth differs between students by 40% of what it usually does, and targets lie
    within a fifth of what is to be expected, so that scores alone must tell who makes it. still: growth stands still in breaks.
    summer: goals begin in the second half of a school year and are due in the next; growth stands still in breaks and in between.
    """

    measure: str = "oral reading"
    error: float = 1.0
    probes_per_week: float = 1.0
    late: bool = False
    autocorrelation: float = 0.2
    tails: float | None = None
    slowing: float = 0.0
    alike: bool = False
    criterion: str = "end_level"
    k: int | None = None
    n: int | None = None
    still: bool = False
    summer: bool = False


@dataclass(frozen=True)
class Year:
    """One school year. scores: series_id, observed_on, value. goals: series_id, start_on, due_on, target, end_level (true, at due_on)."""

    scores: pd.DataFrame
    goals: pd.DataFrame


def students(condition: Condition, n: int, first_day: date, seed: int, gap_in_errors: float | None = None) -> Year:
    """One school year of n students. With gap_in_errors each target lies that many errors of one score beyond the true end level."""
    rng = np.random.default_rng(seed)
    measure = MEASURES[condition.measure]
    sign = 1.0 if measure.direction == "increase" else -1.0
    start = rng.integers(4, 22, n) if condition.late else rng.integers(20, 31, n) if condition.summer else rng.integers(4, 7, n)
    weeks_of_year = AFTER_SUMMER if condition.summer else YEAR_WEEKS
    due = np.full(n, weeks_of_year)
    level, growth = rng.normal(*measure.level, n), rng.normal(measure.growth[0], measure.growth[1] * (0.4 if condition.alike else 1.0), n)
    error = condition.error * measure.error

    def true_level(week: np.ndarray) -> np.ndarray:
        grown = _grown(_growing(week, condition), condition.slowing) - _grown(_growing(start[:, None], condition), condition.slowing)
        value = level[:, None] + sign * growth[:, None] * np.where(grown < 0, BEFORE, 1.0) * grown
        return np.clip(value, (measure.floor or 0) + error / 4, np.inf if measure.ceiling is None else measure.ceiling - error / 4)

    per_week = condition.probes_per_week
    since = np.concatenate([np.arange(-BASELINE, 0.0), np.arange(1, int(weeks_of_year * per_week)) / per_week])
    week = start[:, None] + since
    truth = true_level(week)
    spread = error * (np.maximum(truth, 0) / measure.level[0]) ** measure.follows
    value = truth + spread * _errors(rng, n, since, condition)
    if measure.trials:
        value = 100 * rng.binomial(measure.trials, np.clip(value / 100, 0, 1)) / measure.trials
    value = _shown(value, measure)
    given = (week <= due[:, None]) & ~np.isin(np.floor(week), closed_weeks(condition)) & ((rng.random(week.shape) >= MISSED) | (since < 0))
    asked = rng.uniform(*((0.8, 1.2) if condition.alike else (0.5, 1.5)), n) * measure.growth[0]
    target = _targets(
        rng, measure, sign * asked, np.median(value[:, :BASELINE], axis=1), _growing(due, condition) - _growing(start, condition)
    )
    end_level = true_level(due[:, None].astype(float))[:, 0]
    if gap_in_errors is not None:
        target = end_level + sign * gap_in_errors * _standard_error(end_level, error, measure)
    names = np.array([f"{first_day.year}-{number}" for number in range(n)])
    days = np.array([first_day + timedelta(days=day) for day in range(7 * weeks_of_year + 8)])
    row, column = np.nonzero(given)
    scores = pd.DataFrame(
        {"series_id": names[row], "observed_on": days[np.rint(7 * week[row, column]).astype(int)], "value": value[row, column]}
    )
    goals = pd.DataFrame(
        {"series_id": names, "start_on": days[7 * start], "due_on": days[7 * due], "target": target, "end_level": end_level}
    )
    return Year(scores, goals)


def closed_weeks(condition: Condition) -> tuple[int, ...]:
    """Weeks of the year, from 0, in which no school is held."""
    return BREAK_WEEKS + (tuple(SUMMER) if condition.summer else ())


def _growing(week: np.ndarray, condition: Condition) -> np.ndarray:
    """Weeks in which students grow by a week of the year."""
    stands = closed_weeks(condition) if condition.still or condition.summer else ()
    return week - sum((np.clip(week - first, 0, 1) for first in stands), np.zeros(1))


def _grown(week: np.ndarray, slowing: float) -> np.ndarray:
    """Weeks of full growth by a week of the year, where growth falls evenly by the share `slowing` from the first day to the last."""
    return week - slowing * week**2 / (2 * YEAR_WEEKS)


def _errors(rng: np.random.Generator, n: int, week: np.ndarray, condition: Condition) -> np.ndarray:
    """Errors of variance 1, students x occasions, correlated from week to week, normal or t with `tails` degrees of freedom."""
    df = condition.tails
    fresh = rng.standard_normal((n, len(week))) if df is None else rng.standard_t(df, (n, len(week))) * np.sqrt((df - 2) / df)
    for i, gap in enumerate(np.diff(week), start=1):
        kept = condition.autocorrelation**gap
        fresh[:, i] = kept * fresh[:, i - 1] + np.sqrt(1 - kept**2) * fresh[:, i]
    return fresh


def _standard_error(level: np.ndarray, error: float, measure: Measure) -> np.ndarray:
    """Standard deviation of one score that is shown, at a true level."""
    of_day = error * (np.maximum(level, 0) / measure.level[0]) ** measure.follows
    of_chance = level * (100 - level) / measure.trials if measure.trials else np.full_like(level, measure.step**2 / 12)
    return np.sqrt(of_day**2 + of_chance)


def _shown(value: np.ndarray, measure: Measure) -> np.ndarray:
    return np.clip(np.rint(value / measure.step) * measure.step, measure.floor, measure.ceiling)


def _targets(rng: np.random.Generator, measure: Measure, roi: np.ndarray, baseline: np.ndarray, weeks: np.ndarray) -> np.ndarray:
    """Half of the targets ask for growth from the student's own baseline, half from a level that is the same for all."""
    own, same = baseline + roi * weeks, measure.level[0] + roi * weeks
    target = np.rint(np.where(rng.random(len(weeks)) < 0.5, own, same) / measure.step) * measure.step
    lowest = (measure.floor or 0.0) + measure.step
    return np.clip(target, lowest, np.inf if measure.ceiling is None else measure.ceiling - (measure.ceiling > 10) * measure.step)
