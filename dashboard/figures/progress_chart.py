"""The progress chart of one plan, in the conventions of the field: dated axis, phase lines, dashed aimline, trend, projection."""

from datetime import date, timedelta
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.palette import Theme, see_through
from dashboard.figures.progress_info import ProgressInfo, direct_labels
from dashboard.figures.sentences import number

HEIGHT = 430
FONT = "Source Sans, Source Sans Pro, sans-serif"
SYMBOLS = {"baseline": "diamond-open", "plan": "circle", "earlier": "square-open", "after": "triangle-up-open"}
PART_NAMES = {"baseline": "Baseline score", "plan": "Score", "earlier": "Score of an earlier phase", "after": "Score after the end"}
SESSION_SYMBOLS = {"held": "square", "student_absent": "circle-open", "not_held": "x-thin"}
SESSION_NAMES = {"held": "Session held", "student_absent": "Student absent", "not_held": "Session not held"}
FADES = (0.30, 0.24, 0.18, 0.12, 0.07)  # strength of the projection's interval, from the last score to the due date
HOW_TO_READ = (
    "● score  ◇ baseline score  ▢ score of an earlier phase · dashed: aimline · solid: growth line with one standard error to each side · "
    "dotted: expected path with its 80% interval · thin grey: percentiles of the grade"
)
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "svg", "filename": "aimline-chart"},
    "scrollZoom": False,
}


def progress_chart(info: ProgressInfo, theme: Theme) -> go.Figure:
    """The chart of one plan. Draws what `info` holds and nothing else; texts from the store are escaped."""
    figure = go.Figure()
    has_sessions = not info.marked("session").empty
    _layout(figure, info, theme, has_sessions)
    _breaks(figure, info, theme)
    _norms(figure, info, theme)
    _aimlines(figure, info, theme)
    _projection(figure, info, theme)
    _trend(figure, info, theme)
    _scores(figure, info, theme)
    _phase_lines(figure, info, theme)
    _dots(figure, info, theme)
    if has_sessions:
        _sessions(figure, info, theme)
    _right_labels(figure, info, theme)
    return figure


def _layout(figure: go.Figure, info: ProgressInfo, theme: Theme, has_sessions: bool) -> None:
    axis: dict[str, Any] = {"gridcolor": theme.grid, "linecolor": theme.muted, "tickcolor": theme.muted, "zeroline": False, "fixedrange": True}
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 56, "r": 118, "t": 12, "b": 34},
        font={"family": FONT, "size": 13, "color": theme.text},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        hovermode="closest",
        hoverlabel={"bgcolor": theme.surface, "font": {"color": theme.text}, "bordercolor": theme.muted},
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": theme.muted, "activecolor": theme.text},
        dragmode=False,
        xaxis={**axis, "range": list(info.dates), "type": "date", "showgrid": False, "ticks": "outside", "tickformat": "%b\n%Y", "dtick": "M1", "anchor": "y2" if has_sessions else "y"},
        yaxis={**axis, "range": list(info.levels), "domain": [0.13, 1] if has_sessions else [0, 1], "title": {"text": escape(str(info.plan["unit"])), "font": {"size": 12}}},
    )
    if has_sessions:
        figure.update_layout(
            yaxis2={"domain": [0, 0.08], "range": [-1, 1], "fixedrange": True, "showgrid": False, "zeroline": False, "tickvals": [0], "ticktext": ["sessions"], "tickfont": {"size": 11}}
        )


def _breaks(figure: go.Figure, info: ProgressInfo, theme: Theme) -> None:
    for row in info.marked("break").to_dict("records"):
        figure.add_vrect(x0=row["on_date"], x1=row["to_on"] + timedelta(days=1), fillcolor=theme.surface, line_width=0, layer="below")
        if row["label"]:
            _write(figure, row["on_date"] + (row["to_on"] - row["on_date"]) / 2, info.levels[0], row["label"], theme.muted, textangle=-90, yanchor="bottom")


