"""A whole process for the small store of these tests: S1 stands in the evaluation, with all a record can hold; the others have nothing."""

from datetime import date
from pathlib import Path

from analytics import event_entry, record_entry, store
from analytics.event_entry import EventEntry
from analytics.record_entry import ConcernEntry, ContactEntry, RestrictedNoteEntry

SECRET = "Wordsthatonlyfewmayread"
CONCERN = "Guesses at long words; <b>gives up</b> [x](javascript:alert(1))"


def add_process(path: Path) -> None:
    """Records it all as Tess Teacher, who then has the permission for restricted notes; Pat Principal has none."""
    con = store.open_store(path)

    def happened(event: str, on: date, **fields: object) -> str:
        return event_entry.record_event(con, EventEntry("S1", event, on, **fields), "T1").event_id  # type: ignore[arg-type]

    concern = ConcernEntry("S1", date(2025, 10, 20), "teacher", CONCERN, "reading", strengths="Tells stories", how_often="Every day")
    concern_id = record_entry.record_concern(con, concern, "T1")
    happened("help_requested", date(2025, 10, 21), source="teacher", concern_id=concern_id)
    happened("intervention_started", date(2025, 11, 3), intervention_id="I1")
    happened("team_decision", date(2026, 1, 12), outcome="refer", reason="suspected_disability", people="Team", intervention_id="I1")
    happened("referral_received", date(2026, 1, 13), source="parent")
    consent = happened("consent_received", date(2026, 1, 20), reason="parent_consent")
    moved = EventEntry("S1", "consent_received", date(2026, 1, 19), reason="parent_consent")
    event_entry.correct_event(con, consent, moved, "T1", "It came a day before")
    complaint = happened("complaint_received", date(2026, 2, 1), source="parent")
    event_entry.retract_event(con, complaint, "T1", "Meant for another student")
    happened("evaluation_started", date(2026, 2, 2))
    contact = ContactEntry("S1", date(2026, 1, 15), "telephone", "Mother", "Asked for consent")
    record_entry.record_contact(con, contact, "T1")
    con.execute("INSERT INTO staff_permission (staff_id, permission, from_on) VALUES ('T1', 'restricted_notes', '2025-08-01')")
    record_entry.record_restricted_note(con, RestrictedNoteEntry("S1", date(2026, 1, 10), SECRET), "T1")
    con.close()
