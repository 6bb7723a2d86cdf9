"""The Student page before a student is chosen: whom to look at first, with the worst verdict, what is due, and how many plans run."""

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import TODAY
from streamlit.testing.v1 import AppTest

from analytics import pipeline, store
from analytics.caseload import student
from dashboard.components import student_header
from dashboard.components.plain import searchable

PAGE = "views/student.py"


def names(page: AppTest) -> list[str]:
    return [link.proto.query_string.removeprefix("student=key-") for link in page.get("page_link")]


def lines(page: AppTest) -> list[str]:
    """What stands beside the names, two texts a student."""
    return [element.value for element in page.markdown]


def choices(con: duckdb.DuckDBPyConnection, staff_id: str, by: str, search: str = "", most: int = 40) -> tuple[list[str], int]:
    rows, in_all = student.choices(con, staff_id, TODAY, search, most, by)
    return [row["public_key"].removeprefix("key-") for row in rows], in_all


def test_a_teacher_meets_the_most_urgent_first_with_the_worst_verdict_and_what_is_due(look) -> None:
    page = look("T1", PAGE)
    assert names(page) == ["S1", "S3", "S4", "S2"]
    assert lines(page)[:2] == [":red-badge[▼ ineffective]", ":small[:gray[2 plans, due 29 May 2026]]"], "her goal is only off track"
    assert lines(page)[-2] == ":green-badge[▲ effective]"
    page.segmented_control(key="student_order").set_value("name").run()
    assert names(page) == ["S1", "S2", "S3", "S4"]


def test_who_sees_a_school_meets_the_names_first(look) -> None:
    page = look("D1", PAGE)
    assert page.segmented_control(key="student_order").value == "name"
    assert names(page) == ["S1", "S2", "S3", "S6", "S4", "S5"], "by last name, Grayling without a plan left out"
    assert "Grade 3 · Birch Elementary" in lines(page)[7].replace("\\", ""), "schools are told apart where there are several"


def test_a_long_list_shows_its_first_and_says_how_many_there_are(look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(student_header, "LISTED", 2)
    page = look("T1", PAGE)
    assert names(page) == ["S1", "S3"]
    assert page.caption[0].value == "2 of 4 shown. Type a part of the name, or the number, to find the others."


@pytest.mark.parametrize("by", ["urgency", "name"])
def test_only_the_viewer_s_students_are_listed_however_many(
    small_store: duckdb.DuckDBPyConnection, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = {who: choices(small_store, who, by) for who in ("T1", "T2", "M1", "P1", "D1", "nobody")}
    assert {who: set(found) for who, (found, _) in short.items()} == {
        "T1": {"S1", "S2", "S3", "S4"}, "T2": {"S6"}, "M1": {"S5"}, "P1": {"S1", "S2", "S3", "S4", "S5"},
        "D1": {"S1", "S2", "S3", "S4", "S5", "S6"}, "nobody": set(),
    }  # fmt: skip
    monkeypatch.setattr(student, "SHORT", 1)
    assert {who: choices(small_store, who, by) for who in short} == short, "the way for many gives what the way for few does"
    assert choices(small_store, "D1", by, search="chen") == (["S3"], 1)
    assert choices(small_store, "D1", by, most=2)[1] == 6


def test_a_plan_that_is_over_gives_no_verdict_of_today(small_store_path: Path, tmp_path: Path) -> None:
    con = store.open_store(shutil.copyfile(small_store_path, tmp_path / "own.duckdb"))
    con.execute("UPDATE intervention SET ended_on = '2026-02-01' WHERE intervention_id = 'I3'")
    pipeline.analyse(con)
    rows, _ = student.choices(con, "T1", TODAY, "", 40, "urgency")
    over = {row["public_key"]: row for row in rows}["key-S3"]
    con.close()
    assert (over["plans"], over["running"], over["verdict"], over["due_on"]) == (1, 0, None, None)
    assert rows[-1]["public_key"] == "key-S3" and rows[0]["due_on"] == date(2026, 5, 29)


@pytest.mark.parametrize("typed", ["Carla Chen", "Chen Carla", "chen, carla", "S3"])
def test_a_student_is_found_by_the_words_of_the_name_in_any_order_and_by_the_number(
    small_store: duckdb.DuckDBPyConnection, typed: str
) -> None:
    assert choices(small_store, "T1", "name", search=searchable(typed)) == (["S3"], 1)
    assert choices(small_store, "T2", "name", search=searchable(typed)) == ([], 0), "not one of hers"
