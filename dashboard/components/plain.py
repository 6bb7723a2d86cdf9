"""People, texts and colours as pages show them."""

import unicodedata
from collections.abc import Mapping

import streamlit as st

from dashboard.figures import palette


def full_name(row: Mapping[str, object]) -> str:
    """First and last name of a row that has both."""
    return f"{row['first_name']} {row['last_name']}"


def searchable(text: str | None) -> str:
    """Lower case without accents, as the store compares names."""
    letters = unicodedata.normalize("NFD", (text or "").strip().lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def theme() -> palette.Theme:
    """The palette of the appearance that the browser shows."""
    return palette.theme(st.context.theme.type)
