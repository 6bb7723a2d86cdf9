"""In a sample district: whose eyes to look through. Elsewhere the server binds one viewer."""

import duckdb
import streamlit as st

from analytics import store
from dashboard import reads, viewer

KEPT = "view_as_kept"


def choose(con: duckdb.DuckDBPyConnection) -> viewer.Viewer | None:
    """The viewer of this session; draws the sidebar's "View as" for a sample district. None denies everything."""
    bound = viewer.bound_staff_id()
    if not viewer.is_demo(con):
        return viewer.identify(con, bound)
    people = {row["staff_id"]: row for row in reads.people(store.today(con))}
    if not people:
        return viewer.identify(con, bound)
    staff_ids = list(people)
    # A move to another page can leave the box's own state behind, so the choice is kept beside it.
    if viewer.CHOICE not in st.session_state:
        first = bound if bound in people else staff_ids[0]
        st.session_state[viewer.CHOICE] = st.session_state.get(KEPT, first)
    chosen = st.sidebar.selectbox(
        "View as",
        staff_ids,
        key=viewer.CHOICE,
        format_func=lambda staff_id: f"{people[staff_id]['name']} · {people[staff_id]['role'].replace('_', ' ')}",
        help="This is a sample district of invented people. Each person sees only their own students.",
    )
    st.session_state[KEPT] = chosen
    return viewer.identify(con, chosen)
