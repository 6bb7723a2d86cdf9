"""Tables as files that leave the program: noted each time, readable in a spreadsheet, and no formula there."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def button(label: str, table: Callable[[], pd.DataFrame], file_name: str, *, note: Callable[[], None], key: str) -> None:
    """A button that hands the table to the browser; `note` writes to the access log when it is pressed, each time anew.

    Tables of students have no other download: `aimline serve` turns off the one that Streamlit puts on every table.
    """
    st.download_button(
        label,
        data=lambda: noted(table, note),
        file_name=file_name,
        mime="text/csv",
        icon=":material/download:",
        key=key,
        on_click="ignore",
    )


def noted(table: Callable[[], pd.DataFrame], note: Callable[[], None]) -> bytes:
    """The table as a file, noted before it leaves: what cannot be noted does not leave."""
    note()
    return csv_text(table())


def csv_text(table: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8 with a byte-order mark, so that a spreadsheet shows every name as written and runs none as a formula."""
    return ("\ufeff" + table.map(_inert).to_csv(index=False)).encode()


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
