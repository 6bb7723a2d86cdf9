"""Who is due for a probe: overdue first, then today, then the coming week."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analytics.caseload.typed_score import written
from dashboard.figures.counts import counted
from dashboard.figures.sentences import day

SOON = 7  # days ahead that the list looks


def draw(series: pd.DataFrame, today: date) -> None:
    """The list, or a sentence if nobody is due."""
    coming = series[pd.to_datetime(series["next_due_on"]) <= pd.Timestamp(today) + pd.Timedelta(days=SOON)]
    if coming.empty:
        st.info("No probe is due within a week.")
        return
    rows = coming.sort_values(["school_days_overdue", "next_due_on", "student"], ascending=[False, True, True]).to_dict("records")
    shown = pd.DataFrame(
        {
            "Student": [row["student"] for row in rows],
            "Measure": [row["measure"] for row in rows],
            "Due": [due_words(row, today) for row in rows],
            "Last score": [_last(row) for row in rows],
            "Note": [_absent(row) for row in rows],
        }
    )
    st.dataframe(shown, hide_index=True, key="due_table", alt="Who is due for a probe", height="content" if len(shown) <= 30 else 800)


def due_words(row: dict[str, Any], today: date) -> str:
    """When the probe is due, as shape and words."""
    late, on = int(row["school_days_overdue"]), row["next_due_on"].date()
    if late:
        return f"▼ overdue by {counted(late, 'school day')}"
    return "● today" if on == today else f"○ {on:%A} {on.day} {on:%b}"


def _last(row: dict[str, Any]) -> str:
    if pd.isna(row["last_on"]):
        return "none yet"
    return f"{last_score(row)} on {day(row['last_on'])}"


def last_score(row: Mapping[str, Any]) -> str:
    """The last score of a series as it was typed, with its errors where it has any."""
    return written(row["last_value"], None if pd.isna(row["last_errors"]) else row["last_errors"])


def _absent(row: dict[str, Any]) -> str:
    since = pd.notna(row["absent_on"]) and (pd.isna(row["last_on"]) or row["absent_on"] > row["last_on"])
    return f"absent on {day(row['absent_on'])}" if since else ""
