"""The smallest parts of a chart, as the plain dictionaries that plotly reads. Texts from the store are escaped here, once."""

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Any

Part = dict[str, Any]
FONT = "Source Sans, Source Sans Pro, sans-serif"


def as_written(text: str) -> str:
    """A text as plotly shows it letter by letter. Quotation marks stay: plotly knows no &quot; and would show it so."""
    return escape(text, quote=False)


def days(values: Iterable[Any]) -> list[str]:
    """Days as plotly reads them, without a time of day."""
    return [value.strftime("%Y-%m-%d") for value in values]


def line(x: Iterable[Any], y: Iterable[float], name: str, **style: Any) -> Part:
    """A line through levels on days."""
    return {"type": "scatter", "mode": "lines", "name": name, "x": days(x), "y": list(y), "line": style, "hoverinfo": "skip"}


def band(path: list[Part], colour: str) -> Part:
    """The area between lower and upper of a path: rows with on_date, lower, upper."""
    around = [(row["on_date"], row["upper"]) for row in path] + [(row["on_date"], row["lower"]) for row in reversed(path)]
    drawn = line([day for day, _ in around], [level for _, level in around], "Interval", width=0)
    return drawn | {"fill": "toself", "fillcolor": colour}


def points(x: Iterable[Any], y: Iterable[float], name: str, marker: Part, hover: str, **more: Any) -> Part:
    """Marks at levels on days; `hover` is a plotly template."""
    drawn = {"type": "scatter", "mode": "markers", "name": name, "x": days(x), "y": list(y), "marker": marker}
    return drawn | {"hovertemplate": f"{hover}<extra></extra>"} | more


def note(x: date | float, y: float, text: str, colour: str, *, size: int = 12, **where: Any) -> Part:
    """A text at a place; whatever the text holds is shown as written."""
    at = x if isinstance(x, float) else x.strftime("%Y-%m-%d")
    return {"x": at, "y": y, "text": as_written(text), "showarrow": False, "font": {"size": size, "color": colour}, **where}


def vertical(x: date, colour: str) -> Part:
    """A line from the foot of the chart to its head."""
    at = x.strftime("%Y-%m-%d")
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "y domain", "line": {"color": colour, "width": 1}}


def shaded(first: date, last: date, colour: str) -> Part:
    """An area from one day to another, below everything else."""
    x0, x1 = first.strftime("%Y-%m-%d"), last.strftime("%Y-%m-%d")
    return {
        "type": "rect",
        "x0": x0,
        "x1": x1,
        "y0": 0,
        "y1": 1,
        "yref": "y domain",
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "below",
    }
