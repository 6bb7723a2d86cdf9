"""A score typed in one browser shows in all others: each session asks every two seconds whether the store has changed."""

import streamlit as st

from dashboard import reads

SECONDS = 2
SEEN = "seen_version"


def remember() -> None:
    """Notes the version that this run draws; call it before the page reads anything."""
    st.session_state[SEEN] = reads.version()


@st.fragment(run_every=SECONDS)
def watch() -> None:
    """Draws the page again once the store has moved on. Widgets keep what was typed."""
    if reads.version() != st.session_state.get(SEEN):
        st.rerun()
