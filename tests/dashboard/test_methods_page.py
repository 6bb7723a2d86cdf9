"""The Methods page: every note opens, search finds, rules and thresholds are told with their sources."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import pipeline
from analytics.caseload import methods

PAGE = "views/methods.py"
OWN_RULES = {"goal-verdict", "intervention-verdict"}  # Aimline's own; their parts name the sources
Look = Callable[..., AppTest]


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


def test_error_rates_are_a_small_table_for_each_kind_of_error(look: Look) -> None:
    app = look("M1", PAGE)
    app.segmented_control(key="methods_view").set_value("Error rates").run()
    assert not app.exception
    false_alarms, misses = (table.value for table in app.table)
    assert list(false_alarms.columns) == ["week 6", "week 8", "week 10", "week 12", "week 14", "week 16", "week 20"]
    assert len(false_alarms) == len(misses) == 5
    assert all(cell.endswith("%") for cell in misses["week 14"])


@pytest.mark.parametrize("view", ["Decision rules", "Thresholds"])
def test_rules_and_thresholds_open(look: Look, view: str) -> None:
    app = look("P1", PAGE)
    app.segmented_control(key="methods_view").set_value(view).run()
    assert not app.exception
    if view == "Thresholds":
        shown = app.table[0].value
        assert {"Value", "What it decides", "Source"} == set(shown.columns) and "dosage floor" in set(shown.index)
        assert (shown["Source"].str.len() > 0).all()
