"""In a sample district: whose eyes to look through. Elsewhere the server binds one viewer, and nothing in an address changes that.

The choice stays in the address as a key, so that a reload and a sent address show the same; a key says nothing to who reads it and
opens nothing: whoever has the sample district may look through anybody's eyes.
"""

from hashlib import blake2s

import duckdb
import streamlit as st

from analytics import store
from analytics.caseload.student import Row
from dashboard import reads, viewer

KEPT = "view_as_kept"
ADDRESS = "as"
FIRST_FEW = 3  # of each role, ahead of all others


def choose(con: duckdb.DuckDBPyConnection) -> viewer.Viewer | None:
    """The viewer of this session; draws the sidebar's "View as" for a sample district. None denies everything."""
    bound = viewer.bound_staff_id()
    if not viewer.is_demo(con):
        return viewer.identify(con, bound)
    people = {row["staff_id"]: row for row in in_order(reads.people(store.today(con)))}
    if not people:
        return viewer.identify(con, bound)
    first = bound if bound in people else next(iter(people))
    # A move to another page can leave the box's own state behind, so the choice is kept beside it.
    if viewer.CHOICE not in st.session_state:
        st.session_state[viewer.CHOICE] = st.session_state.get(KEPT) or _of_address(people) or first
    chosen = st.sidebar.selectbox(
        "View as",
        list(people),
        key=viewer.CHOICE,
        format_func=lambda staff_id: f"{people[staff_id]['name']} · {people[staff_id]['role'].replace('_', ' ')}",
        filter_mode="contains",
        help="This is a sample district of invented people. Each person sees only their own students. Type a name or a role to find "
        f"one of {len(people)}: the first {FIRST_FEW} of each role stand ahead.",
    )
    st.session_state[KEPT] = chosen
    _into_address(None if chosen == first else key(chosen))
    return viewer.identify(con, chosen)


def key(staff_id: str) -> str:
    """What stands for a person in an address: the same in each sample district, and not the person's own identifier."""
    return blake2s(staff_id.encode(), digest_size=6).hexdigest()


def in_order(people: list[Row]) -> list[Row]:
    """The first few of each role, role by role as they come, then everybody else in the same order."""
    roles = list(dict.fromkeys(row["role"] for row in people))
    by_role = {role: [row for row in people if row["role"] == role] for role in roles}
    ahead = [row for role in roles for row in by_role[role][:FIRST_FEW]]
    return ahead + [row for role in roles for row in by_role[role][FIRST_FEW:]]


def _of_address(people: dict[str, Row]) -> str | None:
    wanted = st.query_params.get(ADDRESS)
    return next((staff_id for staff_id in people if key(staff_id) == wanted), None)


def _into_address(wanted: str | None) -> None:
    if st.query_params.get(ADDRESS) == wanted:
        return
    if wanted is None:
        del st.query_params[ADDRESS]
    else:
        st.query_params[ADDRESS] = wanted
