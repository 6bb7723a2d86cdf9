"""The door to the process of a student: steps, clocks, events, concerns, contacts, drafts; restricted notes by their own permission."""

from dataclasses import dataclass

from analytics import draft_entry
from analytics.draft_entry import Draft
from analytics.process import clocks as clock_topic
from analytics.process import reading
from analytics.process.reading import Row
from dashboard.reads import connection, log_access
from dashboard.viewer import Viewer


@dataclass(frozen=True)
class Standing:
    """Where a student stands: steps (every step so far, in order), clocks (most urgent first), next (one row or none)."""

    steps: list[Row]
    clocks: list[Row]
    next: list[Row]


def standing(viewer: Viewer, student_id: str) -> Standing:
    """Where the student stands, what is due, and what happens next; empty for whom the door is closed."""
    asked = (connection(), viewer.staff_id, viewer.today, student_id)
    following = reading.what_happens_next(*asked)
    return Standing(reading.steps(*asked), clock_topic.clocks_of_student(*asked), [following] if following else [])


def events(viewer: Viewer, student_id: str) -> list[Row]:
    """Every event of the student, newest first, with what was corrected or taken back."""
    return reading.events(connection(), viewer.staff_id, viewer.today, student_id)


def concerns(viewer: Viewer, student_id: str) -> list[Row]:
    """The concerns, newest first. Key: concern_id."""
    return reading.concerns(connection(), viewer.staff_id, viewer.today, student_id)


def tried(viewer: Viewer, student_id: str) -> list[Row]:
    """Interventions and accommodations, each with its verdict of today and the team's last decision on it. Key: intervention_id."""
    return reading.tried(connection(), viewer.staff_id, viewer.today, student_id)


def contacts(viewer: Viewer, student_id: str) -> list[Row]:
    """Contacts with the parents, newest first. Key: contact_id."""
    return reading.contacts(connection(), viewer.staff_id, viewer.today, student_id)


def may_read_restricted(viewer: Viewer) -> bool:
    """Whether the viewer has the second permission, for students they may see anyway."""
    return reading.may_read_restricted(connection(), viewer.staff_id, viewer.today)


def restricted_notes(viewer: Viewer, student_id: str) -> list[Row]:
    """Restricted notes, newest first, each reading noted; none without the second permission. Key: restricted_note_id."""
    found = reading.restricted_notes(connection(), viewer.staff_id, viewer.today, student_id)
    if found:
        log_access(viewer, student_id, "restricted notes")
    return found


def drafts(viewer: Viewer, student_id: str) -> list[Row]:
    """Forms about the student that the viewer began and has not recorded. Key: event."""
    return reading.drafts(connection(), viewer.staff_id, viewer.today, student_id)


def draft(viewer: Viewer, student_id: str, kind: str) -> Draft | None:
    """What the viewer's draft of one form holds, days as texts, and when it was saved; None where there is none."""
    return draft_entry.read_draft(connection(), viewer.staff_id, student_id, kind)


def kinds() -> list[Row]:
    """The kinds of events; they concern no student. Key: event."""
    return reading.kinds(connection())


def codes() -> list[Row]:
    """What the coded fields of each kind of event may hold; they concern no student. Key: event, field, code."""
    return reading.codes(connection())


def step_titles() -> list[str]:
    """The names of the seven steps in order; they concern no student."""
    return [row["title"] for row in reading.step_titles(connection())]
