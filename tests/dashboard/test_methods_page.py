"""The Methods page: every note opens, search finds, rules and thresholds are told with their sources."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analytics import pipeline, store
from analytics.caseload import methods
from dashboard.components import threshold_names

PAGE = "views/methods.py"
OWN_RULES = {"goal-verdict", "intervention-verdict"}  # Aimline's own; their parts name the sources
VIEWS = ("Notes", "Decision rules", "Error rates", "Past calls", "Thresholds")
Look = Callable[..., AppTest]


def shown(app: AppTest, view: str) -> AppTest:
    app.segmented_control(key="methods_view").set_value(view).run()
    assert not app.exception, view
    return app


def texts(app: AppTest) -> str:
    return "\n".join(element.value for kind in ("markdown", "caption", "info") for element in app.get(kind))


def box(app: AppTest, name: str) -> Any:
    return next(found for found in [*app.number_input, *app.selectbox] if str(found.key).endswith(f"|{name}"))


def test_every_note_of_the_checkout_is_found_with_title_and_source(root: Path) -> None:
    files = {path.stem for path in (root / "docs" / "methods").glob("*.md")}
    assert {note.name for note in methods.notes()} == files
    assert [note.name for note in methods.notes() if not note.title or ".md)" in note.text] == [], (
        "a link to a file leads nowhere on the page"
    )
    assert {note.name for note in methods.notes() if "Source" not in note.text} <= OWN_RULES


def test_every_step_of_the_analysis_that_names_a_note_has_one() -> None:
    named = {model.methods_note for model in pipeline.MODELS if model.methods_note}
    assert named - {note.name for note in methods.notes()} == set()


@pytest.mark.parametrize("note", [note.name for note in methods.notes()])
def test_each_note_opens_by_its_address(look: Look, note: str) -> None:
    app = look("T1", PAGE, note=note)
    assert not app.exception
    assert app.header[0].value == next(one.title for one in methods.notes() if one.name == note)


def test_search_finds_words_and_says_when_there_are_none(look: Look) -> None:
    app = look("T1", PAGE)
    app.text_input(key="methods_search").set_value("error spending").run()
    assert not app.exception
    assert app.header[0].value == "The sequential boundary"
    app.text_input(key="methods_search").set_value("no such [word]").run()
    assert not app.exception and "No note holds" in app.info[0].value


def test_error_rates_start_with_what_is_usual_for_the_viewer_s_students(look: Look) -> None:
    app = shown(look("T1", PAGE), "Error rates")
    assert "oral reading fluency" in texts(app)
    boxes = {str(box.key).split("|")[-1]: box.value for box in [*app.number_input, *app.selectbox] if "errors|" in str(box.key)}
    assert boxes == {"probes": 1.0, "baseline": 6, "error": 10.0, "growth": 0.947, "correlation": 0.2}
    assert "Simulated just now: 20,000 students" in texts(app) and len(app.get("plotly_chart")) == 2


def test_a_shipped_setting_is_read_from_the_table_and_told_in_a_sentence(look: Look) -> None:
    app = shown(look("M1", PAGE), "Error rates")
    for name, value in {"error": 10.0, "growth": 1.5, "correlation": 0.2, "baseline": 3}.items():
        box(app, name).set_value(value)
    box(app, "probes").set_value(1.0)
    app.run()
    assert not app.exception and "the table that comes with Aimline" in texts(app)
    said = re.search(r"the four-point rule calls (\d+) of 100 students who grow exactly as planned; Aimline calls (\d+)", texts(app))
    assert said and 45 <= int(said.group(1)) <= 60 and int(said.group(2)) <= 10
    tables = [table.value for table in app.dataframe]
    assert [len(table) for table in tables] == [9, 9] and list(tables[0].columns)[::16] == ["week 4", "week 20"]


def test_another_rule_and_one_look_tell_their_own_sentence(look: Look) -> None:
    app = shown(look("M1", PAGE), "Error rates")
    app.selectbox(key="errors_beside").set_value("six_point").run()
    assert not app.exception and "the six-point rule calls" in texts(app)
    app.segmented_control(key="errors_looks").set_value("One look").run()
    assert not app.exception and "One single look, in week 10: the six-point rule" in texts(app)


@pytest.mark.parametrize(("error", "growth", "probes"), [(0.001, 10_000.0, 0.25), (10_000.0, 0.001, 5.0)])
def test_no_setting_of_the_boxes_breaks_the_curves(look: Look, error: float, growth: float, probes: float) -> None:
    app = shown(look("M1", PAGE), "Error rates")
    for name, value in {"error": error, "growth": growth, "probes": probes}.items():
        box(app, name).set_value(value)
    app.run()
    assert not app.exception and "Weekly looks from week 4 to 20" in texts(app)


def test_a_store_without_anybody_shows_the_methods_all_the_same(look: Look, tmp_path: Path) -> None:
    store.open_store(tmp_path / "empty.duckdb").close()
    app = look("whoever", PAGE, store_path=tmp_path / "empty.duckdb")
    for view in VIEWS:
        shown(app, view)
    assert "most of your students' plans" not in texts(shown(app, "Error rates"))


@pytest.mark.parametrize("staff_id", ["T1", "T2", "M1", "P1"])
def test_past_calls_are_for_administrators_of_every_student(look: Look, staff_id: str) -> None:
    app = shown(look(staff_id, PAGE), "Past calls")
    assert "reason to see every student" in app.info[0].value
    assert "calibration_replay" not in {str(button.key) for button in app.button}


def test_without_a_plan_that_is_over_there_is_nothing_to_hold_against(look: Look) -> None:
    app = shown(look("D1", PAGE), "Past calls")
    app.button(key="calibration_replay").click().run()
    assert not app.exception and "No plan that was over" in app.info[0].value


@pytest.mark.parametrize("view", ["Decision rules", "Thresholds"])
def test_rules_and_thresholds_open(look: Look, view: str) -> None:
    app = shown(look("P1", PAGE), view)
    if view == "Thresholds":
        table = app.table[0].value
        assert {"Value", "What it decides", "Source"} == set(table.columns) and "dosage floor" in set(table.index)
        assert (table["Source"].str.len() > 0).all()


def test_the_notes_open_with_what_a_verdict_is(look) -> None:
    page = look("T1", "views/methods.py")
    assert page.header[0].value == next(note.title for note in methods.notes() if note.name == "intervention-verdict")


def test_thresholds_have_names_that_read_as_words(small_store) -> None:
    names = [name for (name,) in small_store.cursor().execute("SELECT name FROM setting").fetchall()]
    assert set(threshold_names.WORDS) <= set(names), "words for a threshold that does not exist"
    told = [threshold_names.words(name) for name in names]
    assert len(set(told)) == len(told)
    assert [one for one in told if "_" in one or set(one.split()) & {"z", "df", "n", "sd"}] == []
