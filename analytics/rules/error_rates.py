"""Error rates of every decision rule but the bars for goals, by simulation, weekly looks included.

`python -m analytics.rules.error_rates` plants students who grow exactly at the required rate of improvement, at half of it, and not at
all, looks at each of them every week from week 4 to week 20, and counts who is called. Writes error_rates.csv (columns of the table
rule_error_rate) beside this file; about a minute. What is borrowed is the truth: a measure whose error and autocorrelation are estimated.
The dual discrepancy looks at classmates too: these all grow exactly at the required rate here, and their levels differ.
"""

import csv
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.rules.boundary import CHOICES
from analytics.rules.simulation import (
    Array,
    Belief,
    Schedule,
    Students,
    Truths,
    at_weekly_looks,
    default_thresholds,
    planted,
)
from analytics.rules.simulation_claims import aimline, evidence, ineffective
from analytics.rules.simulation_classmates import RULE as AMONG_CLASSMATES
from analytics.rules.simulation_classmates import dual_discrepancy, last_three_median
from analytics.rules.simulation_growth import growth
from analytics.rules.simulation_rules import RULES

STUDENTS = 10_000  # of each kind, in each cell: a rate near 10% is known to 0.3%, one near 50% to 0.5%
SEED = 20260115
ROI = 1.5
WEEKS = np.arange(4, 21)
KINDS = {"pace": ROI, "half": ROI / 2, "flat": 0.0}
# Of the true levels of classmates, in errors of one score: monitored students lie between the 10th and the 25th percentile of oral
# reading, 7 to 31 words apart (Hasbrouck & Tindal 2017), for an error of 10. What half and twice of it does: dual-discrepancy.md.
LEVEL_SPREAD = 1.0
OWN_RULE = "aimline_sequential"
CELL = ("error_to_growth", "autocorrelation", "probes_per_week", "baseline_scores")
RATES = ("false_alarm_once", "false_alarm_ever", "miss_once", "miss_ever", "miss_half_ever")
Calls = dict[tuple[str, float | None], Truths]  # rule and total of its boundary -> students x WEEKS
Group = tuple[Array, Array]  # level and growth, students x occasions since the start
HEADER = ("rule_id", "boundary_false_alarm", *CELL, "week", *RATES)


@dataclass(frozen=True)
class Cell:
    """One precision and schedule for which rates are simulated."""

    error_to_growth: float = 6.67
    autocorrelation: float = 0.0
    probes_per_week: float = 1.0
    baseline_scores: int = 3


CELLS = tuple(Cell(*values) for values in product((3.33, 6.67, 10.0), (0.0, 0.2, 0.4), (0.5, 1.0, 2.0), (3, 6)))


def rates(cell: Cell, students: int = STUDENTS, thresholds: dict[str, float] | None = None) -> pd.DataFrame:
    """Rows of rule_error_rate of one cell (key rule_id, boundary_false_alarm, week); the same cell gives the same rows.

    thresholds: by name; the default is a new store's.
    """
    said = thresholds or default_thresholds()
    number = CELLS.index(cell) if cell in CELLS else len(CELLS)
    rng = np.random.default_rng([SEED, number])
    found = {kind: _calls(cell, roi, students, rng, said) for kind, roi in KINDS.items()}
    called = {kind: of_one_series for kind, (of_one_series, _) in found.items()}
    # Among classmates: levels are drawn last and apart, so that the rates of the other rules stay what they are.
    spread = LEVEL_SPREAD * cell.error_to_growth * ROI
    levels = np.random.default_rng([SEED, number, 1])
    groups = {kind: _placed(group, spread, levels) for kind, (_, group) in found.items()}
    for kind, group in groups.items():
        by_occasion = dual_discrepancy(*group, *groups["pace"], said)
        called[kind] |= {(AMONG_CLASSMATES, None): at_weekly_looks(by_occasion, _weeks(cell), WEEKS)}
    rows = []
    for rule_id, total in called["pace"]:
        once, ever = ({kind: share(called[kind][rule_id, total]) for kind in KINDS} for share in (_once, _ever))
        numbers = (once["pace"], ever["pace"], 1 - once["flat"], 1 - ever["flat"], 1 - ever["half"])
        rows += [(rule_id, total, *astuple(cell), int(week), *at) for week, *at in zip(WEEKS, *numbers, strict=True)]
    return pd.DataFrame(rows, columns=list(HEADER))


