"""Which verdicts an import changed: how many from which to which, and the plans themselves for whoever may see them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics.intake.verdict_moves import Move
from dashboard import reads_import
from dashboard.components import student_header, verdict_badge
from dashboard.figures.counts import counted
from dashboard.viewer import Viewer

SHOWN = 200  # plans listed; the most urgent come first


def draw(who: Viewer, moves: Sequence[Move]) -> None:
    """Counts and plans; nothing where no verdict changed."""
    if not moves:
        return
    st.subheader(f"{counted(len(moves), 'verdict')} changed", anchor=False)
    kinds = Counter((move.before, move.after) for move in moves).most_common()
    rows = [{"From": verdict_badge.label(before), "To": verdict_badge.label(after), "Plans": n} for (before, after), n in kinds]
    st.table(
        pd.DataFrame(rows), border="horizontal", hide_index=True, width="content", alt="How many plans went from which verdict to which"
    )
    by_plan = {move.plan_id: move for move in moves}
    found = reads_import.moved_plans(who, list(by_plan), SHOWN)
    if found:
        _plans(found, by_plan)


def _plans(found: Sequence[dict[str, Any]], by_plan: dict[str, Move]) -> None:
    """Each plan; a press on a student opens the record."""
    shown = pd.DataFrame(
        {
            "Student": [row["student"] for row in found],
            "From": [verdict_badge.label(by_plan[row["plan_id"]].before) for row in found],
            "To": [verdict_badge.label(by_plan[row["plan_id"]].after) for row in found],
            "Plan": [row["title"] for row in found],
            "Measure": [row["measure"] for row in found],
            "Reason": [row["reason"] for row in found],
        }
    )
    column = st.column_config.ButtonColumn(key="moves_open", type="tertiary", alignment="left", help="Opens the student's page")
    st.dataframe(shown, hide_index=True, key="import_moves", column_config={"Student": column}, alt="Plans whose verdict changed")
    if found[0]["found"] > len(found):
        st.caption(f"The {len(found)} most urgent of {found[0]['found']} are listed.")
    click = st.session_state.get("moves_open")
    if click:
        st.switch_page("views/student.py", query_params={student_header.KEY: found[click["row"]]["public_key"]})
