"""Role x page x student: each viewer meets only the students whom an assignment opens to them, on every page and through every read."""

import inspect
from datetime import timedelta

import duckdb
import pandas as pd
import pytest
from conftest import NAMES, TODAY, everything

from analytics.store import access_log
from dashboard import pages, reads, reads_class, reads_import, reads_school
from dashboard.components import export
from dashboard.viewer import Viewer, identify, why_may_view

OPEN = {
    "T1": {"S1", "S2", "S3", "S4"},
    "T2": {"S6", "S7"},
    "M1": {"S5"},  # the assignment to S1 ended in January
    "P1": {"S1", "S2", "S3", "S4", "S5"},
    "D1": set(NAMES),
}
ROLES = {"T1": "teacher", "T2": "teacher", "M1": "case_manager", "P1": "principal", "D1": "district"}


SIGNS = {"S1": "Alvarez", "S2": "Brook", "S3": "Chen", "S4": "Brien", "S5": "李", "S6": "Farouk", "S7": "Grayling"}


def last_name(student_id: str) -> str:
    """A part of the name that escaping leaves alone and no other student shares."""
    return SIGNS[student_id]


@pytest.mark.parametrize("staff_id", OPEN)
def test_the_reason_to_see_a_student_is_stated_or_absent(small_store: duckdb.DuckDBPyConnection, staff_id: str) -> None:
    who = identify(small_store, staff_id)
    assert who is not None and who.role == ROLES[staff_id]
    assert {student for student in NAMES if why_may_view(small_store, who, student)} == OPEN[staff_id]


def test_a_reason_ends_with_its_assignment(small_store: duckdb.DuckDBPyConnection) -> None:
    in_january = Viewer("M1", TODAY - timedelta(days=40), "Mia Manager", "case_manager")
    assert why_may_view(small_store, in_january, "S1") == "case manager of this student"
    assert why_may_view(small_store, Viewer("M1", TODAY, "Mia Manager", "case_manager"), "S1") is None


@pytest.mark.parametrize("staff_id", OPEN)
def test_the_student_page_opens_for_those_students_alone(look, staff_id: str) -> None:
    for student_id in NAMES:
        page = look(staff_id, "views/student.py", student=f"key-{student_id}")
        assert not page.exception
        assert (page.title[0].value != "Not available") == (student_id in OPEN[staff_id]), student_id
        assert (last_name(student_id).encode() in everything(page)) == (student_id in OPEN[staff_id]), student_id


def test_a_key_that_is_not_permitted_reads_as_one_that_does_not_exist(look) -> None:
    denied, unknown = (look("T1", "views/student.py", student=key) for key in ("key-S6", "no-such-key"))
    assert [element.value for element in denied.main if hasattr(element, "value")] == [
        element.value for element in unknown.main if hasattr(element, "value")
    ]


@pytest.mark.parametrize("staff_id", OPEN)
def test_no_page_names_a_student_of_others(look, staff_id: str) -> None:
    for page in pages.pages_for(ROLES[staff_id]):
        shown = look(staff_id, page.file)
        assert not shown.exception, page.file
        text = everything(shown)
        named = {student_id for student_id in NAMES if last_name(student_id).encode() in text}
        assert named <= OPEN[staff_id], page.file


def test_every_read_of_a_student_gives_nothing_to_a_stranger(look) -> None:
    look("T1")
    stranger, friend = Viewer("T2", TODAY, "Tom Teacher", "teacher"), Viewer("T1", TODAY, "Tess Teacher", "teacher")
    of_a_student = [
        read for _, read in inspect.getmembers(reads, inspect.isfunction) if list(inspect.signature(read).parameters)[1:] == ["student_id"]
    ]
    assert len(of_a_student) >= 5
    for read in of_a_student:
        assert rows(read(stranger, "S1")) == 0, read.__name__
        assert rows(read(friend, "S1")) > 0, read.__name__


