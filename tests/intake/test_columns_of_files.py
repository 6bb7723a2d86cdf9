"""columns.csv, the schema, sample_data/README.md and docs/import.md say the same."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.intake.dictionary import BEGIN, END, files_and_columns
from analytics.intake.formats import FORMATS
from analytics.intake.formats.mapped import NEEDED, OPTIONAL
from analytics.intake.tables import TABLES, TYPE, WRITTEN_BY_AIMLINE

Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def ask(standing: duckdb.DuckDBPyConnection) -> Query:
    return lambda query, *values: standing.cursor().execute(query, list(values)).fetchall()


# The importer counts these as a key though the store gives each note an identifier of its own.
NATURAL_KEYS = {"note": ("student_id", "series_id", "on_date", "text")}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_columns_of_files_are_the_columns_of_the_table(ask: Query, table: Any) -> None:
    stored = ask(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? AND database_name = current_database()", table.name
    )
    own = [(name, kind) for name, kind in stored if name not in WRITTEN_BY_AIMLINE]
    assert [(column.name, TYPE[column.kind]) for column in table.columns] == own


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_what_the_table_needs_a_file_must_bring(ask: Query, table: Any) -> None:
    query = (
        "SELECT column_name, is_nullable, column_default FROM duckdb_columns() WHERE table_name = ? AND database_name = current_database()"
    )
    for name, nullable, default in ask(query, table.name):
        column = next((column for column in table.columns if column.name == name), None)
        if column is not None:
            assert nullable or column.is_required or column.if_empty, f"{table.name}.{name} may be empty in a file but not in the table"
            assert bool(column.if_empty) == (default is not None), f"{table.name}.{name}: default {default}"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_and_history_are_those_of_the_table(ask: Query, table: Any) -> None:
    comment = ask("SELECT comment FROM duckdb_tables() WHERE table_name = ?", table.name)[0][0]
    stated = tuple(re.search(r"Key[^:]*: ([a-z_, ]+)\.", comment)[1].split(", "))  # type: ignore[index]
    assert set(table.key) == set(NATURAL_KEYS.get(table.name, stated))
    names = {name for (name,) in ask("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", table.name)}
    assert table.keeps_history == ("retracted_at" in names)


def test_words_are_those_of_the_table_s_checks(ask: Query) -> None:
    for table in TABLES.values():
        checks = " ".join(
            text
            for (text,) in ask(
                "SELECT constraint_text FROM duckdb_constraints() WHERE table_name = ? AND constraint_type = 'CHECK'", table.name
            )
        )
        for column in table.columns:
            found = re.search(rf"\(\(?\"?{column.name}\"? IN \(([^)]*)\)", checks)
            if found:
                assert set(re.findall(r"'([^']*)'", found[1])) == set(column.words), f"{table.name}.{column.name}"


def test_what_is_referred_to_is_loaded_before() -> None:
    order = list(TABLES)
    for table in TABLES.values():
        for column in table.columns:
            if column.refers_to:
                assert order.index(column.refers_to.split(" or ")[0]) < order.index(table.name), f"{table.name}.{column.name}"


def test_the_readme_s_tables_agree_with_the_schema(standing: duckdb.DuckDBPyConnection, root: Path) -> None:
    text = (root / "sample_data" / "README.md").read_text(encoding="utf-8")
    section = BEGIN + text.split(BEGIN, 1)[1].split(END, 1)[0] + END
    assert section == files_and_columns(standing), "run: python -m analytics.intake.dictionary sample_data/README.md"


def test_the_user_s_page_names_every_format_and_every_part_of_a_mapping(root: Path) -> None:
    page = (root / "docs" / "import.md").read_text(encoding="utf-8")
    assert [format_.name for format_ in FORMATS if format_.name not in page] == []
    assert [name for name in (*NEEDED, *OPTIONAL) if f"`{name}`" not in page] == []