def _calls(cell: Cell, roi: float, students: int, rng: np.random.Generator, thresholds: dict[str, float]) -> tuple[Calls, Group]:
    """Who is called at each weekly look by the rules of one series, and the level and growth of each student after each occasion."""
    schedule = _schedule(cell)
    error = cell.error_to_growth * ROI
    scores, _ = planted(Students(roi, error=error, autocorrelation=cell.autocorrelation), schedule, students, rng)
    line = aimline(schedule, scores, ROI)
    belief = Belief(error, autocorrelation=cell.autocorrelation)
    found = evidence(schedule, scores, belief, line, thresholds)
    since = scores[:, cell.baseline_scores :]
    by_occasion: Calls = {(name, None): rule(found.weeks, since, line.start, ROI, thresholds) for name, rule in RULES.items()}
    by_occasion |= {(OWN_RULE, total): ineffective(found, total) for total in CHOICES}
    roi_so_far = growth(schedule.times, scores, cell.baseline_scores, belief, thresholds).roi
    return {key: at_weekly_looks(called, found.weeks, WEEKS) for key, called in by_occasion.items()}, (last_three_median(since), roi_so_far)


def _placed(group: Group, spread: float, rng: np.random.Generator) -> Group:
    """The group with each student's level moved by where the student stands among others; growth is the same wherever a student stands."""
    level, roi = group
    return level + spread * rng.standard_normal((len(level), 1)), roi


def _schedule(cell: Cell) -> Schedule:
    return Schedule(cell.baseline_scores, cell.probes_per_week, int(WEEKS[-1]))


def _weeks(cell: Cell) -> Array:
    """Weeks since the start of each occasion since then."""
    return _schedule(cell).times[cell.baseline_scores :]


def _once(called: Truths) -> Array:
    return np.asarray(called.mean(axis=0))


def _ever(called: Truths) -> Array:
    return np.asarray(np.maximum.accumulate(called, axis=1).mean(axis=0))


def weeks_to_detection(table: pd.DataFrame) -> pd.DataFrame:
    """How long until a student without growth is called, from rows of rule_error_rate.

    Key rule_id, boundary_false_alarm and the columns of CELL. Returns median_weeks (missing where fewer than half are called by week
    20) and never_found (share not called by week 20).
    """
    by = table.sort_values("week").groupby(["rule_id", "boundary_false_alarm", *CELL], dropna=False)
    found = by["week"].min().to_frame("median_weeks").astype(float)
    found["median_weeks"] = table[table["miss_ever"] <= 0.5].groupby(["rule_id", "boundary_false_alarm", *CELL], dropna=False)["week"].min()
    found["never_found"] = by["miss_ever"].last()
    return found.reset_index()


def rows_of(table: pd.DataFrame) -> Iterator[list[str]]:
    """Rows as they stand in the file."""
    for row in table.to_dict("records"):
        total = "" if pd.isna(row["boundary_false_alarm"]) else f"{row['boundary_false_alarm']:g}"
        yield [row["rule_id"], total, *(f"{row[name]:g}" for name in (*CELL, "week")), *(f"{row[name]:.3f}" for name in RATES)]


def main() -> None:
    """Simulate every cell, then write error_rates.csv: every store that is opened reads that file, so it is never seen half written."""
    rows = [row for cell in CELLS for row in rows_of(rates(cell))]
    with (Path(__file__).parent / "error_rates.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
