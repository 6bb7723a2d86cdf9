"""A command that reads a store shows the verdicts of this program, not those that another version left there."""

from analytics import pipeline, store
from analytics.commands.verdicts import found_verdicts


def test_verdicts_of_another_version_are_made_anew_and_that_is_said(tmp_path, capsys):
    path = tmp_path / "s.duckdb"
    con = store.open_store(path)
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('1', 'Ada', 'Test')")
    con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES ('x', '1', 'orf', '3')")
    con.execute(
        "INSERT INTO goal (goal_id, series_id, statement, target, criterion, start_on, due_on, effective_on) "
        "VALUES ('g', 'x', 'Goal', 60, 'end_level', DATE '2025-09-15', DATE '2026-03-15', DATE '2025-09-15')"
    )
    pipeline.analyse(con)
    con.execute("UPDATE goal_verdict SET verdict = 'on track', reason = 'by other rules'")
    con.execute("UPDATE store_info SET value = 'another version' WHERE name = 'analysis'")
    con.close()
    assert found_verdicts(path, None).rows["verdict"].tolist() != ["on track"]
    assert "made anew" in capsys.readouterr().err
    assert found_verdicts(path, None).rows["verdict"].tolist() != ["on track"]
    assert capsys.readouterr().err == ""
