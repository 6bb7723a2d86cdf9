"""Is there enough to judge by? One row: what a verdict needs, what there is of it, each with a word, a shape and a colour."""

import streamlit as st

from analytics.caseload.student import Row
from analytics.caseload.student_sufficiency import ENOUGH, MISSED, NOT_YET, TOO_FEW, measured
from dashboard.components.escaping import escaped

SHAPES = {ENOUGH: ("✓", "green"), NOT_YET: ("◔", "gray"), TOO_FEW: ("△", "orange"), MISSED: ("○", "orange")}


def draw(plan: Row) -> None:
    """The row as text, so that a screen reader reads it; why each is asked is behind its help button, which the keyboard reaches."""
    found = measured(plan)
    st.markdown(" ".join(_badge(one.told, one.state) for one in found), help="\n".join(f"- {one.why}" for one in found))


def _badge(told: str, state: str) -> str:
    shape, colour = SHAPES.get(state, ("–", "gray"))
    return f":{colour}-badge[{shape} {escaped(told)}]"
