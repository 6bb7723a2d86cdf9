"""Contacts with the parents: the log (34 CFR 300.322(d)), newest first, and the form for one more."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import process_writes, reads_process
from dashboard.components import plain_form
from dashboard.components.escaping import escaped
from dashboard.components.plain_form import Field
from dashboard.components.recording import Recording
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

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


def draw(who: Viewer, student_id: str) -> None:
    """The log as a table, or what belongs there."""
    rows = reads_process.contacts(who, student_id)
    if not rows:
        st.markdown(f":gray[{NOTHING}]")
        return
    table = pd.DataFrame(
        {
            "Day": [day(row["contacted_on"]) for row in rows],
            "How": [HOW.get(row["how"], row["how"]) for row in rows],
            "With whom": [escaped(row["with_whom"]) for row in rows],
            "About": [escaped(row["about"]) for row in rows],
            "Reached": ["✔ yes" if row["was_reached"] else "✖ nobody" for row in rows],
            "Recorded by": [escaped(row["recorded_by_name"] or "–") for row in rows],
        }
    )
    st.table(table, hide_index=True, border="horizontal", alt="Contacts with the parents, newest first")


def form(who: Viewer, open_now: Recording) -> None:
    """One more contact."""

    def store(values: dict[str, Any]) -> tuple[str, str]:
        stored = process_writes.record_contact(who, open_now.student_id, values)
        return stored, f"Recorded: contact with {values['with_whom']} on {day(values['contacted_on'])}."

    plain_form.draw(who, open_now, FIELDS, store)
