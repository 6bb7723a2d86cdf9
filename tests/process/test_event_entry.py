"""Events typed on a page: stored with audit and steps in one transaction, or refused with what to do; corrected; taken back."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pytest

from analytics import store
from analytics.event_entry import EventEntry, EventRefused, check_event, correct_event, record_event, retract_event

Ask = Callable[..., list[tuple[Any, ...]]]
Record = Callable[..., Any]


@pytest.fixture
def evaluated(record: Record) -> dict[str, str]:
    """A student whose evaluation is completed; the identifiers of the events."""
    return {
        "referral": record("2025-09-01", "referral_received", source="parent").event_id,
        "consent": record("2025-09-05", "consent_received").event_id,
        "evaluation": record("2025-10-20", "evaluation_completed").event_id,
    }


def test_an_event_is_stored_with_its_author_audit_and_step(con: duckdb.DuckDBPyConnection, record: Record, ask: Ask) -> None:
    version = store.data_version(con)
    stored = record("2025-09-01", "referral_received", source="parent", people="Ms Reyes")
    assert stored.flags == ()
    assert ask("SELECT event, source, people, recorded_by, known_on, flagged FROM process_event WHERE event_id = ?", stored.event_id) == [
        ("referral_received", "parent", "Ms Reyes", "T1", date(2026, 2, 13), None)
    ]
    (action, who, student, after) = ask(
        "SELECT action, staff_id, student_id, after_value FROM audit_event WHERE row_key = ?", stored.event_id
    )[0]
    assert (action, who, student, json.loads(after)["source"]) == ("add", "T1", "s", "parent")
    assert ask("SELECT step, since_on FROM student_step WHERE student_id = 's'") == [(2, date(2025, 9, 1))]
    assert store.data_version(con) == version + 1, "pages of other browsers must be drawn again"


def test_what_rules_refuse_leaves_nothing_behind(con: duckdb.DuckDBPyConnection, record: Record, ask: Ask) -> None:
    before, version = ask("SELECT count(*) FROM audit_event"), store.data_version(con)
    with pytest.raises(EventRefused, match=r"Consent to evaluate has not been received.*300\.300\(a\)\(1\)\(i\)") as refused:
        record("2025-09-01", "evaluation_started")
    assert [finding.rule_id for finding in refused.value.findings] == ["evaluation_started_needs_consent"]
    assert ask("SELECT count(*) FROM process_event") == [(0,)]
    assert ask("SELECT count(*) FROM audit_event") == before
    assert store.data_version(con) == version


def test_who_does_not_work_with_the_student_writes_nothing(con: duckdb.DuckDBPyConnection, record: Record, ask: Ask) -> None:
    entry = EventEntry("s", "referral_received", date(2025, 9, 1), source="parent")
    stored = record("2025-09-01", "help_requested", source="teacher")
    for attempt in (
        lambda: record_event(con, entry, "T2"),
        lambda: check_event(con, entry, "T2"),
        lambda: correct_event(con, stored.event_id, entry, "T2", "a reason"),
        lambda: retract_event(con, stored.event_id, "T2", "a reason"),
    ):
        with pytest.raises(EventRefused, match="You do not work with this student"):
            attempt()
    assert ask("SELECT event FROM process_event WHERE retracted_at IS NULL") == [("help_requested",)]


def test_checking_as_one_types_stores_nothing(con: duckdb.DuckDBPyConnection, evaluated: dict[str, str], ask: Ask) -> None:
    late = EventEntry("s", "consent_received", date(2025, 11, 1))
    assert [(one.rule_id, one.effect) for one in check_event(con, late, "T1")][:1] == [("consent_after_evaluation", "refuse")]
    again = EventEntry("s", "consent_received", date(2025, 10, 1))
    assert [(one.rule_id, one.effect) for one in check_event(con, again, "T1")] == [("consent_twice", "flag")]
    assert ask("SELECT count(*) FROM process_event") == [(3,)]


def test_an_odd_event_is_stored_with_its_flag(record: Record, evaluated: dict[str, str], ask: Ask) -> None:
    stored = record("2025-10-01", "consent_received")
    assert [one.rule_id for one in stored.flags] == ["consent_twice"]
    assert ask("SELECT flagged FROM process_event WHERE event_id = ?", stored.event_id) == [("consent_twice",)]


def test_a_correction_keeps_what_stood_and_why(con: duckdb.DuckDBPyConnection, evaluated: dict[str, str], ask: Ask) -> None:
    entry = EventEntry("s", "consent_received", date(2025, 9, 8))
    correct_event(con, evaluated["consent"], entry, "T1", "The form is dated the 8th.")
    rows = ask("SELECT happened_on, retracted_because FROM process_event WHERE event_id = ? ORDER BY recorded_at", evaluated["consent"])
    assert sorted(rows) == [(date(2025, 9, 5), "The form is dated the 8th."), (date(2025, 9, 8), None)]
    assert ask("SELECT from_on FROM step_history WHERE step = 3") == [(date(2025, 9, 8),)]
    assert ask("SELECT count(*) FROM audit_event WHERE action = 'correct' AND row_key = ?", evaluated["consent"]) == [(1,)]


def test_a_correction_on_which_a_later_event_rests_is_refused(con: duckdb.DuckDBPyConnection, evaluated: dict[str, str], ask: Ask) -> None:
    entry = EventEntry("s", "consent_received", date(2025, 12, 8))
    with pytest.raises(EventRefused, match=r"Evaluation completed of 20 October 2025 is recorded and could not stand then"):
        correct_event(con, evaluated["consent"], entry, "T1", "The form is dated December.")
    moved_away = EventEntry("s", "consent_refused", date(2025, 9, 5))
    with pytest.raises(EventRefused, match=r"Evaluation completed of 20 October 2025 is recorded and could not stand then"):
        correct_event(con, evaluated["consent"], moved_away, "T1", "They refused.")
    assert ask("SELECT happened_on FROM process_event WHERE event_id = ? AND retracted_at IS NULL", evaluated["consent"]) == [
        (date(2025, 9, 5),)
    ]


def test_an_event_entered_late_may_not_make_a_later_one_impossible(record: Record, evaluated: dict[str, str]) -> None:
    with pytest.raises(EventRefused, match=r"Evaluation completed of 20 October 2025 is recorded and could not stand then.*revoked"):
        record("2025-09-20", "consent_revoked")


def test_what_others_rest_on_is_taken_back_last(con: duckdb.DuckDBPyConnection, evaluated: dict[str, str], ask: Ask) -> None:
    with pytest.raises(EventRefused, match=r"Take back first: Evaluation completed of 20 October 2025"):
        retract_event(con, evaluated["consent"], "T1", "entered for another child")
    retract_event(con, evaluated["evaluation"], "T1", "entered for another child")
    retract_event(con, evaluated["consent"], "T1", "entered for another child")
    assert ask("SELECT event FROM process_event WHERE retracted_at IS NULL") == [("referral_received",)]
    assert ask("SELECT step FROM student_step") == [(2,)]
    assert ask("SELECT after_value FROM audit_event WHERE action = 'retract'") == [("entered for another child",)] * 2


def test_a_reason_is_asked_for_and_what_is_gone_is_said_to_be(con: duckdb.DuckDBPyConnection, evaluated: dict[str, str]) -> None:
    with pytest.raises(EventRefused, match="The reason is missing"):
        retract_event(con, evaluated["evaluation"], "T1", " ")
    retract_event(con, evaluated["evaluation"], "T1", "wrong child")
    with pytest.raises(EventRefused, match="taken back already"):
        retract_event(con, evaluated["evaluation"], "T1", "wrong child")
    with pytest.raises(EventRefused, match="no longer in the record"):
        correct_event(con, evaluated["evaluation"], EventEntry("s", "evaluation_completed", date(2025, 10, 21)), "T1", "wrong day")
    with pytest.raises(EventRefused, match="no longer in the record"):
        correct_event(con, evaluated["consent"], EventEntry("t", "consent_received", date(2025, 9, 5)), "T1", "another student")
