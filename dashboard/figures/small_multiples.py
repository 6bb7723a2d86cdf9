"""One small chart a plan, all on the same scales, so that a class can be read at a glance."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.palette import Theme, see_through
from dashboard.figures.sentences import day, number

HEIGHT = 132
HOW_TO_READ = "Points are scores, hollow before the start (upright line); dashed is the aimline. All charts have the same scales."
FONT = "Source Sans, Source Sans Pro, sans-serif"
ROOM = 0.06  # share of the y-axis left free below the lowest and above the highest level


@dataclass(frozen=True)
class Scales:
    """The axes that all small charts of one measure share: days and score units."""

    first: date
    last: date
    low: float
    high: float


def shared_scales(plans: pd.DataFrame, occasions: pd.DataFrame) -> Scales:
    """The widest dates and levels of some plans (start_on, due_on, baseline, target) and their occasions (observed_on, value)."""
    days = [*pd.to_datetime(plans["start_on"]), *pd.to_datetime(plans["due_on"]), *pd.to_datetime(occasions["observed_on"])]
    levels = pd.concat([plans["baseline"], plans["target"], occasions["value"]]).dropna()
    low, high = (float(levels.min()), float(levels.max())) if len(levels) else (0.0, 1.0)
    room = (high - low or 1.0) * ROOM
    return Scales(min(days).date() - timedelta(days=3), max(days).date() + timedelta(days=3), low - room, high + room)


def small_chart(plan: dict[str, Any], occasions: pd.DataFrame, scales: Scales, theme: Theme) -> go.Figure:
    """Points and line, broken at the start of the plan by a vertical line, and the aimline dashed. From plain dictionaries: fast."""
    before, since = occasions[occasions["is_baseline"]], occasions[~occasions["is_baseline"]]
    traces = [_scores(before, theme, hollow=True), _scores(since, theme, hollow=False)]
    if pd.notna(plan["baseline"]) and pd.notna(plan["target"]):
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [plan["start_on"], plan["due_on"]],
                "y": [plan["baseline"], plan["target"]],
                "line": {"color": theme.blue, "width": 1.5, "dash": "dash"},
                "hoverinfo": "skip",
            }
        )
    start = {"type": "line", "xref": "x", "yref": "paper", "x0": plan["start_on"], "x1": plan["start_on"], "y0": 0, "y1": 1}
    layout = {
        "height": HEIGHT,
        "margin": {"l": 30, "r": 4, "t": 4, "b": 20},
        "showlegend": False,
        "template": {},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "color": theme.muted, "size": 11},
        "dragmode": False,
        "xaxis": _axis(theme, range=[scales.first, scales.last], nticks=4, tickformat="%b", showgrid=False),
        "yaxis": _axis(theme, range=[scales.low, scales.high], nticks=4, gridcolor=theme.grid),
        "shapes": [{**start, "line": {"color": theme.muted, "width": 1}}],
        "hoverlabel": {"bgcolor": theme.surface, "font": {"color": theme.text}},
    }
    # Checking every property takes ten times as long as drawing them; a test checks this figure once for all.
    return go.Figure(data=traces, layout=layout, _validate=False)


def small_alt(plan: dict[str, Any], occasions: pd.DataFrame) -> str:
    """What one small chart shows, for a screen reader; the table beside it holds the numbers."""
    has_aimline = pd.notna(plan["baseline"]) and pd.notna(plan["target"])
    aim = f"aimline from {number(plan['baseline'])} to {number(plan['target'])} by {day(plan['due_on'])}" if has_aimline else "no aimline"
    if occasions.empty:
        return f"{plan['student']}, {plan['measure']}: no score yet, {aim}."
    last = occasions.iloc[-1]
    scores = f"{len(occasions)} scores" if len(occasions) > 1 else "1 score"
    return f"{plan['student']}, {plan['measure']}: {scores}, the last {number(last['value'])} on {day(last['observed_on'])}; {aim}."


def _scores(rows: pd.DataFrame, theme: Theme, *, hollow: bool) -> dict[str, Any]:
    marker = {"size": 4, "color": theme.background if hollow else theme.text, "line": {"color": theme.text, "width": 1}}
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(rows["observed_on"]),
        "y": list(rows["value"]),
        "marker": marker,
        "line": {"color": see_through(theme.text, 0.5), "width": 1},
        "hovertemplate": "%{y} on %{x|%-d %b %Y}<extra></extra>",
    }


def _axis(theme: Theme, **settings: Any) -> dict[str, Any]:
    return {"fixedrange": True, "zeroline": False, "linecolor": theme.grid, "tickfont": {"color": theme.muted, "size": 11}, **settings}
