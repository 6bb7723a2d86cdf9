"""The Class page: at a glance, due, and typing a day's scores, through the real store."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from analytics import store
from dashboard import reads

PAGE = "views/class_page.py"
DAY = "2026-03-02"
Look = Callable[..., AppTest]


@pytest.fixture
def own_path(tmp_path: Path, small_store_path: Path) -> Path:
    """A copy of the small store that the page may change."""
    return Path(shutil.copyfile(small_store_path, tmp_path / "own.duckdb"))


@pytest.fixture
def sheet(look: Look, own_path: Path) -> AppTest:
    """Tess's class with the sheet for reading scores open."""
    return open_sheet(look("T1", PAGE, store_path=own_path))


def open_sheet(app: AppTest) -> AppTest:
    app.segmented_control(key="class_view").set_value("Type scores").run()
    assert not app.exception
    return app


def box(app: AppTest, series_id: str) -> Any:
    return app.text_input(key=f"score_box|{series_id}|{DAY}|1")


def save(app: AppTest) -> AppTest:
    app.button(key="score_save").click().run()
    assert not app.exception
    return app


def live(path: Path, series_id: str) -> list[tuple[float | None, bool, str]]:
    query = "SELECT value, absent, origin FROM score WHERE series_id = ? AND observed_on = ? AND retracted_at IS NULL"
    return reads._opened(str(path)).cursor().execute(query, [series_id, DAY]).fetchall()


def texts(app: AppTest) -> str:
    return "\n".join(element.value for kind in ("markdown", "text", "error", "success", "info") for element in app.get(kind))


def test_a_teacher_sees_her_class_in_a_sentence_and_a_table(look: Look) -> None:
    app = look("T1", PAGE)
    assert app.selectbox(key="class_id").options == ["Grade 3, room 12 · Cedar Elementary (4 students)"]
    assert "4 students with 5 running plans: 1 ineffective, 1 off track" in texts(app)
    table = app.dataframe[0].value
    assert list(table["Student"])[:1] == ["Ana Alvarez"]
    assert list(table["Verdict"].iloc[0]) == ["▼ ineffective"]
    assert "Farid Farouk" not in set(table["Student"])


def test_what_a_decision_needs_comes_first_and_the_other_numbers_are_folded(look: Look) -> None:
    app = look("T1", PAGE)
    assert list(app.dataframe[0].value.columns) == ["Student", "Verdict", "Growth", "Needed", "Probe due", "Measure"]
    assert len(app.dataframe) == 1, "folded numbers are not fetched"


@pytest.mark.parametrize(("staff_id", "classes"), [("P1", 1), ("D1", 2), ("M1", 0)])
def test_each_role_finds_its_own_classes(look: Look, staff_id: str, classes: int) -> None:
    app = look(staff_id, PAGE)
    assert not app.exception
    if classes:
        assert len(app.selectbox(key="class_id").options) == classes
    else:
        assert "You have no class" in texts(app)


@pytest.mark.parametrize("view", ["At a glance", "Small charts", "Due", "Type scores"])
def test_every_view_opens_with_names_that_break_careless_pages(look: Look, view: str) -> None:
    app = look("T1", PAGE)
    app.segmented_control(key="class_view").set_value(view).run()
    assert not app.exception


def test_the_due_list_begins_with_the_longest_overdue(look: Look) -> None:
    app = look("T1", PAGE)
    app.segmented_control(key="class_view").set_value("Due").run()
    table = app.dataframe[0].value
    assert table["Due"].iloc[0].startswith("▼ overdue by")
    assert table["Student"].iloc[0].startswith("Zoë")
    assert table.set_index("Student").at["Ana Alvarez", "Note"] == "absent on 25 Feb 2026"


