"""Results are written where nothing is lost, whole or not at all."""

import os
from pathlib import Path

import pytest

from analytics.store import open_store
from analytics.store.output_file import OutputRefused, check_output, output_file
from analytics.store.presence import inbox_of

SERIES = "dataset,case,phase,session_number,outcome,direction,metric\n" + "".join(
    f"d,c,{phase},{number},{outcome},increase,count\n"
    for number, (phase, outcome) in enumerate([("A", 3), ("A", 4), ("A", 2), ("B", 6), ("B", 7), ("B", 8)], start=1)
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An empty store with what lies beside one that is in use."""
    path = tmp_path / "v.duckdb"
    open_store(path).close()
    inbox_of(path).mkdir()
    Path(f"{path}.access.jsonl").write_text("{}\n", encoding="utf-8")
    return path


def test_the_store_and_what_lies_beside_it_are_never_written_over(program, store):
    beside = [store, inbox_of(store) / "rows.csv", Path(f"{store}.access.jsonl"), Path(f"{store}.wal")]
    link = store.with_name("link.csv")
    link.symlink_to(store)
    for out in [*beside, link]:
        with pytest.raises(OutputRefused, match="Choose another place"):
            check_output(out, store=store)
    before = store.read_bytes()
    for command in (("verdicts",), ("calibration", "--months", "1")):
        done = program("aimline", *command, "--store", store, "-o", store)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
        assert "Choose another place" in done.stderr
    assert store.read_bytes() == before


def test_an_input_is_never_written_over(program, tmp_path):
    series, goals = tmp_path / "s.csv", tmp_path / "g.csv"
    series.write_text(SERIES, encoding="utf-8")
    goals.write_text("dataset,case,goal\nd,c,9\n", encoding="utf-8")
    for out in (series, goals):
        done = program("aimline", "statistics", series, "--goals", goals, "-o", out)
        assert done.returncode == 1 and "one of the files to be read" in done.stderr
    done = program("aimline", "statistics", "--groups", series, "-o", series)
    assert done.returncode == 1 and "one of the files to be read" in done.stderr
    assert series.read_text(encoding="utf-8") == SERIES


def test_another_database_and_a_folder_are_refused(program, store, tmp_path):
    other = tmp_path / "other.duckdb"
    open_store(other).close()
    series = tmp_path / "s.csv"
    series.write_text(SERIES, encoding="utf-8")
    for command in (("verdicts", "--store", store), ("calibration", "--store", store), ("statistics", series)):
        done = program("aimline", *command, "-o", tmp_path)
        assert done.returncode == 1 and "is a folder" in done.stderr and "Traceback" not in done.stderr, done.stderr
    for out, words in ((other, "is a database"), (tmp_path, "is a folder"), (tmp_path / "none" / "o.csv", "folder")):
        with pytest.raises(OutputRefused, match=words):
            check_output(out)


def test_a_failed_write_leaves_what_was_there(tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("before", encoding="utf-8")
    with pytest.raises(ValueError), output_file(out) as place:
        place.write_text("half", encoding="utf-8")
        raise ValueError
    assert out.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_written_file_keeps_its_rights_and_a_link_stays_a_link(tmp_path):
    out, link = tmp_path / "out.csv", tmp_path / "link.csv"
    out.write_text("before", encoding="utf-8")
    out.chmod(0o640)
    link.symlink_to(out)
    with output_file(link) as place:
        place.write_text("after", encoding="utf-8")
    assert link.is_symlink() and out.read_text(encoding="utf-8") == "after"
    assert out.stat().st_mode & 0o777 == 0o640
    with output_file(Path(os.devnull)) as place:
        place.write_text("gone", encoding="utf-8")
    assert not Path(os.devnull).is_file()


def test_a_hard_link_to_an_input_counts_as_the_input(tmp_path):
    given, other = tmp_path / "in.csv", tmp_path / "same.csv"
    given.write_text("x", encoding="utf-8")
    os.link(given, other)
    with pytest.raises(OutputRefused, match="one of the files"):
        check_output(other, reads=(None, given))
