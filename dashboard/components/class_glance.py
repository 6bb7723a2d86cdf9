"""The class at a glance: a table that sorts, small charts on one scale, and who is due for a probe."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import reads_class
from dashboard.components.escaping import escaped
from dashboard.figures.palette import BADGE_COLOURS, mark, theme
from dashboard.figures.sentences import day, number
from dashboard.figures.small_multiples import shared_scales, small_alt, small_chart
from dashboard.viewer import Viewer

A_PAGE = 24
SOON = 7  # days ahead that the due list looks


def summary(plans: pd.DataFrame, series: pd.DataFrame, today: date) -> str:
    """One sentence: how many students and plans, their verdicts, and how many probes are due."""
    if plans.empty:
        return "No student of this class has a running plan."
    verdicts = plans["verdict"].value_counts()
    words = ", ".join(f"{count} {word}" for word, count in verdicts.items())
    due = due_now(series, today)
    late = int((due["school_days_overdue"] > 0).sum())
    probes = "no probe is due today" if due.empty else f"{_count(len(due), 'probe')} due by today, {late} overdue"
    return f"{_count(plans['student'].nunique(), 'student')} with {_count(len(plans), 'running plan')}: {words}; {probes}."


def due_now(series: pd.DataFrame, today: date) -> pd.DataFrame:
    """The series whose probe is due today or overdue, the longest overdue first."""
    due = series[pd.to_datetime(series["next_due_on"]) <= pd.Timestamp(today)]
    return due.sort_values(["school_days_overdue", "student"], ascending=[False, True])


def table(plans: pd.DataFrame, series: pd.DataFrame, key: str) -> None:
    """One row a running plan, most urgent first; any column sorts. A press on a row's button opens the student."""
    both = plans.merge(series[["series_id", "last_value", "days_since", "next_due_on"]], on="series_id", how="left")
    shown = pd.DataFrame({
        "Student": both["student"], "Open": "Open", "Verdict": [f"{mark(word).glyph} {word}" for word in both["verdict"]],
        "Plan": both["title"], "Measure": both["measure"], "Last score": both["last_value"], "Days since": both["days_since"],
        "Growth a week": both["roi_per_week"], "± SE": both["roi_se"], "Required": both["required_roi"],
        "Chance": both["probability"] * 100, "Next probe": both["next_due_on"],
    })
    st.dataframe(shown, hide_index=True, key=f"{key}_table", column_config=_columns(key), alt="Running plans of the class with their verdicts")
    click = st.session_state.get(f"{key}_open")
    if click:
        open_student(both.iloc[click["row"]]["public_key"])


def _columns(key: str) -> dict[str, Any]:
    column = st.column_config
    return {
        "Student": column.TextColumn(pinned=True),
        "Open": column.ButtonColumn("Student page", key=f"{key}_open", type="tertiary"),
        "Last score": column.NumberColumn(format="%.4g"),
        "Days since": column.NumberColumn(help="Days since the last score"),
        "Growth a week": column.NumberColumn(format="%.2f", help="Rate of improvement, score units a week; improvement is positive"),
        "± SE": column.NumberColumn(format="%.2f", help="Standard error of the growth"),
        "Required": column.NumberColumn(format="%.2f", help="Growth that the aimline asks for, score units a week"),
        "Chance": column.NumberColumn(format="%.0f%%", help="Probability that the target is reached by its date"),
        "Next probe": column.DateColumn(format="D MMM"),
    }


def charts(who: Viewer, plans: pd.DataFrame) -> None:
    """Small charts of one measure on common scales, 24 a page."""
    measures = plans["measure"].value_counts()
    chosen = st.selectbox("Measure", list(measures.index), format_func=lambda one: f"{one} ({_count(measures[one], 'plan')})", key="glance_measure")
    of_measure = plans[plans["measure"] == chosen]
    pages = -(-len(of_measure) // A_PAGE)
    page = st.pagination(pages, key="glance_page") if pages > 1 else 1
    shown = of_measure.iloc[(page - 1) * A_PAGE : page * A_PAGE]
    occasions = reads_class.occasions(who, list(shown["plan_id"]))
    scales, colours = shared_scales(shown, occasions), theme(st.context.theme.type)
    st.caption(f"{shown.iloc[0]['unit'].capitalize()}. Points are scores, hollow before the start (upright line); dashed is the aimline. All charts have the same scales.")
    by_plan = dict(list(occasions.groupby("plan_id")))
    with st.grid("auto", min_column_width=250, gap="small"):
        for plan in shown.to_dict("records"):
            of_plan = by_plan.get(plan["plan_id"], occasions.iloc[:0])
            with st.container(border=True, gap="xsmall"):
                st.page_link("views/student.py", label=escaped(plan["student"]), query_params={"student": plan["public_key"]})
                st.markdown(f"{badge(plan['verdict'])} {escaped(plan['title'])}")
                st.plotly_chart(
                    small_chart(plan, of_plan, scales, colours), theme=None, key=f"small_{plan['plan_id']}",
                    config={"displayModeBar": False}, alt=small_alt(plan, of_plan),
                )


def due(series: pd.DataFrame, today: date) -> None:
    """Who is due for a probe: overdue first, then today, then the coming week."""
    coming = series[pd.to_datetime(series["next_due_on"]) <= pd.Timestamp(today) + pd.Timedelta(days=SOON)]
    if coming.empty:
        st.info("No probe is due within a week.")
        return
    ordered = coming.sort_values(["school_days_overdue", "next_due_on", "student"], ascending=[False, True, True])
    shown = pd.DataFrame({
        "Student": ordered["student"], "Measure": ordered["measure"],
        "Due": [_due_words(row, today) for row in ordered.to_dict("records")],
        "Last score": [f"{number(row['last_value'])} on {day(row['last_on'])}" if pd.notna(row["last_on"]) else "none yet" for row in ordered.to_dict("records")],
        "Absent on": ordered["absent_on"],
    })
    st.dataframe(shown, hide_index=True, key="due_table", column_config={"Absent on": st.column_config.DateColumn(format="D MMM")}, alt="Who is due for a probe")


def _due_words(row: dict[str, Any], today: date) -> str:
    late = int(row["school_days_overdue"])
    if late:
        return f"▼ overdue by {_count(late, 'school day')}"
    return "● today" if row["next_due_on"].date() == today else f"○ {row['next_due_on']:%A} {row['next_due_on'].day} {row['next_due_on']:%b}"


def badge(verdict: str | None) -> str:
    """A verdict as Markdown: shape, word and colour."""
    look = mark(verdict)
    return f":{BADGE_COLOURS[look.tone]}-badge[{look.glyph} {look.word}]"


def open_student(public_key: str) -> None:
    """Goes to the student's page."""
    st.switch_page("views/student.py", query_params={"student": public_key})


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
