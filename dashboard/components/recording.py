"""What is being recorded in this session: of whom, which kind, and whether an earlier entry is corrected; and what was recorded last."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import streamlit as st

Row = dict[str, Any]
OPEN = "recording"
SAID = "recorded"
TOAST = "record_toast"
FOCUS = "record_focus"  # a form was opened or another kind chosen: its first field takes the focus, once
CONFIRM = "record_confirm"
REFUSED = "record_refused"
PASSING = (CONFIRM, REFUSED)


@dataclass(frozen=True)
class Recording:
    """An open form. kind is an event of event_kind, or concern, contact or restricted_note; empty until somebody chooses."""

    student_id: str
    public_key: str
    kind: str | None = None
    correcting: str | None = None  # the event that is corrected

    def key(self, name: str) -> str:
        """The key of one field in the session."""
        return f"record_field_{self.public_key}_{self.correcting or self.kind}_{name}"


@dataclass(frozen=True)
class Recorded:
    """What was stored last, in words; event_id where it can be undone."""

    student_id: str
    staff_id: str
    words: str
    undo: tuple[str, str] | None = None  # what it is (event, concern, contact, restricted_note) and its identifier


def current(student_id: str) -> Recording | None:
    """The open form of this student, if there is one."""
    found = st.session_state.get(OPEN)
    return found if isinstance(found, Recording) and found.student_id == student_id else None


def begin(found: Row, kind: str | None = None, correcting: str | None = None) -> None:
    """Opens the form; another student's form is closed, its draft kept."""
    st.session_state[OPEN] = Recording(found["student_id"], found["public_key"], kind, correcting)
    st.session_state[FOCUS] = True
    _settle()
    st.session_state.pop(SAID, None)


def correct(found: Row, kind: str, key: str, values: Mapping[str, Any]) -> None:
    """Opens the form of what is stored under `key`, its fields filled with `values`; what is empty stays empty."""
    begin(found, kind, correcting=key)
    now = current(found["student_id"])
    for name, value in values.items():
        if now and value is not None:
            st.session_state[now.key(name)] = value


def close() -> None:
    """Closes the form."""
    st.session_state.pop(OPEN, None)
    _settle()


def forget(recording: Recording) -> None:
    """Drops what was typed into a form."""
    start = recording.key("")
    for name in [name for name in st.session_state if str(name).startswith(start)]:
        del st.session_state[name]


def choose(kind: str | None) -> None:
    """Another kind in the open form; what was typed for the first is kept as its draft."""
    now = st.session_state.get(OPEN)
    if isinstance(now, Recording):
        st.session_state[OPEN] = replace(now, kind=kind)
        st.session_state[FOCUS] = bool(kind)
    _settle()


def refuse(why: str, values: Mapping[str, Any]) -> NoReturn:
    """Says why nothing was stored, beside the button, and draws the form again."""
    st.session_state[REFUSED] = why, dict(values)
    st.session_state.pop(CONFIRM, None)
    st.rerun()


def refusal(values: Mapping[str, Any]) -> str | None:
    """Why these values were not stored; once one of them is another, nothing is said any more."""
    why, refused = st.session_state.get(REFUSED, (None, None))
    return why if refused == values else None


def ask_again() -> NoReturn:
    """Asks for a confirmation, and draws the form again."""
    _settle()
    st.session_state[CONFIRM] = True
    st.rerun()


def done(what: Recorded) -> None:
    """Closes the form and remembers what to say of it."""
    close()
    st.session_state[SAID] = what
    st.session_state[TOAST] = what.words


def _settle() -> None:
    for name in PASSING:
        st.session_state.pop(name, None)
