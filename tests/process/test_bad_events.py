"""Bad events come in on two ways, typed and by file, and meet the same fate: what docs/bad-input.md says of them."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.event_entry import EventEntry, EventRefused, record_event
from analytics.intake import import_paths

TODAY = date(2026, 2, 13)
Ask = Callable[..., list[tuple[Any, ...]]]


def one(day: str, event: str, **fields: Any) -> EventEntry:
    return EventEntry("s", event, date.fromisoformat(day), **fields)


REFERRED = (one("2025-09-01", "referral_received", source="parent"),)
EVALUATED = (*REFERRED, one("2025-09-05", "consent_received"), one("2025-10-20", "evaluation_completed"))
ELIGIBLE = (*EVALUATED, one("2025-10-27", "eligibility_determined", outcome="eligible", category="SLD", people="team"))
SERVED = (
    *ELIGIBLE, one("2025-11-03", "iep_meeting_held", people="team"), one("2025-11-03", "iep_agreed"),
    one("2025-11-04", "services_consent_received"), one("2025-11-05", "iep_in_effect"), one("2025-11-06", "services_started"),
)  # fmt: skip
OUT = (*SERVED, one("2025-12-01", "transferred_out"))

# What stands, what comes, the rule that refuses it (or flags it, after a +), and the column that a file's rejected row names.
CASES: dict[str, tuple[tuple[EventEntry, ...], EventEntry, str, str]] = {
    "evaluation before consent": (REFERRED, one("2025-09-03", "evaluation_started"), "evaluation_started_needs_consent", "happened_on"),
    "consent after the evaluation": (EVALUATED, one("2025-11-20", "consent_received"), "consent_after_evaluation", "happened_on"),
    "IEP before eligibility": (EVALUATED, one("2025-11-03", "iep_agreed"), "iep_needs_eligibility", "happened_on"),
    "services before consent": (ELIGIBLE, one("2025-11-06", "services_started"), "services_need_consent", "happened_on"),
    "after a transfer out": (OUT, one("2026-01-10", "progress_report_sent", about="Q2"), "after_exit", "happened_on"),
    "the same twice": (REFERRED, one("2025-09-01", "referral_received", source="parent"), "same_event_twice", "happened_on"),
    "waiver without both": (
        SERVED, one("2025-12-01", "reevaluation_waived", agreed_on=date(2025, 12, 1)), "waiver_needs_both", "people",
    ),
    "before birth": ((), one("2016-04-30", "referral_received", source="parent"), "+before_birth", ""),
    "before enrolment": ((), one("2020-04-30", "referral_received", source="day_care"), "+before_enrolment", ""),
    "a day of the former district after the transfer": (
        (), one("2025-09-10", "transferred_in", source="same_state", last_iep_on=date(2025, 9, 11)),
        "former_day_after_transfer", "last_iep_on",
    ),
    "a transfer from nowhere": ((), one("2025-09-10", "transferred_in"), "required_fields", "source"),
    "an old IEP": (
        (), one("2025-09-10", "transferred_in", source="another_state", last_iep_on=date(2024, 9, 9)), "+former_iep_old", "",
    ),
    "a later date that no rule allows": (
        (*REFERRED, one("2025-09-05", "consent_received")),
        one("2025-09-20", "extension_agreed", reason="state_rule", agreed_on=date(2025, 12, 20), people="both"),
        "extension_not_allowed", "reason",
    ),
    "an unknown kind": ((), one("2025-09-01", "parents_evening"), "known_event", "event"),
    "an unknown code": ((), one("2025-09-01", "referral_received", source="neighbour"), "known_code", "source"),
    "another student's intervention": (
        (), one("2025-09-08", "intervention_started", intervention_id="i-t"), "own_plan", "intervention_id",
    ),
}  # fmt: skip


def brought_in(con: duckdb.DuckDBPyConnection, folder: Path, entry: EventEntry) -> None:
    row = {"event_id": "x", **{name: value for name, value in asdict(entry).items() if value is not None}}
    path = folder / "process_event.csv"
    path.write_text(",".join(row) + "\n" + ",".join(str(value) for value in row.values()) + "\n", encoding="utf-8")
    import_paths(con, [path])


@pytest.mark.parametrize("case", CASES)
def test_typed_and_imported_meet_the_same_rule(con: duckdb.DuckDBPyConnection, tmp_path: Path, ask: Ask, case: str) -> None:
    before, entry, rule, column = CASES[case]
    for standing in before:
        record_event(con, standing, "T1")
    stored = ask("SELECT count(*) FROM process_event")
    if rule.startswith("+"):
        assert rule[1:] in {one.rule_id for one in record_event(con, entry, "T1").flags}
        con.execute("DELETE FROM process_event")
        brought_in(con, tmp_path, entry)
        assert rule[1:] in ask("SELECT flagged FROM process_event")[0][0].split("|")
        return
    with pytest.raises(EventRefused) as refused:
        record_event(con, entry, "T1")
    assert refused.value.findings[0].rule_id == rule  # type: ignore[attr-defined]
    brought_in(con, tmp_path, entry)
    assert ask("SELECT count(*) FROM process_event") == stored
    found_column, reason, remedy = ask("SELECT column_name, reason, remedy FROM rejected_row")[0]
    assert (found_column, reason.split(" (")[0].split(":")[0]) == (column, f"breaks the rule {rule}")
    assert remedy


def test_the_future_is_refused_on_both_ways(con: duckdb.DuckDBPyConnection, tmp_path: Path, ask: Ask) -> None:
    entry = one((TODAY + timedelta(days=1)).isoformat(), "referral_received", source="parent")
    with pytest.raises(EventRefused, match="14 February 2026 lies in the future"):
        record_event(con, entry, "T1")
    brought_in(con, tmp_path, entry)
    assert ask("SELECT reason FROM rejected_row") == [("lies in the future (today is 2026-02-13)",)]
    assert ask("SELECT count(*) FROM process_event") == [(0,)]


def test_the_student_who_left_the_school(con: duckdb.DuckDBPyConnection, tmp_path: Path, ask: Ask) -> None:
    con.execute("UPDATE enrolment SET left_on = '2025-12-19' WHERE student_id = 's'")
    entry = one("2026-01-10", "help_requested", source="teacher")
    with pytest.raises(EventRefused, match="left the school on 19 December 2025"):
        record_event(con, entry, "T1")
    brought_in(con, tmp_path, entry)
    assert ask("SELECT reason FROM rejected_row")[0][0].startswith("breaks the rule after_leaving_school: The student left the school")
    record_event(con, one("2026-01-10", "referral_received", source="parent"), "T1")
