"""The School page: counts for those who may see every student of a school, and for nobody else."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics import store
from analytics.caseload import school
from dashboard import pages
from dashboard.components.export import csv_text
from dashboard.figures.counts import in_order, natural, pressed, sentence, stacked
from dashboard.figures.palette import LIGHT

PAGE = "views/school.py"
TODAY = date(2026, 3, 2)
Look = Callable[..., AppTest]


def texts(app: AppTest) -> str:
    return "\n".join(element.value for kind in ("markdown", "text", "error", "success", "info") for element in app.get(kind))


def number(con: duckdb.DuckDBPyConnection, staff_id: str, schools: list[str], since: date = TODAY) -> dict[tuple[str, str], int]:
    found = school.counts(con, staff_id, TODAY, schools, since)
    of_grade = found[found["dimension"] == "grade"]
    return {(row["plan_kind"], row["verdict"]): row["n_plans"] for row in of_grade.to_dict("records")}


@pytest.mark.parametrize(("staff_id", "schools"), [("P1", ["A"]), ("D1", ["B", "A"]), ("T1", []), ("M1", []), ("nobody", [])])
def test_a_school_is_open_only_with_a_reason_for_every_student(
    small_store: duckdb.DuckDBPyConnection, staff_id: str, schools: list[str]
) -> None:
    assert [row["school_id"] for row in school.open_schools(small_store, staff_id, TODAY)] == schools


def test_a_class_that_holds_the_whole_school_opens_it_and_one_more_pupil_closes_it(tmp_path: Path) -> None:
    con = store.open_store(":memory:")
    con.execute("INSERT INTO school VALUES ('A', 'Cedar', 'D', 'NY')")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('1', 'Ana', 'A'), ('2', 'Ben', 'B')")
    con.execute("INSERT INTO enrolment VALUES ('1', 'A', '3', '2025-08-20', NULL)")
    con.execute(
        "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES ('T', 'teacher', 'student', '1', '2025-08-20')"
    )
    assert len(school.open_schools(con, "T", TODAY)) == 1
    con.execute("INSERT INTO enrolment VALUES ('2', 'A', '3', '2025-08-20', NULL)")
    assert school.open_schools(con, "T", TODAY) == []


def test_counts_are_of_the_school_and_add_up(small_store: duckdb.DuckDBPyConnection) -> None:
    assert number(small_store, "P1", ["A"]) == {
        ("intervention", "ineffective"): 1, ("intervention", "effective"): 1, ("intervention", "not delivered"): 1,
        ("goal", "off track"): 1, ("goal", "no recent data"): 2,
    }  # fmt: skip
    assert number(small_store, "P1", ["A", "B"]) == number(small_store, "P1", ["A"]), "of a school that is not open nothing is counted"
    assert number(small_store, "T1", ["A"]) == {}
    assert number(small_store, "D1", ["A", "B"])[("goal", "uncertain")] == 1


def test_the_students_behind_a_number_are_that_many(small_store: duckdb.DuckDBPyConnection) -> None:
    counts = school.counts(small_store, "P1", TODAY, ["A"], TODAY)
    for row in counts.to_dict("records"):
        chosen = {name: row[name] for name in ("plan_kind", "dimension", "value", "verdict")}
        assert len(school.students(small_store, "P1", TODAY, ["A"], TODAY, **chosen)) == row["n_plans"]
    chosen = {"plan_kind": "goal", "dimension": "grade", "value": "Grade 3", "verdict": ""}
    assert len(school.students(small_store, "P1", TODAY, ["A"], TODAY, **chosen)) == 3
    assert school.students(small_store, "T1", TODAY, ["A"], TODAY, **chosen).empty


def test_a_programme_with_few_judged_plans_states_no_share(small_store_path: Path, tmp_path: Path) -> None:
    con = store.open_store(shutil.copyfile(small_store_path, tmp_path / "own.duckdb"))
    found = school.effective(con, "P1", TODAY, ["A"], TODAY)
    assert list(found["programme"]) == sorted(found["programme"]), "in order of name: no ranking"
    assert not found["is_comparable"].any() and found["share"].isna().all()
    con.execute("UPDATE setting SET value = 1 WHERE name = 'few_plans_compared'")
    found = school.effective(con, "P1", TODAY, ["A"], TODAY).set_index("programme")
    con.close()
    assert found.at["Number facts", "share"] == 1.0
    assert found.at["Number facts", "share_lower"] == pytest.approx(1 / (1 + 1.959963984540054**2)), "Wilson: 1 of 1"
    assert pd.isna(found.at["Phonics boost", "share"]), "not delivered is not judged"


def test_a_principal_sees_the_school_and_goes_from_a_number_to_its_students(look: Look) -> None:
    app = look("P1", PAGE)
    assert not app.exception
    assert "3 interventions: 1 effective, 1 ineffective, 1 not delivered." in texts(app)
    value = next(box for box in app.selectbox if box.label == "Programme")
    assert sorted(value.options) == ["Number facts", "Phonics boost", "Repeated reading"]
    value.set_value("Repeated reading").run()
    assert not app.exception
    listed = app.dataframe[0].value
    assert list(listed["Student"]) == ["Ana Alvarez"] and listed["Verdict"].iloc[0] == "▼ ineffective"
    app.segmented_control(key="school_view").set_value("What works").run()
    assert not app.exception
    assert set(app.dataframe[0].value["Share that worked"]) == {"too few to compare"}


@pytest.mark.parametrize("period", ["today", "in the last 12 months"])
@pytest.mark.parametrize("view", ["Interventions", "Goals", "What works"])
def test_the_district_sees_every_school(look: Look, view: str, period: str) -> None:
    app = look("D1", PAGE)
    app.segmented_control(key="school_period").set_value(period)
    app.segmented_control(key="school_view").set_value(view).run()
    assert not app.exception
    assert app.selectbox(key="school_ids").options[0] == "All 2 schools"


def test_a_teacher_has_no_school_page_and_a_principal_of_half_a_school_a_calm_sentence(look: Look, tmp_path: Path) -> None:
    assert PAGE not in {page.file for page in pages.pages_for("teacher")}
    with pytest.raises(ValueError, match="school"):
        look("T1", PAGE)
    con = store.open_store(tmp_path / "half.duckdb")
    con.execute("INSERT INTO staff VALUES ('P', 'Pat', NULL)")
    con.execute(
        "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES ('P', 'principal', 'student', '1', '2020-01-01')"
    )
    con.close()
    app = look("P", PAGE, store_path=tmp_path / "half.duckdb")
    assert not app.exception
    assert "Counts of a school are shown only to those who have a reason to see every student" in texts(app)


def test_the_table_under_the_bars_keeps_every_plan() -> None:
    counts = pd.DataFrame({
        "value": ["Grade 10", "Grade 2", "Grade K", "Grade 2"], "verdict": ["effective", "ineffective", "effective", "surprise"],
        "n_plans": [1, 2, 3, 4],
    })  # fmt: skip
    table = in_order(counts, by_name=True)
    assert list(table.index) == ["Grade K", "Grade 2", "Grade 10"]
    assert table.loc["Grade 2"].to_dict() == {"effective": 0, "ineffective": 2, "surprise": 4, "all": 6}
    assert list(in_order(counts).index) == ["Grade 2", "Grade K", "Grade 10"], "else the most plans first"
    assert sentence(table, "goal") == "10 goals: 4 effective, 2 ineffective, 4 surprise."
    figure = stacked(table, LIGHT)
    assert [(bar.name, sum(bar.x)) for bar in figure.data] == [("▲ effective", 4), ("▼ ineffective", 2), ("○ surprise", 4)]


def test_a_pressed_bar_is_told_by_its_place_and_framed_where_it_is_chosen() -> None:
    counts = pd.DataFrame(
        {"value": ["Read", "Read", "Spell"], "verdict": ["effective", "ineffective", "ineffective"], "n_plans": [3, 1, 2]}
    )
    table = in_order(counts)
    assert pressed(table, [{"curve_number": 1, "point_index": 1}]) == ("Spell", "ineffective")
    assert pressed(table, []) is None
    framed = {bar.name: list(bar.marker.line.width) for bar in stacked(table, LIGHT, ("Read", "ineffective")).data}
    assert framed == {"▲ effective": [1, 1], "▼ ineffective": [3, 1]}
    assert [list(bar.marker.line.width) for bar in stacked(table, LIGHT, ("Read", "")).data] == [[3, 1], [3, 1]], "any verdict"


def test_names_in_the_chart_are_text() -> None:
    counts = pd.DataFrame({"value": ["<b>Read</b>"], "verdict": ["effective"], "n_plans": [1]})
    assert stacked(in_order(counts), LIGHT).data[0].y == ("&lt;b&gt;Read&lt;/b&gt;",)


@pytest.mark.parametrize(("names", "expected"), [(["Tier 3", "no tier", "Tier 2"], ["Tier 2", "Tier 3", "no tier"])])
def test_tiers_come_in_order(names: list[str], expected: list[str]) -> None:
    assert sorted(names, key=natural) == expected


def test_a_file_for_a_spreadsheet_runs_no_formula() -> None:
    told = csv_text(pd.DataFrame({"student": ["=HYPERLINK(1)", "李小龍"], "n": [-1, 2]})).decode("utf-8-sig")
    assert told.splitlines() == ["student,n", "'=HYPERLINK(1),-1", "李小龍,2"]
