"""Who this page is about, and why the viewer may see it."""

import streamlit as st

from analytics.caseload.student import Row
from dashboard import reads
from dashboard.components.escaping import escaped
from dashboard.components.plain import full_name
from dashboard.viewer import Viewer

KEY = "student"


def header(found: Row) -> None:
    """Name, grade, school, and the reason that opens the record."""
    st.title(escaped(full_name(found)), anchor=False)
    where = " · ".join(escaped(part) for part in (f"Grade {found['grade']}" if found["grade"] else "", found["school"] or "") if part)
    st.caption(f"{where} · You see this record as {escaped(found['reason'])}.", width="stretch")


def choose(viewer: Viewer) -> str | None:
    """The public key in the address, or the one chosen from the viewer's students; the choice goes into the address."""
    choices = {row["public_key"]: row for row in reads.student_choices(viewer)}
    in_address = st.query_params.get(KEY)
    if in_address and in_address not in choices:
        return in_address
    chosen = st.selectbox(
        "Student",
        list(choices),
        index=list(choices).index(in_address) if in_address else None,
        format_func=lambda key: f"{choices[key]['last_name']}, {choices[key]['first_name']} · grade {choices[key]['grade'] or '–'}",
        placeholder="Choose a student: type a part of the name",
        label_visibility="collapsed",
        disabled=not choices,
    )
    if chosen and chosen != in_address:
        st.query_params[KEY] = chosen
    return chosen or in_address
