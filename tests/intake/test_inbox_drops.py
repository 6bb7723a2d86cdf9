"""The inbox: the command line leaves files, the dashboard loads each once and tells what became of it."""

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.intake import IntakeRefused, drop, load_pending, wait_for_report
from analytics.intake.inbox import REPORT, pending

Write = Callable[[str, str], Path]
Query = Callable[..., list[tuple[Any, ...]]]

SCORES = "series_id,observed_on,value\na,2025-09-08,41\na,2025-09-15,x\n"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "store.duckdb.inbox"


def test_a_drop_is_loaded_and_its_report_comes_back(con: duckdb.DuckDBPyConnection, inbox: Path, write: Write, ask: Query) -> None:
    left = drop(inbox, [write("score.csv", SCORES)])
    assert ask("SELECT count(*) FROM score") == [(0,)]
    loaded = load_pending(con, inbox)
    reports = wait_for_report(left, timeout_seconds=60)
    assert list(loaded[0].reports) == reports
    assert (reports[0].rows_added, reports[0].rows_rejected, reports[0].rejected[0].value) == (1, 1, "x")
    assert not left.exists(), "nothing of a child's record stays behind"
    assert load_pending(con, inbox) == []


def test_mapping_and_options_travel_with_the_files(con: duckdb.DuckDBPyConnection, inbox: Path, write: Write, ask: Query) -> None:
    mapping = {"student": "ID", "date": "Day", "score": "WCPM", "measure": "=orf"}
    drop(inbox, [write("sheet.csv", "ID,Day,WCPM\n001,1/2/2026,41\n")], mapping=mapping, date_format="dmy", staff_id="T1", complete=True)
    assert load_pending(con, inbox)[0].reports[0].rows_added == 1
    assert ask("SELECT observed_on::VARCHAR FROM score") == [("2026-02-01",)]
    assert ask("SELECT imported_by, is_complete FROM import WHERE file_name = 'sheet.csv'") == [("T1", True)]


def test_a_folder_and_two_files_of_one_name_can_be_dropped(con: duckdb.DuckDBPyConnection, inbox: Path, write: Write) -> None:
    folder = write("plans/score.csv", SCORES).parent
    drop(inbox, [folder])
    drop(
        inbox,
        [
            write("one/score.csv", "series_id,observed_on,value\nb,2025-09-08,50\n"),
            write("two/score.csv", "series_id,observed_on,value\nb,2025-09-15,51\n"),
        ],
    )
    assert [[report.rows_added for report in loaded.reports] for loaded in load_pending(con, inbox)] == [[1], [1, 1]]


def test_drops_are_loaded_in_the_order_in_which_they_came(con: duckdb.DuckDBPyConnection, inbox: Path, write: Write, ask: Query) -> None:
    drop(inbox, [write("one/score.csv", "series_id,observed_on,value\na,2025-09-08,41\n")])
    drop(inbox, [write("two/score.csv", "series_id,observed_on,value\na,2025-09-08,42\n")])
    assert [loaded.reports[0].rows_corrected for loaded in load_pending(con, inbox)] == [0, 1]
    assert ask("SELECT value FROM score WHERE retracted_at IS NULL") == [(42.0,)]


def test_a_refusal_comes_back_in_its_own_words(con: duckdb.DuckDBPyConnection, inbox: Path, write: Write) -> None:
    left = drop(inbox, [write("score.csv", "series_id,observd_on,value\na,2025-09-08,41\n")])
    assert load_pending(con, inbox)[0].refused
    with pytest.raises(IntakeRefused, match=r"Did you mean observed_on\?"):
        wait_for_report(left, timeout_seconds=60)
    assert pending(inbox) == []


def test_what_is_no_file_is_refused_before_it_is_copied(inbox: Path, tmp_path: Path) -> None:
    with pytest.raises(IntakeRefused, match="device or a pipe"):
        drop(inbox, [Path("/dev/zero")])
    assert not inbox.exists() or list(inbox.iterdir()) == []


def test_a_half_copied_drop_is_not_loaded(con: duckdb.DuckDBPyConnection, inbox: Path, write: Write) -> None:
    left = drop(inbox, [write("score.csv", SCORES)])
    left.rename(left.with_name(f".{left.name}"))
    assert load_pending(con, inbox) == []


def test_a_crash_before_the_report_does_not_load_twice(con: duckdb.DuckDBPyConnection, inbox: Path, write: Write, ask: Query) -> None:
    left = drop(inbox, [write("score.csv", SCORES)])
    kept = shutil.copytree(left, left.with_name(".kept"))
    load_pending(con, inbox)
    shutil.rmtree(left)
    kept.rename(left)  # as it was when the program died: committed, no report yet
    told = load_pending(con, inbox)[0].reports[0]
    assert (told.rows_added, told.rows_rejected, told.rejected[0].value) == (1, 1, "x")
    assert ask("SELECT count(*) FROM import WHERE file_name = 'score.csv'") == [(1,)]
    assert json.loads((left / REPORT).read_text())["reports"][0]["message"] == "score.csv had been loaded already."


def test_a_damaged_drop_is_told_and_not_tried_for_ever(con: duckdb.DuckDBPyConnection, inbox: Path, write: Write) -> None:
    left = drop(inbox, [write("score.csv", SCORES)])
    (left / "job.json").write_text("{", encoding="utf-8")
    assert "could not be loaded" in str(load_pending(con, inbox)[0].refused)
    assert pending(inbox) == []


def test_several_sessions_load_a_drop_once(con: duckdb.DuckDBPyConnection, inbox: Path, write: Write, ask: Query) -> None:
    drop(inbox, [write("score.csv", SCORES)])
    threads = [threading.Thread(target=load_pending, args=(con, inbox)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ask("SELECT count(*) FROM import WHERE file_name = 'score.csv'") == [(1,)]


def test_a_store_that_is_loading_does_not_hold_up_another(
    con: duckdb.DuckDBPyConnection, inbox: Path, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The watcher of one store looks every half second; what it finds there is no reason to leave another store's drop unread."""
    other, inside, go_on = tmp_path / "other.duckdb.inbox", threading.Event(), threading.Event()
    other.mkdir()
    drop(inbox, [write("score.csv", SCORES)])

    def sweep(swept: Path) -> None:
        if swept == other:
            inside.set()
            go_on.wait(60)

    monkeypatch.setattr("analytics.intake.inbox._sweep", sweep)
    watcher = threading.Thread(target=load_pending, args=(con.cursor(), other))
    watcher.start()
    assert inside.wait(60)
    loaded = load_pending(con, inbox)
    go_on.set()
    watcher.join()
    assert [told.reports[0].rows_added for told in loaded] == [1]


def test_waiting_ends_with_a_sentence_and_the_files_stay(inbox: Path, write: Write) -> None:
    left = drop(inbox, [write("score.csv", SCORES)])
    with pytest.raises(IntakeRefused, match="wait in its inbox and will be loaded"):
        wait_for_report(left, timeout_seconds=0)
    assert pending(inbox) == [left]
