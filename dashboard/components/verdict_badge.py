"""A verdict as word, shape and colour: never colour alone."""

import streamlit as st

from dashboard.figures import palette


def label(verdict: str | None) -> str:
    """Shape and word, for places without colour: tables, choices, print."""
    mark = palette.mark(verdict)
    return f"{mark.glyph} {mark.word}"


def markdown(verdict: str | None) -> str:
    """The badge as Markdown, for use inside a line of text. Verdicts are a closed list of words, so nothing needs escaping."""
    return f":{palette.BADGE_COLOURS[palette.mark(verdict).tone]}-badge[{label(verdict)}]"


def badge(verdict: str | None) -> None:
    """The badge as an element of its own; what it means is one hover or focus away."""
    mark = palette.mark(verdict)
    st.badge(label(verdict), color=palette.BADGE_COLOURS[mark.tone], help=mark.meaning)
