"""What the progress chart shows, as tables, before anything is drawn: so that it can be tested, told in a sentence and printed."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import ceil, floor, isnan, log10
from typing import Any

import pandas as pd

LABEL_ROOM = 0.1  # share of the y-axis left free above the highest level, for the phase labels
REACH = 1.5  # the axis starts at the lowest possible score unless that lies further below than this many spans


@dataclass(frozen=True)
class ProgressInfo:
    """One plan's chart. Dates are days; levels are in the measure's unit.

    occasions: observed_on, value, probes, part (baseline, plan, earlier, after), segment. aimlines: revision, from_on, from_level,
    to_on, to_level. norms: percentile, on_date, level, fall_year. trend, projection: on_date, level, lower, upper.
    marks: kind (phase, goal change, session, note, absent, break), on_date, to_on, label.
    """

    plan: dict[str, Any]
    occasions: pd.DataFrame
    aimlines: pd.DataFrame
    norms: pd.DataFrame
    trend: pd.DataFrame
    projection: pd.DataFrame
    marks: pd.DataFrame
    today: date

    def marked(self, kind: str) -> pd.DataFrame:
        """The marks of one kind that lie on the chart's dates."""
        first, last = self.dates
        on = self.marks["on_date"].dt.date
        return self.marks[(self.marks["kind"] == kind) & (on >= first) & (on <= last)]

    @property
    def target(self) -> float | None:
        """The level at which the aimline ends, if there is one."""
        return _number(self.plan.get("target"))

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The occasions on the chart's dates."""
        first, last = self.dates
        on = self.occasions["observed_on"].dt.date
        return self.occasions[(on >= first) & (on <= last)]

    @cached_property
    def dates(self) -> tuple[date, date]:
        """First and last day of the x-axis: from the plan's baseline to its due date, or to later scores of the plan."""
        start, due = self.plan["start_on"], self.plan["due_on"]
        before = self.occasions.loc[self.occasions["part"].isin(["baseline", "earlier"]), "observed_on"].dt.date
        kept = [day for day in before if day >= start - timedelta(weeks=26)]
        first = min(kept, default=start)
        return first - timedelta(days=5), max(due, self.plan.get("last_on") or due) + timedelta(days=3)

    @cached_property
    def levels(self) -> tuple[float, float]:
        """The y-axis. It rests on what does not change from visit to visit (range of the measure, baseline, target, norms);
        scores and projection only widen it, by whole steps, where they would fall outside."""
        lowest, highest = _number(self.plan.get("floor")), _number(self.plan.get("ceiling"))
        stated = [_number(self.plan.get("baseline")), _number(self.plan.get("target")), *self.norms["level"]]
        steady = [level for level in [*stated, *self.aimlines["from_level"], *self.aimlines["to_level"]] if level is not None]
        loose = [*self.shown["value"], *self.projection["level"]]
        anchors = steady or loose or [0.0, 1.0]
        span = max(max(anchors) - min(anchors), abs(max(anchors)) * 0.2, 1.0)
        step = nice_step(span)
        low, high = min([*anchors, *loose]), max([*anchors, *loose])
        bottom, top = floor((low - step * 0.5) / step) * step, ceil((high + step * 0.5) / step) * step
        if lowest is not None and low - lowest <= REACH * span:
            bottom = lowest
        top = min(top, highest) if highest is not None else top
        return bottom, top + (top - bottom) * LABEL_ROOM


def nice_step(span: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides a span into about five."""
    power = 10 ** floor(log10(span / 5))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= span / 5)


def _number(value: Any) -> float | None:
    return None if value is None or isnan(value) else float(value)


def direct_labels(wanted: list[tuple[float, str, str]], gap: float) -> list[tuple[float, str, str]]:
    """Labels (level, text, colour) for the right edge, pushed apart so that none is nearer to another than gap."""
    placed: list[tuple[float, str, str]] = []
    for level, text, colour in sorted(wanted):
        placed.append((max(level, placed[-1][0] + gap) if placed else level, text, colour))
    overshoot = (placed[-1][0] - max(level for level, _, _ in wanted)) / 2 if placed else 0.0
    return [(level - overshoot, text, colour) for level, text, colour in placed]
