"""The command line as scripts meet it: exit codes, messages on standard error, and commands beside a store that is held."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from analytics.commands.import_files import MappingRefused, read_mapping
from analytics.store.presence import inbox_of


def test_every_command_has_an_example_in_its_help(program):
    for command in ("statistics", "verdicts", "demo", "serve", "import", "check", "digest", "calibration", "refit-priors"):
        shown = program("aimline", command, "--help")
        assert shown.returncode == 0
        assert f"Example: aimline {command}" in " ".join(shown.stdout.split()), command


def test_exit_codes_tell_refusal_from_wrong_usage(program, tmp_path):
    refused = program("aimline", "check", "--store", tmp_path / "none.duckdb")
    assert refused.returncode == 1 and "does not exist" in refused.stderr and "Traceback" not in refused.stderr
    assert program("aimline", "verdicts").returncode == 2
    assert program("aimline", "nonsense").returncode == 2
    unreadable = program("aimline", "import", "scores.csv", "--store", tmp_path / "none.duckdb", "--map", "student")
    assert unreadable.returncode == 2 and "student=COLUMN" in unreadable.stderr
    assert not (tmp_path / "none.duckdb").exists()


def test_a_store_of_real_children_opens_for_a_named_viewer_only(program, tmp_path):
    from analytics.store import open_store

    con = open_store(tmp_path / "s.duckdb")
    con.execute("INSERT INTO staff (staff_id, name) VALUES ('t', 'T')")
    con.close()
    nobody = program("aimline", "serve", "--store", tmp_path / "s.duckdb", "--no-browser")
    assert nobody.returncode == 1 and "--viewer" in nobody.stderr
    stranger = program("aimline", "serve", "--store", tmp_path / "s.duckdb", "--viewer", "x", "--no-browser")
    assert stranger.returncode == 1 and "no member of staff x" in stranger.stderr


@pytest.fixture
def held_store(tmp_path):
    """A store held by another process that answers its inbox, as the dashboard does."""
    path = tmp_path / "held.duckdb"
    code = (
        "import sys, time; from pathlib import Path; from analytics.store import open_store; from analytics.commands.serve "
        "import serve_background; "
        "con = open_store(sys.argv[1]); serve_background(con, Path(sys.argv[1])); print('ready', flush=True); time.sleep(120)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline().strip() == "ready"
    yield path
    process.kill()
    process.wait()


def test_commands_work_while_the_dashboard_holds_the_store(program, held_store, tmp_path):
    with pytest.raises(duckdb.IOException):
        duckdb.connect(str(held_store), read_only=True)
    school = tmp_path / "school.csv"
    school.write_text("school_id,name,district\ns1,Oak,Demo\n", encoding="utf-8")
    imported = program("aimline", "import", school, "--store", held_store)
    assert imported.returncode == 0, imported.stderr
    assert program("aimline", "check", "--store", held_store).returncode == 0
    began = time.monotonic()
    assert program("aimline", "verdicts", "--store", held_store, "--format", "csv").returncode == 0
    assert time.monotonic() - began < 30


def test_several_commands_read_at_once_beside_the_dashboard_and_leave_no_copy_behind(held_store):
    aimline = str(Path(sys.executable).parent / "aimline")
    commands = [["verdicts", "--format", "csv"]] * 4 + [["calibration", "--months", "1"]]
    running = [
        subprocess.Popen([aimline, *command, "--store", str(held_store)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for command in commands
    ]
    ended = [(*process.communicate(timeout=240), process.returncode) for process in running]
    assert [(code, errors) for _, errors, code in ended if code] == []
    assert all(printed.startswith("plan_id,") for printed, _, _ in ended[:4])
    assert [path.name for path in held_store.parent.iterdir() if "snapshot" in path.name] == []
    assert list(inbox_of(held_store).iterdir()) == []


def test_a_copy_that_cannot_be_made_is_said_at_once(held_store):
    os.mkdir(f"{held_store}.snapshot.full.partial")  # stands in the way as a full disk would
    request = inbox_of(held_store) / "full.snapshot"
    request.touch()
    ends = time.monotonic() + 20
    while request.exists() and time.monotonic() < ends:
        time.sleep(0.05)
    assert not request.exists(), "the command would wait until it gives up"


def test_a_mapping_that_cannot_be_read_says_where():
    assert read_mapping("student=ID,measure==orf") == {"student": "ID", "measure": "=orf"}
    with pytest.raises(MappingRefused, match="date"):
        read_mapping("student=ID,date")


def test_a_past_day_leaves_out_the_plans_that_had_not_begun_and_says_how_many(program, tmp_path):
    from analytics import pipeline
    from analytics.store import open_store

    con = open_store(tmp_path / "s.duckdb")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('a', 'Ana', 'B')")
    con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES ('x', 'a', 'orf', '3')")
    for plan, start in (("early", "2025-09-15"), ("late", "2026-01-12")):
        con.execute(
            "INSERT INTO goal (goal_id, series_id, statement, baseline, target, start_on, due_on, effective_on) "
            "VALUES (?, 'x', 'Read', 40, 85, ?, '2026-06-01', ?)",
            [plan, start, start],
        )
    pipeline.analyse(con)
    con.close()
    past, now = (
        program("aimline", "verdicts", "--store", tmp_path / "s.duckdb", "--format", "csv", *more)
        for more in (("--as-of", "2025-12-01"), ("--as-of", "2026-02-01"))
    )
    assert [line.split(",")[0] for line in past.stdout.splitlines()] == ["plan_id", "early"]
    assert past.stderr == "1 plan is left out: not begun, or not yet recorded, on 2025-12-01.\n"
    assert len(now.stdout.splitlines()) == 3 and now.stderr == ""


def test_a_plans_day_before_all_of_them_says_that_they_were_not_known(program, tmp_path):
    from analytics import pipeline
    from analytics.store import open_store

    con = open_store(tmp_path / "s.duckdb")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('a', 'Ana', 'B')")
    con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES ('x', 'a', 'orf', '3')")
    con.execute(
        "INSERT INTO goal (goal_id, series_id, statement, baseline, target, start_on, due_on, effective_on) "
        "VALUES ('g', 'x', 'Read', 40, 85, '2025-09-15', '2026-06-01', '2025-09-15')"
    )
    pipeline.analyse(con)
    con.close()
    long_ago = program("aimline", "verdicts", "--store", tmp_path / "s.duckdb", "--as-of", "1800-01-01")
    assert "1 plan is left out" in long_ago.stderr
    assert "On that day none of the plans" in long_ago.stdout and "no plans in this store" not in long_ago.stdout


def test_verdicts_that_leave_as_a_file_are_noted_in_the_access_log(program, tmp_path):
    from analytics import pipeline
    from analytics.store import access_log, open_store

    store = tmp_path / "s.duckdb"
    con = open_store(store)
    for student in ("a", "b"):
        con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES (?, 'Ana', 'B')", [student])
        con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES (?, ?, 'orf', '3')", [f"x-{student}", student])
        con.execute(
            "INSERT INTO goal (goal_id, series_id, statement, baseline, target, start_on, due_on, effective_on) "
            "VALUES (?, ?, 'Read', 40, 85, '2025-09-15', '2026-06-01', '2025-09-15')",
            [f"g-{student}", f"x-{student}"],
        )
    pipeline.analyse(con)
    con.close()
    assert program("aimline", "verdicts", "--store", store).returncode == 0
    assert access_log.entries(store) == []
    assert program("aimline", "verdicts", "--store", store, "-o", tmp_path / "v.csv").returncode == 0
    assert program("aimline", "verdicts", "--store", store, "--format", "csv").returncode == 0
    noted = access_log.entries(store)
    assert [entry["student_id"] for entry in noted] == ["a", "b", "a", "b"]
    assert {entry["purpose"] for entry in noted} == {"export of verdicts"}
    assert all(entry["staff_id"].startswith("command line") for entry in noted)


def test_a_first_import_that_fails_leaves_no_store_behind(program, tmp_path):
    store, wrong = tmp_path / "new.duckdb", tmp_path / "wrong.csv"
    wrong.write_text("what,is,this\n1,2,3\n", encoding="utf-8")
    assert program("aimline", "import", wrong, "--store", store).returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["wrong.csv"]


@pytest.mark.parametrize(
    ("error", "said_first"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "scores.csv"), "scores.csv: No space left on device. Nothing was stored."),
        # What DuckDB says where the disk fills up while it commits: a fault of the disk, not of Aimline.
        (
            duckdb.TransactionException('Failed to commit: Could not write file "s.duckdb.wal": No space left on device'),
            'Failed to commit: Could not write file "s.duckdb.wal": No space left on device. Nothing was stored.',
        ),
    ],
)
def test_what_the_computer_refuses_is_a_sentence(monkeypatch, capsys, error, said_first):
    from analytics import cli

    def full() -> None:
        raise error

    monkeypatch.setattr(cli, "app", full)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr().err
    assert ended.value.code == 1 and said.startswith(said_first) and "Traceback" not in said and "report" not in said


def test_an_inbox_that_a_dashboard_left_is_not_taken_for_a_dashboard(program, tmp_path):
    """A store that another program holds, or of a newer Aimline: neither may wait for a dashboard that ended, nor leave files there."""
    from analytics.store import open_store

    store, school = tmp_path / "s.duckdb", tmp_path / "school.csv"
    school.write_text("school_id,name,district\ns1,Oak,Demo\n", encoding="utf-8")
    inbox_of(store).mkdir()
    con = open_store(store)
    for command in (["import", school], ["verdicts"]):
        held = program("aimline", *command, "--store", store)
        assert held.returncode == 1 and "open in another program: the dashboard" in held.stderr
    con.execute("UPDATE store_info SET value = '999' WHERE name = 'schema_version'")
    con.close()
    for command in (["import", school], ["verdicts"]):
        newer = program("aimline", *command, "--store", store)
        assert newer.returncode == 1 and "written by a newer Aimline" in newer.stderr
    assert list(inbox_of(store).iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files stands for a full disk")
def test_a_drop_that_does_not_fit_leaves_nothing_in_the_inbox(held_store, tmp_path):
    school = tmp_path / "school.csv"
    school.write_text("school_id,name,district\n" + "s1,Oak,Demo\n" * 200_000, encoding="utf-8")
    aimline = Path(sys.executable).parent / "aimline"
    limited = f"ulimit -f 1000; trap '' XFSZ; exec {aimline} import {school} --store {held_store}"
    done = subprocess.run(["sh", "-c", limited], capture_output=True, text=True, timeout=240)
    assert done.returncode == 1 and "File too large" in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert list(inbox_of(held_store).iterdir()) == []
