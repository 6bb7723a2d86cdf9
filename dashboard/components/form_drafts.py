"""Drafts of the forms: what was typed is kept as it is typed, and is there again when somebody comes back, also in another window."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

import streamlit as st

from analytics.draft_entry import DraftMoved
from dashboard import process_writes, reads_process
from dashboard.components import recording
from dashboard.components.recording import Recording
from dashboard.viewer import Viewer

DAYS = ("happened_on", "agreed_on", "last_iep_on", "last_evaluation_on", "raised_on", "contacted_on", "on_date")
ELSEWHERE = (
    "**You have typed into this form in another window, too.** What that window holds is not overwritten, and what you type here is not "
    "kept as a draft until you choose."
)
GONE = (
    "**In another window this form was recorded or thrown away.** What you type here is not kept as a draft until you choose. Look under "
    "Process whether it is recorded already."
)


def restore(who: Viewer, open_now: Recording) -> None:
    """Fills an untouched form with its draft, once. Call it before the fields are drawn. A correction has no draft."""
    begun = open_now.key("begun")
    if begun in st.session_state or open_now.correcting:
        return
    st.session_state[begun] = True
    draft = reads_process.draft(who, open_now.student_id, str(open_now.kind))
    if draft is None:
        return
    for name, value in draft.content.items():
        if value is not None:
            st.session_state[open_now.key(name)] = date.fromisoformat(value) if name in DAYS else value
    st.session_state[open_now.key("kept")] = draft.content
    st.session_state[open_now.key("known")] = draft.saved_at
    st.session_state[open_now.key("restored")] = True


def keep(who: Viewer, open_now: Recording, values: Mapping[str, Any]) -> None:
    """Stores what is typed so far if it is more than an empty form and other than what is kept already; asks where another window did."""
    if open_now.correcting:
        return
    if st.session_state.get(open_now.key("restored")):
        st.caption("This is your draft, as you left it.")
    content = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    typed = any(value not in (None, "", True) for name, value in content.items() if name not in DAYS)
    if not typed or content == st.session_state.get(open_now.key("kept")):
        return
    try:
        known = st.session_state.get(open_now.key("known"))
        saved_at = process_writes.keep_draft(who, open_now.student_id, str(open_now.kind), content, known)
    except DraftMoved as moved:
        _ask(open_now, moved)
        return
    st.session_state[open_now.key("known")] = saved_at
    st.session_state[open_now.key("kept")] = content


def _ask(open_now: Recording, moved: DraftMoved) -> None:
    """Two windows hold the same form: which of both is to stay?"""
    st.warning(ELSEWHERE if moved.saved_at else GONE, icon=":material/content_copy:")
    with st.container(horizontal=True):
        if moved.saved_at:
            st.button("Show what the other window holds", key="draft_theirs", on_click=recording.forget, args=(open_now,))
        st.button("Go on with what stands here", key="draft_mine", on_click=_mine, args=(open_now, moved))


def _mine(open_now: Recording, moved: DraftMoved) -> None:
    """What stands here replaces what the other window saved, now that its writer has seen that there is another."""
    st.session_state[open_now.key("known")] = moved.saved_at


def finish(who: Viewer, open_now: Recording) -> None:
    """Throws the draft away: what it held is recorded, or not wanted. What another window has saved since stays."""
    if not open_now.correcting:
        process_writes.drop_draft(who, open_now.student_id, str(open_now.kind), st.session_state.get(open_now.key("known")))
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