def test_a_typed_score_changes_the_verdict_and_undo_brings_it_back(sheet: AppTest, own_path: Path) -> None:
    box(sheet, "S1-orf").set_value("75")
    box(sheet, "S3-orf").set_value("62")
    save(sheet)
    assert live(own_path, "S1-orf") == [(75.0, False, "typed")]
    assert "2 scores of 2 Mar 2026 stored" in texts(sheet)
    report = sheet.dataframe[-1].value.set_index(["Student", "Plan"])["Verdict"]
    assert report[("Ana Alvarez", "Repeated reading")].startswith("ineffective →"), "75 is far above her flat line"
    assert report[("Carla Chen", "Phonics boost")] == "unchanged: not delivered"
    assert "1 ineffective" not in texts(sheet), "the sentence on top is of now"
    sheet.button(key="score_undo").click().run()
    assert live(own_path, "S1-orf") == live(own_path, "S3-orf") == []
    assert "Undone: 2 scores" in texts(sheet) and "1 ineffective" in texts(sheet)


def test_a_score_out_of_range_is_caught_at_once_and_stops_no_other(sheet: AppTest, own_path: Path) -> None:
    box(sheet, "S1-orf").set_value("610").run()
    assert "610 is outside the range of this measure" in texts(sheet).replace("\\", ""), "told before Save is pressed"
    box(sheet, "S3-orf").set_value("62")
    save(sheet)
    assert live(own_path, "S1-orf") == []
    assert live(own_path, "S3-orf") == [(62.0, False, "typed")]
    assert box(sheet, "S1-orf").value == "610", "still in its box"
    assert "Ana Alvarez" in sheet.error[0].value


def test_absent_is_stored_as_an_absence_and_zero_as_a_score(sheet: AppTest, own_path: Path) -> None:
    sheet.checkbox(key=f"score_absent|S1-orf|{DAY}|1").check()
    box(sheet, "S3-orf").set_value("a")
    box(sheet, "S4-orf").set_value("0")
    save(sheet)
    assert live(own_path, "S1-orf") == live(own_path, "S3-orf") == [(None, True, "typed")]
    assert live(own_path, "S4-orf") == [(0.0, False, "typed")]


def test_the_report_of_a_save_is_only_for_who_saved(sheet: AppTest) -> None:
    box(sheet, "S1-orf").set_value("47")
    save(sheet)
    assert "1 score of 2 Mar 2026 stored" in texts(sheet)
    sheet.selectbox(key="view_as").set_value("D1").run()
    assert not sheet.exception
    assert "1 score of" not in texts(sheet)


def asked(app: AppTest) -> list[str]:
    """The questions that stand beside boxes."""
    return [element.value.replace(":orange[:material/help: ", "").rstrip("]") for element in app.markdown if ":orange[" in element.value]


ASKED = "180 is 138 above the last score (42). Type it again or press Keep."


def test_an_unlikely_score_is_asked_about_and_the_same_typed_again_is_the_answer(sheet: AppTest, own_path: Path) -> None:
    box(sheet, "S1-orf").set_value("180").run()
    assert asked(sheet) == [ASKED] and box(sheet, "S1-orf").value == "", "told before Save is pressed, and to be typed again"
    box(sheet, "S3-orf").set_value("62")
    save(sheet)
    assert live(own_path, "S1-orf") == [] and live(own_path, "S3-orf") == [(62.0, False, "typed")], "it waits, and stops no other"
    assert "Ana Alvarez" in sheet.error[0].value and "Type it again or press Keep" in sheet.error[0].value
    box(sheet, "S1-orf").set_value("180").run()
    assert asked(sheet) == [] and box(sheet, "S1-orf").value == "180"
    save(sheet)
    assert live(own_path, "S1-orf") == [(180.0, False, "typed")]
    sheet.button(key="score_undo").click().run()
    assert live(own_path, "S1-orf") == []


