"""The only way back from pages to the record of the process: events, concerns, contacts, notes, drafts. Every write states a viewer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from analytics import draft_entry, event_entry, record_entry
from analytics.event_entry import EventEntry, Finding
from analytics.record_entry import ConcernEntry, ContactEntry, RestrictedNoteEntry
from dashboard.reads import connection
from dashboard.viewer import Viewer

UNDONE = "Entered by mistake: undone at once."


def check(who: Viewer, entry: EventEntry, correcting: str | None = None) -> tuple[Finding, ...]:
    """What the rules would say of the event now, refusals first; nothing is stored. Raises EventRefused for a student of others."""
    return event_entry.check_event(connection(), entry, who.staff_id, correcting=correcting)


def record_event(who: Viewer, entry: EventEntry) -> str:
    """Stores an event; its identifier. Steps and clocks of the student follow in the same transaction. Raises EventRefused."""
    return event_entry.record_event(connection(), entry, who.staff_id).event_id


def correct_event(who: Viewer, event_id: str, entry: EventEntry, because: str) -> str:
    """Takes an event back and enters it anew under the same identifier, which is returned. Raises EventRefused."""
    return event_entry.correct_event(connection(), event_id, entry, who.staff_id, because).event_id


def take_back(who: Viewer, event_id: str, because: str) -> None:
    """Takes an event back with the reason. Raises EventRefused where other events rest on it."""
    event_entry.retract_event(connection(), event_id, who.staff_id, because)


def record_concern(who: Viewer, student_id: str, values: Mapping[str, Any]) -> str:
    """Stores a concern; its identifier. Raises EventRefused."""
    return record_entry.record_concern(connection(), ConcernEntry(student_id=student_id, **values), who.staff_id)


def correct_concern(who: Viewer, student_id: str, concern_id: str, values: Mapping[str, Any]) -> None:
    """Takes a concern back and enters it anew under the same identifier. Raises EventRefused."""
    record_entry.correct_concern(connection(), concern_id, ConcernEntry(student_id=student_id, **values), who.staff_id)


def record_contact(who: Viewer, student_id: str, values: Mapping[str, Any]) -> str:
    """Stores a contact with the parents; its identifier. Raises EventRefused."""
    return record_entry.record_contact(connection(), ContactEntry(student_id=student_id, **values), who.staff_id)


def correct_contact(who: Viewer, student_id: str, contact_id: str, values: Mapping[str, Any]) -> None:
    """Takes a contact back and enters it anew under the same identifier. Raises EventRefused."""
    record_entry.correct_contact(connection(), contact_id, ContactEntry(student_id=student_id, **values), who.staff_id)


def correct_restricted_note(who: Viewer, student_id: str, note_id: str, values: Mapping[str, Any]) -> None:
    """Takes a restricted note back and enters it anew under the same identifier. Raises EventRefused, also without the permission."""
    record_entry.correct_restricted_note(connection(), note_id, RestrictedNoteEntry(student_id=student_id, **values), who.staff_id)


def record_restricted_note(who: Viewer, student_id: str, values: Mapping[str, Any]) -> str:
    """Stores a restricted note; its identifier. Raises EventRefused for a writer without the permission."""
    return record_entry.record_restricted_note(connection(), RestrictedNoteEntry(student_id=student_id, **values), who.staff_id)


def undo(who: Viewer, kind: str, identifier: str) -> None:
    """Takes back what was just entered: an event, a concern, a contact or a restricted note. Raises EventRefused."""
    con, staff_id = connection(), who.staff_id
    if kind == "concern":
        record_entry.retract_concern(con, identifier, staff_id)
    elif kind == "contact":
        record_entry.retract_contact(con, identifier, staff_id)
    elif kind == "restricted_note":
        record_entry.retract_restricted_note(con, identifier, staff_id)
    else:
        event_entry.retract_event(con, identifier, staff_id, UNDONE)


def keep_draft(who: Viewer, student_id: str, kind: str, content: Mapping[str, Any], known: datetime | None) -> datetime:
    """Keeps what a form holds so far, for this viewer alone; returns when. known: when the draft that this window knows was saved.

    Raises EventRefused, and DraftMoved where another window has saved the form since.
    """
    return draft_entry.save_draft(connection(), who.staff_id, student_id, kind, content, known=known)


def drop_draft(who: Viewer, student_id: str, kind: str, known: datetime | None) -> None:
    """Throws the draft away that was saved at `known`; one that another window has saved since stays."""
    draft_entry.drop_draft(connection(), who.staff_id, student_id, kind, known=known)
