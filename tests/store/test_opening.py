"""Opening a store: what is made, what is refused, and that a refusal changes nothing."""

import duckdb
import pytest

from analytics.store import SCHEMA_VERSION, StoreRefused, open_store


def test_a_new_store_knows_its_version_and_defaults(tmp_path):
    con = open_store(tmp_path / "s.duckdb")
    assert con.execute("SELECT value FROM store_info WHERE name = 'schema_version'").fetchall() == [(str(SCHEMA_VERSION),)]
    assert con.execute("SELECT threshold['dosage_floor'] FROM threshold_now").fetchall() == [(0.8,)]


def test_opening_again_adds_nothing_and_keeps_what_people_changed(tmp_path):
    path = tmp_path / "s.duckdb"
    con = open_store(path)
    con.execute("UPDATE setting SET value = 0.7 WHERE name = 'dosage_floor'")
    before = con.execute("SELECT count(*) FROM setting").fetchall()
    con.close()
    con = open_store(path)
    assert con.execute("SELECT count(*) FROM setting").fetchall() == before
    assert con.execute("SELECT threshold['dosage_floor'] FROM threshold_now").fetchall() == [(0.7,)]


def test_a_store_of_a_newer_program_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "s.duckdb"
    open_store(path, version=SCHEMA_VERSION).close()
    con = duckdb.connect(str(path))
    con.execute("UPDATE store_info SET value = '99' WHERE name = 'schema_version'")
    con.close()
    bytes_before = path.read_bytes()
    with pytest.raises(StoreRefused, match=r"newer Aimline.*99"):
        open_store(path)
    assert path.read_bytes() == bytes_before


def test_an_older_store_is_migrated_in_order(tmp_path):
    path, migrations = tmp_path / "s.duckdb", tmp_path / "migrations"
    open_store(path).close()
    migrations.mkdir()
    number = SCHEMA_VERSION + 1
    (migrations / f"{number:04d}_colour.sql").write_text("ALTER TABLE school ADD COLUMN colour VARCHAR;", encoding="utf-8")
    con = open_store(path, migrations=migrations, version=number)
    assert con.execute("SELECT count(colour) FROM school").fetchall() == [(0,)]
    assert con.execute("SELECT value FROM store_info WHERE name = 'schema_version'").fetchall() == [(str(number),)]


def test_a_failing_migration_is_undone(tmp_path):
    path, migrations = tmp_path / "s.duckdb", tmp_path / "migrations"
    open_store(path).close()
    migrations.mkdir()
    number = SCHEMA_VERSION + 1
    (migrations / f"{number:04d}_bad.sql").write_text("ALTER TABLE school ADD COLUMN colour VARCHAR; SELECT nonsense;", encoding="utf-8")
    with pytest.raises(StoreRefused, match="undone"):
        open_store(path, migrations=migrations, version=number)
    con = open_store(path)
    assert "colour" not in [
        name for (name,) in con.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = 'school'").fetchall()
    ]


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_a_file_that_is_no_store_is_refused_by_name(tmp_path, content):
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    if content:
        with pytest.raises(StoreRefused, match=r"notes\.txt"):
            open_store(path)
        assert path.read_bytes() == content


def test_another_duckdb_file_and_a_folder_are_refused(tmp_path):
    other = tmp_path / "other.duckdb"
    con = duckdb.connect(str(other))
    con.execute("CREATE TABLE things (x INTEGER)")
    con.close()
    with pytest.raises(StoreRefused, match="not an Aimline store"):
        open_store(other)
    with pytest.raises(StoreRefused, match="folder"):
        open_store(tmp_path)
    with pytest.raises(StoreRefused, match="does not exist"):
        open_store(tmp_path / "missing" / "s.duckdb")


def test_a_store_where_nobody_may_write_is_no_broken_store(monkeypatch, tmp_path):
    def refuses(*_: object, **__: object) -> None:
        raise duckdb.IOException(f'IO Error: Cannot open file "{tmp_path}/s.duckdb": Read-only file system')

    monkeypatch.setattr(duckdb, "connect", refuses)
    with pytest.raises(StoreRefused, match=r"Read-only file system\. Copy it to a disk") as caught:
        open_store(tmp_path / "s.duckdb")
    assert "backup" not in str(caught.value)


def test_a_store_of_an_older_program_gets_todays_views_and_macros(tmp_path):
    path = tmp_path / "s.duckdb"
    con = open_store(path)
    con.execute("DROP MACRO rate_words")
    con.execute("UPDATE store_info SET value = 'an older one' WHERE name = 'definitions'")
    con.close()
    assert open_store(path).execute("SELECT rate_words(-0.256)").fetchall() == [("−0.26",)]


def test_a_store_takes_the_boundary_and_the_error_rates_of_the_present_program(tmp_path):
    con = open_store(tmp_path / "s.duckdb")
    counted = "SELECT count(*), (SELECT count(*) FROM rule_error_rate), sum(z_critical) FROM sequential_boundary"
    shipped = con.execute(counted).fetchall()
    con.execute("UPDATE sequential_boundary SET z_critical = 9")
    con.execute("DELETE FROM rule_error_rate WHERE week = 7")
    con.execute("UPDATE store_info SET value = 'another file' WHERE name LIKE 'seed:%'")
    con.close()
    con = open_store(tmp_path / "s.duckdb")
    assert con.execute(counted).fetchall() == [(shipped[0][0], shipped[0][1], pytest.approx(shipped[0][2]))]
    con.close()


@pytest.mark.parametrize("name", ["scores.csv", "scores.tsv", "scores.json", "scores.parquet", "scores.duckdb"])
def test_a_data_file_is_not_taken_for_a_store(tmp_path, name):
    """DuckDB opens such a file as a database in memory: everything stored would be gone with the process."""
    path = tmp_path / name
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(StoreRefused, match="not an Aimline store"):
        open_store(path)
    assert path.read_text(encoding="utf-8") == "a,b\n1,2\n"
