"""How often each decision rule errs, week by week: one line a rule, Aimline's own in front, each named where it ends."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures import parts
from dashboard.figures.palette import Theme
from dashboard.figures.parts import Part
from dashboard.figures.sentences import per_cent

HEIGHT = 340
OWN = "aimline_sequential"
NEAREST = 6.2  # per cent of the axis between two names
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "5px,2px", "8px,3px,2px,3px,2px,3px")
# What can go wrong: the column of the error rates over all weekly looks so far, and the same at one look.
COLUMNS = {"false alarms": ("false_alarm_ever", "false_alarm_once"), "misses": ("miss_ever", "miss_once")}
WHOM = {"false alarms": "students who grow exactly as planned and are called", "misses": "students who do not grow and are not called"}
CONFIG: dict[str, Any] = {"displayModeBar": False}


def wide(rates: pd.DataFrame, what: str, *, once: bool) -> pd.DataFrame:
    """Shares (0 to 1) of one kind of error: one row a rule_id, one column a week."""
    return rates.pivot_table(index="rule_id", columns="week", values=COLUMNS[what][once])


def error_curves(table: pd.DataFrame, names: dict[str, str], beside: str, theme: Theme) -> go.Figure:
    """Lines of the table of `wide`. names: what each rule is called; beside: the rule that Aimline's is compared with."""
    others = [rule for rule in table.index if rule not in (OWN, beside)]
    drawn = [*others, *(rule for rule in (beside, OWN) if rule in table.index)]  # the last lie on top
    looks = {rule: _look(rule, beside, number, theme) for number, rule in enumerate(drawn)}
    traces = [_line(table.loc[rule], names.get(rule, rule), looks[rule]) for rule in drawn]
    ends = {rule: 100 * float(table.loc[rule].iloc[-1]) for rule in drawn}
    heights = spread(ends, {rule: float(table.loc[rule].mean()) for rule in drawn})
    labels = [_name(names.get(rule, rule), table.columns[-1], ends[rule], heights[rule], looks[rule]) for rule in drawn]
    return go.Figure(data=traces, layout=_layout(table, theme) | {"annotations": labels})


def spread(ends: dict[str, float], means: dict[str, float]) -> dict[str, float]:
    """Heights for the names of lines that end at these heights (0 to 100), none nearer than NEAREST to the next.

    In the order of the ends; where these lie as near as that, in the order in which the lines came down.
    """
    order = sorted(ends, key=lambda rule: (round(ends[rule] / NEAREST), means[rule]))
    heights: list[float] = []
    for rule in order:
        heights.append(max(ends[rule], heights[-1] + NEAREST if heights else 0.0))
    top = 100.0
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], top)
        top = heights[place] - NEAREST
    return dict(zip(order, heights, strict=True))


def sentence(table: pd.DataFrame, names: dict[str, str], what: str) -> str:
    """Each rule's share in the last week, for who cannot see the lines; the lowest first."""
    last = table.columns[-1]
    said = ", ".join(f"{names.get(rule, rule)} {per_cent(share)}" for rule, share in table[last].sort_values().items())
    return f"Share of {WHOM[what]}, by week {last}: {said}."


def _look(rule: str, beside: str, number: int, theme: Theme) -> Part:
    if rule == OWN:
        return {"color": theme.blue, "width": 4, "dash": "solid"}
    if rule == beside:
        return {"color": theme.red, "width": 2.5, "dash": "solid"}
    return {"color": theme.grey, "width": 1.5, "dash": DASHES[1 + number % (len(DASHES) - 1)]}


def _line(shares: pd.Series, name: str, look: Part) -> Part:
    return {
        "type": "scatter", "mode": "lines", "name": parts.as_written(name), "x": list(shares.index), "y": list(100 * shares), "line": look,
        "hovertemplate": "%{y:.0f} of 100<extra>%{fullData.name}</extra>",
    }  # fmt: skip


def _name(name: str, week: float, end: float, height: float, look: Part) -> Part:
    """The name at its height, with a thin line to where its own line ends."""
    text = f"<b>{parts.as_written(name)}</b>" if look["width"] > 2 else parts.as_written(name)
    line = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": look["color"], "standoff": 2}
    return {
        "x": week, "y": end, "ax": 22, "axref": "pixel", "ay": height, "ayref": "y", "text": text, "xanchor": "left",
        "font": {"size": 12, "color": look["color"]}, **line,
    }  # fmt: skip


def _layout(table: pd.DataFrame, theme: Theme) -> Part:
    axis = {"gridcolor": theme.grid, "linecolor": theme.muted, "tickcolor": theme.muted, "zeroline": False, "fixedrange": True}
    weeks = list(table.columns)
    return {
        "height": HEIGHT,
        "margin": {"l": 48, "r": 140, "t": 12, "b": 46},
        "font": {"family": parts.FONT, "size": 13, "color": theme.text},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {"bgcolor": theme.surface, "font": {"color": theme.text}, "bordercolor": theme.muted},
        "dragmode": False,
        "xaxis": axis
        | {"range": [weeks[0], weeks[-1]], "showgrid": False, "ticks": "outside", "dtick": 2, "title": {"text": "weeks since the start"}},
        "yaxis": axis | {"range": [0, 101], "tickvals": [0, 25, 50, 75, 100], "title": {"text": "of 100 students", "font": {"size": 12}}},
    }
