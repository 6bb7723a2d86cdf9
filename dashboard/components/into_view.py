"""Brings a part of a page into view once, where it appeared in answer to a press and may lie below the edge of the window."""

from typing import Literal

import streamlit as st

TURN = "into_view_turn"
SCRIPT = """<script>setTimeout(() => {{
  const part = document.querySelector('.st-key-{key}'); // {turn}
  if (part) {{ part.style.scrollMarginTop = '6rem'; part.scrollIntoView({{ block: '{block}' }}); }}
}}, 200)</script>"""


def bring(key: str, block: Literal["start", "nearest"] = "start") -> None:
    """Scrolls to the container with this key; call it in the one run in which that is wanted. key is a word of ours, never data."""
    turn = st.session_state[TURN] = st.session_state.get(TURN, 0) + 1  # another text each time, or the browser would not run it again
    st.html(SCRIPT.format(key=key, block=block, turn=turn), unsafe_allow_javascript=True)
