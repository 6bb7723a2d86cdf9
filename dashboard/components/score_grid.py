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
from analytics.score_entry import ScoreEntry
from dashboard import reads_class, writes
from dashboard.components import save_report, score_question
from dashboard.components.escaping import escaped
from dashboard.components.primary_button import primary
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

A_PAGE = 40
DAYS_BACK = 400  # how far back a score can be typed
WIDTHS = [3.4, 1.7, 1.5, 3.6]
FORMS = ("1", "2", "3")
NO_SCORE = dict.fromkeys(("previous_on", "previous_value", "previous_errors", "previous_attempts", "unusual_change"))


@dataclass(frozen=True)
class Sheet:
    """Which scores are typed: a measure, a day, a form of the probe."""

    measure_id: str
    on: date
    form: str

    def key(self, what: str, series_id: str) -> str:
        """The key of one widget in the session."""
        return f"score_{what}|{series_id}|{self.on}|{self.form}"

    def box(self, series_id: str) -> score_question.Box:
        """What a row keeps in the session."""
        return score_question.Box(*(self.key(what, series_id) for what in ("box", "asked", "kept")))

    def entry(self, series_id: str, score: typed_score.TypedScore) -> ScoreEntry:
        """A box that reads well, as it is stored."""
        return ScoreEntry(series_id, self.on, score.value, score.absent, self.form, score.errors, score.attempts)


