"""The column in which a teacher types the scores of a day: Enter goes down, a means absent, a score out of range is caught at once.

Typed text stays in the session under a key of its own for each series, day and form, so that neither a refused row nor a look at
another measure loses it; only what was stored leaves its box.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pandas as pd
import streamlit as st

from analytics.caseload import typed_score
from dashboard import reads_class, writes
from dashboard.components import save_report
from dashboard.components.escaping import escaped
from dashboard.figures.sentences import day, number
from dashboard.viewer import Viewer

A_PAGE = 40
WIDTHS = [3.2, 2.2, 1.6, 0.9, 4]
FORMS = ("1", "2", "3")


@dataclass(frozen=True)
class Sheet:
    """Which scores are typed: a measure, a day, a form of the probe."""

    measure_id: str
    on: date
    form: str

    def key(self, what: str, series_id: str) -> str:
        """The key of one widget in the session."""
        return f"score_{what}|{series_id}|{self.on}|{self.form}"


def draw(who: Viewer, series: pd.DataFrame) -> None:
    """The sheet of one class: choose measure and day, type, save, see what changed, undo."""
    st.html(f"<script>{files('dashboard.components').joinpath('score_keys.js').read_text('utf-8')}</script>", unsafe_allow_javascript=True)
    sheet = _choose(who, series)
    rows = _rows(series, sheet)
    if not rows:
        st.info("No student of this class has a running plan on this measure. Tick the box above to see the others.")
        return
    st.caption(_how_to(rows[0]))
    stored = _stored(who, rows, sheet)
    pages = -(-len(rows) // A_PAGE)
    page = st.pagination(pages, key="score_page") if pages > 1 else 1
    _header()
    for row in rows[(page - 1) * A_PAGE : page * A_PAGE]:
        _row(row, stored.get(row["series_id"], {}), sheet)
    st.button("Save scores", type="primary", key="score_save", icon=":material/save:", on_click=_save, args=(who, rows, sheet))
    save_report.draw(who)


def _choose(who: Viewer, series: pd.DataFrame) -> Sheet:
    measures = series.groupby("measure_id").agg(name=("measure", "first"), n=("n_plans", lambda plans: int((plans > 0).sum())))
    order = list(measures.sort_values(["n", "name"], ascending=[False, True]).index)
    which, when, what, more = st.columns([3, 2, 1.4, 3], vertical_alignment="bottom")
    measure_id = which.selectbox(
        "Measure", order, key="score_measure", persist_state="session", format_func=lambda one: f"{measures.at[one, 'name']} ({measures.at[one, 'n']})"
    )
    on = when.date_input("Day of the probe", who.today, min_value=who.today - timedelta(days=400), max_value=who.today, key="score_day")
    form = what.selectbox("Form", FORMS, key="score_form", help="1 unless several probes were given on this day; the day counts by their median.")
    more.checkbox("Also students without a running plan", key="score_all")
    return Sheet(measure_id, on, form)


def _rows(series: pd.DataFrame, sheet: Sheet) -> list[dict[str, Any]]:
    shown = series[series["measure_id"] == sheet.measure_id]
    if not st.session_state.get("score_all"):
        shown = shown[shown["n_plans"] > 0]
    return [{column: None if pd.isna(value) else value for column, value in row.items()} for row in shown.to_dict("records")]


def _stored(who: Viewer, rows: list[dict[str, Any]], sheet: Sheet) -> dict[str, dict[str, Any]]:
    found = reads_class.stored(who, [row["series_id"] for row in rows], sheet.on)
    return {row["series_id"]: row for row in found if row["form"] == sheet.form}


def _how_to(row: dict[str, Any]) -> str:
    span = typed_score.range_words(row["floor"], row["ceiling"])
    extra = "8/10 for 8 of 10 trials" if row["metric"] in typed_score.SHARES else "61/3 for a score and its errors"
    scale = f"{row['unit'].capitalize()}, {span}." if span else f"{row['unit'].capitalize()}."
    return f"{scale} Enter goes to the next student. Type **a** for absent (never a zero), {extra}; leave a box empty if no probe was given."


def _header() -> None:
    for column, title in zip(st.columns(WIDTHS), ("Student", "Last score", "Score", "Absent", "Will be stored"), strict=True):
        column.markdown(f"**{title}**")


@st.fragment
def _row(row: dict[str, Any], stored: dict[str, Any], sheet: Sheet) -> None:
    """One student. A fragment of its own: leaving a box checks this row and redraws nothing else."""
    name, last, box, tick, says = st.columns(WIDTHS, vertical_alignment="center")
    name.text(f"{row['student']} (level {row['grade']})")
    last.text(f"{number(row['last_value'])} on {day(row['last_on'])}" if row["last_on"] else "none yet")
    correcting = bool(st.session_state.get(sheet.key("correct", row["series_id"])))
    if stored and not correcting:
        box.text("absent" if stored["absent"] else typed_score.plain(stored["value"]))
        tick.text("")
        with says.container(horizontal=True, vertical_alignment="center"):
            st.text(f"Stored ({stored['origin']}).", width="content")
            st.button("Correct", key=sheet.key("open", row["series_id"]), type="tertiary", on_click=_correct, args=(sheet, row["series_id"]))
        return
    text = box.text_input(
        f"Score of {row['student']}", key=sheet.key("box", row["series_id"]), label_visibility="collapsed", autocomplete="off",
        max_chars=16, persist_state="session",
    )
    absent = tick.checkbox(f"{row['student']} was absent", key=sheet.key("absent", row["series_id"]), label_visibility="collapsed", persist_state="session")
    _say(says, typed_score.read(text, absent, metric=row["metric"], floor=row["floor"], ceiling=row["ceiling"]), stored, sheet, row["series_id"])


def _say(place: Any, read: typed_score.TypedScore | None, stored: dict[str, Any], sheet: Sheet, series_id: str) -> None:
    """What will be stored, or why not, beside the box."""
    refused = st.session_state.get(sheet.key("refused", series_id))
    if refused or (read and read.problem):
        place.markdown(f":red[:material/error: {escaped(refused or read.problem)}]")
    elif read:
        was = "absent" if stored.get("absent") else typed_score.plain(stored["value"]) if stored else ""
        place.text(f"{read.says}; replaces {was}" if stored else read.says)
    elif stored:
        place.text("type the correct score")


def _correct(sheet: Sheet, series_id: str) -> None:
    st.session_state[sheet.key("correct", series_id)] = True


def _save(who: Viewer, rows: list[dict[str, Any]], sheet: Sheet) -> None:
    """Stores every box that reads well; one that does not keeps its text and its reason."""
    read = {row["series_id"]: _read(row, sheet) for row in rows}
    entries = [
        writes.Entry(series_id, sheet.on, sheet.form, score, bool(st.session_state.get(sheet.key("correct", series_id))))
        for series_id, score in read.items() if score and not score.problem
    ]
    done = writes.save_scores(who, entries)
    for series_id in done.changes:
        st.session_state[sheet.key("box", series_id)] = ""
        st.session_state[sheet.key("absent", series_id)] = False
        st.session_state.pop(sheet.key("correct", series_id), None)
    for row in rows:
        st.session_state[sheet.key("refused", row["series_id"])] = done.refused.get(row["series_id"])
    problems = {series_id: score.problem for series_id, score in read.items() if score and score.problem}
    says = {entry.series_id: entry.score.says for entry in entries}
    save_report.remember(done, rows, says, {**problems, **done.refused}, sheet.on)


def _read(row: dict[str, Any], sheet: Sheet) -> typed_score.TypedScore | None:
    text = st.session_state.get(sheet.key("box", row["series_id"])) or ""
    absent = bool(st.session_state.get(sheet.key("absent", row["series_id"])))
    return typed_score.read(text, absent, metric=row["metric"], floor=row["floor"], ceiling=row["ceiling"])
