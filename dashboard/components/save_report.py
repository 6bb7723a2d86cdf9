"""What the last press of Save did: what was stored, which verdicts changed, what was refused and why, and the way back."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analytics.caseload.typed_score import written
from analytics.store.errors import AimlineError
from dashboard import writes
from dashboard.components import into_view, verdict_badge
from dashboard.components.escaping import escaped
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

REPORT = "score_report_part"
SAVED = "score_report"
UNDONE = "score_undone"
FRESH = "score_fresh"  # the report is new: bring it into view once
CARDS = 6  # changed verdicts that are shown with their reason; the table below holds all


def remember(who: Viewer, done: writes.Outcome, names: dict[str, str], problems: dict[str, str], on: date) -> None:
    """Keeps the report of one press of Save in the session. names and problems are by series."""
    refused = {**problems, **done.refused}
    st.session_state[SAVED] = {
        "staff_id": who.staff_id,
        "changes": done.changes,
        "on": on,
        "rows": [line for change in done.changes for line in _lines(change, names)],
        "refused": [(names[series_id], reason) for series_id, reason in refused.items()],
    }
    st.session_state.pop(UNDONE, None)
    st.session_state[FRESH] = True


def _lines(change: Any, names: dict[str, str]) -> list[dict[str, Any]]:
    entry = change.entry
    start = {"student": names[entry.series_id], "stored": written(entry.value, entry.errors, entry.attempts)}
    if not change.verdicts:
        return [{**start, "plan": "no plan", "before": None, "after": None, "reason": ""}]
    return [{**start, "plan": plan.title, "before": plan.before, "after": plan.after, "reason": plan.reason} for plan in change.verdicts]


def draw(who: Viewer) -> None:
    """The report, if this viewer saved or was refused something in this session; a new one is brought into view below a long class."""
    report = st.session_state.get(SAVED)
    if report and report["staff_id"] != who.staff_id:
        st.session_state.pop(SAVED)
        report = None
    with st.container(key=REPORT):
        if st.session_state.get(UNDONE):
            st.info(st.session_state[UNDONE], icon=":material/undo:")
        if report:
            _told(who, report)
    if st.session_state.pop(FRESH, False):
        into_view.bring(REPORT)


def _told(who: Viewer, report: dict[str, Any]) -> None:
    if report["refused"]:
        lines = "\n".join(f"- {escaped(name)}: {escaped(reason)}" for name, reason in report["refused"])
        st.error(f"Not stored:\n{lines}", icon=":material/error:")
    if report["changes"]:
        st.success(f"{_scores(len(report['changes']))} of {day(report['on'])} stored.", icon=":material/check:")
        st.button("Undo this save", key="score_undo", icon=":material/undo:", on_click=_undo, args=(who,))
        _verdicts(report["rows"])
    elif not report["refused"]:
        st.info("Nothing was typed, so nothing was stored.")


def _verdicts(rows: list[dict[str, Any]]) -> None:
    """Changed verdicts with their reason; the rest in a table."""
    changed = [row for row in rows if row["before"] != row["after"]]
    for row in changed[:CARDS]:
        with st.container(border=True, gap="xsmall"):
            before, after = verdict_badge.markdown(row["before"]), verdict_badge.markdown(row["after"])
            st.markdown(f"**{escaped(row['student'])}** · {escaped(row['plan'])}: {before} :material/arrow_forward: {after}")
            st.markdown(escaped(row["reason"]))
    if rows and not changed:
        st.markdown("No verdict changed.")
    rows = sorted(rows, key=lambda row: row["before"] == row["after"])
    table = pd.DataFrame(
        {
            "Student": [row["student"] for row in rows],
            "Stored": [row["stored"] for row in rows],
            "Plan": [row["plan"] for row in rows],
            "Verdict": [_words(row) for row in rows],
        }
    )
    st.dataframe(table, hide_index=True, alt="What was stored and the verdict of each plan")


def _words(row: dict[str, Any]) -> str:
    if row["after"] is None:
        return "–"
    return f"unchanged: {row['after']}" if row["before"] == row["after"] else f"{row['before']} → {row['after']}"


def _scores(count: int) -> str:
    return "1 score" if count == 1 else f"{count} scores"


def _undo(who: Viewer) -> None:
    report = st.session_state.pop(SAVED, None)
    if report is None:
        return
    st.session_state[FRESH] = True
    try:
        writes.undo_scores(who, report["changes"])
        st.session_state[UNDONE] = f"Undone: {_scores(len(report['changes']))} of the last save taken back; everything is as before."
    except AimlineError as refused:
        st.session_state[UNDONE] = str(refused)
