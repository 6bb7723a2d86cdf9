"""What was recorded last: a toast at once, a line that stays, and the way back."""

import streamlit as st

from analytics.store.errors import AimlineError
from dashboard import process_writes, reads
from dashboard.components import recording, student_header
from dashboard.components.escaping import escaped
from dashboard.components.recording import Recorded
from dashboard.viewer import Viewer


def draw(who: Viewer, student_id: str) -> None:
    """The line with its Undo, if this viewer recorded something of this student in this session."""
    if toast := st.session_state.pop(recording.TOAST, None):
        st.toast(escaped(toast), icon=":material/check:")
        if not reads.record(who, student_id).plans:  # Progress would be empty; called before that choice is drawn, so that it may be set
            st.session_state[student_header.SHOW] = "Process"
    said = st.session_state.get(recording.SAID)
    if not isinstance(said, Recorded) or (said.student_id, said.staff_id) != (student_id, who.staff_id):
        return
    with st.container(key="record_report", horizontal=True, vertical_alignment="center"):
        st.success(escaped(said.words), icon=":material/check:")
        if said.undo:
            st.button("Undo", key="record_undo", icon=":material/undo:", on_click=_undo, args=(who, said))


def _undo(who: Viewer, said: Recorded) -> None:
    if said.undo is None:
        return
    try:
        process_writes.undo(who, *said.undo)
        words = "Undone: it is taken back, and everything is as before."
    except AimlineError as refused:
        words = str(refused)
    recording.done(Recorded(said.student_id, said.staff_id, words))
