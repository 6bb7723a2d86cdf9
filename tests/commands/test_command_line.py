"""The command line as scripts meet it: exit codes, messages on standard error, and commands beside a store that is held."""

import subprocess
import sys
import time

import duckdb
import pytest

from analytics.commands.import_files import MappingRefused, read_mapping


def test_every_command_has_an_example_in_its_help(program):
    for command in ("statistics", "verdicts", "demo", "serve", "import", "check", "refit-priors"):
        shown = program("aimline", command, "--help")
        assert shown.returncode == 0
        assert f"Example: aimline {command}" in " ".join(shown.stdout.split()), command


def test_exit_codes_tell_refusal_from_wrong_usage(program, tmp_path):
    refused = program("aimline", "check", "--store", tmp_path / "none.duckdb")
    assert refused.returncode == 1 and "does not exist" in refused.stderr and "Traceback" not in refused.stderr
    assert program("aimline", "verdicts").returncode == 2
    assert program("aimline", "nonsense").returncode == 2


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
