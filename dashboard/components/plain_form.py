"""A short form from a list of its fields: the concern, a contact with parents, a restricted note."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import streamlit as st

from analytics.process.text_limits import longest
from analytics.store.errors import AimlineError
from dashboard.components import form_drafts, recording
from dashboard.components.escaping import escaped
from dashboard.components.primary_button import primary
from dashboard.components.recording import Recorded, Recording
from dashboard.viewer import Viewer

DAYS_BACK = 366 * 5


@dataclass(frozen=True)
class Field:
    """One field: how it is asked, and an example of an answer. options makes it a choice; kind is day, line, text or tick."""

    name: str
    label: str
    kind: str = "line"
    example: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    is_required: bool = False

    @property
    def words(self) -> str:
        """The label as it is shown."""
        return f"{self.label} (required)" if self.is_required else self.label


def draw(who: Viewer, open_now: Recording, fields: Sequence[Field], store: Callable[[dict[str, Any]], tuple[str, str]]) -> None:
    """The form and its buttons. store writes the values and returns the identifier and the words of what was recorded."""
    form_drafts.restore(who, open_now)
    values = _fields(fields, open_now, who.today)
    missing = [one.label.rstrip("?") for one in fields if one.is_required and values[one.name] in (None, "")]
    with st.container():  # one place for what is said, so that the buttons below stay where they are
        form_drafts.keep(who, open_now, values)
        if missing:
            st.caption(f"Still to fill in: {escaped(', '.join(missing))}.")
        if refused := recording.refusal(values):
            st.error(escaped(refused), icon=":material/error:")
    with st.container(horizontal=True, vertical_alignment="center"):
        if primary("Record the correction" if open_now.correcting else "Record", key="record_save", icon=":material/check:"):
            _store(who, open_now, values, missing, store)
        form_drafts.buttons(who, open_now)


def _store(
    who: Viewer, open_now: Recording, values: dict[str, Any], missing: Sequence[str], store: Callable[[dict[str, Any]], tuple[str, str]]
) -> None:
    if missing:
        recording.refuse(f"Not recorded yet. Fill in: {', '.join(missing)}.", values)
    try:
        identifier, words = store(values)
    except AimlineError as refused:
        recording.refuse(str(refused), values)
    form_drafts.finish(who, open_now)
    undo = None if open_now.correcting else (str(open_now.kind), identifier)
    recording.done(Recorded(open_now.student_id, who.staff_id, words, undo))
    st.rerun()


def _fields(fields: Sequence[Field], open_now: Recording, today: date) -> dict[str, Any]:
    """All fields in their order; short ones that follow each other share a row as far as it is wide."""
    values: dict[str, Any] = {}
    for shape, several in groupby(fields, key=lambda one: "choice" if one.options or one.kind == "day" else one.kind):
        with st.container(horizontal=shape in ("choice", "line"), vertical_alignment="bottom", gap="medium"):
            for one in several:
                values[one.name] = _field(one, open_now, today)
    return values


def _field(one: Field, open_now: Recording, today: date) -> Any:
    key = open_now.key(one.name)
    if one.kind == "day":
        st.session_state.setdefault(key, today)
        first = today - timedelta(days=DAYS_BACK)
        return st.date_input(one.words, min_value=first, max_value=today, key=key, format="MM/DD/YYYY", persist_state="session", width=200)
    if one.options:
        options = dict(one.options)
        stands = st.session_state.get(key)
        if stands is not None:
            options.setdefault(stands, stands)  # what is stored stays to be seen, also where the list does not hold it
        return st.selectbox(
            one.words, list(options), index=None, format_func=options.__getitem__, key=key, placeholder="Choose",
            persist_state="session", width=240,
        )  # fmt: skip
    if one.kind == "tick":
        st.session_state.setdefault(key, True)
        return st.checkbox(one.words, key=key, persist_state="session")
    most = longest(str(open_now.kind), one.name)
    if one.kind == "text":
        typed = st.text_area(one.words, key=key, max_chars=most, height=90, placeholder=one.example, persist_state="session")
    else:
        typed = st.text_input(
            one.words, key=key, max_chars=most, placeholder=one.example, autocomplete="off", persist_state="session", width=400
        )
    return typed.strip() or None
