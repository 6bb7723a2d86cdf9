"""A refit says what it borrows and which verdicts move before anything is stored, and leaves no trace where it is declined."""

from datetime import date

import pytest

from analytics import pipeline, store
from analytics.commands.refit_priors import refit
from sample_data.goal_districts import Condition, students


@pytest.fixture
def path(tmp_path):
    """A store with one finished year of forty students, judged with published priors."""
    file = tmp_path / "s.duckdb"
    con = store.open_store(file)
    year = students(Condition(), 40, date(2024, 8, 26), 1)
    con.register("goals", year.goals)
    con.register("scores", year.scores)
    con.execute("INSERT INTO student (student_id, first_name, last_name) SELECT series_id, 'a', 'b' FROM goals")
    con.execute(
        "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) "
        "SELECT series_id, series_id, 'orf', '5', 1 FROM goals"
    )
    con.execute("INSERT INTO score (series_id, observed_on, value, origin) SELECT series_id, observed_on, value, 'imported' FROM scores")
    con.execute(
        "INSERT INTO goal (goal_id, series_id, statement, target, start_on, due_on, effective_on) "
        "SELECT series_id, series_id, 'g', target, start_on, due_on + 60, start_on FROM goals"
    )
    con.unregister("goals")
    con.unregister("scores")
    pipeline.analyse(con)
    con.close()
    return file


def stored(path):
    con = store.open_store(path)
    found = (
        con.execute("SELECT DISTINCT prior_version FROM prior ORDER BY 1").fetchall(),
        con.execute("FROM goal_verdict ORDER BY 1").fetchall(),
    )
    con.close()
    return found


def test_what_moves_is_said_before_it_is_stored(path):
    before = stored(path)
    con, seen = store.open_store(path), []
    found = refit(con, agree=lambda told: bool(seen.append(told)))
    con.close()
    assert seen == [found] and found.moved and "fitted on 40 series" in found.borrowed[0]
    assert stored(path) == before
    con = store.open_store(path)
    assert refit(con, agree=lambda told: True) == found
    after = dict(con.execute("SELECT plan_id, verdict FROM goal_verdict").fetchall())
    con.close()
    assert [after[verdict.plan_id] for verdict in found.moved] == [verdict.after for verdict in found.moved]
    assert len(stored(path)[0]) == 2


def test_the_command_asks_and_takes_no_for_an_answer(program, path):
    before = stored(path)
    asked = program("aimline", "refit-priors", "--store", path)
    assert asked.returncode == 1 and "verdicts move" in asked.stdout, "nobody is there to say yes"
    assert stored(path) == before
    done = program("aimline", "refit-priors", "--store", path, "--yes")
    assert done.returncode == 0 and "Oral reading fluency, grade 5: fitted on 40 series" in done.stdout
    assert len(stored(path)[0]) == 2
