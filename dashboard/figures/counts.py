"""How many plans have which verdict: one stacked bar a programme, tier, grade or measure. Word, shape and number, never colour alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures import parts
from dashboard.figures.palette import MARKS, Theme, mark, see_through

BAR, FRAME = 34, 64  # pixels a bar, and around the bars
FONT = "Source Sans, Source Sans Pro, sans-serif"
TEXT, SMALLEST = 14, 12  # pixels: a number that would have to be smaller to fit is left out; the table beside the chart has them all
FRAME_LINE = 3  # pixels of the line around a chosen piece
NAME = 34  # signs of a name that fit beside a bar
Chosen = tuple[str, str]  # a value of the table and a verdict, '' for any
STRENGTH = {"good": 0.30, "bad": 0.30, "caution": 0.30, "open": 0.30, "neutral": 0.22}  # pale, so that the numbers read on every colour


def counted(n: int, what: str) -> str:
    """A count with its noun: 1 plan, 2 plans."""
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def in_order(counts: pd.DataFrame, *, by_name: bool = False) -> pd.DataFrame:
    """Counts (value, verdict, n_plans) as a table: one row a value, one column a verdict, then all.

    The most plans come first, or the names in order, numbers in them as numbers (grades, tiers).
    """
    table = counts.pivot_table(index="value", columns="verdict", values="n_plans", aggfunc="sum", fill_value=0)
    table = table[[word for word in [*MARKS, *table.columns.difference(list(MARKS))] if word in table.columns]]
    table["all"] = table.sum(axis=1)
    table = table.astype(int)
    return table.loc[sorted(table.index, key=natural)] if by_name else table.sort_values("all", ascending=False, kind="stable")


def natural(name: str) -> tuple[str, int, str]:
    """A sort key by which Grade K comes before Grade 2, and Grade 2 before Grade 10."""
    words, _, last = name.rpartition(" ")
    return (words, int(last), "") if last.isdecimal() else (words, 0 if last == "K" else -1, last)


def stacked(table: pd.DataFrame, theme: Theme, chosen: Chosen | None = None) -> go.Figure:
    """The table of in_order as stacked horizontal bars; each piece carries its shape and its number, and what is chosen a frame."""
    names = [_short(str(value)) for value in table.index]
    traces = [_piece(table, verdict, names, theme, chosen) for verdict in table.columns if verdict != "all"]
    layout = {
        "barmode": "stack",
        "height": BAR * len(table) + FRAME,
        "margin": {"l": 8, "r": 8, "t": 34, "b": 8},
        "template": "none",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "color": theme.text, "size": TEXT},
        "dragmode": False,
        "uniformtext": {"mode": "hide", "minsize": SMALLEST},
        "xaxis": {"visible": False, "fixedrange": True},
        "yaxis": {
            "autorange": "reversed",
            "fixedrange": True,
            "automargin": True,
            "ticksuffix": "  ",
            "tickfont": {"color": theme.text, "size": 13},
        },
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "hoverlabel": {"bgcolor": theme.surface, "font": {"color": theme.text}},
    }
    return go.Figure(data=traces, layout=layout)


def pressed(table: pd.DataFrame, points: Sequence[Mapping[str, Any]]) -> Chosen | None:
    """The value and the verdict of the piece that was pressed in the chart of stacked; None where the press took a choice back."""
    if not points:
        return None
    verdicts = [verdict for verdict in table.columns if verdict != "all"]
    return str(table.index[points[0]["point_index"]]), verdicts[points[0]["curve_number"]]


def sentence(table: pd.DataFrame, what: str) -> str:
    """The table in one sentence: how many plans, and how often each verdict."""
    totals = table.drop(columns="all").sum()
    words = ", ".join(f"{n} {verdict}" for verdict, n in totals.items() if n)
    return f"{counted(int(table['all'].sum()), what)}: {words}."


def _piece(table: pd.DataFrame, verdict: str, names: list[str], theme: Theme, chosen: Chosen | None) -> dict[str, Any]:
    look = mark(verdict)
    colour = theme.tone(look.tone)
    framed = [chosen is not None and chosen[0] == value and chosen[1] in ("", verdict) for value in table.index]
    line = {"color": [theme.text if one else colour for one in framed], "width": [FRAME_LINE if one else 1 for one in framed]}
    return {
        "type": "bar",
        "orientation": "h",
        "name": f"{look.glyph} {verdict}",
        "x": list(table[verdict]),
        "y": names,
        "text": [f"{look.glyph} {n}" if n else "" for n in table[verdict]],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textfont": {"color": theme.text},
        "textangle": 0,
        "constraintext": "inside",
        "marker": {"color": see_through(colour, STRENGTH[look.tone]), "line": line},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": theme.text}},
        "hovertemplate": f"%{{x}} {verdict}<extra>%{{y}}</extra>",
    }


def _short(name: str) -> str:
    return parts.as_written(name if len(name) <= NAME else f"{name[: NAME - 1]}…")
