"""The progress chart of one plan, in the conventions of the field: dated axis, phase lines, dashed aimline, trend, projection."""

from datetime import timedelta
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures import parts
from dashboard.figures.palette import Theme, see_through
from dashboard.figures.parts import Part
from dashboard.figures.progress_info import ProgressInfo, direct_labels
from dashboard.figures.sentences import number

HEIGHT = 430
ROW = 0.055  # height of a row of text, as a share of the y-axis
ROWS, LONGEST, LETTERS = 3, 34, 48  # rows of phase labels, letters of the longest, letters that fit across on a narrow screen
SYMBOLS = {"baseline": "diamond-open", "plan": "circle", "earlier": "square-open", "after": "triangle-up-open"}
PART_NAMES = {"baseline": "Baseline score", "plan": "Score", "earlier": "Score of an earlier phase", "after": "Score after the end"}
SESSION_SYMBOLS = {"held": "line-ns", "student_absent": "circle-open", "not_held": "x-thin"}
SESSION_NAMES = {"held": "Session held", "student_absent": "Student absent", "not_held": "Session not held"}
FADES = (0.30, 0.24, 0.18, 0.12, 0.07)  # strength of the projection's interval, from the last score to the due date
HOW_TO_READ = (
    "● score, ◇ baseline score, □ score of an earlier phase; dashed: aimline; solid: growth line with one standard error to each side; "
    "dotted: expected path with its 80% interval; thin grey: percentiles of the grade; ✕ absent; ▼ note. "
    "Under the chart: | session held, ✕ session not held, ○ student absent."
)
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 3, "filename": "aimline-chart"},
    "scrollZoom": False,
}


def progress_chart(info: ProgressInfo, theme: Theme) -> go.Figure:
    """The chart of one plan. Draws what `info` holds and nothing else; texts from the store are escaped."""
    layers = (_norms, _aimlines, _projection, _trend, _scores, _dots, _sessions)
    traces = [trace for layer in layers for trace in layer(info, theme)]
    lines, phase_labels = _phases(info, theme)
    areas, break_labels = _breaks(info, theme)
    texts = [*phase_labels, *break_labels, *_right_labels(info, theme)]
    return go.Figure(data=traces, layout=_layout(info, theme) | {"shapes": [*areas, *lines], "annotations": texts})


def _layout(info: ProgressInfo, theme: Theme) -> Part:
    has_sessions = not info.marked("session").empty
    axis = {"gridcolor": theme.grid, "linecolor": theme.muted, "tickcolor": theme.muted, "zeroline": False, "fixedrange": True}
    unit = {"text": escape(str(info.plan["unit"])), "font": {"size": 12}}
    layout: Part = {
        "height": HEIGHT,
        "margin": {"l": 56, "r": 122, "t": 12, "b": 46},
        "font": {"family": parts.FONT, "size": 13, "color": theme.text},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": theme.surface, "font": {"color": theme.text}, "bordercolor": theme.muted},
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": theme.muted, "activecolor": theme.text},
        "dragmode": False,
        "xaxis": axis
        | {"range": parts.days(info.dates), "type": "date", "showgrid": False, "ticks": "outside", "tickformat": "%b\n%Y", "dtick": "M1"},
        "yaxis": axis | {"range": list(info.levels), "domain": [0.13 if has_sessions else 0, 1], "title": unit},
    }
    if has_sessions:
        layout["xaxis"]["anchor"] = "y2"
        layout["yaxis2"] = axis | {
            "domain": [0, 0.08], "range": [-1, 1], "showgrid": False, "tickvals": [0], "ticktext": ["sessions"], "tickfont": {"size": 11},
        }  # fmt: skip
    return layout


def _norms(info: ProgressInfo, theme: Theme) -> list[Part]:
    colour = see_through(theme.grey, 0.7)
    lines = info.norms.groupby(["percentile", "fall_year"])
    return [
        parts.line(rows["on_date"], rows["level"], f"{percentile}th percentile", color=colour, width=1) for (percentile, _), rows in lines
    ]


def _aimlines(info: ProgressInfo, theme: Theme) -> list[Part]:
    drawn, last = [], info.aimlines["revision"].max()
    for row in info.aimlines.to_dict("records"):
        name, strength = ("Aimline", 1.0) if row["revision"] == last else ("Aimline before the goal changed", 0.55)
        days, levels = [row["from_on"], row["to_on"]], [row["from_level"], row["to_level"]]
        drawn.append(parts.line(days, levels, name, color=see_through(theme.blue, strength), width=2, dash="dash"))
    return drawn


def _projection(info: ProgressInfo, theme: Theme) -> list[Part]:
    """The expected path; its interval fades from the last score to the due date, where a bar shows it in full."""
    path = info.projection
    if path.empty:
        return []
    size = max(len(path) / len(FADES), 1)
    pieces = [(path.iloc[int(place * size) : int((place + 1) * size) + 1], strength) for place, strength in enumerate(FADES)]
    bands = [parts.band(piece, see_through(theme.text, strength)) for piece, strength in pieces if len(piece) > 1]
    end = path.iloc[-1]
    bar = {
        "type": "data",
        "symmetric": False,
        "array": [end["upper"] - end["level"]],
        "arrayminus": [end["level"] - end["lower"]],
        "color": theme.text,
        "width": 5,
    }
    said = f"Expected at the due date: {number(end['level'])} (80% interval {number(end['lower'])} to {number(end['upper'])})"
    marker = {"symbol": "circle", "size": 4, "color": theme.text}
    expected = parts.line(path["on_date"], path["level"], "Expected", color=theme.text, width=2, dash="dot")
    return [*bands, expected, parts.points([end["on_date"]], [end["level"]], "Expected at the due date", marker, said, error_y=bar)]


