"""A bar over a write that a press on something else does not undo."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import ScriptControlException

from analytics.store.errors import AimlineError


@contextmanager
def bar(words: str) -> Iterator[Callable[[str, float], None]]:
    """Yields what shows how far the write is (its step and share).

    Streamlit ends the run of a page at the bar when something else is pressed or the browser leaves, which in the middle of a transaction
    would undo it; so that press waits until the block is over.
    """
    shown = st.progress(0.0, words)
    pressed: list[ScriptControlException] = []

    def show(step: str, share: float) -> None:
        if not pressed:
            try:
                shown.progress(min(share, 1.0), f"{step.capitalize()}…" if step else words)
            except ScriptControlException as elsewhere:
                pressed.append(elsewhere)

    try:
        yield show
    except AimlineError:
        shown.empty()
        raise
    if pressed:
        raise pressed[0]
    shown.empty()
