"""The class at a glance: one sentence, and a table that sorts."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import reads_class
from dashboard.components import export, student_header, verdict_badge
from dashboard.components.due_list import last_score
from dashboard.figures.counts import counted
from dashboard.figures.palette import BADGE_COLOURS, MARKS
from dashboard.viewer import Viewer

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


def draw(who: Viewer, plans: pd.DataFrame, series: pd.DataFrame) -> None:
    """One row a running plan, most urgent first; any column sorts. A press on a name opens the student's page.

    What a decision needs fits a narrow window; the other numbers are folded below.
    """
    both = plans.merge(
        series[["series_id", "student_id", "last_value", "last_errors", "days_since", "next_due_on"]], on="series_id", how="left"
    )
    needed = pd.DataFrame(
        {
            "Student": both["student"],
            "Verdict": [[verdict_badge.label(word)] for word in both["verdict"]],
            "Growth": both["roi_per_week"].round(2) + 0.0,  # no negative zero
            "Needed": both["required_roi"].round(2) + 0.0,
            "Probe due": both["next_due_on"],
            "Measure": both["measure"],
        }
    )
    _table(needed, "class_table", "Running plans of the class with their verdicts")
    more = st.expander("The other numbers of these plans", key="class_more", on_change="rerun")
    if more.open:
        with more:
            _table(_others(both), "class_numbers", "The other numbers of the running plans")
            whose = list(both["student_id"])
            export.button(
                "Download both tables (CSV)",
                lambda: _file(needed, _others(both)),
                "class.csv",
                note=lambda: reads_class.log_class_export(who, whose),
                key="class_download",
            )
    click = st.session_state.get("class_open")
    if click:
        st.switch_page("views/student.py", query_params={student_header.KEY: both.iloc[click["row"]]["public_key"]})


def _others(both: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Student": both["student"],
            "Measure": both["measure"],
            "Last score": _last(both),
            "Days since": both["days_since"],
            "± SE": both["roi_se"],
            "Chance": (both["probability"] * 100).clip(1, 99),
            "Plan": both["title"],
            "Plan ends": both["due_on"],
        }
    )


def _file(needed: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Both tables side by side, verdicts as plain words."""
    words = needed["Verdict"].map(lambda labels: labels[0])
    return pd.concat([needed.assign(Verdict=words), others.drop(columns=["Student", "Measure"])], axis=1)


def _last(both: pd.DataFrame) -> pd.Series:
    """Numbers, so that they sort; as typed where errors stand beside one of them."""
    if both["last_errors"].isna().all():
        return both["last_value"]
    return pd.Series(
        [None if pd.isna(row["last_value"]) else last_score(row) for row in both.to_dict("records")], dtype="str", index=both.index
    )


def _table(shown: pd.DataFrame, key: str, alt: str) -> None:
    height = ROW * (min(len(shown), MOST) + 1) + 2
    columns = {name: column for name, column in _columns(key).items() if name in shown.columns}
    st.dataframe(shown, hide_index=True, key=key, height=height, column_config=columns, alt=alt, placeholder="–")


def _columns(key: str) -> dict[str, Any]:
    """How the columns look. The widths of the first table's add up to what a window of 800 pixels leaves."""
    column = st.column_config
    labels = [verdict_badge.label(word) for word in MARKS]
    name = column.ButtonColumn(key="class_open", type="tertiary", alignment="left", width=126, help="Opens the student's page")
    return {
        **({"Student": name, "Measure": column.TextColumn(width=70)} if key == "class_table" else {}),
        "Verdict": column.MultiselectColumn(options=labels, color=[BADGE_COLOURS[look.tone] for look in MARKS.values()], width=128),
        "Growth": column.NumberColumn(
            format="%.2f",
            width=62,
            help="Rate of improvement, score units a week; improvement is positive. Its standard error is folded below",
        ),
        "Needed": column.NumberColumn(format="%.2f", width=64, help="Growth that the aimline asks for, score units a week"),
        "Probe due": column.DateColumn(format="D MMM", width=76, help="When the next probe is due. When the plan ends is folded below"),
        "Plan ends": column.DateColumn(format="D MMM YYYY", help="The day on which the target is due"),
        "Last score": column.Column(alignment="right"),
        "Days since": column.NumberColumn(help="Days since the last score"),
        "± SE": column.NumberColumn(format="%.2f", help="Standard error of the growth"),
        "Chance": column.NumberColumn(
            format="%.0f%%", help="Probability that the target is reached by its date; 99% stands for 99% or more, 1% for 1% or less"
        ),
    }
