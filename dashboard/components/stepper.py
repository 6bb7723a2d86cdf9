"""The seven steps of the process: an ordered list in which each step says by word, shape and colour whether it is done, now, or not yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from dashboard.components.plain import theme
from dashboard.figures.sentences import day

Row = dict[str, Any]
REVIEW = 7  # the step from which services go on


@dataclass(frozen=True)
class Look:
    """How a state of a step looks."""

    glyph: str
    word: str
    colour: str


LOOKS = {
    "done": Look("✔", "done", "green"),
    "now": Look("●", "now", "blue"),
    "ended": Look("■", "ended here", "gray"),
    "passed over": Look("–", "passed over", "gray"),
    "not yet": Look("○", "not yet", "gray"),
}


@dataclass(frozen=True)
class Step:
    """One step of a student: its name, its state (a key of LOOKS), and the day on which it was reached or done, with the word before it."""

    title: str
    state: str
    on: date | None
    before: str = ""


def steps_of(history: Sequence[Row], titles: Sequence[str]) -> list[Step]:
    """The seven steps of a student from the rows of step_history (any order); of a process begun anew, those of the last time.

    A step that lies before the last one reached and that no event touched was passed over, as those before a transfer in.
    """
    rows = sorted(history, key=lambda row: row["ordinal"])
    rows = [row for row in rows if row["round"] == rows[-1]["round"]]
    by_step = {row["step"]: row for row in rows if not row["is_closed"]}
    last = rows[-1] if rows else None
    first = {row["step"]: row["from_on"] for row in reversed(rows) if not row["is_closed"]}
    return [_step(number, title, by_step.get(number), last, first) for number, title in enumerate(titles, start=1)]


def _step(number: int, title: str, row: Row | None, last: Row | None, first: Mapping[int, date]) -> Step:
    """A step to which a student came back, as to the services after a review, is told since the first time."""
    if last and last["step"] == number:
        return Step(title, "ended", last["from_on"]) if last["is_closed"] else Step(title, "now", first[number], "since ")
    if row:
        return Step(title, "done", row["to_on"], "last review " if number == REVIEW else "")
    return Step(title, "passed over" if last and number < last["step"] else "not yet", None)


def draw(steps: Sequence[Step]) -> None:
    """The list; a screen reader reads it as seven numbered items."""
    colours = theme()
    st.html(f"<style>.st-key-stepper {{ --stepper-line: {colours.grid}; --stepper-now: {colours.blue}; }}{_rules()}</style>")
    with st.container(key="stepper"):
        st.markdown("\n".join(f"{number}. {line(step)}" for number, step in enumerate(steps, start=1)))


def line(step: Step) -> str:
    """One item as Markdown. Titles and states are words of ours, so nothing needs escaping."""
    look = LOOKS[step.state]
    title = f"**{step.title}**" if step.state == "now" else step.title
    when = f"  \n   :small[:gray[{step.before}{day(step.on)}]]" if step.on else ""
    return f"{title}  \n   :{look.colour}-badge[{look.glyph} {look.word}]{when}"


@cache
def _rules() -> str:
    return files("dashboard.components").joinpath("stepper.css").read_text(encoding="utf-8")
