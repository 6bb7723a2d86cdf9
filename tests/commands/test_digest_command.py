"""aimline digest: what is due without a name, for those whom its reader may see; beside a running dashboard; refusals."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from analytics import pipeline, store
from analytics.process import icalendar
from analytics.store import access_log

DASHBOARD_TESTS = Path(__file__).parent.parent / "dashboard"
Program = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("digest") / "school.duckdb"
    make = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; import conftest, board_people; "
        "from analytics import pipeline, store; con = store.open_store(sys.argv[2]); conftest.fill(con); pipeline.analyse(con); "
        "con.close(); "
        "board_people.add_events(Path(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", make, str(DASHBOARD_TESTS), str(path)], check=True, cwd=DASHBOARD_TESTS.parent.parent)
    return path


def names(path: Path) -> list[str]:
    con = store.open_store(path)
    found = [part for row in con.execute("SELECT first_name, last_name FROM student").fetchall() for part in row]
    con.close()
    return found


@pytest.mark.parametrize("form", ["text", "ics"])
def test_the_digest_holds_what_its_reader_may_see_and_no_name(program: Program, made: Path, tmp_path: Path, form: str) -> None:
    for staff_id, n in (("D1", 3), ("T1", 2), ("M1", 0)):
        out = tmp_path / f"{staff_id}.{form}"
        ahead = ("--days", "14") if form == "ics" else ()  # a calendar file looks a year ahead otherwise
        done = program("aimline", "digest", "--store", made, "--viewer", staff_id, "--format", form, *ahead, "-o", out)
        assert done.returncode == 0, done.stderr
        text = out.read_bytes().decode()
        assert text.count("Evaluation") == n and f"{n} time limit" in done.stdout
        assert [name for name in names(made) if name in text] == []
    assert ("Nothing is overdue" in text) == (form == "text")


def test_the_text_tells_days_and_the_code_that_the_page_shows(program: Program, made: Path) -> None:
    printed = program("aimline", "digest", "--store", made, "--viewer", "T1").stdout
    assert f"- Wed 18 Feb 2026 (12 days late): Evaluation (rule not verified) [{icalendar.opaque_key('key-S1')}]" in printed
    assert "Due soon: 1 time limit of 1 student" in printed and "(in 8 days)" in printed
    assert {entry["student_id"] for entry in access_log.entries(made) if entry["purpose"] == "digest" and entry["staff_id"] == "T1"} == {
        "S1",
        "S4",
    }


def test_days_ahead_are_chosen(program: Program, made: Path) -> None:
    assert "Due by 1 May 2026" in program("aimline", "digest", "--store", made, "--viewer", "T1", "--days", "60").stdout


def test_what_is_refused(program: Program, made: Path, tmp_path: Path) -> None:
    stranger = program("aimline", "digest", "--store", made, "--viewer", "NOBODY")
    assert stranger.returncode == 1 and "no member of staff NOBODY" in stranger.stderr and not stranger.stdout
    over = program("aimline", "digest", "--store", made, "--viewer", "T1", "-o", made)
    assert over.returncode == 1 and "store" in over.stderr
    assert program("aimline", "digest", "--store", made, "--viewer", "T1", "--format", "pdf").returncode == 2
    assert program("aimline", "digest", "--store", tmp_path / "none.duckdb", "--viewer", "T1").returncode == 1
    assert "Example: aimline digest" in program("aimline", "digest", "--help").stdout


def test_it_works_while_the_store_is_open(program: Program, made: Path, tmp_path: Path) -> None:
    from analytics.commands.serve import serve_background

    path = tmp_path / "open.duckdb"
    shutil.copy(made, path)
    con = store.open_store(path)
    pipeline.bring_up_to_date(con)
    serve_background(con, path)
    done = program("aimline", "digest", "--store", path, "--viewer", "D1")
    con.close()
    assert done.returncode == 0 and "Overdue: 2 time limits of 2 students" in done.stdout, done.stderr