def _norms(figure: go.Figure, info: ProgressInfo, theme: Theme) -> None:
    for (percentile, _), line in info.norms.groupby(["percentile", "fall_year"]):
        _line(figure, line["on_date"], line["level"], f"{percentile}th percentile", color=see_through(theme.grey, 0.7), width=1)


def _aimlines(figure: go.Figure, info: ProgressInfo, theme: Theme) -> None:
    last = info.aimlines["revision"].max()
    for row in info.aimlines.to_dict("records"):
        name = "Aimline" if row["revision"] == last else "Aimline before the goal changed"
        strength = 1.0 if row["revision"] == last else 0.55
        _line(figure, [row["from_on"], row["to_on"]], [row["from_level"], row["to_level"]], name, color=see_through(theme.blue, strength), width=2, dash="dash")


def _projection(figure: go.Figure, info: ProgressInfo, theme: Theme) -> None:
    path = info.projection
    if path.empty:
        return
    pieces = max(len(path) / len(FADES), 1)
    for number_of_piece, strength in enumerate(FADES):
        piece = path.iloc[int(number_of_piece * pieces) : int((number_of_piece + 1) * pieces) + 1]
        if len(piece) > 1:
            _band(figure, piece, see_through(theme.text, strength))
    _line(figure, path["on_date"], path["level"], "Expected", color=theme.text, width=2, dash="dot")
    end = path.iloc[-1]
    figure.add_scatter(
        x=[end["on_date"]], y=[end["level"]], mode="markers", name="Expected at the due date", marker={"symbol": "line-ew-open", "size": 9, "color": theme.text},
        error_y={"type": "data", "symmetric": False, "array": [end["upper"] - end["level"]], "arrayminus": [end["level"] - end["lower"]], "color": theme.text, "width": 5},
        hovertemplate=f"Expected at the due date: {number(end['level'])} (80% interval {number(end['lower'])} to {number(end['upper'])})<extra></extra>",
    )


def _trend(figure: go.Figure, info: ProgressInfo, theme: Theme) -> None:
    if len(info.trend) > 1:
        _band(figure, info.trend, see_through(theme.text, 0.14))
        _line(figure, info.trend["on_date"], info.trend["level"], "Growth", color=theme.text, width=2)


def _scores(figure: go.Figure, info: ProgressInfo, theme: Theme) -> None:
    shown = info.shown
    for _, piece in shown.groupby("segment"):
        _line(figure, piece["observed_on"], piece["value"], "Scores joined", color=see_through(theme.blue, 0.45), width=1)
    for part, points in shown.groupby("part"):
        figure.add_scatter(
            x=points["observed_on"], y=points["value"], mode="markers", name=PART_NAMES[str(part)], cliponaxis=False,
            marker={"symbol": SYMBOLS[str(part)], "size": 8, "color": theme.blue, "line": {"width": 1.5, "color": theme.blue}},
            hovertemplate=f"{PART_NAMES[str(part)]} on %{{x|%-d %b %Y}}: %{{y}}<extra></extra>",
        )


def _phase_lines(figure: go.Figure, info: ProgressInfo, theme: Theme) -> None:
    """Vertical phase lines with their labels; labels that stand close together take turns on two rows."""
    lines = pd.concat([info.marked("phase"), info.marked("goal change")])
    grouped = [(on.date(), " · ".join(dict.fromkeys(rows["label"]))) for on, rows in lines.groupby("on_date")]
    first, last = info.dates
    room, row, before = (last - first).days * 0.25, 0, None
    if (info.shown["part"] == "baseline").any():
        starts = [on for on, _ in grouped if on > first]
        if starts and (min(starts) - first).days > (last - first).days * 0.08:
            grouped = [(first, "Baseline"), *grouped]
    for on, label in grouped:
        row = 1 - row if before and (on - before).days < room else 0
        before = on
        if on > first:
            figure.add_vline(x=on, line={"color": theme.text, "width": 1})
        text = label if len(label) <= 34 else f"{label[:33]}…"
        _write(figure, on, 1 - 0.055 * row, text, theme.text, yref="paper", xanchor="left", yanchor="top", xshift=3, size=12)


