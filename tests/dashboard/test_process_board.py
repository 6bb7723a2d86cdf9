"""The process board: who sees whom, what comes first, filters, explanations, files, the digest and the month."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from board_people import OVERDUE, add_events
from conftest import NAMES, TODAY, everything
from streamlit.testing.v1 import AppTest
from test_doors import OPEN, ROLES, last_name

from analytics import clock_dismissal, store
from analytics.process import board
from analytics.process.board import Wanted
from analytics.store import access_log
from dashboard import pages, reads, reads_board
from dashboard.components import process_board
from dashboard.viewer import Viewer

PAGE = "views/process.py"
IN_PROCESS = {"S1", "S2", "S3", "S4", "S5", "S6"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, small_store_path: Path) -> Path:
    path = tmp_path_factory.mktemp("board") / "board.duckdb"
    shutil.copy(small_store_path, path)
    add_events(path)
    return path


@pytest.fixture
def see(look: Callable[..., AppTest], made: Path) -> Callable[..., AppTest]:
    """Opens a page of that store: see("D1", "Table")."""

    def opened(staff_id: str, view: str | None = None, page: str = PAGE) -> AppTest:
        app = look(staff_id, page, store_path=made)
        if view:
            app.session_state["board_view"] = view
            app.run()
        assert not app.exception
        return app

    return opened


def who(staff_id: str) -> Viewer:
    return Viewer(staff_id, TODAY, staff_id, ROLES[staff_id])


def links(app: AppTest) -> list[str]:
    """The students that the page links to, in order."""
    found = [link.proto.query_string.removeprefix("student=key-") for link in app.get("page_link")]
    return [one for one in found if one]


def test_the_answer_comes_first_and_what_is_overdue_on_top(see) -> None:
    app = see("T1")
    assert app.header[0].value == "1 time limit overdue, 1 due soon, 3 running"
    assert links(app) == ["S1", "S4"], "the sections in which nothing presses are folded"
    assert "**3 Identification** · 2 students" in app.expander[2].label and "▼ 1 overdue" in app.expander[2].label
    line = next(one.value for one in app.markdown if "Evaluation" in one.value)
    assert line.startswith(":red-badge[▼ overdue] **Evaluation**, was due 18 Feb 2026: 12 days late")


@pytest.mark.parametrize("view", ["By step", "Table", "Calendar", "Digest"])
@pytest.mark.parametrize("staff_id", OPEN)
def test_no_view_names_a_student_of_others(see, staff_id: str, view: str) -> None:
    text = everything(see(staff_id, view))
    named = {student for student in NAMES if last_name(student).encode() in text}
    assert named <= OPEN[staff_id] & IN_PROCESS
    assert named or view != "Table", "everybody here has a student with a time limit"


@pytest.mark.parametrize("staff_id", OPEN)
def test_pages_with_events_name_no_student_of_others(see, staff_id: str) -> None:
    for page in pages.pages_for(ROLES[staff_id]):
        text = everything(see(staff_id, page=page.file))
        assert {student for student in NAMES if last_name(student).encode() in text} <= OPEN[staff_id], page.file


@pytest.mark.parametrize("staff_id", OPEN)
def test_every_read_gives_only_the_viewer_s_students(see, staff_id: str) -> None:
    see(staff_id)
    viewer, all_of_it = who(staff_id), Wanted()
    found = [
        reads_board.students(viewer, all_of_it, [0] * 7, [50] * 7),
        reads_board.listed(viewer, all_of_it, 50),
        reads_board.urgent(viewer, False, 50),
        reads_board.digest(viewer, all_of_it, "without", 50),
        reads_board.due_on(viewer, all_of_it, TODAY.replace(day=1), TODAY.replace(day=31), 50),
        reads_board.exported(viewer, all_of_it),
    ]
    for rows in found:
        assert {row["student_id"] for row in rows} <= OPEN[staff_id] & IN_PROCESS
    assert {row["student_id"] for row in found[0]} == OPEN[staff_id] & IN_PROCESS


@pytest.mark.parametrize(
    ("wanted", "students"),
    [
        (Wanted(), {"S1", "S2", "S3", "S4", "S5", "S6"}),
        (Wanted(standings=("overdue",)), {"S1", "S6"}),
        (Wanted(standings=("overdue", "due soon")), {"S1", "S4", "S6"}),
        (Wanted(clocks=("answer_request",)), {"S3"}),
        (Wanted(steps=(1,)), {"S2"}),
        (Wanted(school_ids=("B",)), {"S6"}),
        (Wanted(class_ids=("C1",), steps=(3,)), {"S1", "S4"}),
        (Wanted(managers=("M1",)), {"S5"}),
        (Wanted(only_mine=True), set()),
    ],
)
def test_filters_narrow(made: Path, wanted: Wanted, students: set[str]) -> None:
    con = reads._opened(str(made))
    rows = board.students(con, "D1", TODAY, wanted, [0] * 7, [50] * 7)
    assert {row["student_id"] for row in rows} == students


def test_pages_of_a_step_hold_each_student_once(made: Path) -> None:
    con = reads._opened(str(made))
    pages_of = [board.students(con, "D1", TODAY, Wanted(), [skip] * 7, [1] * 7) for skip in range(4)]
    third = [row["student_id"] for rows in pages_of for row in rows if row["of_step"] == 3]
    assert third == ["S1", "S6", "S4", "S5"], "overdue first, then by day"
    assert {row["found"] for rows in pages_of for row in rows if row["of_step"] == 3} == {4}


def test_counts_of_the_answer_are_those_of_the_clocks(made: Path) -> None:
    con = reads._opened(str(made))
    counted = sum(row["clocks"] for row in board.counts(con, "D1", TODAY, Wanted()) if row["standing"] in board.DUE)
    query = "SELECT count(*) FROM clock_on(?) WHERE standing IN ('overdue', 'due soon')"
    assert counted == con.execute(query, [TODAY]).fetchall()[0][0] == 3
    rows = board.urgent(con, "D1", TODAY, False, 1)
    assert (rows[0]["found"], rows[0]["overdue"], rows[0]["students"], len(rows)) == (3, 2, 3, 1)


def test_each_time_limit_explains_itself_with_its_law(see, made: Path) -> None:
    app = see("T1")
    next(button for button in app.button if "key-S1" in (button.key or "")).click().run()
    assert not app.exception
    said = "\n".join(one.value for one in app.markdown)
    assert "60" in said and "200" in said and "NYCRR" in said, "the rule of New York and its citation"
    assert "Started by: consent to evaluate received" in said
    noted = [entry["purpose"] for entry in access_log.entries(made) if entry["student_id"] == "S1" and entry["staff_id"] == "T1"]
    assert "time limit explained" in noted


def test_the_filters_of_the_page_stay_for_the_session(see) -> None:
    app = see("D1")
    app.session_state["board_standings"] = ["overdue"]
    app.run()
    assert set(links(app)) == {"S1", "S6"}
    app.switch_page("views/today.py").run()
    app.switch_page(PAGE).run()
    assert set(links(app)) == {"S1", "S6"}


def test_a_filter_that_leaves_nobody_says_so(see) -> None:
    app = see("M1")
    app.session_state["board_standings"] = ["overdue"]
    app.run()
    assert app.info[0].value == process_board.NO_MATCH


def test_the_table_shows_every_time_limit_and_the_file_is_noted(see, made: Path) -> None:
    app = see("D1", "Table")
    shown = app.dataframe[0].value
    assert shown["Student"].iloc[0] == "Ana Alvarez" and len(shown) == 9
    assert list(shown.columns[:4]) == ["Student", "Due", "Days left", process_board.WHY] and {"School", "Case manager"} <= set(
        shown.columns
    )
    assert not {"School", "Case manager"} & set(process_board.shown(reads_board.listed(who("D1"), Wanted(), 1)).columns), "all are the same"
    before = len(access_log.entries(made))
    rows = process_board.tabular(reads_board.exported(who("D1"), Wanted()))
    assert NAMES["S4"][0] + " " + NAMES["S4"][1] in set(rows["Student"])
    assert [one["purpose"] for one in access_log.entries(made)[before:]] == ["export of process board"] * 5


def test_the_month_tells_days_of_school_and_what_is_due(see) -> None:
    app = see("D1", "Calendar")
    grid = next(one.value for one in app.markdown if one.value.startswith("| Mon"))
    assert "**10** :orange-badge[◆ 1 due]" in grid and "**2** :blue-badge[today]" in grid
    assert links(app) == ["S4", "S1", "S6"]
    app.button(key="board_month_back").click().run()
    grid = next(one.value for one in app.markdown if one.value.startswith("| Mon"))
    assert "▼ 1 overdue" in grid and set(links(app)) == {"S1", "S6"}
    app.button(key="board_month_back").click().run()
    app.button(key="board_month_back").click().run()
    assert "Winter break" in next(one.value for one in app.markdown if one.value.startswith("| Mon"))


def test_the_calendar_file_holds_no_name(see, made: Path) -> None:
    see("D1")
    text = reads_board.feed(who("D1"), Wanted(), "http://127.0.0.1:8501/student")
    assert text.count("BEGIN:VEVENT") == 8, "one time limit has no day"
    unfolded = text.replace("\r\n ", "")
    assert "URL:http://127.0.0.1:8501/student?student=key-S1" in unfolded
    for name in (part for names in NAMES.values() for part in names):
        assert name not in unfolded
    assert access_log.entries(made)[-1]["purpose"] == "export of due dates as a calendar"


def test_an_entry_put_aside_comes_back_when_its_due_date_moves(see, made: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.duckdb"
    con = reads._opened(str(made))
    con.execute("CHECKPOINT")
    shutil.copy(made, path)
    own = store.open_store(path)

    def digest(put_aside: str) -> list[str]:
        until = TODAY.replace(day=16)
        found = board.listed(own, "T1", TODAY, Wanted(), most=50, due=(None, until), put_aside=put_aside)  # type: ignore[arg-type]
        return [row["student_id"] for row in found]

    assert digest("without") == ["S1", "S4"] and digest("only") == []
    clock_dismissal.dismiss(
        own, staff_id="T1", student_id="S1", clock="evaluation", due_on=OVERDUE, reason="Report is signed, filed on Monday"
    )
    assert digest("without") == ["S4"] and digest("only") == ["S1"]
    own.execute("UPDATE student_clock SET due_on = due_on + 7 WHERE student_id = 'S1' AND clock = 'evaluation'")
    assert digest("without") == ["S1", "S4"] and digest("only") == []
    own.close()


def test_the_digest_on_the_page_asks_why_and_brings_back(see) -> None:
    app = see("P1", "Digest")
    assert links(app) == ["S1", "S4"]
    assert app.subheader[0].value == "In the digest: 1 time limit overdue, 1 due soon, of 2 students"
    next(button for button in app.button if button.label == "Put aside").click().run()
    assert [one.label for one in app.text_input] == ["Why is this put aside? (required)"], "labels are read aloud: no backslashes"
    form = [button for button in app.button if button.label == "Put aside" and button.key and "FormSubmitter" in button.key]
    form[0].click().run()
    assert "Say in a few words" in app.error[0].value
    app.text_input[0].set_value("Meeting is <b>set</b>")
    next(button for button in app.button if button.key and "FormSubmitter" in button.key and button.label == "Put aside").click().run()
    assert "Evaluation of Ana Alvarez" in app.info[0].value
    assert any(r"Meeting is \<b\>set" in one.value for one in app.markdown)
    next(button for button in app.button if button.label == "Bring back").click().run()
    assert links(app) == ["S1", "S4"] and not any(button.label == "Bring back" for button in app.button)


def test_today_tells_what_the_law_makes_due_and_is_silent_otherwise(see, look) -> None:
    app = see("T1", page="views/today.py")
    assert app.subheader[0].value == "Due by law: 1 time limit overdue, 1 due soon, of 2 students"
    assert links(app)[:2] == ["S1", "S4"]
    assert not [one for one in see("M1", page="views/today.py").subheader if "Due by law" in one.value]
    assert not [one for one in look("T1").subheader if "Due by law" in one.value], "a store without events"


def test_a_board_without_students_teaches_how_it_fills(look) -> None:
    app = look("T1", PAGE)
    assert app.header[0].value == "No time limit runs" and app.info[0].value == process_board.NOBODY


def test_a_name_that_holds_markup_is_shown_as_typed(see) -> None:
    text = everything(see("T1")).decode(errors="replace")
    assert "<b>bold</b>" not in text and r"\<b\>bold\<\/b\>" in text
