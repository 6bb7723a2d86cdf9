"""The schema is the data dictionary: whatever a store holds says what it means."""

from collections.abc import Iterator

import duckdb
import pytest

from analytics import store

INPUTS = ("score", "intervention", "intervention_session", "goal", "phase_change", "staff_assignment", "setting", "calendar_day")
WORD = r"^[a-z][a-z0-9_]*$"


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = store.open_store(":memory:")
    yield con
    con.close()


def names(con: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [name for (name,) in con.cursor().execute(query).fetchall()]


def test_each_table_says_what_a_row_is_and_what_its_key_is(con: duckdb.DuckDBPyConnection) -> None:
    silent = "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND (comment IS NULL OR comment NOT LIKE '%Key%:%')"
    assert names(con, silent) == []


def test_each_column_of_a_table_says_what_it_means(con: duckdb.DuckDBPyConnection) -> None:
    silent = """
        SELECT table_name || '.' || column_name FROM duckdb_columns()
        WHERE table_name IN (SELECT table_name FROM duckdb_tables() WHERE NOT internal) AND coalesce(length(comment), 0) < 5"""
    assert names(con, silent) == []


def test_each_view_says_what_it_shows(con: duckdb.DuckDBPyConnection) -> None:
    assert names(con, "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL") == []


def test_tables_and_columns_are_named_in_plain_lower_case(con: duckdb.DuckDBPyConnection) -> None:
    odd = f"""
        SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE NOT internal
        AND NOT (regexp_matches(table_name, '{WORD}') AND regexp_matches(column_name, '{WORD}'))"""
    assert names(con, odd) == []


def test_a_share_or_probability_is_a_double_and_a_day_is_a_date(con: duckdb.DuckDBPyConnection) -> None:
    wrong = """
        SELECT table_name || '.' || column_name || ' ' || data_type FROM duckdb_columns() WHERE NOT internal AND (
            (column_name LIKE '%\\_on' ESCAPE '\\' AND data_type NOT IN ('DATE'))
            OR (column_name LIKE '%\\_at' ESCAPE '\\' AND data_type NOT LIKE 'TIMESTAMP%')
            OR data_type LIKE 'DECIMAL%' OR data_type = 'FLOAT')"""
    assert names(con, wrong) == []


@pytest.mark.parametrize("table", INPUTS)
def test_an_input_of_a_verdict_tells_when_it_was_known(con: duckdb.DuckDBPyConnection, table: str) -> None:
    columns = names(con, f"SELECT column_name FROM duckdb_columns() WHERE table_name = '{table}'")
    assert {"recorded_at", "retracted_at"} <= set(columns)


def test_refreshed_tables_have_no_foreign_keys(con: duckdb.DuckDBPyConnection) -> None:
    assert names(con, "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'") == []


def test_every_threshold_and_reference_row_names_its_source(con: duckdb.DuckDBPyConnection) -> None:
    sourced = names(con, "SELECT table_name FROM duckdb_columns() WHERE column_name = 'source' AND NOT internal")
    for table in sourced:
        empty = con.cursor().execute(f"SELECT count(*) FROM {table} WHERE length(trim(coalesce(source, ''))) < 5").fetchall()
        assert empty == [(0,)], table