def _trend(info: ProgressInfo, theme: Theme) -> list[Part]:
    if len(info.trend) < 2:
        return []
    growth = parts.line(info.trend["on_date"], info.trend["level"], "Growth", color=theme.text, width=2)
    return [parts.band(info.trend, see_through(theme.text, 0.14)), growth]


def _scores(info: ProgressInfo, theme: Theme) -> list[Part]:
    """Scores joined within a phase and between breaks; what a point is shows in its shape."""
    shown, joined = info.shown, {"color": see_through(theme.blue, 0.45), "width": 1}
    drawn = [
        parts.line(piece["observed_on"], piece["value"], "Scores joined", **joined)
        for _, piece in shown.groupby("segment")
        if len(piece) > 1
    ]
    for part, rows in shown.groupby("part"):
        marker = {"symbol": SYMBOLS[part], "size": 8, "color": theme.blue, "line": {"width": 1.5, "color": theme.blue}}
        hover = f"{PART_NAMES[part]} on %{{x|%-d %b %Y}}: %{{y}}"
        drawn.append(parts.points(rows["observed_on"], rows["value"], PART_NAMES[part], marker, hover, cliponaxis=False))
    return drawn


def _dots(info: ProgressInfo, theme: Theme) -> list[Part]:
    """Absences at the foot of the chart, notes near its head: where they are; what they say is on hover and in the table."""
    bottom, top = info.levels
    absent, notes = info.marked("absent"), info.marked("note")
    cross = {"symbol": "x-thin", "size": 8, "line": {"width": 2, "color": theme.amber}}
    flag = {"symbol": "triangle-down", "size": 9, "color": theme.amber}
    foot, head = bottom + (top - bottom) * 0.025, bottom + (top - bottom) * 0.8
    texts = [escape(text) for text in notes["label"]]
    drawn = [
        parts.points(absent["on_date"], [foot] * len(absent), "Absent", cross, "Absent on %{x|%-d %b %Y}"),
        parts.points(notes["on_date"], [head] * len(notes), "Note", flag, "%{x|%-d %b %Y}: %{customdata}", customdata=texts),
    ]
    return [trace for trace in drawn if trace["x"]]


def _sessions(info: ProgressInfo, theme: Theme) -> list[Part]:
    drawn, colours = [], {"held": theme.green, "student_absent": theme.grey, "not_held": theme.red}
    for status, rows in info.marked("session").groupby("label"):
        marker = {"symbol": SESSION_SYMBOLS[status], "size": 7, "color": colours[status], "line": {"width": 2, "color": colours[status]}}
        hover = f"{SESSION_NAMES[status]} on %{{x|%-d %b %Y}}"
        drawn.append(parts.points(rows["on_date"], [0] * len(rows), SESSION_NAMES[status], marker, hover, yaxis="y2"))
    return drawn


def _breaks(info: ProgressInfo, theme: Theme) -> tuple[list[Part], list[Part]]:
    """Longer stretches without school: shaded, and named at the foot."""
    areas, names = [], []
    for row in info.marked("break").to_dict("records"):
        areas.append(parts.shaded(row["on_date"], row["to_on"] + timedelta(days=1), theme.surface))
        middle = row["on_date"] + (row["to_on"] - row["on_date"]) / 2
        if isinstance(row["label"], str):
            names.append(parts.note(middle, info.levels[0], row["label"], theme.muted, size=11, textangle=-90, yanchor="bottom"))
    return areas, names


def _phases(info: ProgressInfo, theme: Theme) -> tuple[list[Part], list[Part]]:
    """Vertical phase lines with their labels; labels that would run into each other stand in rows."""
    first, last = info.dates
    marks = pd.concat([info.marked("phase"), info.marked("goal change")])
    labels = [(on.date(), " · ".join(dict.fromkeys(rows["label"]))) for on, rows in marks.groupby("on_date")]
    lines = [parts.vertical(on, theme.text) for on, _ in labels if on > first]
    if (info.shown["part"] == "baseline").any() and all(on > first for on, _ in labels):
        labels = [(first, "Baseline"), *labels]
    letter = (last - first) / LETTERS
    rows, texts = [first] * ROWS, []  # per row, the first day that is free of earlier labels
    for on, label in labels:
        text = label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
        row = next((number for number, free_from in enumerate(rows) if free_from <= on), ROWS - 1)
        rows[row] = on + letter * (len(text) + 2)
        texts.append(parts.note(on, 1 - ROW * row, text, theme.text, yref="paper", xanchor="left", yanchor="top", xshift=3))
    return lines, texts


def _right_labels(info: ProgressInfo, theme: Theme) -> list[Part]:
    """The lines named at their right ends instead of in a legend."""
    wanted: list[tuple[float, str, str]] = []
    if info.target is not None:
        wanted.append((info.target, f"target {number(info.target)}", theme.blue))
    if not info.projection.empty:
        end = info.projection.iloc[-1]
        wanted.append((end["level"], f"expected {number(end['level'], 0)}", theme.text))
    on_chart = info.norms[info.norms["on_date"].dt.date <= info.dates[1]]
    wanted += [(rows["level"].iloc[-1], f"{percentile}th percentile", theme.muted) for percentile, rows in on_chart.groupby("percentile")]
    bottom, top = info.levels
    placed = direct_labels([one for one in wanted if bottom <= one[0] <= top], gap=(top - bottom) * ROW)
    return [parts.note(1.0, level, text, colour, size=13, xref="paper", xanchor="left", xshift=6) for level, text, colour in placed]
