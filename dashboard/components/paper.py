"""Pages on paper: what a browser prints is the page alone, dark on white, without sidebar and buttons. Nothing of the data is in here."""

from functools import cache
from importlib.resources import files

import streamlit as st

from dashboard.components.plain import theme


def prepare() -> None:
    """Hands the browser the rules for printing; on the screen they change nothing."""
    dark = _text("paper_dark.css") if theme().name == "dark" else ""
    with st.container(key="paper"):
        st.html(f"<style>{_text('paper.css')}{dark}</style><script>{_text('paper.js')}</script>", unsafe_allow_javascript=True)


@cache
def _text(name: str) -> str:
    return files("dashboard.components").joinpath(name).read_text(encoding="utf-8")
