"""A school year at a glance: its months side by side, and its breaks and days without school as a list."""

from calendar import Calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.figures.sentences import day

Row = dict[str, Any]
HEAD = "| M | T | W | T | F | S | S |\n|---|---|---|---|---|---|---|"
LOOK = (
    ".st-key-year table { width: 100%; table-layout: fixed; }"
    ".st-key-year :is(th, td) { padding: 0 !important; text-align: center !important; font-size: 0.85rem; border: 0 !important; }"
)
NO_YEAR = (
    "No school year is set. Until one is, every Monday to Friday counts as a day of school, the summer included. Set the first and the "
    "last day of the school year below."
)


def draw(days: Sequence[Row]) -> None:
    """The months and the list."""
    told = {row["on_date"]: row for row in days}
    first, last = min(told), max(told)
    st.html(f"<style>{LOOK}</style>")
    with st.container(horizontal=True, key="year", gap="medium"):
        month = first.replace(day=1)
        while month <= last:
            with st.container(width=210, gap="xsmall"):
                st.markdown(f"**{month:%B %Y}** :small[:gray[{_school_days(month, told)}]]\n\n{grid(month, told)}")
            month = (month + timedelta(days=31)).replace(day=1)
    st.caption("Bold: school is held. Gray and struck through: no school. First and last day of school stand in brackets.")
    stretches = closed(days)
    if stretches:
        table = pd.DataFrame(stretches)
        st.table(table, hide_index=True, border="horizontal", alt="Breaks and days without school from Monday to Friday")


def grid(month: date, told: Mapping[date, Row]) -> str:
    """One month as a Markdown table, Monday first."""
    lines = [HEAD]
    for week in Calendar().monthdatescalendar(month.year, month.month):
        lines.append("| " + " | ".join(_day(one, told) if one.month == month.month else "" for one in week) + " |")
    return "\n".join(lines)


def _day(one: date, told: Mapping[date, Row]) -> str:
    row = told.get(one)
    if row is None:
        return f":gray[{one.day}]"
    if not row["is_school_day"]:
        return f":gray[~~{one.day}~~]" if one.weekday() < 5 else f":gray[{one.day}]"
    return f"**\\[{one.day}\\]**" if row["is_first"] or row["is_last"] else f"**{one.day}**"


def _school_days(month: date, told: Mapping[date, Row]) -> str:
    n = sum(row["is_school_day"] for on, row in told.items() if (on.year, on.month) == (month.year, month.month))
    return f"{n} school days"


def closed(days: Sequence[Row]) -> list[dict[str, str]]:
    """Stretches from Monday to Friday without school, each with its reason: what, from, to, days."""
    found: list[list[Row]] = []
    for row in (one for one in days if one["on_date"].weekday() < 5):
        if row["is_school_day"]:
            found.append([])
        elif found and found[-1] and (found[-1][-1]["label"] or "") == (row["label"] or ""):
            found[-1].append(row)
        else:
            found.append([row])
    return [
        {
            "No school": run[0]["label"] or run[0]["holiday"] or "no reason given",
            "From": day(run[0]["on_date"]),
            "To": day(run[-1]["on_date"]),
            "Days": str(len(run)),
        }
        for run in found
        if run
    ]
