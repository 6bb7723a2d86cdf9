"""Who this page is about and why the viewer may see it; before that, the way to a student."""

import streamlit as st

from analytics.caseload.student import Row
from dashboard import reads
from dashboard.components import empty_state
from dashboard.components.escaping import escaped
from dashboard.components.plain import full_name, searchable
from dashboard.viewer import Viewer

PAGE = "views/student.py"
KEY = "student"
LISTED = 40


def header(found: Row) -> None:
    """Name, grade, school, and the reason that opens the record."""
    st.page_link(PAGE, label="All students", icon=":material/arrow_back:", help="")
    st.title(escaped(full_name(found)), anchor=False)
    st.caption(f"{_where(found)} · You see this record as {escaped(found['reason'])}.")


def find(viewer: Viewer) -> None:
    """The viewer's students by name, each a link; a long list is found by typing."""
    st.title("Student", anchor=False)
    words = st.text_input("Find a student by name", key="student_search", type="search", live=True, width=360)
    found = reads.student_choices(viewer, searchable(words), LISTED)
    if not found:
        empty_state.nobody_found(words)
        return
    for row in found:
        plans = "1 plan" if row["plans"] == 1 else f"{row['plans']} plans"
        label = f"**{escaped(row['last_name'])}, {escaped(row['first_name'])}** · {_where(row)} · {plans}"
        st.page_link(PAGE, label=label, query_params={KEY: row["public_key"]}, help="")
    if found[0]["found"] > len(found):
        st.caption(f"{len(found)} of {found[0]['found']} shown. Type a part of the name to find the others.")


def _where(row: Row) -> str:
    parts = [f"Grade {row['grade']}" if row["grade"] else None, row["school"]]
    return " · ".join(escaped(part) for part in parts if part) or "not enrolled now"
