"""Students by step: seven sections that fold, each with its counts, the most urgent student first."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics.process.board import STEPS, Wanted
from dashboard import reads_board
from dashboard.components import clock_card, clock_cards, export, process_filters, student_header
from dashboard.components.plain import full_name
from dashboard.figures.counts import counted
from dashboard.viewer import Viewer

Row = dict[str, Any]
A_PAGE = 10
A_TABLE = 200
NOBODY = (
    "None of your students is in the seven steps yet. A student comes onto this board with the first event: on the Student page, press "
    "“Record what happened” and write the concern down. Events also come in with an import."
)
WHY = "Why?"
OF_TABLE = "Press a name to open the student, and “Why?” to see how a date was found."
NO_MATCH = "No student matches these filters. Take one of them away to see more."


def draw(who: Viewer, wanted: Wanted, titles: Sequence[str]) -> None:
    """The sections of the steps in which somebody stands; those where something presses stand open."""
    pages = [st.session_state.get(_key("page", step), 1) for step in range(1, STEPS + 1)]
    open_now = [st.session_state.get(_key("section", step)) for step in range(1, STEPS + 1)]
    most = [0 if is_open is False else A_PAGE for is_open in open_now]
    rows = reads_board.students(who, wanted, [(page - 1) * A_PAGE for page in pages], most)
    if not rows:
        st.info(NO_MATCH if process_filters.is_narrow(wanted) else NOBODY)
        return
    if beyond := [row["of_step"] for row in rows if row["student_id"] is None and most[row["of_step"] - 1]]:
        for step in beyond:  # the filters left fewer pages than the one that was open
            st.session_state[_key("page", step)] = 1
        st.rerun()
    sections = {row["of_step"]: row for row in rows}
    st.caption(process_filters.summary(wanted, sum(row["found"] for row in sections.values())))
    for step, first in sections.items():
        _section(who, step, titles[step - 1], first, [row for row in rows if row["of_step"] == step and row["student_id"]])


def _section(who: Viewer, step: int, title: str, first: Row, rows: Sequence[Row]) -> None:
    presses = bool(first["overdue"] + first["soon"])
    panel = st.expander(label(step, title, first), expanded=presses, key=_key("section", step), on_change="rerun")
    if not panel.open:
        return
    with panel:
        clock_cards.several(who, rows, f"step{step}")
        pages = -(-first["found"] // A_PAGE)
        if pages > 1:
            st.pagination(pages, key=_key("page", step))


def label(step: int, title: str, counts: Row) -> str:
    """The head of a section: step, students, and what presses."""
    late = f" · :red-badge[▼ {counts['overdue']} overdue]" if counts["overdue"] else ""
    soon = f" · :orange-badge[◆ {counts['soon']} due soon]" if counts["soon"] else ""
    return f"**{step} {title}** · {counted(counts['found'], 'student')}{late}{soon}"


def _key(what: str, step: int) -> str:
    return f"board_{what}_{step}"


def table(who: Viewer, wanted: Wanted) -> None:
    """Every time limit in a table that sorts, the same as a file, and a press on a name opens the student."""
    page = st.session_state.get("board_table_page", 1)
    rows = reads_board.listed(who, wanted, A_TABLE, (page - 1) * A_TABLE)
    if not rows:
        st.info(NO_MATCH if process_filters.is_narrow(wanted) else NOBODY)
        return
    with st.container(key="screen_only_table"):
        st.caption(OF_TABLE)
    st.dataframe(
        shown(rows),
        hide_index=True,
        key="board_table",
        column_config=_columns(),
        alt="Time limits with student, step, standing and due date",
        height="content" if len(rows) <= 20 else 720,
        placeholder="–",
    )
    pages = -(-rows[0]["found"] // A_TABLE)
    if pages > 1:
        st.pagination(pages, key="board_table_page")
    _download(who, wanted)
    opened: Any = st.session_state.get("board_open")
    if opened:
        st.switch_page(student_header.PAGE, query_params={student_header.KEY: rows[opened["row"]]["public_key"]})
    asked: Any = st.session_state.get("board_explain")
    if asked:
        clock_cards.explain(who, rows[asked["row"]])


def _columns() -> dict[str, Any]:
    """The name leads to the student, “Why?” to the explanation; the widths keep what presses in view on a narrow screen."""
    column = st.column_config
    return {
        "Student": column.ButtonColumn(key="board_open", type="tertiary", alignment="left", width=150, help="Opens the student's page"),
        "Due": column.DateColumn(format="D MMM YYYY", width=95),
        "Days left": column.NumberColumn(width=75),
        WHY: column.ButtonColumn(
            key="board_explain", type="tertiary", width=60, help="Explains the date: the rule, its law, what was counted"
        ),
        "Standing": column.TextColumn(width=105),
        "Rule": column.TextColumn(width=105),
    }


def shown(rows: Sequence[Row]) -> pd.DataFrame:
    """The rows as the page shows them: a way to each explanation, and no school or case manager where all are the same."""
    found = tabular(rows)
    found.insert(found.columns.get_loc("Days left") + 1, WHY, WHY)
    return found.drop(columns=[name for name in ("School", "Case manager") if found[name].nunique(dropna=False) < 2])


def tabular(rows: Sequence[Row]) -> pd.DataFrame:
    """The rows as people read them, one time limit a row."""
    return pd.DataFrame(
        {
            "Student": [full_name(row) for row in rows],
            "Due": pd.Series([row["due_on"] for row in rows], dtype="object"),
            "Days left": pd.Series([row["days_left"] for row in rows], dtype="Int64"),
            "Standing": [f"{clock_card.MARKS[row['standing']].glyph} {row['standing']}" for row in rows],
            "Time limit": [clock_card.plain_title(row) for row in rows],
            "Rule": ["✔ verified" if row["verification"] == clock_card.READ else "? not verified" for row in rows],
            "Step": [f"{row['step']} {row['step_title']}" for row in rows],
            "Grade": [row["grade"] for row in rows],
            "School": [row["school"] for row in rows],
            "Case manager": [row["managers"] for row in rows],
            "Law": [row["citation"] for row in rows],
        }
    )


def _download(who: Viewer, wanted: Wanted) -> None:
    st.download_button(
        "Download as CSV",
        data=lambda: export.csv_text(tabular(reads_board.exported(who, wanted))),
        file_name="time_limits.csv",
        mime="text/csv",
        icon=":material/download:",
        key="board_csv",
        on_click="ignore",
        help="Everything that matches the filters, names included. The download is noted in the access log.",
    )
