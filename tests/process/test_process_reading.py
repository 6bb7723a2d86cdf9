"""What a page reads of one student's process, and what it is not given."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from analytics import store
from analytics.draft_entry import Draft, DraftMoved, drop_draft, read_draft, save_draft
from analytics.event_entry import EventEntry, EventRefused, correct_event, retract_event
from analytics.process import reading
from analytics.record_entry import (
    ConcernEntry,
    ContactEntry,
    RestrictedNoteEntry,
    correct_concern,
    record_concern,
    record_contact,
    record_restricted_note,
    retract_concern,
    retract_contact,
    retract_restricted_note,
)

TODAY = date(2026, 2, 13)
Ask = Callable[..., list[tuple[Any, ...]]]
Record = Callable[..., Any]


@pytest.fixture
def concern(con: duckdb.DuckDBPyConnection) -> str:
    """A concern about student s."""
    return record_concern(con, ConcernEntry("s", date(2025, 9, 1), "teacher", "Reads word by word.", area="reading"), "T1")


@pytest.fixture
def permitted(con: duckdb.DuckDBPyConnection) -> None:
    """Ann may read restricted notes."""
    con.execute("INSERT INTO staff_permission (staff_id, permission, from_on) VALUES ('T1', 'restricted_notes', '2025-08-01')")
    con.execute("INSERT INTO staff_permission (staff_id, permission, from_on) VALUES ('T2', 'restricted_notes', '2025-08-01')")


def test_the_timeline_tells_titles_authors_flags_and_corrections(con: duckdb.DuckDBPyConnection, record: Record) -> None:
    record("2025-09-01", "referral_received", source="parent")
    consent = record("2025-09-05", "consent_received").event_id
    correct_event(con, consent, EventEntry("s", "consent_received", date(2025, 9, 8)), "T1", "dated the 8th")
    odd = record("2025-09-10", "consent_received").event_id
    retract_event(con, odd, "T1", "typed twice")
    rows = reading.events(con, "T1", TODAY, "s")
    told = [(row["happened_on"].day, row["title"], row["taken_back"], row["retracted_because"]) for row in rows]
    assert told == [
        (10, "Consent to evaluate received", True, "typed twice"),
        (8, "Consent to evaluate received", False, None),
        (5, "Consent to evaluate received", False, "dated the 8th"),
        (1, "Referral received", False, None),
    ]
    assert rows[0]["flags"][0]["rule_id"] == "consent_twice" and "{" not in rows[0]["flags"][0]["message"]
    assert (rows[3]["source_title"], rows[3]["recorded_by_name"], rows[3]["step"]) == ("Parent", "Ann Teacher", 2)


def test_everything_about_a_student_is_closed_to_others(con: duckdb.DuckDBPyConnection, record: Record, concern: str) -> None:
    record("2025-09-01", "referral_received", source="parent")
    record_contact(con, ContactEntry("s", date(2025, 9, 2), "telephone", "mother", "explained"), "T1")
    for read in (reading.events, reading.steps, reading.concerns, reading.tried, reading.contacts):
        assert read(con, "T1", TODAY, "s"), read.__name__
        assert read(con, "T2", TODAY, "s") == [], read.__name__
        assert read(con, "T1", date(2020, 1, 1), "s") == [], f"{read.__name__} before the assignment"
    assert reading.what_happens_next(con, "T2", TODAY, "s") is None


def test_a_concern_shows_what_was_tried_with_verdict_and_decision(con: duckdb.DuckDBPyConnection, record: Record, concern: str) -> None:
    record("2025-09-08", "intervention_started", intervention_id="i-s", concern_id=concern)
    record("2025-11-10", "team_decision", intervention_id="i-s", outcome="change", reason="not_on_pace", people="Ann, Ben")
    row = reading.tried(con, "T1", TODAY, "s")[0]
    assert (row["concern_id"], row["programme"], row["verdict"]) == (concern, "Repeated reading", "no data")
    assert (row["decision_title"], row["decision_reason"], row["decided_on"]) == (
        "Change the intervention", "Not on pace", date(2025, 11, 10),
    )  # fmt: skip


def test_a_concern_stays_while_events_belong_to_it(con: duckdb.DuckDBPyConnection, record: Record, concern: str, ask: Ask) -> None:
    correct_concern(con, concern, ConcernEntry("s", date(2025, 9, 1), "parent", "Reads word by word.", where_seen="at home"), "T1")
    assert [(row["raised_by"], row["where_seen"]) for row in reading.concerns(con, "T1", TODAY, "s")] == [("parent", "at home")]
    assert ask("SELECT count(*) FROM concern WHERE concern_id = ?", concern) == [(2,)]
    help_wanted = record("2025-09-02", "help_requested", source="parent", concern_id=concern).event_id
    with pytest.raises(EventRefused, match="Events belong to this concern"):
        retract_concern(con, concern, "T1")
    retract_event(con, help_wanted, "T1", "wrong student")
    retract_concern(con, concern, "T1")
    assert reading.concerns(con, "T1", TODAY, "s") == []


def test_what_is_missing_or_in_the_future_is_not_recorded(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(EventRefused, match="fill in what is seen"):
        record_concern(con, ConcernEntry("s", date(2025, 9, 1), "teacher", "  "), "T1")
    with pytest.raises(EventRefused, match="lies in the future"):
        record_contact(con, ContactEntry("s", date(2026, 2, 14), "letter", "father", "invited"), "T1")
    with pytest.raises(EventRefused, match="no way of contact"):
        record_contact(con, ContactEntry("s", date(2026, 2, 13), "pigeon", "father", "invited"), "T1")
    with pytest.raises(EventRefused, match="You do not work with this student"):
        record_contact(con, ContactEntry("s", date(2026, 2, 13), "letter", "father", "invited"), "T2")


def test_contacts_are_listed_and_taken_back(con: duckdb.DuckDBPyConnection) -> None:
    first = record_contact(con, ContactEntry("s", date(2025, 9, 2), "telephone", "mother", "nobody answered", was_reached=False), "T1")
    record_contact(con, ContactEntry("s", date(2025, 9, 3), "letter", "mother", "invited"), "T1")
    assert [(row["how"], row["was_reached"]) for row in reading.contacts(con, "T1", TODAY, "s")] == [("letter", True), ("telephone", False)]
    retract_contact(con, first, "T1")
    assert [row["how"] for row in reading.contacts(con, "T1", TODAY, "s")] == ["letter"]
    with pytest.raises(EventRefused, match="taken back already"):
        retract_contact(con, first, "T1")


def test_restricted_notes_need_a_reason_and_the_second_permission(con: duckdb.DuckDBPyConnection, permitted: None, ask: Ask) -> None:
    note = RestrictedNoteEntry("s", date(2025, 9, 2), "Custody is before the court.")
    key = record_restricted_note(con, note, "T1")
    assert [row["text"] for row in reading.restricted_notes(con, "T1", TODAY, "s")] == ["Custody is before the court."]
    assert reading.restricted_notes(con, "T2", TODAY, "s") == [], "the permission alone opens no student"
    assert ask("SELECT after_value FROM audit_event WHERE row_key = ?", key) == [(None,)], "the audit is read without the permission"
    con.execute("UPDATE staff_permission SET to_on = '2026-01-31' WHERE staff_id = 'T1'")
    assert not reading.may_read_restricted(con, "T1", TODAY)
    assert reading.restricted_notes(con, "T1", TODAY, "s") == []
    for attempt in (lambda: record_restricted_note(con, note, "T1"), lambda: retract_restricted_note(con, key, "T1")):
        with pytest.raises(EventRefused, match="permission of their own"):
            attempt()


@pytest.mark.parametrize(
    ("events", "said", "likely"),
    [
        ([], "A concern is recorded.", "help_requested"),
        ([("2025-09-08", "intervention_started", {"intervention_id": "i-s"})], "The intervention runs", "team_decision"),
        ([("2025-09-08", "referral_received", {"source": "parent"})], "The school answers the referral", "consent_requested"),
        (
            [("2025-09-08", "referral_received", {"source": "parent"}), ("2025-09-12", "consent_received", {})],
            "The evaluation is carried out",
            "evaluation_started",
        ),
        (
            [("2025-09-08", "referral_received", {"source": "parent"}), ("2025-09-12", "consent_refused", {})],
            "The process is closed.",
            "help_requested",
        ),
    ],
)
def test_what_happens_next_in_plain_words(
    con: duckdb.DuckDBPyConnection, record: Record, concern: str, events: list[Any], said: str, likely: str
) -> None:
    for day, event, fields in events:
        record(day, event, **fields)
    found = reading.what_happens_next(con, "T1", TODAY, "s")
    assert found is not None
    assert found["sentence"].startswith(said) and found["likely"][0] == likely


def test_a_request_that_nobody_answered_comes_first_also_where_there_is_an_iep(con: duckdb.DuckDBPyConnection, record: Record) -> None:
    record("2025-10-01", "transferred_in", source="same_state")
    record("2026-02-03", "referral_received", source="parent")
    found = reading.what_happens_next(con, "T1", TODAY, "s")
    assert found is not None and found["step"] == 6
    assert found["sentence"].startswith("A request for an evaluation came on 3 February 2026 and has waited 10 days for an answer: ask")
    assert found["likely"][0] == "consent_requested"
    record("2026-02-10", "consent_requested")
    found = reading.what_happens_next(con, "T1", TODAY, "s")
    assert found is not None and "request for an evaluation" not in found["sentence"]


def test_a_request_at_its_own_step_says_how_long_it_waits(con: duckdb.DuckDBPyConnection, record: Record) -> None:
    record("2026-02-12", "referral_received", source="parent")
    found = reading.what_happens_next(con, "T1", TODAY, "s")
    assert found is not None and found["sentence"].endswith("The request came on 12 February 2026 and has waited 1 day for an answer.")


def test_a_date_that_has_passed_is_not_what_something_is_due_by(con: duckdb.DuckDBPyConnection, record: Record) -> None:
    record("2025-09-08", "referral_received", source="parent")
    record("2025-09-12", "consent_received")
    due = reading.what_happens_next(con, "T1", TODAY, "s")["due_on"]  # type: ignore[index]
    before = reading.what_happens_next(con, "T1", due, "s")
    after = reading.what_happens_next(con, "T1", due + timedelta(days=1), "s")
    assert before and after and f"Due by {due:%-d %B %Y}." in before["sentence"] and "Due by" not in after["sentence"]


def test_of_a_student_of_whom_nothing_is_recorded_nothing_is_said(con: duckdb.DuckDBPyConnection) -> None:
    assert reading.what_happens_next(con, "T1", TODAY, "t") is None


def test_every_place_and_every_event_named_in_the_words_exists(con: duckdb.DuckDBPyConnection, ask: Ask) -> None:
    kinds = {row["event"] for row in reading.kinds(con)}
    named = {event for (events,) in ask("SELECT string_split(likely, '|') FROM next_word") for event in events}
    assert named <= kinds
    assert {event for (event,) in ask("SELECT DISTINCT after_event FROM next_word WHERE after_event IS NOT NULL")} <= kinds
    assert {step for (step,) in ask("SELECT step FROM next_word WHERE after_event IS NULL AND NOT is_closed")} == set(range(8))
    assert {clock for (clock,) in ask("SELECT DISTINCT clock FROM next_word WHERE clock IS NOT NULL")} <= {
        clock for (clock,) in ask("SELECT DISTINCT clock FROM clock_rule")
    }


def test_a_draft_is_its_writer_s_alone_and_redraws_no_page(con: duckdb.DuckDBPyConnection) -> None:
    version = store.data_version(con)
    first = save_draft(con, "T1", "s", "consent_received", {"happened_on": date(2026, 2, 1), "note": "x"}, known=None)
    second = save_draft(con, "T1", "s", "consent_received", {"happened_on": date(2026, 2, 2), "note": "y"}, known=first)
    assert store.data_version(con) == version
    assert read_draft(con, "T1", "s", "consent_received") == Draft({"happened_on": "2026-02-02", "note": "y"}, second)
    assert read_draft(con, "T2", "s", "consent_received") is None
    assert [(row["event"], row["title"]) for row in reading.drafts(con, "T1", TODAY)] == [
        ("consent_received", "Consent to evaluate received")
    ]
    assert reading.drafts(con, "T1", TODAY, "t") == [] and reading.drafts(con, "T2", TODAY) == []
    with pytest.raises(EventRefused, match="You do not work with this student"):
        save_draft(con, "T2", "s", "consent_received", {}, known=None)
    drop_draft(con, "T1", "s", "consent_received", known=first)
    assert read_draft(con, "T1", "s", "consent_received"), "saved again since: the older one is not what stands there"
    drop_draft(con, "T1", "s", "consent_received", known=second)
    assert read_draft(con, "T1", "s", "consent_received") is None


def test_two_windows_of_one_person_do_not_overwrite_each_other(con: duckdb.DuckDBPyConnection) -> None:
    form = (con, "T1", "s", "consent_received")
    loaded = save_draft(*form, {"note": "both windows show this"}, known=None)
    there = save_draft(*form, {"note": "typed in one"}, known=loaded)
    with pytest.raises(DraftMoved) as moved:
        save_draft(*form, {"note": "typed in the other"}, known=loaded)
    assert moved.value.saved_at == there
    with pytest.raises(DraftMoved):
        save_draft(*form, {"note": "a form that was opened before there was a draft"}, known=None)
    assert read_draft(*form) == Draft({"note": "typed in one"}, there)
    last = save_draft(*form, {"note": "typed in the other"}, known=there)
    drop_draft(*form, known=last)
    with pytest.raises(DraftMoved) as gone:
        save_draft(*form, {"note": "the other window has recorded it"}, known=last)
    assert gone.value.saved_at is None and read_draft(*form) is None
