"""Who this page is about and why the viewer may see it; before that, the way to a student."""

import streamlit as st

from analytics.caseload.student import Row
from dashboard import reads
from dashboard.components import empty_state, verdict_badge
from dashboard.components.escaping import escaped
from dashboard.components.plain import full_name, searchable
from dashboard.figures.counts import counted
from dashboard.figures.sentences import day
from dashboard.pages import ADMINISTRATORS
from dashboard.viewer import Viewer

PAGE = "views/student.py"
KEY = "student"
WRITTEN = "student_written"
SHOW = "show"
VIEWS = ("Progress", "Process")
LISTED = 40
ORDERS = {"urgency": "Most urgent first", "name": "By name"}


def into_address(key: str) -> None:
    """Writes the student into the address: a link from this page to itself leaves it alone, and a reload must find the student.

    Once a visit. Written in each run, it could carry a state of the address from before somebody chose Progress or Process, and undo that.
    """
    if st.session_state.get(WRITTEN) != key:
        st.query_params[KEY] = key
        st.session_state[WRITTEN] = key


def view() -> str:
    """Progress or Process, as chosen; kept in the address, so that a reload and a sent address show the same."""
    if SHOW not in st.session_state:
        asked = st.query_params.get(SHOW)
        st.session_state[SHOW] = asked if asked in VIEWS else VIEWS[0]
    chosen = str(st.segmented_control("Show", VIEWS, required=True, key=SHOW, label_visibility="collapsed"))
    wanted = None if chosen == VIEWS[0] else chosen
    if wanted and st.query_params.get(SHOW) != wanted:
        st.query_params[SHOW] = wanted
    elif not wanted and SHOW in st.query_params:
        del st.query_params[SHOW]
    return chosen


def header(found: Row) -> None:
    """Name, grade, school, and the reason that opens the record."""
    st.page_link(PAGE, label="All students", icon=":material/arrow_back:", help="")
    st.title(escaped(full_name(found)), anchor=False)
    st.caption(f"{_where(found)} · You see this record as {escaped(found['reason'])}.")


def find(viewer: Viewer) -> None:
    """The viewer's students, each a link with the worst verdict of the running plans; any other student is found by typing the name."""
    st.session_state.pop(WRITTEN, None)
    st.title("Student", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        words = st.text_input("Find a student by name or number", key="student_search", type="search", live=True, width=360)
        first = "name" if viewer.role in ADMINISTRATORS else "urgency"  # who sees hundreds looks for one of them
        by = st.segmented_control("Order", list(ORDERS), default=first, required=True, key="student_order", format_func=ORDERS.__getitem__)
    found, in_all = reads.student_choices(viewer, searchable(words), LISTED, by)
    if not found:
        empty_state.nobody_found(words)
        return
    with st.container(gap="xsmall"):
        differ = len({_where(row) for row in found}) > 1  # where all are of one grade and school, to repeat it tells nothing
        for row in found:
            _choice(row, _where(row) if differ else "")
    if in_all > len(found):
        st.caption(f"{len(found)} of {in_all} shown. Type a part of the name, or the number, to find the others.")


def _choice(row: Row, where: str) -> None:
    """One student in a line: the link, the worst verdict, what comes next."""
    verdict, plans = ":gray[no plan runs]", f"{row['plans']} ended" if row["plans"] else "no plan yet"
    if row["running"]:
        verdict, plans = verdict_badge.markdown(row["verdict"]), f"{counted(row['running'], 'plan')}, due {day(row['due_on'])}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        name = f"**{escaped(row['last_name'])}, {escaped(row['first_name'])}**"
        st.page_link(PAGE, label=name, query_params={KEY: row["public_key"]}, help="", icon="", width=208)
        st.markdown(verdict, width=136)
        st.markdown(f":small[:gray[{' · '.join(part for part in (plans, where) if part)}]]")


def _where(row: Row) -> str:
    parts = [f"Grade {row['grade']}" if row["grade"] else None, row["school"]]
    return " · ".join(escaped(part) for part in parts if part) or "not enrolled now"
