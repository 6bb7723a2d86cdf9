"""The class at a glance: one sentence, and a table that sorts."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components import student_header, verdict_badge
from dashboard.figures.counts import counted
from dashboard.figures.palette import BADGE_COLOURS, MARKS

ROW, MOST = 35, 22  # height of a row in pixels, and how many rows show without scrolling


def summary(plans: pd.DataFrame, series: pd.DataFrame, today: date) -> str:
    """One sentence: how many students and plans, their verdicts, and how many probes are due."""
    if plans.empty:
        return "No student of this class has a running plan."
    verdicts = plans["verdict"].value_counts()
    words = ", ".join(f"{verdicts[word]} {word}" for word in dict.fromkeys(plans["verdict"]))
    due = series[pd.to_datetime(series["next_due_on"]) <= pd.Timestamp(today)]
    late = int((due["school_days_overdue"] > 0).sum())
    probes = "no probe is due today" if due.empty else f"{counted(len(due), 'probe')} due by today, {late} of them overdue"
    return f"{counted(plans['public_key'].nunique(), 'student')} with {counted(len(plans), 'running plan')}: {words}; {probes}."


def draw(plans: pd.DataFrame, series: pd.DataFrame) -> None:
    """One row a running plan, most urgent first; any column sorts. A press on a name opens the student's page."""
    both = plans.merge(series[["series_id", "last_value", "days_since", "next_due_on"]], on="series_id", how="left")
    shown = pd.DataFrame(
        {
            "Student": both["student"],
            "Measure": both["measure"],
            "Verdict": [[verdict_badge.label(word)] for word in both["verdict"]],
            "Last score": both["last_value"],
            "Days since": both["days_since"],
            "Growth": both["roi_per_week"],
            "± SE": both["roi_se"],
            "Needed": both["required_roi"],
            "Chance": (both["probability"] * 100).clip(1, 99),
            "Next probe": both["next_due_on"],
            "Plan": both["title"],
        }
    )
    height = ROW * (min(len(shown), MOST) + 1) + 2
    st.dataframe(
        shown,
        hide_index=True,
        key="class_table",
        height=height,
        column_config=_columns(),
        alt="Running plans of the class with their verdicts",
        placeholder="–",
    )
    click = st.session_state.get("class_open")
    if click:
        st.switch_page("views/student.py", query_params={student_header.KEY: both.iloc[click["row"]]["public_key"]})


def _columns() -> dict[str, Any]:
    column = st.column_config
    labels = [verdict_badge.label(word) for word in MARKS]
    return {
        "Student": column.ButtonColumn(key="class_open", type="tertiary", alignment="left", help="Opens the student's page"),
        "Verdict": column.MultiselectColumn(options=labels, color=[BADGE_COLOURS[look.tone] for look in MARKS.values()], width=140),
        "Last score": column.NumberColumn(format="%.4g"),
        "Days since": column.NumberColumn(help="Days since the last score"),
        "Growth": column.NumberColumn(format="%.2f", help="Rate of improvement, score units a week; improvement is positive"),
        "± SE": column.NumberColumn(format="%.2f", help="Standard error of the growth"),
        "Needed": column.NumberColumn(format="%.2f", help="Growth that the aimline asks for, score units a week"),
        "Chance": column.NumberColumn(
            format="%.0f%%", help="Probability that the target is reached by its date; 99% stands for 99% or more, 1% for 1% or less"
        ),
        "Next probe": column.DateColumn(format="D MMM"),
    }
