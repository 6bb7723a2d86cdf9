"""A card's small chart as SVG text: scores, dashed aimline, the start as an upright line. It holds numbers only, no text of the store."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.figures.palette import Theme

WIDTH, HEIGHT, MARGIN = 180, 64, 5


@dataclass(frozen=True)
class SparkInfo:
    """One plan's small chart: points (day, level, is before the start), and the aimline from start to due."""

    points: tuple[tuple[date, float, bool], ...]
    start_on: date
    due_on: date
    baseline: float | None
    target: float | None

    @property
    def levels(self) -> tuple[float, float]:
        """Lowest and highest level that must fit."""
        levels = [level for _, level, _ in self.points] + [level for level in (self.baseline, self.target) if level is not None]
        low, high = min(levels, default=0.0), max(levels, default=1.0)
        return (low, high) if high > low else (low - 1, high + 1)

    def place(self, on: date, level: float) -> tuple[float, float]:
        """Where a level on a day stands, in pixels from the upper left."""
        first = min([self.start_on, *(day for day, _, _ in self.points)])
        low, high = self.levels
        across = (on - first).days / max((self.due_on - first).days, 1)
        up = (level - low) / (high - low)
        return round(MARGIN + across * (WIDTH - 2 * MARGIN), 1), round(HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN), 1)


def spark_info(rows: pd.DataFrame, *, start_on: date, due_on: date, baseline: float | None, target: float | None) -> SparkInfo:
    """From the rows of one plan: observed_on, value, is_before."""
    days = [on.date() for on in rows["observed_on"]]
    points = tuple(zip(days, rows["value"].astype(float), rows["is_before"].astype(bool), strict=True))
    return SparkInfo(points, start_on, due_on, baseline, target)


def sparkline(info: SparkInfo, theme: Theme) -> str:
    """The SVG. Baseline points are hollow; the last score is larger."""
    start, _ = info.place(info.start_on, info.levels[0])
    drawn = [f'<line x1="{start}" y1="1" x2="{start}" y2="{HEIGHT - 1}" stroke="{theme.muted}" stroke-width="1"/>']
    if info.baseline is not None and info.target is not None:
        (x1, y1), (x2, y2) = info.place(info.start_on, info.baseline), info.place(info.due_on, info.target)
        drawn.append(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{theme.blue}" stroke-width="1.5" stroke-dasharray="5 4"/>')
    for wanted in (True, False):
        line = " ".join(f"{x},{y}" for x, y in (info.place(on, level) for on, level, before in info.points if before == wanted))
        drawn.append(f'<polyline points="{line}" fill="none" stroke="{theme.text}" stroke-width="1.5"/>')
    for number, (on, level, before) in enumerate(info.points, start=1):
        x, y = info.place(on, level)
        radius = 3.5 if number == len(info.points) else 1.8
        drawn.append(f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{theme.background if before else theme.text}" stroke="{theme.text}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(drawn)}</svg>'
    )


def spark_alt(info: SparkInfo) -> str:
    """The small chart in words."""
    if not info.points:
        return "No scores yet."
    scores = [f"{level:g}" for _, level, before in info.points if not before]
    told = f"{len(scores)} scores since the start, from {scores[0]} to {scores[-1]}" if scores else "Baseline scores only"
    return f"{told}; target {info.target:g}." if info.target is not None else f"{told}."
