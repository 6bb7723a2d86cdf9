"""Drafts of the forms: what was typed is kept as it is typed, and is there again when somebody comes back."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

import streamlit as st

from dashboard import process_writes, reads_process
from dashboard.components import recording
from dashboard.components.recording import Recording
from dashboard.viewer import Viewer

DAYS = ("happened_on", "agreed_on", "raised_on", "contacted_on", "on_date")


def restore(who: Viewer, open_now: Recording) -> None:
    """Fills an untouched form with its draft, once. Call it before the fields are drawn. A correction has no draft."""
    begun = open_now.key("begun")
    if begun in st.session_state or open_now.correcting:
        return
    st.session_state[begun] = True
    draft = reads_process.draft(who, open_now.student_id, str(open_now.kind))
    for name, value in (draft or {}).items():
        if value is not None:
            st.session_state[open_now.key(name)] = date.fromisoformat(value) if name in DAYS else value
    if draft:
        st.session_state[open_now.key("kept")] = draft
        st.session_state[open_now.key("restored")] = True


def keep(who: Viewer, open_now: Recording, values: Mapping[str, Any]) -> None:
    """Stores what is typed so far if it is more than an empty form and other than what is kept already."""
    if open_now.correcting:
        return
    if st.session_state.get(open_now.key("restored")):
        st.caption("This is your draft, as you left it.")
    content = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    typed = any(value not in (None, "", True) for name, value in content.items() if name not in DAYS)
    if typed and content != st.session_state.get(open_now.key("kept")):
        process_writes.keep_draft(who, open_now.student_id, str(open_now.kind), content)
        st.session_state[open_now.key("kept")] = content


def finish(who: Viewer, open_now: Recording) -> None:
    """Throws the draft away: what it held is recorded, or not wanted."""
    if not open_now.correcting:
        process_writes.drop_draft(who, open_now.student_id, str(open_now.kind))
    recording.forget(open_now)


def buttons(who: Viewer, open_now: Recording) -> None:
    """Leave and come back, or throw away."""
    if open_now.correcting:
        if st.button("Leave it as it is", key="record_later", type="tertiary"):
            finish(who, open_now)
            leave()
        return
    if st.button("Close, keep the draft", key="record_later"):
        leave()
    if st.button("Throw away", key="record_drop", type="tertiary"):
        finish(who, open_now)
        leave()


def leave() -> NoReturn:
    """Closes the form and draws the whole page: the way to open it stands outside of it."""
    recording.close()
    st.rerun()
