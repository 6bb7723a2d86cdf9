"""The button “Record what happened”, and under it the choice of what it was: what makes sense next first, then everything."""

from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from dashboard import reads_process
from dashboard.components import concern_form, contact_log, event_form, form_drafts, recording, restricted_notes
from dashboard.components.recording import Recording
from dashboard.reads_process import Standing
from dashboard.viewer import Viewer

Row = dict[str, Any]
OTHERS = {"concern": "A concern", "contact": "A contact with the parents", "restricted_note": "A restricted note"}
FORMS = {"concern": concern_form.draw, "contact": contact_log.form, "restricted_note": restricted_notes.form}
FIRST = ("concern", "help_requested", "referral_received")  # of whom nothing is recorded yet
LIKELY, ANY = "record_likely", "record_any"


def button(who: Viewer, found: Row) -> None:
    """The one button of the page that opens the form, and the way back to a draft; gone while the form is open."""
    if recording.current(found["student_id"]):
        return
    with st.container(horizontal=True, horizontal_alignment="right", width="content"):
        for draft in reads_process.drafts(who, found["student_id"])[:1]:
            label = f"Go on with your draft: {draft['title']}"
            begin = (found, draft["event"])
            st.button(label, key="record_draft", icon=":material/draft:", type="tertiary", on_click=recording.begin, args=begin)
        st.button("Record what happened", key="record_open", icon=":material/edit_note:", on_click=recording.begin, args=(found,))


@st.fragment
def draw(who: Viewer, found: Row, where: Standing) -> None:
    """The open form, if there is one. A fragment: what is typed into it redraws nothing else of the page."""
    open_now = recording.current(found["student_id"])
    if open_now is None:
        return
    st.html(f"<script>{_keys()}</script>", unsafe_allow_javascript=True)
    with st.container(border=True, key="event_form"):
        st.subheader("What is to be corrected?" if open_now.correcting else "What happened?", anchor=False)
        if not open_now.correcting:
            open_now = _choose(who, open_now, where)
        if open_now.kind is None:
            if st.button("Close", key="record_close"):
                form_drafts.leave()
        elif open_now.kind in FORMS:
            FORMS[open_now.kind](who, open_now)
        else:
            event_form.draw(who, open_now, where.clocks)
    if st.session_state.pop(recording.FOCUS, False):
        st.html(f"<script>/* {open_now.kind} */ window.aimlineRecordFocus?.()</script>", unsafe_allow_javascript=True)


def _choose(who: Viewer, open_now: Recording, where: Standing) -> Recording:
    """The kind: what makes sense next as buttons, everything as a list that is searched by typing."""
    kinds = {row["event"]: row for row in reads_process.kinds()}
    may = reads_process.may_read_restricted(who)
    titles = {name: words for name, words in OTHERS.items() if may or name != "restricted_note"}
    titles |= {event: row["title"] for event, row in kinds.items()}
    listed = {name: f"{kinds[name]['step']} · {words}" if name in kinds else words for name, words in titles.items()}
    likely = where.next[0]["likely"] if where.next else FIRST
    offered = [name for name in dict.fromkeys([*likely, "contact"]) if name in titles]
    if LIKELY not in st.session_state and ANY not in st.session_state:
        st.session_state[LIKELY if open_now.kind in offered else ANY] = open_now.kind  # a draft that somebody goes on with
    st.pills("What makes sense next", offered, key=LIKELY, format_func=titles.__getitem__, on_change=_chosen, args=(LIKELY, ANY))
    st.selectbox(
        "Or anything else", list(listed), index=None, key=ANY, format_func=listed.__getitem__, on_change=_chosen, args=(ANY, LIKELY),
        placeholder="Type a word: consent, meeting, exit…", width=460,
    )  # fmt: skip
    return recording.current(open_now.student_id) or open_now


def _chosen(key: str, other: str) -> None:
    kind = st.session_state.get(key)
    if kind:
        st.session_state[other] = None
    recording.choose(kind)


@cache
def _keys() -> str:
    return files("dashboard.components").joinpath("record_keys.js").read_text(encoding="utf-8")
