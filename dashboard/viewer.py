"""Who is looking, and why they may. Pages call `looking()`; nothing is shown to nobody."""

import os
from dataclasses import dataclass
from datetime import date

import duckdb
import streamlit as st

from analytics import store
from analytics.caseload import viewers
from dashboard.pages import SETUP

CHOICE = "view_as"


@dataclass(frozen=True)
class Viewer:
    """A member of staff at the screen. Every read states one."""

    staff_id: str
    today: date
    name: str
    role: str

    @property
    def role_words(self) -> str:
        """The role as people say it."""
        return self.role.replace("_", " ")


def bound_staff_id() -> str | None:
    """The member of staff whom `aimline serve --viewer` bound to this server, if any."""
    return os.environ.get("AIMLINE_VIEWER") or None


def is_demo(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the store is a sample of invented people; only there may one "view as" another."""
    return viewers.facts(con).get("is_demo") == "true"


def identify(con: duckdb.DuckDBPyConnection, staff_id: str | None) -> Viewer | None:
    """The viewer behind a staff_id, or None. In a store without any staff, whoever was bound may make the first import."""
    today = store.today(con)
    if staff_id is None:
        return None
    found = viewers.person(con, staff_id, today)
    if found:
        return Viewer(staff_id, today, found["name"], found["role"])
    return None if viewers.has_staff(con) else Viewer(staff_id, today, staff_id, SETUP)


def why_may_view(con: duckdb.DuckDBPyConnection, viewer: Viewer, student_id: str) -> str | None:
    """Why this viewer may see this student, in words; None denies."""
    return viewers.why_may_view(con, viewer.staff_id, student_id, viewer.today)


def looking() -> Viewer:
    """The viewer of this session, or the page ends here: nobody sees anything without a reason."""
    found = st.session_state.get("viewer")
    if not isinstance(found, Viewer):
        st.info("Nobody is signed in, so there is nothing to show.")
        st.stop()
    return found
