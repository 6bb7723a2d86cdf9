"""An import says which verdicts it changed, in its report, on the page, and to whoever may see the plans."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from conftest import TODAY
from streamlit.testing.v1 import AppTest

from analytics import intake, store
from analytics.caseload import imports
from analytics.intake import drop, load_pending, wait_for_report
from analytics.intake.verdict_moves import Move, moved, sentence

LEAP = "series_id,observed_on,value\nS1-orf,2026-03-02,75\n"
CLOSED = [date(2025, 11, 3) + timedelta(days=day) for day in range(118)]
CALENDAR = "school_id,on_date,is_school_day,label\n" + "\n".join(f"*,{day},false,Closed" for day in CLOSED)


@pytest.fixture
def own(tmp_path: Path, small_store_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the small store that an import may change."""
    con = store.open_store(shutil.copyfile(small_store_path, tmp_path / "own.duckdb"))
    yield con
    con.close()


def verdicts(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(con.cursor().execute("SELECT plan_id, verdict FROM verdict_on(?)", [TODAY]).fetchall())


@pytest.mark.parametrize(("name", "content"), [("score.csv", LEAP), ("calendar_day.csv", CALENDAR)], ids=["one series", "all plans"])
def test_what_moved_is_what_differs_before_and_after(own: duckdb.DuckDBPyConnection, tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    before = verdicts(own)
    report = intake.import_paths(own, [tmp_path / name])[-1]
    after = verdicts(own)
    assert {(move.plan_id, move.before, move.after) for move in report.moves} == {
        (plan_id, before[plan_id], after[plan_id]) for plan_id in before if before[plan_id] != after[plan_id]
    }
    assert report.moves and report.message.endswith(sentence(report.moves))
    again = intake.import_paths(own, [tmp_path / name])[-1]
    assert again.moves == ()


def test_a_file_that_changes_no_verdict_says_so_and_one_of_no_plan_says_nothing(own: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "score.csv").write_text("series_id,observed_on,value\nS1-orf,2026-02-23,42\n")
    assert intake.import_paths(own, [tmp_path / "score.csv"])[-1].message.endswith("1 new. No verdict changed.")
    (tmp_path / "staff.csv").write_text("staff_id,name\nT7,Tia Teacher\n")
    assert "verdict" not in intake.import_paths(own, [tmp_path / "staff.csv"])[-1].message


def test_the_report_of_the_inbox_brings_the_changes_along(own: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "score.csv").write_text(LEAP)
    job = drop(tmp_path / "inbox", [tmp_path / "score.csv"])
    load_pending(own, tmp_path / "inbox")
    (report,) = wait_for_report(job, timeout_seconds=5)
    assert {move.plan_id for move in report.moves} and "verdict" in report.message


def test_the_page_counts_the_changes_and_lists_the_plans(look: Callable[..., AppTest], small_store_path: Path, tmp_path: Path) -> None:
    page = look("D1", "views/import_page.py", store_path=Path(shutil.copyfile(small_store_path, tmp_path / "page.duckdb")))
    page.file_uploader[0].set_value(("score.csv", LEAP.encode(), "text/csv")).run()
    assert not page.subheader, "a preview changes none"
    page.button(key="import_now").click().run()
    assert not page.exception
    assert page.subheader[0].value.endswith("changed")
    counts, plans = page.table[0].value, page.dataframe[-1].value
    assert counts["Plans"].astype(int).sum() == len(plans)
    assert plans["Student"].iloc[0] == "Ana Alvarez" and plans["From"].iloc[0] == "▼ ineffective"


def test_plans_of_others_stay_out_of_the_list(small_store: duckdb.DuckDBPyConnection) -> None:
    seen = {
        who: [row["plan_id"] for row in imports.moved_plans(small_store, who, TODAY, ["I1", "G6"], 10)] for who in ("D1", "T1", "T2", "x")
    }
    assert seen == {"D1": ["I1", "G6"], "T1": ["I1"], "T2": ["G6"], "x": []}
    assert imports.moved_plans(small_store, "D1", TODAY, ["I1", "G6"], 1)[0]["found"] == 2


def test_the_sentence_names_the_most_frequent_changes_first() -> None:
    before = {f"p{n}": "too early" for n in range(4)} | {"gone": "effective"}
    after = {"p0": "effective", "p1": "effective", "p2": "ineffective", "p3": "too early", "new": "too early"}
    moves = moved(before, after)
    assert moves[0] == Move("p0", "too early", "effective") and len(moves) == 3, "new and withdrawn plans have not moved"
    assert sentence(moves) == "3 verdicts changed: 2 too early → effective, 1 too early → ineffective."
    assert sentence(moves[:1]) == "1 verdict changed: 1 too early → effective."
    many = [Move(str(n), "too early", f"kind {n}") for n in range(9)]
    assert sentence(many).endswith("1 too early → kind 5 and 3 others.")