def test_an_unlikely_score_can_be_kept_or_cleared_by_a_press(sheet: AppTest, own_path: Path) -> None:
    box(sheet, "S1-orf").set_value("180/2").run()
    sheet.button(key=f"score_keep|S1-orf|{DAY}|1").click().run()
    assert box(sheet, "S1-orf").value == "180/2" and asked(sheet) == []
    box(sheet, "S3-orf").set_value("180").run()
    sheet.button(key=f"score_clear|S3-orf|{DAY}|1").click().run()
    assert asked(sheet) == []
    save(sheet)
    assert live(own_path, "S1-orf") == [(180.0, False, "typed")] and live(own_path, "S3-orf") == []


def test_an_unlikely_score_is_asked_about_even_if_save_is_pressed_at_once_and_another_answer_settles_it(
    sheet: AppTest, own_path: Path
) -> None:
    box(sheet, "S1-orf").set_value("180")
    save(sheet)
    assert live(own_path, "S1-orf") == [] and asked(sheet) == [ASKED]
    box(sheet, "S1-orf").set_value("170").run()
    assert asked(sheet)[0].startswith("170 is 128 above the last score"), "another unlikely one is no answer"
    box(sheet, "S1-orf").set_value("48").run()
    assert asked(sheet) == []
    save(sheet)
    assert live(own_path, "S1-orf") == [(48.0, False, "typed")]


def test_errors_are_shown_as_they_were_typed(sheet: AppTest, own_path: Path) -> None:
    box(sheet, "S1-orf").set_value("48/2")
    save(sheet)
    assert "48/2" in [element.value for element in sheet.text], "in the sheet"
    assert sheet.dataframe[-1].value["Stored"].iloc[0] == "48/2", "in the report"
    sheet.segmented_control(key="class_view").set_value("Due").run()
    table = sheet.dataframe[0].value.set_index("Student")
    assert table.at["Ana Alvarez", "Last score"] == "48/2 on 2 Mar 2026"
    sheet.segmented_control(key="class_view").set_value("Type scores").run()
    sheet.date_input(key="score_day").set_value(date(2026, 3, 1)).run()
    sheet.date_input(key="score_day").set_value(date(2026, 3, 2)).run()
    sheet.button(key=f"score_open|S1-orf|{DAY}|1").click().run()
    box(sheet, "S1-orf").set_value("47").run()
    assert "47; replaces 48/2" in texts(sheet)


def test_nothing_typed_stores_nothing(sheet: AppTest, own_path: Path) -> None:
    save(sheet)
    assert "Nothing was typed" in texts(sheet)
    assert live(own_path, "S1-orf") == []


def test_a_stored_score_is_corrected_only_on_purpose(sheet: AppTest, own_path: Path) -> None:
    box(sheet, "S1-orf").set_value("47")
    save(sheet)
    with pytest.raises(KeyError):
        box(sheet, "S1-orf")
    sheet.button(key=f"score_open|S1-orf|{DAY}|1").click().run()
    box(sheet, "S1-orf").set_value("74").run()
    assert "74; replaces 47" in texts(sheet)
    save(sheet)
    assert live(own_path, "S1-orf") == [(74.0, False, "typed")]
    sheet.button(key="score_undo").click().run()
    assert live(own_path, "S1-orf") == [(47.0, False, "typed")]


def test_a_score_that_somebody_stored_meanwhile_is_not_overwritten(sheet: AppTest, own_path: Path) -> None:
    box(sheet, "S1-orf").set_value("47")
    with store.transaction(reads._opened(str(own_path))) as cursor:
        cursor.execute("INSERT INTO score (series_id, observed_on, value, origin) VALUES ('S1-orf', ?, 52, 'typed')", [DAY])
    save(sheet)
    assert live(own_path, "S1-orf") == [(52.0, False, "typed")]
    assert "Stored for this day already: 52" in sheet.error[0].value.replace("\\", "")


