"""The frame around the pages: registered, short, roles as data, and readable when there is nothing to show."""

from pathlib import Path

import duckdb
import pytest
from conftest import TODAY

from analytics import store
from dashboard import pages

DASHBOARD = Path(__file__).parents[2] / "dashboard"


def test_every_view_is_registered_and_every_page_has_its_view() -> None:
    assert {page.file for page in pages.PAGES} == {f"views/{path.name}" for path in (DASHBOARD / "views").glob("*.py")}


@pytest.mark.parametrize("path", sorted((DASHBOARD / "views").glob("*.py")), ids=lambda path: path.name)
def test_views_are_short_and_compute_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 80
    assert "SELECT" not in text and "plotly" not in text and "unsafe_allow_html" not in text


def test_the_entry_file_is_short() -> None:
    assert len((DASHBOARD / "app.py").read_text(encoding="utf-8").splitlines()) < 60


def test_no_page_lets_data_be_markup() -> None:
    for path in DASHBOARD.rglob("*.py"):
        assert "unsafe_allow_html=True" not in path.read_text(encoding="utf-8"), path.name


@pytest.fixture
def staffed_store(tmp_path: Path) -> Path:
    """A store with one member of the district office and not one student."""
    path = tmp_path / "staffed.duckdb"
    con = store.open_store(path)
    with store.transaction(con) as cursor:
        cursor.execute("INSERT INTO staff VALUES ('D1', 'Dee District', NULL)")
        cursor.execute(
            "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES ('D1', 'district', 'district', '*', ?)", [TODAY]
        )
    con.close()
    return path


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.title)
def test_pages_of_a_store_without_students_say_what_to_do(look, staffed_store: Path, page: pages.Page) -> None:
    shown = look("D1", page.file, store_path=staffed_store)
    assert not shown.exception
    assert shown.title


def test_an_empty_store_offers_its_first_import_to_whom_it_was_opened_for(look, tmp_path: Path) -> None:
    path = tmp_path / "empty.duckdb"
    store.open_store(path).close()
    shown = look("T9", store_path=path)
    assert not shown.exception and shown.title[0].value == "Import"


def test_nobody_sees_nothing(look, tmp_path: Path) -> None:
    path = tmp_path / "empty.duckdb"
    store.open_store(path).close()
    assert "nothing is shown" in look("", store_path=path).info[0].value


def test_view_as_exists_only_in_a_sample_district(look, staffed_store: Path) -> None:
    assert len(look("T1").selectbox(key="view_as").options) == 5
    assert not look("D1", store_path=staffed_store).selectbox


def test_viewing_as_another_changes_what_is_seen(look) -> None:
    page = look("T1")
    page.selectbox(key="view_as").set_value("T2").run()
    assert page.session_state["viewer"].name == "Tom Teacher"
    assert page.caption[0].value.endswith("Tom Teacher, teacher")


def test_a_change_in_the_store_is_seen_by_the_watcher(look, small_store: duckdb.DuckDBPyConnection) -> None:
    page = look("T1")
    drawn = page.session_state["drawn"]
    with store.transaction(small_store):
        pass
    page.run()
    assert page.session_state["drawn"][0] == drawn[0] + 1
