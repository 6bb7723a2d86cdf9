"""Texts of the process: the same limits for forms, imports and programs; what is blank, too long or cannot be shown is refused."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from analytics import clock_dismissal, record_entry
from analytics.event_entry import EventEntry, EventRefused, correct_event, record_event, retract_event
from analytics.intake import ImportReport, import_paths
from analytics.process.text_limits import longest
from analytics.record_entry import ConcernEntry, ContactEntry, RestrictedNoteEntry

DAY = date(2026, 2, 2)
LONG, NUL = "x" * 300_000, "a word\x00b"


def refused(text: str) -> str:
    return "cannot be shown" if text == NUL else r"more than [\d,]+ letters \(300,000\)\. Shorten it"


@pytest.mark.parametrize("text", [LONG, NUL])
def test_a_program_cannot_store_what_a_form_would_not_take(con: duckdb.DuckDBPyConnection, text: str) -> None:
    con.execute("INSERT INTO staff_permission (staff_id, permission, from_on) VALUES ('T1', 'restricted_notes', '2021-08-20')")
    event = record_event(con, EventEntry("s", "help_requested", DAY, source="parent"), "T1").event_id
    for write in (
        lambda: record_event(con, EventEntry("s", "team_decision", DAY, outcome="continue", people=text), "T1"),
        lambda: record_event(con, EventEntry("s", "team_decision", DAY, outcome="continue", people="Team", note=text), "T1"),
        lambda: correct_event(con, event, EventEntry("s", "help_requested", DAY, source="parent", note=text), "T1", "A reason"),
        lambda: correct_event(con, event, EventEntry("s", "help_requested", DAY, source="teacher"), "T1", text),
        lambda: retract_event(con, event, "T1", text),
        lambda: record_entry.record_concern(con, ConcernEntry("s", DAY, "teacher", text), "T1"),
        lambda: record_entry.record_concern(con, ConcernEntry("s", DAY, "teacher", "Reads slowly", how_learns=text), "T1"),
        lambda: record_entry.record_contact(con, ContactEntry("s", DAY, "letter", text, "Sent"), "T1"),
        lambda: record_entry.record_contact(con, ContactEntry("s", DAY, "letter", "Mother", text), "T1"),
        lambda: record_entry.record_restricted_note(con, RestrictedNoteEntry("s", DAY, text), "T1"),
    ):
        with pytest.raises(EventRefused, match=refused(text)):
            write()
    with pytest.raises(clock_dismissal.DismissalRefused, match=refused(text)):
        clock_dismissal.dismiss(con, staff_id="T1", student_id="s", clock="evaluation", due_on=DAY, reason=text)
    stored = "SELECT (SELECT count(*) FROM process_event), (SELECT count(*) FROM concern) + (SELECT count(*) FROM contact)"
    assert con.execute(stored).fetchall() == [(1, 0)]


def test_blanks_are_no_people(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(EventRefused, match=r"[Ww]ho took part|people"):
        record_event(con, EventEntry("s", "team_decision", DAY, outcome="continue", people=" \t\n"), "T1")
    record_event(con, EventEntry("s", "team_decision", DAY, outcome="continue", people="  Team ", note="  "), "T1")
    assert con.execute("SELECT people, note FROM process_event").fetchall() == [("Team", None)]


def test_the_longest_text_is_stored_whole(con: duckdb.DuckDBPyConnection) -> None:
    most = longest("process_event", "note")
    assert most == 2000
    record_event(con, EventEntry("s", "help_requested", DAY, source="parent", note="é" * most), "T1")
    assert con.execute("SELECT length(note) FROM process_event").fetchall() == [(most,)]


def rejected(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(row.line, row.column_name, f"{row.reason}. {row.remedy}") for row in report.rejected]


def test_a_file_is_held_to_the_same_limits(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    head = "event_id,student_id,event,happened_on,source,people,note,outcome\n"
    path = tmp_path / "process_event.csv"
    rows = [
        "e1,s,help_requested,2026-02-02,parent,,fine,",
        f"e2,s,help_requested,2026-02-03,teacher,,{'x' * 100_000},",
        "e3,s,team_decision,2026-02-04,,   ,,continue",
        "e4,s,team_decision,2026-02-05,,a\x07b,,continue",
    ]
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    report = import_paths(con, [path])[0]
    found = {(line, column): why for line, column, why in rejected(report)}
    assert report.rows_added == 1 and set(found) == {(3, "note"), (4, "people"), (5, "people")}
    assert "has more than 2,000 letters. Shorten it" in found[3, "note"] and "cannot be shown" in found[5, "people"]
    assert {row.file_name for row in report.rejected} == {"process_event.csv"}


def test_contacts_and_notes_of_a_workbook_too(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["contact_id", "student_id", "contacted_on", "how", "with_whom", "about"])
    book.active.append(["c1", "s", "2026-02-02", "letter", "m" * 301, "Sent"])
    book.active.append(["c2", "s", "2026-02-02", "letter", "Mother", "Sent"])
    book.save(tmp_path / "contact.xlsx")
    report = import_paths(con, [tmp_path / "contact.xlsx"])[0]
    assert [(line, column) for line, column, _ in rejected(report)] == [(2, "with_whom")] and report.rows_added == 1


def test_every_limit_is_that_of_a_column(con: duckdb.DuckDBPyConnection) -> None:
    from analytics.process.text_limits import _limits

    columns = set(con.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE data_type = 'VARCHAR'").fetchall())
    assert set(_limits()) <= columns