def rows(answer: object) -> int:
    """How many rows an answer holds, whether a table, a list or several tables."""
    if isinstance(answer, (pd.DataFrame, list)):
        return len(answer)
    return sum(len(table) for table in vars(answer).values())


def test_cards_and_sparklines_of_others_stay_shut(look) -> None:
    look("T1")
    stranger = Viewer("T2", TODAY, "Tom Teacher", "teacher")
    assert reads.cards(stranger, ["I1", "I2", "G6"]) != [] and {card["plan_id"] for card in reads.cards(stranger, ["I1", "G6"])} == {"G6"}
    assert set(reads.sparklines(stranger, ["I1", "G6"])["plan_id"]) == {"G6"}


def test_a_stranger_without_assignment_sees_no_page(look, small_store_path, monkeypatch: pytest.MonkeyPatch) -> None:
    con = reads._opened(str(small_store_path))
    con.execute("UPDATE store_info SET value = 'false' WHERE name = 'is_demo'")
    try:
        page = look("NOBODY")
        assert "nothing is shown" in page.info[0].value
        assert not any(last_name(student_id).encode() in everything(page) for student_id in NAMES)
    finally:
        con.execute("UPDATE store_info SET value = 'true' WHERE name = 'is_demo'")


def test_opening_a_record_is_noted_once_a_session(look, small_store_path) -> None:
    def readings() -> int:
        return sum(entry | {"at": ""} == wanted for entry in access_log.entries(small_store_path))

    wanted = {"at": "", "staff_id": "P1", "student_id": "S2", "purpose": "student page"}
    before = readings()
    look("P1", "views/student.py", student="key-S2").run()
    assert readings() == before + 1
    look("P1", "views/student.py", student="key-S2")
    assert readings() == before + 2
    assert "Brook" not in access_log.path_of(small_store_path).read_text(encoding="utf-8")


def test_every_page_that_shows_names_with_verdicts_notes_whose_once_a_session(look, small_store_path) -> None:
    def noted(purpose: str) -> list[str]:
        return sorted(
            entry["student_id"]
            for entry in access_log.entries(small_store_path)
            if entry["staff_id"] == "T1" and entry["purpose"] == purpose
        )

    for purpose, page in (("today page", None), ("student list", "views/student.py"), ("class page", "views/class_page.py")):
        before = noted(purpose)
        shown = look("T1", page) if page else look("T1")
        shown.run()
        new = list(noted(purpose))
        for student_id in before:
            new.remove(student_id)
        assert new, f"nothing noted for the {purpose}"
        assert len(new) == len(set(new)) and set(new) <= OPEN["T1"]
        assert all(last_name(student_id).encode() in everything(shown) for student_id in new)


def test_each_export_of_a_list_counts(small_store: duckdb.DuckDBPyConnection, small_store_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIMLINE_STORE", str(small_store_path))
    who = identify(small_store, "D1")
    assert who is not None
    before = len(access_log.entries(small_store_path))
    for _ in range(3):
        reads_school.log_export(who, ["S1", "S2", "S1"])
    reads_class.log_class_export(who, ["S6"])
    reads_import.log_rejections_export(who)
    new = access_log.entries(small_store_path)[before:]
    assert [entry["student_id"] for entry in new] == ["S1", "S2"] * 3 + ["S6", "*"]
    assert {entry["purpose"] for entry in new} == {"export of school list", "export of class", "export of rejected rows"}


def test_what_cannot_be_noted_does_not_leave() -> None:
    def full() -> None:
        raise OSError("No space left on device")

    with pytest.raises(OSError):
        export.noted(lambda: pytest.fail("the table was made"), full)


def test_denied_openings_leave_no_reading(look, small_store_path) -> None:
    look("T2", "views/student.py", student="key-S3")
    assert not [entry for entry in access_log.entries(small_store_path) if entry["student_id"] == "S3" and entry["staff_id"] == "T2"]
