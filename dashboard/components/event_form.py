"""The form of one kind of event: its fields, what the rules say of it before it is stored, and the buttons that store it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from analytics.event_entry import EventEntry, Finding
from analytics.process.text_limits import longest
from analytics.store.errors import AimlineError
from dashboard import process_writes, reads_process
from dashboard.components import event_fields, form_drafts, recording
from dashboard.components.escaping import escaped
from dashboard.components.next_steps import NEVER_DELAYED
from dashboard.components.primary_button import primary
from dashboard.components.recording import Recorded, Recording
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

Row = dict[str, Any]
BECAUSE = "Why it is corrected"
MOST = longest("process_event", "retracted_because")


def draw(who: Viewer, open_now: Recording, clocks: Sequence[Row]) -> None:
    """The fields, what is said of them, and the buttons."""
    kind = next(row for row in reads_process.kinds() if row["event"] == open_now.kind)
    choices = event_fields.choices_of(who, open_now.student_id, kind, clocks)
    form_drafts.restore(who, open_now)
    # A container each: what appears in one while somebody types moves no button of another under the hand.
    with st.container():
        _title(kind)
    with st.container():
        values = event_fields.draw(kind, choices, open_now.key, who.today)
        if open_now.correcting:
            because = st.text_input(f"{BECAUSE} (required)", key=open_now.key("because"), autocomplete="off", max_chars=MOST)
            values["because"] = because.strip() or None
    missing = _missing(kind, values)
    with st.container():
        form_drafts.keep(who, open_now, values)
        findings = () if values["happened_on"] is None else process_writes.check(who, _entry(open_now, values), open_now.correcting)
        refused = _said(findings)
        if missing:
            st.caption(f"Still to fill in: {escaped(', '.join(missing))}.")
        if why := recording.refusal(values):
            st.error(escaped(why), icon=":material/error:")
    _buttons(who, open_now, kind, values, None if refused else missing)


def _title(kind: Row) -> None:
    law = f" · {escaped(kind['citation'])}" if kind["citation"] else ""
    st.markdown(f"**{escaped(kind['title'])}** :small[:gray[Step {kind['step']}{law}]]")
    if kind["event"] == "referral_received":
        st.info(f"{NEVER_DELAYED} Record the referral on the day it came.", icon=":material/gavel:")


def _entry(open_now: Recording, values: Mapping[str, Any]) -> EventEntry:
    filled = {name: value for name, value in values.items() if name != "because"}
    return EventEntry(student_id=open_now.student_id, event=str(open_now.kind), **filled)


def _missing(kind: Row, values: Mapping[str, Any]) -> list[str]:
    """What must be filled and is not, by its label."""
    needed = event_fields.required(kind) | {"happened_on", "because"}
    empty = [name for name, value in values.items() if name in needed and value is None]
    return [BECAUSE if name == "because" else event_fields.label(kind["event"], name) for name in empty]


def _said(findings: Sequence[Finding]) -> bool:
    """What the rules say of the entry as it stands, each with its law; whether one refuses. What is not filled in is said elsewhere."""
    told = [one for one in findings if not (one.kind == "needs_fields" and one.is_general)]
    for finding in told:
        law = f"  \n:small[{escaped(finding.citation)}]" if finding.citation else ""
        if finding.effect == "refuse":
            st.error(f"**It cannot be recorded so.** {escaped(finding.message)}{law}", icon=":material/block:")
        else:
            st.warning(f"**Look again.** {escaped(finding.message)} It can be recorded all the same.{law}", icon=":material/flag:")
    return any(one.effect == "refuse" for one in told)


def _buttons(who: Viewer, open_now: Recording, kind: Row, values: dict[str, Any], missing: Sequence[str] | None) -> None:
    """Record, and the ways to leave. missing is None where a rule refuses the entry."""
    if st.session_state.get(recording.CONFIRM) and missing == []:
        _confirm(who, open_now, kind, values)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if primary("Record the correction" if open_now.correcting else "Record", key="record_save", icon=":material/check:"):
            if missing:
                recording.refuse(f"Not recorded yet. Fill in: {', '.join(missing)}.", values)
            if kind["is_final"] and missing == []:
                recording.ask_again()
            _store(who, open_now, kind, values)
        form_drafts.buttons(who, open_now)
    if on := values["happened_on"]:
        # Said once more at the button: a day typed while the form was still being drawn may have been lost to the day it began with.
        st.caption(f"To be recorded for {on:%A}, {day(on)}{' (today)' if on == who.today else ''}.")


def _confirm(who: Viewer, open_now: Recording, kind: Row, values: dict[str, Any]) -> None:
    """What ends or refuses something is asked about once more."""
    st.warning(
        f"**{escaped(kind['title'])} on {day(values['happened_on'])}: is that so?** It ends or decides something, and time limits stop or "
        "start with it. It stays in the record; it can be taken back only with a reason.",
        icon=":material/priority_high:",
    )
    with st.container(horizontal=True):
        if primary("Yes, record it", key="record_yes", icon=":material/check:"):
            _store(who, open_now, kind, values)
        st.button("No, go back", key="record_no", on_click=lambda: st.session_state.pop(recording.CONFIRM, None))


def _store(who: Viewer, open_now: Recording, kind: Row, values: dict[str, Any]) -> None:
    """Stores the event, closes the form, and draws the whole page again: stepper and clocks follow at once."""
    try:
        if open_now.correcting:
            stored = process_writes.correct_event(who, open_now.correcting, _entry(open_now, values), values["because"] or "")
        else:
            stored = process_writes.record_event(who, _entry(open_now, values))
    except AimlineError as refused:
        recording.refuse(str(refused), values)
    form_drafts.finish(who, open_now)
    word = "Corrected" if open_now.correcting else "Recorded"
    words = f"{word}: {kind['title']}, {day(values['happened_on'])}."
    recording.done(Recorded(open_now.student_id, who.staff_id, words, None if open_now.correcting else ("event", stored)))
    st.rerun()