def draw(who: Viewer, series: pd.DataFrame) -> None:
    """The sheet of one class: choose measure and day, type, save, see what changed, undo."""
    st.html(f"<script>{files('dashboard.components').joinpath('score_keys.js').read_text('utf-8')}</script>", unsafe_allow_javascript=True)
    sheet = _choose(who, series)
    rows = _rows(who, series, sheet)
    if not rows:
        st.info("No student of this class has a running plan on this measure. Tick the box above to see the others.")
        return
    st.markdown(f":gray[{_how_to(rows[0])}]")
    stored = {
        row["series_id"]: row for row in reads_class.stored(who, [row["series_id"] for row in rows], sheet.on) if row["form"] == sheet.form
    }
    pages = -(-len(rows) // A_PAGE)
    page = st.pagination(pages, key="score_page") if pages > 1 else 1
    with st.container(gap="xsmall"):
        for column, title in zip(st.columns(WIDTHS, gap="small"), ("Student", "Score", "Absent", "Will be stored"), strict=True):
            column.markdown(f"**{title}**")
        for row in rows[(page - 1) * A_PAGE : page * A_PAGE]:
            _row(row, stored.get(row["series_id"]), sheet)
    primary("Save scores", key="score_save", icon=":material/save:", on_click=_save, args=(who, rows, sheet))
    save_report.draw(who)


def _choose(who: Viewer, series: pd.DataFrame) -> Sheet:
    is_due = pd.to_datetime(series["next_due_on"]) <= pd.Timestamp(who.today)
    measures = series.assign(n=series["n_plans"] > 0, due=is_due).groupby(["measure_id", "measure"])[["n", "due"]].sum().reset_index()
    measures = measures.sort_values("n", ascending=False, kind="stable", ignore_index=True)
    names = {row["measure_id"]: f"{row['measure']} ({row['n']})" for row in measures.to_dict("records")}
    most_due = int(measures["due"].idxmax())  # where the sheet opens
    which, when, what = st.columns([3, 2, 1.5], vertical_alignment="bottom")
    measure_id = which.selectbox(
        "Measure", list(names), index=most_due, key="score_measure", persist_state="session", format_func=names.__getitem__
    )
    earliest = who.today - timedelta(days=DAYS_BACK)
    on = when.date_input("Day of the probe", who.today, min_value=earliest, max_value=who.today, key="score_day", format="YYYY-MM-DD")
    form = what.selectbox(
        "Form", FORMS, key="score_form", help="1, unless several probes were given on this day; the day counts by their median."
    )
    st.checkbox("Also students without a running plan on this measure", key="score_all")
    return Sheet(measure_id, on, form)


def _rows(who: Viewer, series: pd.DataFrame, sheet: Sheet) -> list[dict[str, Any]]:
    shown = series[series["measure_id"] == sheet.measure_id]
    if not st.session_state.get("score_all"):
        shown = shown[shown["n_plans"] > 0]
    previous = {row["series_id"]: row for row in reads_class.previous(who, list(shown["series_id"]), sheet.on)}
    levels = shown["grade"].nunique() > 1
    rows = [{column: None if pd.isna(value) else value for column, value in row.items()} for row in shown.to_dict("records")]
    rows = [{**NO_SCORE, **row, **previous.get(row["series_id"], {})} for row in rows]
    return [{**row, "under": _under(row, row["grade"] if levels else "", sheet.on)} for row in rows]


def _under(row: dict[str, Any], level: str, on: date) -> str:
    """The small line under a name: the score before this day, and the probe level where the class has several."""
    when = row["previous_on"]
    if when is None:
        return f"no score before · level {level}" if level else "no score before"
    score = typed_score.written(row["previous_value"], row["previous_errors"], row["previous_attempts"])
    last = f"last {score}, {day(when) if when.year != on.year else f'{when.day} {when:%b}'}"
    return f"{last} · level {level}" if level else last


def _how_to(row: dict[str, Any]) -> str:
    span = typed_score.range_words(row["floor"], row["ceiling"])
    extra = "8/10 for 8 of 10 trials" if row["metric"] in typed_score.SHARES else "61/3 for 61 with 3 errors"
    scale = f"{escaped(row['unit'].capitalize())}{', ' + span if span else ''}."
    return (
        f"{scale} Enter goes to the next student. Type **a** for absent (never a zero), {extra}; leave a box empty if no probe was given."
    )


@st.fragment
def _row(row: dict[str, Any], stored: dict[str, Any] | None, sheet: Sheet) -> None:
    """One student. A fragment of its own: leaving a box checks this row and redraws nothing else."""
    name, box, tick, says = st.columns(WIDTHS, gap="small", vertical_alignment="center")
    name.markdown(f"{escaped(row['student'])}  \n:small[:gray[{escaped(row['under'])}]]")
    if stored and not st.session_state.get(sheet.key("correct", row["series_id"])):
        box.text(typed_score.written(stored["value"], stored["errors"], stored["attempts"]))
        with says.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.text(f"stored ({stored['origin']})", width="content")
            st.button(
                "Correct", key=sheet.key("open", row["series_id"]), type="secondary", on_click=_correct, args=(sheet, row["series_id"])
            )
        return
    kept = sheet.box(row["series_id"])
    score_question.settle(kept, _read(row, sheet), row)
    box.text_input(f"Score of {row['student']}", key=kept.text, label_visibility="collapsed", autocomplete="off", persist_state="session")
    absent_key = sheet.key("absent", row["series_id"])
    tick.checkbox(f"{row['student']} was absent", key=absent_key, label_visibility="collapsed", persist_state="session")
    if kept.question:
        score_question.draw(kept, says, lambda what: sheet.key(what, row["series_id"]), row["student"])
    else:
        _say(says, _read(row, sheet), stored, sheet, row)


def _say(place: Any, read: typed_score.TypedScore | None, stored: dict[str, Any] | None, sheet: Sheet, row: dict[str, Any]) -> None:
    """What will be stored, or why not, beside the box."""
    refused = st.session_state.get(sheet.key("refused", row["series_id"]))
    if read and (read.problem or refused):
        place.markdown(f":red[:material/error: {escaped(read.problem or refused)}]")
    elif read:
        was = "" if not stored else f"; replaces {typed_score.written(stored['value'], stored['errors'], stored['attempts'])}"
        place.text(f"{read.says}{was}")
    else:
        place.text("type the score that is right" if stored else "")


def _correct(sheet: Sheet, series_id: str) -> None:
    st.session_state[sheet.key("correct", series_id)] = True


def _save(who: Viewer, rows: list[dict[str, Any]], sheet: Sheet) -> None:
    """Stores every box that reads well; one that does not keeps its text and its reason, one that is asked about waits for its answer."""
    for row in rows:
        score_question.settle(sheet.box(row["series_id"]), _read(row, sheet), row)
    read = {row["series_id"]: score for row in rows if (score := _read(row, sheet))}
    fine = {series_id: score for series_id, score in read.items() if not score.problem}
    corrected = frozenset(series_id for series_id in fine if st.session_state.get(sheet.key("correct", series_id)))
    done = writes.save_scores(who, [sheet.entry(series_id, score) for series_id, score in fine.items()], corrected)
    for change in done.changes:
        series_id = change.entry.series_id
        st.session_state[sheet.key("box", series_id)] = ""
        st.session_state[sheet.key("absent", series_id)] = False
        st.session_state.pop(sheet.key("correct", series_id), None)
        score_question.forget(sheet.box(series_id))
    for row in rows:
        st.session_state[sheet.key("refused", row["series_id"])] = done.refused.get(row["series_id"])
    problems = {series_id: score.problem for series_id, score in read.items() if score.problem}
    waiting = {row["series_id"]: asked for row in rows if (asked := sheet.box(row["series_id"]).question)}
    problems |= {series_id: f"{asked.why} {score_question.HOW}" for series_id, asked in waiting.items()}
    names = {row["series_id"]: row["student"] for row in rows}
    save_report.remember(who, done, names, problems, sheet.on)


def _read(row: dict[str, Any], sheet: Sheet) -> typed_score.TypedScore | None:
    text = st.session_state.get(sheet.key("box", row["series_id"])) or ""
    absent = bool(st.session_state.get(sheet.key("absent", row["series_id"])))
    return typed_score.read(text, absent, metric=row["metric"], floor=row["floor"], ceiling=row["ceiling"])
