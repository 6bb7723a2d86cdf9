"""Reliability plot: the chance that was stated against what happened, with intervals; under it how many plans each point stands for."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures import parts
from dashboard.figures.palette import Theme, see_through
from dashboard.figures.parts import Part
from dashboard.figures.sentences import per_cent

HEIGHT = 440
CONFIG: dict[str, Any] = {"displayModeBar": False}


def reliability_plot(bins: pd.DataFrame, theme: Theme) -> go.Figure:
    """Draws bins (stated, happened, lower, upper from 0 to 1; n_plans, n_looks); points on the dashed diagonal mean what they say."""
    return go.Figure(data=[_diagonal(theme), _points(bins, theme), _counts(bins, theme)], layout=_layout(bins, theme))


def sentence(bins: pd.DataFrame) -> str:
    """How many of the points the diagonal passes through, within their intervals."""
    held = int(((bins["lower"] <= bins["stated"]) & (bins["stated"] <= bins["upper"])).sum())
    return f"At {held} of {len(bins)} points the chance stated lies within the interval of what happened."


def alt_text(bins: pd.DataFrame, kind: str) -> str:
    """The points in words, for who cannot see them."""
    said = "; ".join(f"stated {per_cent(row.stated)}, happened {per_cent(row.happened)}" for row in bins.itertuples())
    return f"Reliability plot of {kind}s: {said}. {sentence(bins)} The table below holds the numbers."


def _diagonal(theme: Theme) -> Part:
    line = {"color": theme.muted, "width": 1.5, "dash": "dash"}
    return {"type": "scatter", "mode": "lines", "x": [0, 100], "y": [0, 100], "line": line, "hoverinfo": "skip"}


def _points(bins: pd.DataFrame, theme: Theme) -> Part:
    stated, happened, lower, upper = (100 * bins[name] for name in ("stated", "happened", "lower", "upper"))
    bars = {"type": "data", "symmetric": False, "array": list(upper - happened), "arrayminus": list(happened - lower)}
    return {
        "type": "scatter", "mode": "markers", "x": list(stated), "y": list(happened),
        "marker": {"color": theme.blue, "size": 10, "line": {"color": theme.background, "width": 1}},
        "error_y": bars | {"color": theme.blue, "thickness": 1.5, "width": 5},
        "customdata": bins[["n_plans", "n_looks"]].to_numpy().tolist(),
        "hovertemplate": "stated %{x:.0f}%, happened %{y:.0f}%<br>%{customdata[0]} plans, %{customdata[1]} looks<extra></extra>",
    }  # fmt: skip


def _counts(bins: pd.DataFrame, theme: Theme) -> Part:
    return {
        "type": "bar", "x": list(100 * bins["stated"]), "y": list(bins["n_plans"]), "yaxis": "y2", "width": 1.6,
        "marker": {"color": see_through(theme.blue, 0.45)}, "hovertemplate": "%{y} plans<extra></extra>",
    }  # fmt: skip


def _layout(bins: pd.DataFrame, theme: Theme) -> Part:
    axis = {"gridcolor": theme.grid, "linecolor": theme.muted, "tickcolor": theme.muted, "zeroline": False, "fixedrange": True}
    ticks = [0, 25, 50, 75, 100]
    shares = {"range": [-3, 103], "tickvals": ticks, "ticktext": [f"{tick}%" for tick in ticks]}
    most = int(bins["n_plans"].max())
    return {
        "height": HEIGHT,
        "margin": {"l": 62, "r": 12, "t": 12, "b": 50},
        "font": {"family": parts.FONT, "size": 13, "color": theme.text},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": theme.surface, "font": {"color": theme.text}, "bordercolor": theme.muted},
        "dragmode": False,
        "xaxis": axis | shares | {"anchor": "y2", "title": {"text": "chance of success that was stated"}},
        "yaxis": axis | shares | {"domain": [0.2, 1], "title": {"text": "share that succeeded"}},
        "yaxis2": axis | {"domain": [0, 0.13], "range": [0, most], "tickvals": [0, most], "showgrid": False, "title": {"text": "plans"}},
    }
