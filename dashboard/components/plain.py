"""Text from the store on a page: shown as it is written, whatever markup it holds."""

import re

import streamlit as st

from dashboard.figures import palette

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escaped(text: object) -> str:
    """The text for places that read Markdown: every punctuation mark loses its meaning (CommonMark 2.4), line breaks become blanks."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(str(text).split()))


def full_name(row: dict[str, object]) -> str:
    """First and last name of a row that has both."""
    return f"{row['first_name']} {row['last_name']}"


def theme() -> palette.Theme:
    """The palette of the appearance that the browser shows."""
    return palette.theme(st.context.theme.type)
