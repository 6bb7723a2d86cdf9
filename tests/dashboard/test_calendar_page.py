"""The calendar page: whose calendar, a year at a glance, and changes that are looked at, stored, and taken back on a real store file."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from board_people import add_events
from conftest import TODAY, everything
from streamlit.testing.v1 import AppTest

from analytics import calendar_entry, calendar_preview, store
from analytics.calendar_entry import DueMove
from analytics.process import school_calendar
from dashboard import pages
from dashboard.components import calendar_year

PAGE = "views/school_calendar.py"
SNOW = date(2026, 3, 4)
# New York gives 60 school days from consent to carry the IEP out; a snow day in March moves that, and calendar days not.
MOVED = {
    "S1": (date(2026, 3, 25), date(2026, 3, 26)),
    "S4": (date(2026, 4, 3), date(2026, 4, 6)),
    "S5": (date(2026, 4, 24), date(2026, 4, 27)),
}


@pytest.fixture
def path(tmp_path: Path, small_store_path: Path) -> Path:
    made = tmp_path / "calendar.duckdb"
    shutil.copy(small_store_path, made)
    add_events(made)
    return made


@pytest.fixture
def con(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    own = store.open_store(path)
    yield own
    own.close()


def due(con: duckdb.DuckDBPyConnection) -> dict[str, date]:
    rows = con.execute("SELECT student_id, due_on FROM student_clock WHERE clock = 'implementation'").fetchall()
    return dict(rows)


def seen(moves: tuple[DueMove, ...]) -> dict[str, tuple[date | None, date | None]]:
    return {one.student_id: (one.before, one.after) for one in moves}


def test_a_preview_tells_what_the_change_then_moves_and_stores_nothing(con: duckdb.DuckDBPyConnection) -> None:
    before, rows = due(con), [("A", SNOW, False, "Snow day")]
    looked = calendar_preview.preview(con, "calendar_day", rows, why="Snow day", staff_id="P1")
    assert seen(looked.moves) == MOVED and looked.n_others == 0
    assert due(con) == before and con.execute("SELECT count(*) FROM calendar_day WHERE label = 'Snow day'").fetchall() == [(0,)]
    done = calendar_entry.mark_days(con, school_id="A", days=[SNOW], is_school_day=False, label="Snow day", staff_id="P1")
    assert seen(done.moves) == MOVED
    assert due(con) == before | {student: after for student, (_, after) in MOVED.items()}
    calendar_entry.undo(con, done, "P1")
    assert due(con) == before


def test_students_whom_the_asker_may_not_see_are_counted_and_not_named(con: duckdb.DuckDBPyConnection) -> None:
    looked = calendar_preview.preview(con, "calendar_day", [("*", SNOW, False, "Snow day")], why="", staff_id="P1")
    assert set(seen(looked.moves)) == {"S1", "S4", "S5"} and looked.n_others == 1
    everyone = calendar_preview.preview(con, "calendar_day", [("*", SNOW, False, "Snow day")], why="", staff_id="D1")
    assert set(seen(everyone.moves)) == {"S1", "S4", "S5", "S6"} and everyone.n_others == 0


def test_the_ends_of_the_school_year_and_a_period_are_previewed_too(con: duckdb.DuckDBPyConnection) -> None:
    year = [("*", "2025-26", date(2025, 8, 25), date(2026, 3, 20)), ("*", "2026-27", date(2026, 9, 1), date(2027, 6, 10))]
    looked = calendar_preview.preview(con, "school_year", year, why="", staff_id="D1")
    assert set(seen(looked.moves)) == {"S1", "S4", "S5", "S6"}
    period = [("*", date(2026, 3, 20), "Third quarter", date(2026, 4, 2))]
    assert calendar_preview.preview(con, "reporting_period", period, why="", staff_id="D1").moves == (), "nobody has an IEP yet"


@pytest.mark.parametrize(("staff_id", "schools"), [("D1", ["*", "B", "A"]), ("P1", ["A"]), ("T1", []), ("M1", [])])
def test_who_may_change_whose_calendar(con: duckdb.DuckDBPyConnection, staff_id: str, schools: list[str]) -> None:
    assert [row["school_id"] for row in school_calendar.schools(con, staff_id, TODAY)] == schools


def test_the_page_stands_in_the_navigation_of_administrators_alone(look: Callable[..., AppTest]) -> None:
    roles = next(page.roles for page in pages.PAGES if page.file == PAGE)
    assert roles == pages.ADMINISTRATORS


def test_a_principal_marks_a_snow_day_and_takes_it_back(look: Callable[..., AppTest], path: Path) -> None:
    page = look("P1", PAGE, store_path=path)
    assert page.selectbox(key="calendar_school").options == ["Cedar Elementary"]
    assert page.button(key="calendar_preview").disabled
    page.date_input(key="calendar_days").set_value((SNOW, SNOW)).run()
    page.text_input(key="calendar_label").set_value("Snow <b>day</b>").run()
    page.button(key="calendar_preview").click().run()
    assert any("**3 due dates of students" in one.value for one in page.markdown)
    moves = page.dataframe[0].value
    assert list(moves["From"]) == ["25 Mar 2026", "3 Apr 2026", "24 Apr 2026"] and moves["To"].iloc[0] == "26 Mar 2026"
    page.button(key="calendar_save").click().run()
    assert not page.exception and "3 due dates moved" in page.success[0].value.replace("\\", "")
    shown = everything(page).decode(errors="replace")
    assert "<b>day</b>" not in shown.replace(r"\<b\>", "") or "Snow <b>day</b>" in str(page.table[0].value.to_dict())
    page.button(key="calendar_undo").click().run()
    assert "as before" in page.success[0].value and "3 due dates moved" in page.success[0].value.replace("\\", "")


def test_a_year_at_a_glance_tells_breaks_and_the_ends_of_the_year(look: Callable[..., AppTest], path: Path) -> None:
    page = look("D1", PAGE, store_path=path)
    december = next(one.value for one in page.markdown if "December 2025" in one.value)
    assert ":gray[~~22~~]" in december and "**19**" in december
    breaks = page.table[0].value
    assert list(breaks["No school"]) == ["Winter break"] and list(breaks["Days"]) == ["8"]
    assert r"**\[25\]**" in next(one.value for one in page.markdown if "August 2025" in one.value)


def test_a_school_without_a_year_is_told_what_that_means(look: Callable[..., AppTest]) -> None:
    page = look("D1", PAGE)
    assert page.info[0].value == calendar_year.NO_YEAR


@pytest.mark.parametrize(
    ("fill", "words"),
    [({"calendar_label": " "}, "Say why"), ({}, "Say why")],
)
def test_a_day_without_a_reason_cannot_be_previewed(look: Callable[..., AppTest], path: Path, fill: dict[str, str], words: str) -> None:
    page = look("D1", PAGE, store_path=path)
    for key, value in fill.items():
        page.text_input(key=key).set_value(value).run()
    assert any(words in one.value for one in page.caption) and page.button(key="calendar_preview").disabled
