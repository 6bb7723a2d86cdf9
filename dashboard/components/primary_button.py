"""The one button of a page that does something lasting. Its text has the colour of the page behind it, which reads on the primary colour
of either appearance; Streamlit would write white on the light blue of the dark one (2.1:1)."""

from typing import Any

import streamlit as st

from dashboard.components.plain import theme

PARTS = '[data-testid="stBaseButton-primary"]'


def primary(label: str, **settings: Any) -> bool:
    """st.button of type primary; true in the run after it was pressed."""
    st.html(f"<style>{PARTS}, {PARTS} * {{ color: {theme().background}; }}</style>")
    return st.button(label, type="primary", **settings)
