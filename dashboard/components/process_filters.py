"""The process board's answer in one line, and which students and time limits to look at; kept for the session."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import streamlit as st

from analytics.process.board import STANDINGS, Wanted
from dashboard import reads_board
from dashboard.components.clock_card import MARKS
from dashboard.components.clock_cards import EVERYONE, OWN
from dashboard.figures.counts import counted
from dashboard.viewer import Viewer

Row = dict[str, Any]
SOON_MEANS = (
    "Time limits that the law sets. Due soon: within as many days as such a step takes to prepare, from 5 for an answer to a request to 90 "
    "for a reevaluation."
)
MANY_CLASSES = 60  # from so many on, classes are offered once a school is chosen


def answer(rows: Sequence[Row]) -> None:
    """How much is overdue, due soon, and running."""
    found = totals(rows)
    late, soon, rest = found["overdue"], found["due soon"], found["running"] + found["not yet known"]
    if not rows:
        st.header("No time limit runs", anchor=False)
        return
    words = [f"{counted(late, 'time limit')} overdue"] if late else ["No time limit is overdue"]
    words += [f"{soon} due soon", f"{rest} running"]
    st.header(", ".join(words), anchor=False, help=SOON_MEANS)


def totals(rows: Sequence[Row]) -> Counter[str]:
    """How many time limits have which standing."""
    found: Counter[str] = Counter()
    for row in rows:
        found[row["standing"]] += row["clocks"]
    return found


def whose(viewer: Viewer) -> Wanted:
    """Whose students: mine or all, a school, a class, a case manager; asked only where there is a choice."""
    places = reads_board.places(viewer)
    kinds = {kind: [row for row in places if row["kind"] == kind] for kind in ("school", "class", "manager")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        only_mine = _mine(any(row["kind"] == "own" for row in places))
        schools = _choose("School", kinds["school"])
        classes = [row for row in kinds["class"] if not schools or row["school_id"] in schools]
        chosen = _choose("Class", classes) if schools or len(classes) <= MANY_CLASSES else ()
        managers = _choose("Case manager", kinds["manager"])
    return Wanted(school_ids=schools, class_ids=chosen, managers=managers, only_mine=only_mine)


def what(rows: Sequence[Row], titles: Sequence[str], whose: Wanted) -> Wanted:
    """Which time limits: their standing, which clock, and the steps of their students."""
    found = totals(rows)
    clocks = dict(sorted({row["clock"]: row["title"] for row in rows}.items(), key=lambda one: one[1]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        standings = st.pills(
            "Time limits",
            STANDINGS,
            selection_mode="multi",
            format_func=lambda one: f"{MARKS[one].glyph} {MARKS[one].word.capitalize()} ({found[one]})",
            key="board_standings",
            persist_state="session",
            wrap=True,
        )
        clock = st.multiselect(
            "Kind", list(clocks), format_func=lambda one: clocks.get(one, one), key="board_clocks", placeholder="Any", width=240,
            persist_state="session",
        )  # fmt: skip
        steps = st.multiselect(
            "Step", range(1, len(titles) + 1), format_func=lambda one: f"{one} {titles[one - 1]}", key="board_steps", placeholder="Any",
            width=200, persist_state="session",
        )  # fmt: skip
    return Wanted(tuple(steps), tuple(clock), tuple(standings), whose.school_ids, whose.class_ids, whose.managers, whose.only_mine)


def is_narrow(wanted: Wanted) -> bool:
    """Whether a filter leaves something out."""
    return wanted != Wanted(only_mine=wanted.only_mine)


def _mine(is_asked: bool) -> bool:
    """Whether to keep to the viewer's own students; asked of those who also see others'."""
    if not is_asked:
        return False
    chosen = st.segmented_control("Whose students", [OWN, EVERYONE], default=OWN, required=True, key="board_whose", persist_state="session")
    return chosen == OWN


def _choose(label: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """Some of several; nothing is asked where there is only one."""
    key = f"board_{label.split()[-1].lower()}"
    if len(rows) < 2:
        return ()
    names = {row["id"]: row["name"] for row in rows}
    kept = [one for one in st.session_state.get(key, []) if one in names]
    if kept != st.session_state.get(key, []):
        st.session_state[key] = kept  # a class of a school that is no longer chosen
    found = st.multiselect(
        label, list(names), format_func=lambda one: names.get(one, one), key=key, placeholder="Any", width=220, persist_state="session"
    )
    return tuple(found)


def summary(wanted: Wanted, students: int) -> str:
    """How many students the filters leave."""
    return f"{counted(students, 'student')} {'match these filters' if is_narrow(wanted) else 'in the seven steps'}."
