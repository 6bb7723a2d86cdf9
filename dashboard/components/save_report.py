"""What the last press of Save did: what was stored, which verdicts changed, what was refused and why, and the way back."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import writes
from dashboard.components.escaping import escaped
from dashboard.figures.palette import BADGE_COLOURS, mark
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

SAVED = "score_report"
UNDONE = "score_undone"


def remember(done: writes.Outcome, rows: list[dict[str, Any]], says: dict[str, str], refused: dict[str, str], on: date) -> None:
    """Keeps the report of one press of Save in the session."""
    names = {row["series_id"]: row["student"] for row in rows}
    was = {row["plan_id"]: row["verdict"] for row in done.before}
    stored = [_line(series_id, names, says, done, was) for series_id in done.changes]
    st.session_state[SAVED] = {
        "changes": list(done.changes.values()), "on": on, "rows": [line for lines in stored for line in lines],
        "refused": [(names[series_id], reason) for series_id, reason in refused.items()],
    }
    st.session_state.pop(UNDONE, None)


def _line(series_id: str, names: dict[str, str], says: dict[str, str], done: writes.Outcome, was: dict[str, str]) -> list[dict[str, Any]]:
    plans = [row for row in done.after if row["series_id"] == series_id]
    start = {"student": names[series_id], "stored": says[series_id]}
    if not plans:
        return [{**start, "plan": "no running plan", "before": None, "after": None, "reason": ""}]
    return [{**start, "plan": row["title"], "before": was.get(row["plan_id"]), "after": row["verdict"], "reason": row["reason"]} for row in plans]


def draw(who: Viewer) -> None:
    """The report, if something was saved or refused in this session."""
    if st.session_state.get(UNDONE):
        st.info(st.session_state[UNDONE], icon=":material/undo:")
    report = st.session_state.get(SAVED)
    if not report:
        return
    if report["refused"]:
        lines = "\n".join(f"- {escaped(name)}: {escaped(reason)}" for name, reason in report["refused"])
        st.warning(f"Not stored, and still in its box:\n{lines}", icon=":material/error:")
    if report["changes"]:
        count = len(report["changes"])
        st.success(f"{count} {'score' if count == 1 else 'scores'} of {day(report['on'])} stored.", icon=":material/check:")
        _verdicts(report["rows"])
        st.button("Undo this save", key="score_undo", icon=":material/undo:", on_click=_undo, args=(who,))
    elif not report["refused"]:
        st.info("Nothing was typed, so nothing was stored.")


def _verdicts(rows: list[dict[str, Any]]) -> None:
    """Changed verdicts as sentences; the rest in a table."""
    for row in rows:
        if row["before"] != row["after"]:
            with st.container(border=True):
                st.markdown(f"**{escaped(row['student'])}** · {escaped(row['plan'])}: {_badge(row['before'])} :material/arrow_forward: {_badge(row['after'])}")
                st.markdown(escaped(row["reason"]))
    table = pd.DataFrame(
        [{"Student": row["student"], "Stored": row["stored"], "Plan": row["plan"], "Verdict": _words(row)} for row in rows]
    )
    st.dataframe(table, hide_index=True, alt="What was stored and the verdict of each plan")


def _words(row: dict[str, Any]) -> str:
    if row["after"] is None:
        return "–"
    return f"unchanged ({row['after']})" if row["before"] == row["after"] else f"{row['before']} → {row['after']}"


def _badge(verdict: str | None) -> str:
    look = mark(verdict)
    return f":{BADGE_COLOURS[look.tone]}-badge[{look.glyph} {look.word}]"


def _undo(who: Viewer) -> None:
    report = st.session_state.pop(SAVED, None)
    if report:
        writes.undo_scores(who, report["changes"])
        count = len(report["changes"])
        st.session_state[UNDONE] = f"Undone: the {count} {'score' if count == 1 else 'scores'} of the last save {'is' if count == 1 else 'are'} as before."
