"""Verdicts of a school, counted by one thing at a time, with the students behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import reads_school
from dashboard.components import export, into_view, student_header, verdict_badge
from dashboard.components.plain import theme
from dashboard.figures.counts import counted, in_order, pressed, sentence, stacked
from dashboard.viewer import Viewer

DIMENSIONS = {"intervention": ("programme", "tier", "grade"), "goal": ("measure", "grade")}
ANY = "any verdict"
LIST = "school_list"
PRESSES = "school_presses"
PICKED = "school_picked"  # a bar or a number was pressed in this run: bring the list into view


@dataclass(frozen=True)
class Counted:
    """What is counted: which schools and time, which kind of plan, by what."""

    school_ids: tuple[str, ...]
    since: date
    plan_kind: str
    by: str

    def key(self, what: str) -> str:
        """The key of a widget in the session: a choice never outlives the numbers it was made from."""
        return f"school_{what}|{'|'.join(self.school_ids)}|{self.since}|{self.plan_kind}|{self.by}"


def draw(who: Viewer, school_ids: Sequence[str], since: date, plan_kind: str) -> None:
    """Chart, the students behind one of its bars, and the same numbers as a table."""
    counts = reads_school.counts(who, school_ids, since)
    of_kind = counts[counts["plan_kind"] == plan_kind]
    if of_kind.empty:
        st.info(f"No {plan_kind} ran in this time.")
        return
    options = DIMENSIONS[plan_kind]
    key = f"school_by_{plan_kind}"
    by = st.segmented_control("Counted by", options, default=options[0], required=True, key=key, format_func=str.capitalize)
    table = in_order(of_kind[of_kind["dimension"] == by], by_name=by in ("tier", "grade"))
    words = sentence(table, plan_kind)
    st.markdown(words)
    what = Counted(tuple(school_ids), since, plan_kind, by)
    _bars(table, what, words)
    with st.container(key=LIST):
        _students(who, table, what)
    st.caption("The same numbers as a table")
    _table(table, what)
    if st.session_state.pop(PICKED, False):
        into_view.bring(LIST, "nearest")


def _bars(table: pd.DataFrame, what: Counted, words: str) -> None:
    """The chart; a press on a bar shows the students behind it, a second press takes that back."""
    alt = f"Bars of {what.plan_kind}s by {what.by} and verdict. {words} The table below holds the numbers."
    st.plotly_chart(
        stacked(table, theme(), _chosen(what)),
        theme=None,
        key=_bars_key(what),
        on_select=lambda: _pressed(table, what),
        selection_mode="points",
        config={"displayModeBar": False},
        alt=alt,
    )
    st.markdown("Press a bar or a number of the table, or choose here, to see the students behind it.")


def _chosen(what: Counted) -> tuple[str, str] | None:
    """What is chosen at present: a value and a verdict, '' for any."""
    value, verdict = st.session_state.get(what.key("value")), st.session_state.get(what.key("verdict"), ANY)
    return None if value is None else (value, "" if verdict == ANY else verdict)


def _pressed(table: pd.DataFrame, what: Counted) -> None:
    found = pressed(table, st.session_state[_bars_key(what)]["selection"]["points"])
    _choose(what, None if found == _chosen(what) else found)
    # The browser tells of a press only where it differs from the last one on the same chart, so the next one is told on a new chart.
    st.session_state[PRESSES] = st.session_state.get(PRESSES, 0) + 1


def _bars_key(what: Counted) -> str:
    return what.key(f"bars {st.session_state.get(PRESSES, 0)}")


def _choose(what: Counted, chosen: tuple[str, str] | None) -> None:
    st.session_state[what.key("value")] = chosen[0] if chosen else None
    st.session_state[what.key("verdict")] = (chosen[1] if chosen else "") or ANY
    st.session_state[PICKED] = chosen is not None


def _table(table: pd.DataFrame, what: Counted) -> None:
    """The numbers of the chart; a press on one shows the students behind it."""
    labels = {word: "All" if word == "all" else verdict_badge.label(word) for word in table.columns}
    shown = table.rename(columns=labels).reset_index(names=what.by.capitalize())
    st.dataframe(
        shown,
        hide_index=True,
        key=what.key("table"),
        on_select=lambda: _picked(list(table.index), {label: word for word, label in labels.items()}, what),
        selection_mode="single-cell",
        height="content",
        alt=f"Number of {what.plan_kind}s by {what.by} and verdict",
    )


def _picked(values: list[str], words: dict[str, str], what: Counted) -> None:
    cells = st.session_state[what.key("table")]["selection"]["cells"]
    if cells and cells[0][1] in words:
        word = words[cells[0][1]]
        _choose(what, (values[cells[0][0]], "" if word == "all" else word))


def _students(who: Viewer, table: pd.DataFrame, what: Counted) -> None:
    """The students behind one number, and the same list as a file."""
    first, second = st.columns(2)
    label, hint = what.by.capitalize(), "Choose, to see the students"
    value = first.selectbox(label, list(table.index), index=None, key=what.key("value"), placeholder=hint)
    verdict = second.selectbox("Verdict", [ANY, *table.columns.drop("all")], key=what.key("verdict"))
    if value is None:
        return
    chosen = {"plan_kind": what.plan_kind, "dimension": what.by, "value": value, "verdict": "" if verdict == ANY else verdict}
    found = reads_school.students(who, what.school_ids, what.since, **chosen)
    st.markdown(f"{counted(len(found), 'plan')} of {counted(found['public_key'].nunique(), 'student')}.")
    shown = (
        found[["student", "grade", "verdict", "title", "measure", "reason"]]
        .rename(columns={"title": "plan"})
        .rename(columns=str.capitalize)
    )
    column = st.column_config.ButtonColumn(key="school_open", type="tertiary", alignment="left", help="Opens the student's page")
    listed = shown.assign(Verdict=[verdict_badge.label(word) for word in shown["Verdict"]])
    st.dataframe(listed, hide_index=True, key="school_students", column_config={"Student": column}, alt="Students behind the chosen number")
    _download(who, shown, found, what.plan_kind)
    click: Any = st.session_state.get("school_open")
    if click:
        st.switch_page("views/student.py", query_params={student_header.KEY: found.iloc[click["row"]]["public_key"]})


def _download(who: Viewer, shown: pd.DataFrame, found: pd.DataFrame, plan_kind: str) -> None:
    whose = list(found["student_id"].unique())
    export.button(
        "Download as CSV",
        lambda: shown,
        f"{plan_kind}s.csv",
        note=lambda: reads_school.log_export(who, whose),
        key="school_download",
    )
