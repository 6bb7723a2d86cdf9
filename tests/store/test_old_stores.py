"""A store of each earlier version: opened by today's program it has today's tables, keeps what people entered, and can be analysed."""

from pathlib import Path

import duckdb
import pytest

from analytics import pipeline
from analytics.store import open_store

OLD = Path(__file__).parent / "old"
COLUMNS = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"


@pytest.fixture(params=sorted(path.name for path in OLD.glob("*.sql")))
def old_store(request, tmp_path):
    path = tmp_path / "s.duckdb"
    con = duckdb.connect(str(path))
    con.execute((OLD / request.param).read_text(encoding="utf-8"))
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('1', 'Ada', 'Test')")
    con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES ('x', '1', 'orf', '3')")
    con.execute(
        "INSERT INTO intervention (intervention_id, series_id, kind, programme, target, start_on, due_on) "
        "VALUES ('i', 'x', 'instruction', 'P', 60, DATE '2025-09-15', DATE '2026-03-15')"
    )
    con.execute(
        "INSERT INTO score (series_id, observed_on, form, value, absent, origin) "
        "SELECT 'x', DATE '2025-09-08' + INTERVAL (7 * n) DAY, '', 40 + n, false, 'imported' FROM range(12) r(n)"
    )
    con.close()
    return path


def test_it_gets_the_tables_of_a_new_store(old_store):
    opened, new = open_store(old_store), open_store(":memory:")
    assert opened.execute(COLUMNS).fetchall() == new.execute(COLUMNS).fetchall()


def test_a_store_of_the_last_version_means_by_its_columns_what_a_new_one_does(tmp_path):
    """Comments are part of the data dictionary. Older stores were made without them."""
    path = tmp_path / "s.duckdb"
    con = duckdb.connect(str(path))
    con.execute((OLD / "store_3.sql").read_text(encoding="utf-8"))
    con.execute(
        "INSERT INTO process_event (event_id, student_id, event, happened_on) VALUES ('e', '1', 'transferred_in', DATE '2025-09-01')"
    )
    con.close()
    opened, new = open_store(path), open_store(":memory:")
    for query in ("FROM duckdb_tables() WHERE NOT internal", "FROM duckdb_columns() WHERE NOT internal"):
        told = f"SELECT table_name, comment{', column_name' if 'columns' in query else ''} {query} ORDER BY ALL"
        assert opened.execute(told).fetchall() == new.execute(told).fetchall()
    for table in ("event_kind", "event_code", "event_rule", "clock_rule", "next_word"):
        assert opened.execute(f"FROM {table} ORDER BY ALL").fetchall() == new.execute(f"FROM {table} ORDER BY ALL").fetchall(), table
    assert opened.execute("SELECT event_id, last_iep_on FROM process_event_now").fetchall() == [("e", None)]


def test_it_keeps_its_scores_and_is_judged(old_store):
    con = open_store(old_store)
    assert con.execute("SELECT count(*) FROM score").fetchall() == [(12,)]
    assert pipeline.bring_up_to_date(con)
    assert con.execute("SELECT n_scores, verdict IS NOT NULL FROM intervention_verdict").fetchall() == [(11, True)]
    con.close()
    again = open_store(old_store)
    assert not pipeline.bring_up_to_date(again)
    assert again.execute("SELECT count(*) FROM intervention_verdict").fetchall() == [(1,)]


def test_results_of_another_shape_are_made_anew(tmp_path):
    path = tmp_path / "s.duckdb"
    con = open_store(path)
    con.execute("ALTER TABLE growth DROP COLUMN roi_se")
    con.execute("UPDATE store_info SET value = 'another program' WHERE name = 'results'")
    con.close()
    con = open_store(path)
    assert con.execute(COLUMNS).fetchall() == open_store(":memory:").execute(COLUMNS).fetchall()
    assert pipeline.bring_up_to_date(con)
