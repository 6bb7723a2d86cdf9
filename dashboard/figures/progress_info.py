"""What the progress chart shows, as rows, before anything is drawn: so that it can be tested, told in a sentence and printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from math import ceil, floor, isnan, log10
from typing import Any

Row = dict[str, Any]

LABEL_ROOM = 0.1  # share of the y-axis left free above the highest level, for the phase labels
LOOKING_BACK = timedelta(weeks=26)  # how far before the start the chart reaches at most
REACH = 1.5  # the axis starts at the lowest possible score unless that lies further below than this many spans


@dataclass(frozen=True)
class ProgressInfo:
    """One plan's chart. Dates are days; levels are in the measure's unit.

    occasions: observed_on, value, probes, part (baseline, plan, earlier, after), segment. lines: line (aimline, norm, trend, projection),
    part, on_date, level, lower, upper. marks: kind (phase, goal change, session, note, absent, break), on_date, to_on, label.
    """

    plan: Row
    occasions: list[Row]
    lines: list[Row]
    marks: list[Row]
    today: date

    def line(self, name: str) -> list[Row]:
        """The rows of one line, in order: trend and projection are one piece."""
        return self._lines.get(name, [])

    def pieces(self, name: str) -> dict[Any, list[Row]]:
        """The pieces of one line by their part: aimlines by revision, norms by percentile and school year."""
        return grouped(self.line(name), "part")

    @cached_property
    def _lines(self) -> dict[Any, list[Row]]:
        return grouped(self.lines, "line")

    def marked(self, kind: str) -> list[Row]:
        """The marks of one kind that lie on the chart's dates."""
        return self._marks.get(kind, [])

    @cached_property
    def _marks(self) -> dict[Any, list[Row]]:
        first, last = self.dates
        return grouped((mark for mark in self.marks if first <= mark["on_date"] <= last), "kind")

    @property
    def target(self) -> float | None:
        """The level at which the aimline ends, if there is one."""
        return _number(self.plan.get("target"))

    @cached_property
    def shown(self) -> list[Row]:
        """The occasions on the chart's dates."""
        first, last = self.dates
        return [occasion for occasion in self.occasions if first <= occasion["observed_on"] <= last]

    def values(self, part: str) -> list[float]:
        """The shown scores of one part: baseline, plan, earlier, after."""
        return [occasion["value"] for occasion in self.shown if occasion["part"] == part]

    @cached_property
    def dates(self) -> tuple[date, date]:
        """First and last day of the x-axis: from the plan's baseline to its due date, or to later scores of the plan."""
        start, due = self.plan["start_on"], self.plan["due_on"]
        before = [row["observed_on"] for row in self.occasions if row["part"] in ("baseline", "earlier")]
        first = min((day for day in before if day >= start - LOOKING_BACK), default=start)
        return first - timedelta(days=5), max(due, self.plan["last_on"] or due) + timedelta(days=3)

    @cached_property
    def levels(self) -> tuple[float, float]:
        """The y-axis. It rests on what does not change from visit to visit (range of the measure, baseline, target, norms);
        scores and projection only widen it, by whole steps, where they would fall outside."""
        lowest, highest = _number(self.plan.get("floor")), _number(self.plan.get("ceiling"))
        drawn = [row["level"] for name in ("norm", "aimline") for row in self.line(name)]
        stated = [_number(self.plan["baseline"]), self.target, *drawn]
        steady = [level for level in stated if level is not None]
        loose = [row["value"] for row in self.shown] + [row["level"] for row in self.line("projection")]
        anchors = steady or loose or [0.0, 1.0]
        span = max(max(anchors) - min(anchors), abs(max(anchors)) * 0.2, 1.0)
        step = nice_step(span)
        low, high = min([*anchors, *loose]), max([*anchors, *loose])
        bottom, top = floor((low - step * 0.5) / step) * step, ceil((high + step * 0.5) / step) * step
        if lowest is not None and low - lowest <= REACH * span:
            bottom = lowest
        top = min(top, highest) if highest is not None else top
        return bottom, top + (top - bottom) * LABEL_ROOM


def grouped(rows: Iterable[Row], name: str) -> dict[Any, list[Row]]:
    """The rows by the value of one column, in order of first appearance."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def level_at(line: list[Row], day: date) -> float | None:
    """The level on a day of a line of straight pieces (rows with on_date and level); after its end the last level, before it None."""
    for before, after in pairwise(line):
        if before["on_date"] <= day <= after["on_date"]:
            share = (day - before["on_date"]) / (after["on_date"] - before["on_date"])
            return float(before["level"] + (after["level"] - before["level"]) * share)
    return float(line[-1]["level"]) if line and day > line[-1]["on_date"] else None


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
