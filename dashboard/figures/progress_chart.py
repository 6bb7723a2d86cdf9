"""The progress chart of one plan, in the conventions of the field: dated axis, phase lines, dashed aimline, trend, projection."""

from datetime import timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard.figures import parts
from dashboard.figures.palette import Theme, see_through
from dashboard.figures.parts import Part
from dashboard.figures.progress_info import ProgressInfo, direct_labels, grouped, level_at
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
    "● score, ◇ baseline score, □ score of an earlier phase; dashed: aimline; solid: the student's own growth with one standard error to "
    "each side; dotted: expected path with its 80% interval, tempered by the growth of classmates on the same measure; thin grey: "
    "percentiles of the grade; ✕ absent; ▼ note. Under the chart: | session held, ✕ session not held, ○ student absent."
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
    layout = _layout(info, theme) | {"shapes": [*areas, *lines], "annotations": texts}
    return go.Figure(data=traces, layout=layout, _validate=False)  # plotly's own checks take ten times as long; the tests run them


def _layout(info: ProgressInfo, theme: Theme) -> Part:
    has_sessions = bool(info.marked("session"))
    axis = {"gridcolor": theme.grid, "linecolor": theme.muted, "tickcolor": theme.muted, "zeroline": False, "fixedrange": True}
    unit = {"text": parts.as_written(str(info.plan["unit"])), "font": {"size": 12}}
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
    return [_path(rows, f"{percentile(part)}th percentile", color=colour, width=1) for part, rows in info.pieces("norm").items()]


def percentile(part: int) -> int:
    """The percentile of a norm's part: percentile and school year are written as one number, 252025 for the 25th in 2025-26."""
    return part // 10000


def _aimlines(info: ProgressInfo, theme: Theme) -> list[Part]:
    pieces = info.pieces("aimline")
    drawn, last = [], max(pieces, default=1)
    for revision, rows in pieces.items():
        name, strength = ("Aimline", 1.0) if revision == last else ("Aimline before the goal changed", 0.55)
        drawn.append(_path(rows, name, color=see_through(theme.blue, strength), width=2, dash="dash"))
    return drawn


def _projection(info: ProgressInfo, theme: Theme) -> list[Part]:
    """The expected path; its interval fades from the last score to the due date, where a bar shows it in full."""
    path = info.line("projection")
    if not path:
        return []
    size = max(len(path) / len(FADES), 1)
    pieces = [(path[int(place * size) : int((place + 1) * size) + 1], strength) for place, strength in enumerate(FADES)]
    bands = [parts.band(piece, see_through(theme.text, strength)) for piece, strength in pieces if len(piece) > 1]
    end = path[-1]
    bar: Part = {"type": "data", "symmetric": False, "color": theme.text, "width": 5}
    bar |= {"array": [end["upper"] - end["level"]], "arrayminus": [end["level"] - end["lower"]]}
    said = f"Expected at the due date: {number(end['level'])} (80% interval {number(end['lower'])} to {number(end['upper'])})"
    marker = {"symbol": "circle", "size": 4, "color": theme.text}
    expected = _path(path, "Expected", color=theme.text, width=2, dash="dot")
    return [*bands, expected, parts.points([end["on_date"]], [end["level"]], "Expected at the due date", marker, said, error_y=bar)]


def _trend(info: ProgressInfo, theme: Theme) -> list[Part]:
    rows = info.line("trend")
    if len(rows) < 2:
        return []
    return [parts.band(rows, see_through(theme.text, 0.14)), _path(rows, "Growth", color=theme.text, width=2)]


def _scores(info: ProgressInfo, theme: Theme) -> list[Part]:
    """Scores joined within a phase and between breaks; what a point is shows in its shape."""
    drawn = []
    for piece in grouped(info.shown, "segment").values():
        if len(piece) > 1:
            days, levels = _days_and_values(piece)
            drawn.append(parts.line(days, levels, "Scores joined", color=see_through(theme.blue, 0.45), width=1))
    for part, rows in grouped(info.shown, "part").items():
        marker = {"symbol": SYMBOLS[part], "size": 8, "color": theme.blue, "line": {"width": 1.5, "color": theme.blue}}
        hover = f"{PART_NAMES[part]} on %{{x|%-d %b %Y}}: %{{y}}"
        drawn.append(parts.points(*_days_and_values(rows), PART_NAMES[part], marker, hover, cliponaxis=False))
    return drawn


