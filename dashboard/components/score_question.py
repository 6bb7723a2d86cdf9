"""A typed score that is unlike the last one is asked about: it leaves its box to be typed again, or is kept by a press.

What was asked stays in the session beside the box until it is answered; nothing of it is stored before that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.caseload import typed_score
from dashboard.components.escaping import escaped

HOW = "Type it again or press Keep."


@dataclass(frozen=True)
class Question:
    """A score that waits for an answer: as it was typed, as it was read, and why it is asked about."""

    text: str
    value: float
    why: str


@dataclass(frozen=True)
class Box:
    """Where one row keeps what was typed: the keys of its box, of the question asked, and of the score that was confirmed."""

    text: str
    asked: str
    kept: str

    @property
    def question(self) -> Question | None:
        """What waits for an answer, if anything does."""
        found = st.session_state.get(self.asked)
        return found if isinstance(found, Question) else None


def settle(box: Box, read: typed_score.TypedScore | None, row: Mapping[str, Any]) -> None:
    """Asks about an unlikely score, and takes the same score typed again for the answer. Call it before the box is drawn."""
    if read is None:
        return
    asked = box.question
    forget(box, keep=read.value)
    if read.value is None or st.session_state.get(box.kept) == read.value:
        return
    why = typed_score.question(read.value, row["previous_value"], row["unusual_change"])
    if asked and asked.value == read.value:
        st.session_state[box.kept] = read.value
    elif why:
        st.session_state[box.asked] = Question(st.session_state[box.text], read.value, why)
        st.session_state[box.text] = ""


def forget(box: Box, keep: float | None = None) -> None:
    """Drops what was asked and confirmed, but for a confirmation of the score to keep."""
    st.session_state.pop(box.asked, None)
    if keep is None or st.session_state.get(box.kept) != keep:
        st.session_state.pop(box.kept, None)


def draw(box: Box, place: Any, key: Callable[[str], str], student: str) -> None:
    """The question with its two answers, beside the box."""
    asked = box.question
    if asked is None:
        return
    with place.container(gap="xsmall"):
        st.markdown(f":orange[:material/help: {asked.why} {HOW}]")
        with st.container(horizontal=True, gap="xsmall"):
            st.button("Keep", key=key("keep"), on_click=_keep, args=(box, asked), help=f"{asked.text} is right for {escaped(student)}")
            st.button("Clear", key=key("clear"), type="tertiary", on_click=forget, args=(box,), help="It was a slip: no score is stored")


def _keep(box: Box, asked: Question) -> None:
    st.session_state[box.text] = asked.text
    st.session_state[box.kept] = asked.value
    st.session_state.pop(box.asked, None)
