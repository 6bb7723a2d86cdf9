"""Under the stepper: what happens next in one sentence, and the time limit that presses most."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.components import clock_card, clock_cards
from dashboard.components.escaping import escaped
from dashboard.viewer import Viewer

Row = dict[str, Any]
WHOSE = ("student_id", "public_key", "first_name", "last_name")
REFERRAL = 2  # the step
NEVER_DELAYED = (
    "A parent may ask for an evaluation at any time (34 CFR 300.301(b)). An intervention that is running neither blocks nor delays it "
    "(OSEP memo 11-07, 21 January 2011)."
)
NOTHING_YET = "Nothing is recorded yet. It begins with a concern: press “Record what happened” and say what you see."


def draw(who: Viewer, found: Row, following: Sequence[Row], clocks: Sequence[Row]) -> None:
    """The sentence and the clock, which says why when asked; of a student without a process how it begins."""
    st.markdown(f"**Next:** {escaped(following[0]['sentence'])}" if following else f":gray[{NOTHING_YET}]")
    if following and following[0]["step"] == REFERRAL and not following[0]["is_closed"]:
        st.caption(NEVER_DELAYED)
    urgent = clock_card.most_urgent(clocks)
    if urgent:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            st.markdown(clock_cards.words(urgent), width="content")
            clock_cards.why(who, {**urgent, **{name: found[name] for name in WHOSE}}, "next")
