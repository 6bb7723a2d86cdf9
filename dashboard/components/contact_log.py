"""Contacts with the parents: the log (34 CFR 300.322(d)), newest first, and the form for one more."""

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
A_PAGE = 10
HOW = {
    "telephone": "Telephone",
    "letter": "Letter",
    "email": "Email",
    "meeting": "Meeting",
    "home_visit": "Home visit",
    "other": "Another way",
}
FIELDS = (
    Field("contacted_on", "Day of the contact", "day", is_required=True),
    Field("how", "How", options=HOW, is_required=True),
    Field("with_whom", "With whom", example="Mother", is_required=True),
    Field("about", "What was said or sent", "text", "Explained the reading group; she will read with him at home.", is_required=True),
    Field("was_reached", "Somebody was reached", "tick"),
)
NOTHING = "No contact with the parents is recorded yet. Calls, letters and visits belong here, those that reached nobody too."


def draw(who: Viewer, found: Row) -> None:
    """The log, an entry a line, each with the way to correct it; or what belongs there."""
    rows = reads_process.contacts(who, found["student_id"])
    if not rows:
        st.markdown(f":gray[{NOTHING}]")
        return
    pages = -(-len(rows) // A_PAGE)
    page = st.pagination(pages, key="contacts_page") if pages > 1 else 1
    for row in rows[(page - 1) * A_PAGE : page * A_PAGE]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            st.markdown(line(row))
            stored = (found, "contact", row["contact_id"], {one.name: row[one.name] for one in FIELDS})
            key = f"correct_{row['contact_id']}"
            st.button("Correct", key=key, icon=":material/edit:", type="tertiary", on_click=recording.correct, args=stored)


def line(row: Row) -> str:
    """One contact, ready for Markdown: day, way, with whom, whether somebody was reached; then what was said, and who recorded it."""
    reached = "" if row["was_reached"] else " · ✖ nobody was reached"
    head = f"**{day(row['contacted_on'])}** · {HOW.get(row['how'], escaped(row['how']))} · {escaped(row['with_whom'])}{reached}"
    author = f"  \n:small[:gray[recorded by {escaped(row['recorded_by_name'])}]]" if row["recorded_by_name"] else ""
    return f"{head}  \n{escaped(row['about'])}{author}"


def form(who: Viewer, open_now: Recording) -> None:
    """One more contact, or another word for one that is stored."""

    def store(values: dict[str, Any]) -> tuple[str, str]:
        if open_now.correcting:
            process_writes.correct_contact(who, open_now.student_id, open_now.correcting, values)
            return open_now.correcting, f"Corrected: contact with {values['with_whom']} on {day(values['contacted_on'])}."
        stored = process_writes.record_contact(who, open_now.student_id, values)
        return stored, f"Recorded: contact with {values['with_whom']} on {day(values['contacted_on'])}."

    plain_form.draw(who, open_now, FIELDS, store)
