"""Notes that a reason to see the student does not open. Without the second permission nothing is drawn, not even that there are any."""

from typing import Any

import streamlit as st

from dashboard import process_writes, reads_process
from dashboard.components import plain_form, recording
from dashboard.components.escaping import escaped
from dashboard.components.plain_form import Field
from dashboard.components.recording import Recording
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

Row = dict[str, Any]
FIELDS = (
    Field("on_date", "The day it is about", "day", is_required=True),
    Field("text", "The note", "text", is_required=True),
)


def draw(who: Viewer, found: Row) -> None:
    """The section with its heading, for those who have the permission; for all others nothing."""
    if not reads_process.may_read_restricted(who):
        return
    st.header("What only few may read", anchor="restricted", divider="gray")
    st.caption("You read this by the permission for restricted notes. Each reading is noted in the access log.")
    rows = reads_process.restricted_notes(who, found["student_id"])
    if not rows:
        st.markdown(":gray[No restricted note is recorded.]")
    for row in rows:
        author = escaped(row["recorded_by_name"] or "somebody")
        with st.container(border=True, gap="xsmall"):
            st.markdown(escaped(row["text"]))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(f"{day(row['on_date'])} · {author}")
                stored = (found, "restricted_note", row["restricted_note_id"], {one.name: row[one.name] for one in FIELDS})
                key = f"correct_{row['restricted_note_id']}"
                st.button("Correct the note", key=key, icon=":material/edit:", type="tertiary", on_click=recording.correct, args=stored)


def form(who: Viewer, open_now: Recording) -> None:
    """One more note; only those with the permission come here, and the store refuses all others."""

    def store(values: dict[str, Any]) -> tuple[str, str]:
        if open_now.correcting:
            process_writes.correct_restricted_note(who, open_now.student_id, open_now.correcting, values)
            return open_now.correcting, "Corrected: a restricted note."
        return process_writes.record_restricted_note(who, open_now.student_id, values), "Recorded: a restricted note."

    plain_form.draw(who, open_now, FIELDS, store)