def test_text_in_a_box_survives_a_look_at_another_measure(sheet: AppTest, own_path: Path) -> None:
    box(sheet, "S1-orf").set_value("61").run()
    measure = sheet.selectbox(key="score_measure")
    assert measure.options == ["Oral reading fluency (3)", "Math computation (1)"]
    measure.select_index(1).run()
    sheet.selectbox(key="score_measure").select_index(0).run()
    assert box(sheet, "S1-orf").value == "61"


def test_trials_are_typed_as_a_share(look: Look, own_path: Path) -> None:
    con = store.open_store(own_path)
    con.execute("UPDATE series SET measure_id = 'trials' WHERE series_id = 'S1-orf'")
    con.close()
    app = open_sheet(look("T1", PAGE, store_path=own_path))
    app.selectbox(key="score_measure").set_value("trials").run()
    box(app, "S1-orf").set_value("4/10")
    save(app)
    query = "SELECT value, attempts FROM score WHERE series_id = 'S1-orf' AND observed_on = ? AND retracted_at IS NULL"
    assert reads._opened(str(own_path)).cursor().execute(query, [DAY]).fetchall() == [(40.0, 10.0)]


def test_a_class_of_two_hundred_reads_well(look: Look, own_path: Path) -> None:
    con = store.open_store(own_path)
    add_two_hundred(con)
    con.close()
    app = look("T1", PAGE, store_path=own_path)
    assert "204 students with 205 running plans" in texts(app)
    for view in ("Small charts", "Due", "Type scores"):
        app.segmented_control(key="class_view").set_value(view).run()
        assert not app.exception
    assert len(app.text_input) == 40, "forty boxes a page"
    box(app, "S1-orf").set_value("47").run()
    app.session_state["score_page"] = 2
    app.run()
    assert len(app.text_input) == 40 and not any(element.key.startswith("score_box|S1-orf") for element in app.text_input)
    save(app)
    assert live(own_path, "S1-orf") == [(47.0, False, "typed")], "a score typed on another page of the sheet is saved as well"


def add_two_hundred(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO student SELECT 'N' || i, 'key-N' || i, 'Nia', 'No. ' || i, NULL FROM range(200) t(i)")
    con.execute("INSERT INTO class_member SELECT 'C1', 'N' || i, '2025-08-20', NULL FROM range(200) t(i)")
    con.execute(
        "INSERT INTO series (series_id, student_id, measure_id, grade) SELECT 'N' || i || '-orf', 'N' || i, 'orf', '3' FROM range(200) t(i)"
    )
    con.execute(
        """INSERT INTO intervention (intervention_id, series_id, kind, programme, target, start_on, due_on)
        SELECT 'NI' || i, 'N' || i || '-orf', 'instruction', 'Repeated reading', 70, DATE '2025-11-03', DATE '2026-05-29'
        FROM range(200) t(i)"""
    )
    from analytics import pipeline

    pipeline.analyse(con)


def test_an_empty_store_says_what_comes_next(look: Look, tmp_path: Path) -> None:
    con = store.open_store(tmp_path / "empty.duckdb")
    con.execute("INSERT INTO staff VALUES ('T9', 'Nobody Yet', NULL)")
    con.execute("INSERT INTO school VALUES ('A', 'Cedar', 'Sample', 'NY')")
    con.execute(
        "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES ('T9', 'teacher', 'school', 'A', '2020-01-01')"
    )
    con.close()
    app = look("T9", PAGE, store_path=tmp_path / "empty.duckdb")
    assert not app.exception
    assert "You have no class" in texts(app)


def test_who_has_no_class_of_their_own_meets_the_largest_first(look: Look) -> None:
    page = look("D1", PAGE)
    options = page.selectbox(key="class_id").options
    assert options[0].startswith("Grade 3, room 2 · Birch"), "the list itself keeps the order of the schools"
    assert page.selectbox(key="class_id").value == "C1"
    assert page.dataframe[0].value["Student"].iloc[0] == "Ana Alvarez"
