"""People and colours as pages show them."""

from collections.abc import Mapping

import streamlit as st

from dashboard.figures import palette


def full_name(row: Mapping[str, object]) -> str:
    """First and last name of a row that has both."""
    return f"{row['first_name']} {row['last_name']}"


def theme() -> palette.Theme:
    """The palette of the appearance that the browser shows."""
    return palette.theme(st.context.theme.type)