def _days_and_values(rows: list[Part]) -> tuple[list[Any], list[float]]:
    return [row["observed_on"] for row in rows], [row["value"] for row in rows]


def _path(rows: list[Part], name: str, **style: Any) -> Part:
    return parts.line([row["on_date"] for row in rows], [row["level"] for row in rows], name, **style)


def _dots(info: ProgressInfo, theme: Theme) -> list[Part]:
    """Absences at the foot of the chart, notes near its head: where they are; what they say is on hover and in the table."""
    bottom, top = info.levels
    absent, notes = ([mark["on_date"] for mark in info.marked(kind)] for kind in ("absent", "note"))
    cross = {"symbol": "x-thin", "size": 8, "line": {"width": 2, "color": theme.amber}}
    flag = {"symbol": "triangle-down", "size": 9, "color": theme.amber}
    foot, head = bottom + (top - bottom) * 0.025, bottom + (top - bottom) * 0.8
    texts = [parts.as_written(mark["label"]) for mark in info.marked("note")]
    drawn = [
        parts.points(absent, [foot] * len(absent), "Absent", cross, "Absent on %{x|%-d %b %Y}"),
        parts.points(notes, [head] * len(notes), "Note", flag, "%{x|%-d %b %Y}: %{customdata}", customdata=texts),
    ]
    return [trace for trace in drawn if trace["x"]]


def _sessions(info: ProgressInfo, theme: Theme) -> list[Part]:
    drawn, colours = [], {"held": theme.green, "student_absent": theme.grey, "not_held": theme.red}
    for status, rows in grouped(info.marked("session"), "label").items():
        marker = {"symbol": SESSION_SYMBOLS[status], "size": 7, "color": colours[status], "line": {"width": 2, "color": colours[status]}}
        hover = f"{SESSION_NAMES[status]} on %{{x|%-d %b %Y}}"
        drawn.append(parts.points([row["on_date"] for row in rows], [0] * len(rows), SESSION_NAMES[status], marker, hover, yaxis="y2"))
    return drawn


def _breaks(info: ProgressInfo, theme: Theme) -> tuple[list[Part], list[Part]]:
    """Longer stretches without school: shaded, and named at the foot."""
    areas, names = [], []
    for row in info.marked("break"):
        areas.append(parts.shaded(row["on_date"], row["to_on"] + timedelta(days=1), theme.surface))
        middle = row["on_date"] + (row["to_on"] - row["on_date"]) / 2
        if row["label"]:
            names.append(parts.note(middle, info.levels[0], row["label"], theme.muted, size=11, textangle=-90, yanchor="bottom"))
    return areas, names


def _phases(info: ProgressInfo, theme: Theme) -> tuple[list[Part], list[Part]]:
    """Vertical phase lines with their labels; labels that would run into each other stand in rows."""
    first, last = info.dates
    marks = sorted([*info.marked("phase"), *info.marked("goal change")], key=lambda mark: mark["on_date"])
    labels = [(on, " · ".join(dict.fromkeys(row["label"] for row in rows))) for on, rows in grouped(marks, "on_date").items()]
    lines = [parts.vertical(on, theme.text) for on, _ in labels if on > first]
    if info.values("baseline") and all(on > first for on, _ in labels):
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
    if info.line("projection"):
        end = info.line("projection")[-1]["level"]
        wanted.append((end, f"expected {number(end, 0)}", theme.text))
    named = {f"{percentile(part)}th percentile": rows for part, rows in info.pieces("norm").items() if rows[0]["on_date"] <= info.dates[1]}
    edges = {text: level_at(rows, info.dates[1]) for text, rows in named.items()}
    wanted += [(level, text, theme.muted) for text, level in edges.items() if level is not None]
    bottom, top = info.levels
    placed = direct_labels([one for one in wanted if bottom <= one[0] <= top], gap=(top - bottom) * ROW)
    return [parts.note(1.0, level, text, colour, size=13, xref="paper", xanchor="left", xshift=6) for level, text, colour in placed]
