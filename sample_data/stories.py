"""Six students whose stories sample_data/README.md tells. They are the same in every generated district.

A story needs scores that fall in a certain way (the four-point rule errs only now and then), so many students with the
same true line are drawn and the first whose scores tell the story is kept. What was true of the student is in truth.csv.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.calendars import FIRST_DAY, Clock
from sample_data.growing import grow
from sample_data.profiles import measures
from sample_data.scores import Probes

SEED = 2026
FIRST_TARGET_MET_WEEKS = 35  # from the start of Amara's goal to the meeting that changed it
CANDIDATES = 4000
Grown = tuple[pd.DataFrame, pd.DataFrame, Probes, np.ndarray]


@dataclass(frozen=True)
class Seen:
    """What the team sees since the start: weeks and values of the scores, the aimline under them, target and required growth."""

    weeks: np.ndarray
    values: np.ndarray
    aimline: np.ndarray
    target: float
    required_roi: float
    residual_sd: float

    @property
    def roi(self) -> float:
        """Least-squares growth a week."""
        return float(np.polyfit(self.weeks, self.values, 1)[0])

    @property
    def roi_se(self) -> float:
        """Its standard error at the true residual spread."""
        return float(self.residual_sd / np.sqrt(((self.weeks - self.weeks.mean()) ** 2).sum()))

    @property
    def last_four_below(self) -> bool:
        """The four-point rule calls for a change."""
        return bool((self.values[-4:] < self.aimline[-4:]).all())


def _reads(seen: Seen) -> bool:
    return seen.roi > 1.2 * seen.required_roi and float(np.median(seen.values[-3:])) < seen.target - 3


def _fails_unseen(seen: Seen) -> bool:
    return seen.roi + 3.2 * seen.roi_se < seen.required_roi and not seen.last_four_below


def _wrongly_flagged(seen: Seen) -> bool:
    return seen.last_four_below and 0.9 * seen.required_roi < seen.roi < 1.3 * seen.required_roi


def _barely_grows(seen: Seen) -> bool:
    return seen.roi < 0.6 * seen.required_roi


def _calms_down(seen: Seen) -> bool:
    return seen.roi < -0.6 and float(np.median(seen.values[-3:])) > seen.target + 1


def _first_target_met(seen: Seen) -> bool:
    changed = seen.weeks >= FIRST_TARGET_MET_WEEKS
    before = seen.values[~changed][-5:]
    return bool((before >= 80).sum() >= 4) and bool((seen.values[changed] >= 90).sum() < 4)


TELLS: dict[str, Callable[[Seen], bool]] = {
    "effective": _reads,
    "ineffective unseen by the four-point rule": _fails_unseen,
    "on pace but flagged by the four-point rule": _wrongly_flagged,
    "not delivered": _barely_grows,
    "a behaviour to reduce": _calms_down,
    "a trial-based goal raised midway": _first_target_met,
}


@cache
def stories() -> pd.DataFrame:
    """The six, one row each: who, what is measured, what is planned, and what was true (stories.csv)."""
    dates = ["from_on", "start_on", "due_on", "revised_on"]
    table = pd.read_csv(Path(__file__).parent / "stories.csv", parse_dates=dates)
    for on in dates:
        table[on.replace("_on", "")] = (table[on] - pd.Timestamp(FIRST_DAY)).dt.days.fillna(-1).astype(int)
    return table.drop(columns=dates).rename(columns={"from": "from_day", "revised": "revised_on"})


def grow_stories(monitored: pd.DataFrame, clock: Clock) -> list[Grown]:
    """Series, plans, probes and values of each story; its student is the row of monitored of the same number."""
    rng = np.random.default_rng(SEED)
    return [_grow_story(rng, number, monitored, clock) for number in range(len(stories()))]


def _grow_story(rng: np.random.Generator, number: int, monitored: pd.DataFrame, clock: Clock) -> Grown:
    told = stories().iloc[[number] * CANDIDATES].reset_index(drop=True)
    series = told.join(measures()[["area", "sign", "floor", "ceiling"]], on="measure_id")
    place = monitored.iloc[number]
    series = series.assign(
        student=number, rank=0, school=place["school"], grade=place["grade"], until_day=clock.today, data="", not_probed=0.05
    )
    plans = told.assign(series=np.arange(CANDIDATES), order=0, end=-1, states_baseline=True)
    grown, probes, values = grow(rng, series, plans, clock)
    tells = TELLS[told["story"][0]]
    chosen = next(n for n in range(CANDIDATES) if tells(_seen(grown.iloc[n], probes, values, n, series)))
    mine = probes.series == chosen
    kept = Probes(
        np.zeros(mine.sum(), int),
        *(getattr(probes, name)[mine] for name in ("day", "form", "absent", "residual", "trial")),
        *(getattr(probes, name)[mine[probes.trial]] for name in ("attempts", "luck")),
    )
    return series.iloc[[0]], grown.iloc[[chosen]].assign(series=0).reset_index(drop=True), kept, values[mine]


def _seen(plan: pd.Series, probes: Probes, values: np.ndarray, number: int, series: pd.DataFrame) -> Seen:
    low, high = np.searchsorted(probes.series, [number, number + 1])
    days, absent = probes.day[low:high], probes.absent[low:high]
    since = (days >= plan["start"]) & ~absent
    weeks = (days[since] - plan["start"]) / 7
    sign = series["sign"].iloc[number]
    aimline = plan["baseline"] + sign * plan["required_roi"] * weeks
    return Seen(weeks, values[low:high][since], aimline, plan["target"], plan["required_roi"], series["residual_sd"].iloc[number])
