"""The frame around the pages: registered, short, roles as data, and readable when there is nothing to show."""

import shutil
from pathlib import Path

import duckdb
import pytest
from conftest import TODAY
from streamlit.testing.v1 import AppTest

from analytics import store
from dashboard import pages
from dashboard.components import viewer_choice

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
    assert "empty" in shown.info[0].value and "staff_assignment.csv" in shown.info[0].value


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


def opened(path: Path, monkeypatch: pytest.MonkeyPatch, **address: str) -> AppTest:
    """The dashboard as an address opens it in a new browser."""
    monkeypatch.setenv("AIMLINE_STORE", str(path))
    monkeypatch.setenv("AIMLINE_VIEWER", "T1")
    app = AppTest.from_file(str(DASHBOARD / "app.py"), default_timeout=30)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def test_an_address_says_who_looks_by_a_key_of_the_sample_district(small_store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for staff_id in ("T2", "D1"):
        page = opened(small_store_path, monkeypatch, **{viewer_choice.ADDRESS: viewer_choice.key(staff_id)})
        assert page.session_state["viewer"].staff_id == staff_id
        assert viewer_choice.key(staff_id) in page.query_params[viewer_choice.ADDRESS] and staff_id not in viewer_choice.key(staff_id)
    for unknown in ("T2", "Tom Teacher", "0" * 12, ""):
        assert opened(small_store_path, monkeypatch, **{viewer_choice.ADDRESS: unknown}).session_state["viewer"].staff_id == "T1"
    page.selectbox(key="view_as").set_value("T1").run()
    assert viewer_choice.ADDRESS not in page.query_params, "whom the server was opened for needs no key"


def test_a_store_of_real_students_ignores_who_an_address_says_looks(
    small_store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copyfile(small_store_path, tmp_path / "real.duckdb"))
    con = store.open_store(path)
    con.execute("UPDATE store_info SET value = 'false' WHERE name = 'is_demo'")
    con.close()
    page = opened(path, monkeypatch, **{viewer_choice.ADDRESS: viewer_choice.key("D1")})
    assert page.session_state["viewer"].staff_id == "T1" and not [box for box in page.selectbox if box.key == "view_as"]


def test_the_first_few_of_each_role_stand_ahead_and_nobody_is_lost() -> None:
    people = [
        {"staff_id": f"{role}{n}", "role": role} for role, size in (("teacher", 9), ("principal", 2), ("district", 4)) for n in range(size)
    ]
    ordered = [row["staff_id"] for row in viewer_choice.in_order(people)]
    assert ordered[:8] == [
        *("teacher0", "teacher1", "teacher2", "principal0", "principal1", "district0", "district1", "district2"),
    ]
    assert sorted(ordered) == sorted(row["staff_id"] for row in people)


def test_rules_for_the_printer_hold_no_data_and_change_nothing_on_the_screen() -> None:
    components = DASHBOARD / "components"
    for name in ("paper.css", "paper_dark.css"):
        outside = (components / name).read_text(encoding="utf-8").split("@media print", 1)[0]
        assert outside.count("{") <= 1 and ("{" not in outside or "st-key-paper)" in outside)
    assert "cookie" not in (components / "paper.js").read_text(encoding="utf-8")
