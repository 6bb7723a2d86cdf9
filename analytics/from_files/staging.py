"""Read the files of `aimline verdicts` as text and refuse the first cell that cannot be used, by file, line, column and value."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from analytics.intake.text_scan import scan_text
from analytics.store import AimlineError

HERE = Path(__file__).parent
_CASTS = {"text": "VARCHAR", "number": "DOUBLE", "integer": "INTEGER", "date": "DATE"}
_REMEDIES = {
    "number": "Write a number with a point as the decimal mark.",
    "integer": "Write a whole number.",
    "date": "Write the date as year-month-day, for example 2026-01-15.",
}


class PlansRefused(AimlineError):
    """A file of plans, scores, sessions or days cannot be used as it is."""


@dataclass(frozen=True)
class Column:
    """One column of a file of `aimline verdicts`, as columns.csv states it."""

    name: str
    type: str
    required: bool
    choices: tuple[str, ...]


@cache
def columns(file: str) -> tuple[Column, ...]:
    """The columns that the file of this name may have."""
    with (HERE / "columns.csv").open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["file"] == file]
    return tuple(
        Column(row["column"], row["type"], row["required"] == "yes", tuple(choice for choice in row["choices"].split("|") if choice))
        for row in rows
    )


def stage(cursor: duckdb.DuckDBPyConnection, file: str, path: Path) -> None:
    """Make the table staged_<file> with a line number and every known column, cast; optional ones that are missing are NULL."""
    if not path.is_file():
        raise PlansRefused(f"{path} is {'a folder' if path.is_dir() else 'not a file that can be read'}. Name a CSV file.")
    scan = scan_text(path)
    header = [name.strip().lower() for name in scan.header]
    missing = [column.name for column in columns(file) if column.required and column.name not in header]
    if missing:
        raise PlansRefused(
            f"{path.name} lacks the column {missing[0]}. It has: {', '.join(scan.header)}. Add it, or rename the one that holds it."
        )
    try:
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE raw_{file} AS SELECT row_number() OVER () + 1 AS line, * FROM read_csv($path, "
            "auto_detect = false, "
            "header = false, skip = 1, delim = $delimiter, quote = '\"', escape = '\"', columns = $columns, null_padding = true)",
            {"path": str(path), "delimiter": scan.delimiter, "columns": {f"c{place}": "VARCHAR" for place in range(len(header))}},
        )
    except duckdb.Error as error:
        raise PlansRefused(
            f"{path.name} cannot be read as a table: {str(error).splitlines()[0]} Mend the file, or export it again."
        ) from error
    _cast(cursor, file, path.name, header)


def _cast(cursor: duckdb.DuckDBPyConnection, file: str, name: str, header: list[str]) -> None:
    selected = []
    for column in columns(file):
        if column.name not in header:
            selected.append(f"NULL::{_CASTS[column.type]} AS {column.name}")
            continue
        cell = f"nullif(trim(c{header.index(column.name)}), '')"
        _check_column(cursor, file, name, column, cell)
        value = f"lower({cell})" if column.choices else cell
        selected.append(f"try_cast({value} AS {_CASTS[column.type]}) AS {column.name}")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE staged_{file} AS SELECT line, {', '.join(selected)} FROM raw_{file}")


def _check_column(cursor: duckdb.DuckDBPyConnection, file: str, name: str, column: Column, cell: str) -> None:
    if column.required:
        _refuse_first(cursor, f"SELECT line, '' FROM raw_{file} WHERE {cell} IS NULL", name, column.name, "is empty", "Fill it in.")
    if column.choices:
        words = ", ".join(column.choices)
        query = f"SELECT line, {cell} FROM raw_{file} WHERE {cell} IS NOT NULL AND NOT list_contains($choices, lower({cell}))"
        _refuse_first(
            cursor, query, name, column.name, "is not one of the known words", f"Use one of: {words}.", {"choices": list(column.choices)}
        )
    elif column.type != "text":
        cast = f"try_cast({cell} AS {_CASTS[column.type]})"
        unusable = f"{cast} IS NULL" + (f" OR isnan({cast}) OR isinf({cast})" if column.type == "number" else "")
        query = f"SELECT line, {cell} FROM raw_{file} WHERE {cell} IS NOT NULL AND ({unusable})"
        _refuse_first(cursor, query, name, column.name, f"is not a {column.type}", _REMEDIES[column.type])


def _refuse_first(
    cursor: duckdb.DuckDBPyConnection, query: str, name: str, column: str, reason: str, remedy: str, values: dict[str, object] | None = None
) -> None:
    found = cursor.execute(f"{query} ORDER BY line LIMIT 1", values or {}).fetchall()
    if found:
        line, value = found[0]
        raise PlansRefused(f'{name}, line {line:,}, column {column}: "{value}" {reason}. {remedy}')


def refuse_where(cursor: duckdb.DuckDBPyConnection, query: str, name: str, column: str, reason: str, remedy: str) -> None:
    """Refuse with the first (line, value) that the query finds."""
    _refuse_first(cursor, query, name, column, reason, remedy)
