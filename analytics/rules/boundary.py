"""The sequential boundary: critical values by week such that weekly looks wrongly call few students ineffective.

`python -m analytics.rules.boundary` simulates students who grow exactly at the required rate of improvement, looks at each of them
every week as progress/growth does, and for each total of false alarms finds the boundary at which that share is ever called through
week 20. Writes boundary.csv beside this file; about a minute.

A boundary constant in z (Pocock 1977, Biometrika 64(2), 191-199, doi:10.1093/biomet/64.2.191) spends a third of its error before week
8, when growth and none can hardly be told apart. Here it starts higher, the more so the less error is allowed, is constant from week 10
to week 15 (the usual length of a tier 2 intervention) and rises slowly after it, when a student who does not grow has long been found
and further looks add false calls. Where error is spent is free, as long as it is spent by plan: Lan & DeMets (1983), Biometrika 70(3),
659-663, doi:10.1093/biomet/70.3.659.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analytics.rules.simulation import Array, Belief, Schedule, Students, planted
from analytics.rules.simulation_claims import aimline, evidence

# Total of false alarms -> how much higher the boundary stands with each week before LEVEL_FROM, as a share of its lowest.
RISE_BEFORE = {0.05: 0.15, 0.08: 0.15, 0.1: 0.15, 0.2: 0.12, 0.3: 0.1, 0.49: 0.05}
CHOICES = (0.05, 0.1, 0.2, 0.3, 0.49)  # for calls of ineffective (setting_range.csv); 0.08 is for claims of success
ROOM = 0.01  # below the total promised (an eighth of it where that is less): for simulation noise, and designs between those below
FIRST_WEEK, PROMISE_WEEK, LAST_WEEK = 4, 20, 40
LEVEL_FROM, LEVEL_TO, RISE_AFTER, HIGHEST_AFTER, LARGEST = 10, 15, 0.03, 1.3, 4.0
ROI = 1.5


@dataclass(frozen=True)
class Design:
    """Baseline scores, autocorrelation, and the degrees of freedom that the spread of students on the same measure is worth."""

    baseline_scores: int
    autocorrelation: float
    error_df: float | None = None


# The worst of these counts. What is borrowed is the truth: a measure whose error and correlation are estimated.
DESIGNS = (Design(3, 0.0), Design(3, 0.2), Design(3, 0.4), Design(6, 0.0), Design(6, 0.2), Design(3, 0.0, 10.0), Design(3, 0.2, 10.0))


def critical_values(total: float, lowest: float, weeks: Array) -> Array:
    """Critical value at each week of the boundary for a total whose lowest is `lowest`."""
    before = 1 + RISE_BEFORE[total] * np.maximum(LEVEL_FROM - weeks, 0)
    after = np.minimum(1 + RISE_AFTER * np.maximum(weeks - LEVEL_TO, 0), HIGHEST_AFTER)
    return np.minimum(lowest * before * after, LARGEST)


def looks(design: Design, students: int, rng: np.random.Generator) -> Array:
    """Evidence against each of so many students exactly at the required ROI, at each weekly look; minus infinity where none is called."""
    schedule = Schedule(design.baseline_scores, 1.0, LAST_WEEK)
    truth = Students(roi=ROI, autocorrelation=design.autocorrelation, error_df=design.error_df)
    belief = Belief(residual_df=design.error_df or Belief.residual_df, autocorrelation=design.autocorrelation)
    scores, _ = planted(truth, schedule, students, rng)
    found = evidence(schedule, scores, belief, aimline(schedule, scores, ROI))
    called = found.enough & found.below_aimline
    return np.where(called, found.below_required, -np.inf)[:, FIRST_WEEK - 1 :]


def ever_called(evidence_at_looks: list[Array], critical: Array) -> Array:
    """Share ever called by each week, in the worst design."""
    return np.asarray(np.max([np.maximum.accumulate(z >= critical, axis=1).mean(axis=0) for z in evidence_at_looks], axis=0))


def calibrate(total: float, evidence_at_looks: list[Array]) -> tuple[Array, Array, Array]:
    """Weeks, critical values, and the worst share ever called by each week, of the lowest boundary that keeps the total."""
    weeks = np.arange(FIRST_WEEK, LAST_WEEK + 1, dtype=float)
    promised = int(PROMISE_WEEK - FIRST_WEEK)
    low, high = 0.1, 4.0
    for _ in range(25):
        middle = (low + high) / 2
        above = ever_called(evidence_at_looks, critical_values(total, middle, weeks))[promised] > total - min(ROOM, total / 8)
        low, high = (middle, high) if above else (low, middle)
    critical = critical_values(total, high, weeks)
    return weeks, critical, ever_called(evidence_at_looks, critical)


def main(students: int = 40_000, seed: int = 20260115) -> None:
    """Write boundary.csv beside this file, when all is found: every store that is opened reads it."""
    rng = np.random.default_rng(seed)
    simulated = [looks(design, students, rng) for design in DESIGNS]
    source = f"analytics/rules/boundary.py: {students} simulated students a design"
    rows = [
        (total, int(week), f"{z:.3f}", f"{share:.4f}", source)
        for total in RISE_BEFORE
        for week, z, share in zip(*calibrate(total, simulated), strict=True)
    ]
    with (Path(__file__).parent / "boundary.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["false_alarm", "week", "z_critical", "cumulative_error", "source"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
