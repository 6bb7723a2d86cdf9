"""Today, the digest on the page and the digest for a mail count the same time limits, for every role of the sample district."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import clock_dismissal, store
from analytics.commands.demo import make_demo_store
from analytics.commands.digest import digest_text
from analytics.process import board, clocks
from analytics.process.board import Wanted
from dashboard import reads
from dashboard.components import clock_card, clock_cards

ROLES = ("teacher", "interventionist", "case_manager", "principal", "district")
ORDER = {"overdue": 1, "due soon": 2, "asked": 3, "running": 4, "not yet known": 5}
BOARD = "views/process.py"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("district") / "district.duckdb"
    make_demo_store(path)
    return path


def somebody(path: Path, role: str) -> str:
    """Who of this role has the most overdue."""
    con = reads._opened(str(path))
    day = store.today(con)
    who = [row[0] for row in con.execute("SELECT DISTINCT staff_id FROM staff_assignment WHERE role = ? ORDER BY 1", [role]).fetchall()]
    return max(who, key=lambda one: sum(row["overdue"] for row in board.urgent(con, one, day, False, 1)))


def said(app: AppTest, before: str) -> str:
    """What a heading says after these words; empty where there is none."""
    return next((one.value.removeprefix(before) for one in app.subheader if one.value.startswith(before)), "")


def to_the_digest(app: AppTest) -> AppTest:
    """Presses the button under the list. A test without a browser has to turn the page itself."""
    app.button(key="due_all").click().run()
    return app.switch_page(BOARD).run()


@pytest.mark.parametrize("role", ROLES)
def test_today_and_digest_count_the_same(look: Callable[..., AppTest], district: Path, role: str) -> None:
    staff_id = somebody(district, role)
    today = look(staff_id, store_path=district)
    counted = said(today, "Due by law: ")
    assert "overdue" in counted and "of " in counted and "student" in counted, "what is counted is said"
    digest = to_the_digest(today)
    assert not digest.exception and said(digest, "In the digest: ") == counted


@pytest.mark.parametrize("role", ROLES)
def test_the_reads_agree_and_each_student_has_one_line(district: Path, role: str) -> None:
    con, staff_id = reads._opened(str(district)), somebody(district, role)
    day = store.today(con)
    pressing = board.listed(con, staff_id, day, Wanted(standings=board.DUE), most=10_000)
    urgent = board.urgent(con, staff_id, day, False, 10_000)
    counts = board.counts(con, staff_id, day, Wanted())
    assert len(pressing) == urgent[0]["found"] == sum(row["clocks"] for row in urgent)
    assert len(pressing) == sum(row["clocks"] for row in counts if row["standing"] in board.DUE)
    assert {(row["overdue"], row["students"]) for row in pressing} == {(urgent[0]["overdue"], len(urgent))}
    assert len({row["student_id"] for row in urgent}) == len(urgent)
    shown = {(row["student_id"], row["clock"], row["round"], row["standing"], row["days_left"]) for row in urgent}
    assert shown <= {(row["student_id"], row["clock"], row["round"], row["standing"], row["days_left"]) for row in pressing}
    assert f"Overdue: {urgent[0]['overdue']} time limit" in digest_text(pressing, "due soon")


def test_a_report_of_a_period_stands_after_what_else_is_overdue(district: Path) -> None:
    con = reads._opened(str(district))
    day = store.today(con)
    rows = board.urgent(con, somebody(district, "district"), day, False, 10_000)
    late = [row["clock"] == "progress_report" for row in rows if row["standing"] == "overdue"]
    assert late == sorted(late) and True in late and False in late
    pressing = board.listed(con, somebody(district, "district"), day, Wanted(standings=board.DUE), most=10_000)
    first: dict[str, tuple[object, ...]] = {}
    for row in pressing:
        first.setdefault(row["student_id"], (row["standing"], row["clock"] == "progress_report", row["due_on"]))
    assert list(first.values()) == [(row["standing"], row["clock"] == "progress_report", row["due_on"]) for row in rows], "as on Today"
    other = "SELECT count(*) FROM clock_on(?) WHERE student_id = ? AND standing = 'overdue' AND clock <> 'progress_report'"
    for row in rows:
        if row["standing"] == "overdue" and row["clock"] == "progress_report":
            assert con.execute(other, [day, row["student_id"]]).fetchall()[0][0] == 0


def test_what_is_put_aside_is_told_beside_the_count(look: Callable[..., AppTest], district: Path) -> None:
    con, staff_id = reads._opened(str(district)), somebody(district, "case_manager")
    row = board.listed(con, staff_id, store.today(con), Wanted(standings=board.DUE), most=1)[0]
    clock_dismissal.dismiss(
        con, staff_id=staff_id, student_id=row["student_id"], clock=row["clock"], due_on=row["due_on"], reason="Settled by letter"
    )
    app = look(staff_id, store_path=district)
    assert said(app, "Due by law: ") == clock_cards.pressing(row), "Today still counts it"
    assert said(to_the_digest(app), "In the digest: ").endswith("; 1 more put aside by you")


def test_an_open_request_stands_before_what_runs_and_after_what_presses(district: Path) -> None:
    con = reads._opened(str(district))
    day, who = store.today(con), somebody(district, "district")
    waiting = con.execute(
        "SELECT DISTINCT student_id FROM clock_on(?) WHERE is_open AND due_on IS NULL AND length IS NULL", [day]
    ).fetchall()
    assert waiting
    for (student_id,) in waiting:
        rows = [row for row in clocks.clocks_of_student(con, who, day, student_id) if row["is_open"]]
        places = [ORDER[row["standing"]] if row["due_on"] or row["length"] else ORDER["asked"] for row in rows]
        assert places == sorted(places)
    late = con.execute("SELECT student_id FROM clock_on(?) WHERE standing = 'overdue' GROUP BY ALL HAVING count(*) > 1", [day]).fetchall()
    for (student_id,) in late:
        days = [row["days_left"] for row in clocks.clocks_of_student(con, who, day, student_id) if row["standing"] == "overdue"]
        assert days == sorted(days), "the longest overdue first"


def test_every_clock_of_the_sample_explains_itself(district: Path) -> None:
    con = reads._opened(str(district))
    day, who = store.today(con), somebody(district, "district")
    students = [one for (one,) in con.execute("SELECT DISTINCT student_id FROM clock_on(?)", [day]).fetchall()]
    told = [(clock, clock_card.lines(clock)) for student in students for clock in clocks.clocks_of_student(con, who, day, student)]
    assert len(told) > 500
    for clock, lines in told:
        assert clock["rule_text"] and clock["citation"] and clock["verification_words"] and lines[0].startswith("Started by: "), clock
        assert clock["limit_on"] == clock["due_on"] or any(line.startswith(("Added", "Left out", "Extended")) for line in lines), clock
    reasons = [line for clock, lines in told if clock["late_reason_title"] for line in lines if line.startswith("Why it is late")]
    assert reasons and all("Fi E" in line and "DelayReason" in line for line in reasons)