def _dots(figure: go.Figure, info: ProgressInfo, theme: Theme) -> None:
    """Absences at the foot of the chart, notes at its head: where they are; what they say is on hover and in the table."""
    bottom, top = info.levels
    absent = info.marked("absent")
    if len(absent):
        figure.add_scatter(
            x=absent["on_date"], y=[bottom + (top - bottom) * 0.025] * len(absent), mode="markers", name="Absent",
            marker={"symbol": "x-thin", "size": 8, "line": {"width": 2, "color": theme.amber}}, hovertemplate="Absent on %{x|%-d %b %Y}<extra></extra>",
        )
    notes = info.marked("note")
    if len(notes):
        figure.add_scatter(
            x=notes["on_date"], y=[bottom + (top - bottom) * 0.87] * len(notes), mode="markers", name="Note", customdata=[escape(text) for text in notes["label"]],
            marker={"symbol": "star-triangle-down", "size": 10, "color": theme.amber}, hovertemplate="%{x|%-d %b %Y}: %{customdata}<extra></extra>",
        )


def _sessions(figure: go.Figure, info: ProgressInfo, theme: Theme) -> None:
    colours = {"held": theme.green, "student_absent": theme.grey, "not_held": theme.red}
    for status, marks in info.marked("session").groupby("label"):
        figure.add_scatter(
            x=marks["on_date"], y=[0] * len(marks), yaxis="y2", mode="markers", name=SESSION_NAMES[str(status)],
            marker={"symbol": SESSION_SYMBOLS[str(status)], "size": 6, "color": colours[str(status)], "line": {"width": 1.5, "color": colours[str(status)]}},
            hovertemplate=f"{SESSION_NAMES[str(status)]} on %{{x|%-d %b %Y}}<extra></extra>",
        )


def _right_labels(figure: go.Figure, info: ProgressInfo, theme: Theme) -> None:
    wanted: list[tuple[float, str, str]] = []
    if info.plan["target"] == info.plan["target"] and info.plan["target"] is not None:
        wanted.append((info.plan["target"], f"target {number(info.plan['target'])}", theme.blue))
    if not info.projection.empty:
        wanted.append((info.projection.iloc[-1]["level"], f"expected {number(info.projection.iloc[-1]['level'], 0)}", theme.text))
    last_day = pd.Timestamp(info.dates[1])
    for percentile, line in info.norms[info.norms["on_date"] <= last_day].groupby("percentile"):
        wanted.append((line.iloc[-1]["level"], f"{percentile}th percentile", theme.muted))
    bottom, top = info.levels
    for level, text, colour in direct_labels([one for one in wanted if bottom <= one[0] <= top], gap=(top - bottom) * 0.055):
        _write(figure, 1.0, level, text, colour, xref="paper", xanchor="left", xshift=6, size=13)


def _line(figure: go.Figure, x: Any, y: Any, name: str, **line: Any) -> None:
    figure.add_scatter(x=list(x), y=list(y), mode="lines", name=name, line=line, hoverinfo="skip")


def _band(figure: go.Figure, path: pd.DataFrame, colour: str) -> None:
    x, y = [*path["on_date"], *path["on_date"][::-1]], [*path["upper"], *path["lower"][::-1]]
    figure.add_scatter(x=x, y=y, fill="toself", fillcolor=colour, line={"width": 0}, mode="lines", name="Interval", hoverinfo="skip")


def _write(figure: go.Figure, x: date | float, y: float, text: str, colour: str, *, size: int = 11, **where: Any) -> None:
    figure.add_annotation(x=x, y=y, text=escape(text), showarrow=False, font={"size": size, "color": colour}, **where)
