"""Events in files pass the rules of typed ones: refused rows name the rule, a corrected file corrects, the same one changes nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.event_entry import EventEntry, correct_event, record_event, retract_event
from analytics.intake import ImportReport, import_paths

Ask = Callable[..., list[tuple[Any, ...]]]
Load = Callable[[str], ImportReport]
HEAD = "event_id,student_id,event,happened_on,source,outcome,category,reason,agreed_on,concern_id,intervention_id,about,people\n"
FILE = """\
e1,s,referral_received,2025-09-01,parent,,,,,,,,
e2,s,consent_received,2025-09-05,,,,,,,,,
e3,s,evaluation_completed,2025-10-20,,,,,,,,,
e4,s,eligibility_determined,2025-10-27,,eligible,SLD,,,,,,team
"""


@pytest.fixture
def load(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Load:
    """Imports a process_event.csv with these lines."""

    def import_events(lines: str, head: str = HEAD) -> ImportReport:
        path = tmp_path / "process_event.csv"
        path.write_text(head + lines, encoding="utf-8")
        return import_paths(con, [path])[0]

    return import_events


@pytest.fixture
def live(ask: Ask) -> Callable[[], list[tuple[Any, ...]]]:
    """Identifier and day of each live event."""
    return lambda: ask("SELECT event_id, happened_on::VARCHAR FROM process_event WHERE retracted_at IS NULL ORDER BY event_id")


def test_a_file_is_stored_with_steps_in_one_transaction(load: Load, ask: Ask) -> None:
    report = load(FILE)
    assert (report.rows_added, report.rows_rejected) == (4, 0)
    assert ask("SELECT step, since_on FROM student_step") == [(5, date(2025, 10, 27))]


def test_the_same_file_twice_changes_nothing(load: Load, ask: Ask) -> None:
    load(FILE)
    before = ask("SELECT * FROM process_event ORDER BY ALL")
    assert load(FILE).rows_unchanged == 4
    assert ask("SELECT * FROM process_event ORDER BY ALL") == before


def test_a_corrected_file_corrects_and_steps_follow(load: Load, ask: Ask, live: Any) -> None:
    load(FILE)
    assert load(FILE.replace("2025-10-27", "2025-10-28")).rows_corrected == 1
    assert ("e4", "2025-10-28") in live()
    assert ask("SELECT since_on FROM student_step") == [(date(2025, 10, 28),)]
    assert ask("SELECT count(*) FROM process_event WHERE event_id = 'e4'") == [(2,)], "the old row stays, withdrawn"


def test_a_refused_row_says_line_column_value_rule_law_and_remedy(load: Load, ask: Ask) -> None:
    report = load(FILE + "e5,t,evaluation_completed,2025-10-20,,,,,,,,,\n")
    assert (report.rows_added, report.rows_rejected) == (4, 1)
    row = ask("SELECT line, column_name, value, reason, remedy FROM rejected_row")[0]
    assert row[:3] == (6, "happened_on", "2025-10-20")
    assert row[3] == (
        "breaks the rule evaluation_completed_needs_consent (34 CFR 300.300(a)(1)(i)): "
        "Consent to evaluate has not been received by this day"
    )
    assert row[4].startswith("An evaluation is completed only after consent: record it")


@pytest.mark.parametrize(
    "line", ["e5,t,evaluation_completed,2025-10-20", "e5,t,referral_received,2025-10-20", "e5,t,parents_evening,2025-10-20"]
)
def test_reason_and_remedy_are_sentences_when_they_are_shown_together(load: Load, line: str) -> None:
    row = load(FILE + line + "," * 9 + "\n").rejected[0]
    assert ".." not in f"{row.reason}. {row.remedy}" and not row.reason.endswith((".", ":")) and row.remedy.endswith(".")


def test_what_rests_on_a_refused_row_is_refused_with_it(load: Load, live: Any) -> None:
    report = load(FILE.replace("e2,s,consent_received,2025-09-05", "e2,s,consent_received,2025-11-05"))
    assert [(row.line, row.reason.split(" (")[0]) for row in report.rejected] == [
        (4, "breaks the rule evaluation_completed_needs_consent"),
        (5, "breaks the rule eligibility_needs_evaluation"),
    ]
    assert live() == [("e1", "2025-09-01"), ("e2", "2025-11-05")]


def test_a_correction_that_stored_events_rest_on_is_refused_and_the_old_row_stands(load: Load, live: Any) -> None:
    load(FILE)
    report = load("e2,s,consent_received,2025-11-05,,,,,,,,,\n")
    assert report.rows_rejected == 1
    assert "evaluation_completed of 2025-10-20, which is stored" in report.rejected[0].reason
    assert ("e2", "2025-09-05") in live()


def test_a_whole_file_moved_by_a_week_is_one_correction(load: Load, live: Any) -> None:
    load(FILE)
    moved = FILE.replace("2025-10-20", "2025-11-20").replace("2025-10-27", "2025-11-27").replace("2025-09-05", "2025-11-05")
    report = load(moved)
    assert (report.rows_corrected, report.rows_rejected) == (3, 0)
    assert dict(live())["e3"] == "2025-11-20"


def test_an_odd_row_is_stored_with_its_flag(load: Load, ask: Ask) -> None:
    load("e1,s,consent_received,2025-09-05,,,,,,,,,\n")
    assert ask("SELECT flagged FROM process_event") == [("consent_needs_referral",)]


def test_events_of_a_file_are_held_against_the_people_of_the_same_folder(con: duckdb.DuckDBPyConnection, tmp_path: Path, ask: Ask) -> None:
    files = {
        "student.csv": "student_id,first_name,last_name,born_on\nu,Ada,May,2014-01-01\n",
        "enrolment.csv": "student_id,school_id,grade,enrolled_on,left_on\nu,N,3,2021-08-20,2025-06-30\n",
        "concern.csv": "concern_id,student_id,raised_on,raised_by,what\nc1,u,2025-01-01,teacher,reads slowly\n",
        "process_event.csv": HEAD + "u1,u,help_requested,2025-01-10,teacher,,,,,c1,,,\nu2,u,help_requested,2025-09-10,teacher,,,,,,,,\n"
        "u3,s,help_requested,2025-09-10,teacher,,,,,c1,,,\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_paths(con, [tmp_path])
    assert ask("SELECT event_id FROM process_event") == [("u1",)]
    assert [(line, reason.split(":")[0]) for line, reason in ask("SELECT line, reason FROM rejected_row ORDER BY line")] == [
        (3, "breaks the rule after_leaving_school"),
        (4, "breaks the rule own_plan"),
    ]


def test_what_a_person_settled_does_not_return_with_the_next_import(con: duckdb.DuckDBPyConnection, load: Load, live: Any) -> None:
    load(FILE)
    correct_event(
        con, "e4", EventEntry("s", "eligibility_determined", date(2025, 10, 30), outcome="not_eligible", people="team"), "T1", "typo"
    )
    assert load(FILE).rows_unchanged == 4
    assert ("e4", "2025-10-30") in live()
    retract_event(con, "e4", "T1", "not decided yet")
    assert load(FILE).rows_unchanged == 4
    assert [event_id for event_id, _ in live()] == ["e1", "e2", "e3"]


def test_a_file_without_end_for_one_student_is_refused(load: Load) -> None:
    lines = "".join(f"e{n},s,complaint_received,2025-09-01,parent,,,,,,,{n},\n" for n in range(1001))
    assert load(lines).rows_rejected == 1001


def test_a_student_changes_hands_of_no_event(load: Load) -> None:
    load(FILE)
    assert load("e1,t,referral_received,2025-09-01,parent,,,,,,,,\n").rejected[0].reason.startswith("differs from the student")


def test_a_typed_event_stands_beside_imported_ones(con: duckdb.DuckDBPyConnection, load: Load, live: Any) -> None:
    load(FILE)
    record_event(con, EventEntry("s", "iep_meeting_held", date(2025, 11, 3), people="team"), "T1")
    assert load(FILE.replace("e3,s,evaluation_completed,2025-10-20", "e3,s,evaluation_completed,2025-10-21")).rows_corrected == 1
    assert len(live()) == 5


def test_the_audit_of_a_corrected_restricted_note_holds_no_text(con: duckdb.DuckDBPyConnection, ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "restricted_note.csv"
    for text in ("Custody is before the court.", "Custody was settled."):
        path.write_text(f"restricted_note_id,student_id,on_date,text\nr1,s,2025-10-01,{text}\n", encoding="utf-8")
        report = import_paths(con, [path])[0]
    assert report.rows_corrected == 1
    audited = ask("SELECT action, student_id, before_value, after_value FROM audit_event WHERE table_name = 'restricted_note'")
    assert [row[:2] for row in audited] == [("correct", "s")]
    assert "ustody" not in str(audited)
