"""The process of one student: what is due, what has happened, what the concern was, what the team decided, who spoke with the parents."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import reads_process
from dashboard.components import clock_card, concern_section, contact_log, event_timeline, restricted_notes
from dashboard.components.escaping import escaped
from dashboard.figures.sentences import day
from dashboard.viewer import Viewer

Row = dict[str, Any]
NO_DECISION = "The team has recorded no decision yet: continue, change, fade or refer, with its reason and who took part."


def draw(who: Viewer, found: Row, clocks: Sequence[Row]) -> None:
    """One question a section; the answer first."""
    student_id = found["student_id"]
    events = reads_process.events(who, student_id)
    _heading("What is due?", "due")
    clock_card.draw(clocks)
    _heading("What has happened?", "happened")
    event_timeline.draw(who, found, events, reads_process.step_titles())
    _heading("What was the concern, and what was tried?", "concern")
    concern_section.draw(found, reads_process.concerns(who, student_id), reads_process.tried(who, student_id))
    _heading("What did the team decide?", "decisions")
    _decisions([row for row in events if row["event"] == "team_decision" and row["retracted_at"] is None])
    _heading("Who spoke with the parents?", "contacts")
    contact_log.draw(who, found)
    restricted_notes.draw(who, found)


def _heading(question: str, anchor: str) -> None:
    st.header(question, anchor=anchor, divider="gray")


def _decisions(rows: Sequence[Row]) -> None:
    """Each decision with its reason and people, newest first."""
    if not rows:
        st.markdown(f":gray[{NO_DECISION}]")
    for row in sorted(rows, key=lambda one: one["happened_on"], reverse=True):
        about = f" · {escaped(row['intervention_title'])}" if row["intervention_title"] else ""
        why = f" Because: {escaped(row['reason_title'].lower())}." if row["reason_title"] else ""
        note = f"  \n{escaped(row['note'])}" if row["note"] else ""
        people = f"  \n:small[:gray[{escaped(row['people'])}]]" if row["people"] else ""
        st.markdown(f"**{escaped(row['outcome_title'] or 'Decided')}**, {day(row['happened_on'])}{about}.{why}{note}{people}")
