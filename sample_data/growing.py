"""Plans and scores together: each target follows from the baseline seen, each student's true growth from the target."""

import numpy as np
import pandas as pd

from sample_data.calendars import Clock
from sample_data.scores import Probes, give_probes, observe, stated_baseline, true_level

PERCENTAGE_TARGET, COUNT_TARGET_SHARE, COUNT_TARGET_LOWEST = 90.0, 0.3, 2.0


def grow(rng: np.random.Generator, series: pd.DataFrame, plans: pd.DataFrame, clock: Clock) -> tuple[pd.DataFrame, Probes, np.ndarray]:
    """The plans with baseline, target, stop, pace, required_roi, true_roi and true_baseline; the probes; their values."""
    starts = plans.groupby("series")["start"].min().reindex(series.index).to_numpy()
    probes = give_probes(rng, series, starts, clock)
    ended = plans["end"].to_numpy() >= 0
    plans = plans.assign(stop=np.where(ended, plans["end"], plans["due"]), pace=series["growth"].to_numpy()[plans["series"]])
    done: list[pd.DataFrame] = []
    for _, one in plans.groupby("order"):
        values = observe(series, pd.concat([*done, plans.iloc[:0]]), probes, clock)
        done.append(_aim(series, one, probes, values, clock))
    plans = pd.concat(done).sort_index()
    return _with_truth(series, plans, clock), probes, observe(series, plans, probes, clock)


def _aim(series: pd.DataFrame, plans: pd.DataFrame, probes: Probes, values: np.ndarray, clock: Clock) -> pd.DataFrame:
    """Baseline from the scores seen, target from the baseline, pace from the target."""
    at = plans["series"].to_numpy()
    of = series.iloc[at]
    sign, ceiling = of["sign"].to_numpy(), of["ceiling"].to_numpy()
    seen = stated_baseline(probes, values, at, plans["start"].to_numpy(), len(series))
    baseline = np.where(np.isnan(seen), np.rint(of["level"].to_numpy()), seen)
    weeks = (plans["due"] - plans["start"]).to_numpy() / 7
    target = np.rint(baseline + sign * plans["required"].to_numpy() * weeks)
    target = np.where((sign > 0) & (ceiling == 100), np.minimum(target, np.maximum(PERCENTAGE_TARGET, baseline + 5)), target)
    target = np.where(sign < 0, np.maximum(target, np.maximum(np.rint(COUNT_TARGET_SHARE * baseline), COUNT_TARGET_LOWEST)), target)
    if "target" in plans:
        target = np.where(plans["target"].notna(), plans["target"], target)
    required_roi = sign * (target - baseline) / weeks
    instruction = clock.instruction[plans["due"].to_numpy()] - clock.instruction[plans["start"].to_numpy()]
    pace = plans["factor"].to_numpy() * required_roi * weeks / instruction
    return plans.assign(baseline=baseline, has_baseline=~np.isnan(seen), target=target, required_roi=required_roi, pace=pace)


def _with_truth(series: pd.DataFrame, plans: pd.DataFrame, clock: Clock) -> pd.DataFrame:
    """True level at the start and true growth a week of the calendar from the start to the stop, improvement positive."""
    at, start, stop = (plans[name].to_numpy() for name in ("series", "start", "stop"))
    begun, ended = true_level(series, plans, at, start, clock), true_level(series, plans, at, stop, clock)
    sign = series["sign"].to_numpy()[at]
    return plans.assign(true_baseline=begun, true_roi=sign * (ended - begun) / ((stop - start) / 7))
