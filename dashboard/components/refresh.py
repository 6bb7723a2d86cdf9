"""A score typed in one browser shows in all others: each session asks every two seconds whether the store has changed."""

import streamlit as st

from dashboard import reads

SECONDS = 2
DRAWN = "drawn"


def _now() -> tuple[int, str | None]:
    return reads.version(), st.context.theme.type


def remember() -> None:
    """Notes what this run draws: the store's version and the browser's theme. Call it before the page reads anything."""
    st.session_state[DRAWN] = _now()


@st.fragment(run_every=SECONDS)
def watch() -> None:
    """Draws the page again once the store has moved on, or the browser turned light or dark. Widgets keep what was typed."""
    if _now() != st.session_state.get(DRAWN):
        st.rerun()
