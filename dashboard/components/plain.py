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


def criterion_words(plan: Mapping[str, object]) -> str:
    """When the target counts as reached, in words."""
    trials = f" of at least {plan['minimum_trials']} trials" if plan["minimum_trials"] else ""
    if plan["criterion"] == "consecutive":
        return f"{plan['criterion_n']} scores{trials} in a row at the target"
    if plan["criterion"] == "k_of_n":
        return f"{plan['criterion_k']} of the last {plan['criterion_n']} scores{trials} at the target"
    return f"the median of the last three scores{trials} at the due date"


def theme() -> palette.Theme:
    """The palette of the appearance that the browser shows."""
    return palette.theme(st.context.theme.type)
