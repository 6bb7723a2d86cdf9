"""Simulated students with known truth: their scores on a schedule, before and after the start of a plan.

The second implementation of what judges real students begins here. Everything is an array of students x occasions; time is weeks since
the start, on whole days, as scores in a store are. Improvement is positive.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Truths = NDArray[np.bool_]

HERE = Path(__file__).parent
LEVEL = 60.0  # of a student before the start; no rule looks at it


@dataclass(frozen=True)
class Schedule:
    """When a student is probed: so many scores before the start, one a week apart, and so many a week after it."""

    baseline_scores: int = 3
    probes_per_week: float = 1.0
    weeks: int = 20

    @property
    def days(self) -> NDArray[np.int64]:
        """Days since the start of each occasion; the last of the baseline is a week before the start."""
        before = np.arange(-self.baseline_scores, 0.0)
        after = np.arange(1, round(self.weeks * self.probes_per_week) + 1) / self.probes_per_week
        return np.asarray(np.rint(7 * np.concatenate([before, after])), dtype=np.int64)

    @property
    def times(self) -> Array:
        """Weeks since the start of each occasion."""
        return self.days / 7.0


@dataclass(frozen=True)
class Students:
    """What is true of them: growth a week since the start and before it, a step at the start, and the error of their scores.

    error_df: where given, the students' error variances differ as a scaled inverse chi-square with so many degrees of freedom, the
    smaller the more (Smyth 2004, doi:10.2202/1544-6115.1027); log_error_sd: where given, their errors are log-normal instead.
    """

    roi: float = 0.0
    growth_before: float = 0.0
    step: float = 0.0
    error: float = 10.0
    autocorrelation: float = 0.0
    error_df: float | None = None
    log_error_sd: float | None = None


@dataclass(frozen=True)
class Belief:
    """What is borrowed about the measure, as the table `prior` holds it: the truth of an estimated measure, or what is published."""

    residual_sd: float = 10.0
    residual_df: float = 200.0  # of a fit that finds no difference between students (progress/prior.py, LARGEST_DF)
    autocorrelation: float = 0.0
    maturation_mean: float | None = None
    maturation_sd: float | None = None


def planted(students: Students, schedule: Schedule, number: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Scores (students x occasions) of so many students, and the true error of each student."""
    times = schedule.times
    error = students.error * _relative_error(students, number, rng)
    line = LEVEL + students.growth_before * np.minimum(times, 0) + students.roi * np.maximum(times, 0) + students.step * (times > 0)
    return line + error[:, None] * correlated_noise(times, students.autocorrelation, number, rng), error


def _relative_error(students: Students, number: int, rng: np.random.Generator) -> Array:
    if students.error_df is not None:
        return np.asarray(np.sqrt(students.error_df / rng.chisquare(students.error_df, number)))
    return np.exp((students.log_error_sd or 0.0) * rng.standard_normal(number))


def correlated_noise(times: Array, autocorrelation: float, number: int, rng: np.random.Generator) -> Array:
    """Standard normal errors whose correlation t weeks apart is autocorrelation ** t (continuous-time AR(1))."""
    noise = rng.standard_normal((number, len(times)))
    for i, gap in enumerate(np.diff(times), start=1):
        kept = autocorrelation**gap
        noise[:, i] = kept * noise[:, i - 1] + np.sqrt(1 - kept**2) * noise[:, i]
    return noise


@cache
def default_thresholds() -> dict[str, float]:
    """The thresholds as a new store has them."""
    rows = [row for name in ("defaults.csv", "defaults_classic.csv") for row in _rows(name)]
    return {row["name"]: float(row["value"]) for row in rows}


@cache
def boundary_table() -> dict[float, dict[int, float]]:
    """The shipped sequential boundary: total of false alarms -> week -> critical value."""
    table: dict[float, dict[int, float]] = {}
    for row in _rows("boundary.csv"):
        table.setdefault(float(row["false_alarm"]), {})[int(row["week"])] = float(row["z_critical"])
    return table


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def at_weekly_looks(by_occasion: Truths, times_since: Array, weeks: NDArray[np.int64]) -> Truths:
    """What holds after each whole week, from what holds after each occasion since the start (students x occasions -> x weeks)."""
    last = np.searchsorted(times_since, weeks + 1e-9) - 1
    return by_occasion[:, np.maximum(last, 0)] & (last >= 0)
