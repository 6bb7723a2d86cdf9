"""Read the files of `aimline verdicts` as text and refuse the first cell that cannot be used, by file, line, column and value."""

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import duckdb

from analytics.intake.text_scan import scan_text
from analytics.store import AimlineError

HERE = Path(__file__).parent
_CASTS = {"text": "VARCHAR", "number": "DOUBLE", "integer": "INTEGER", "date": "DATE"}
ALIKE = 0.8  # share of letters in common at which a column is taken for a misspelt one
_WRITTEN = {
    "number": r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?",
    "integer": r"[+-]?\d+",
    "date": r"\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?",
}
_REMEDIES = {
    "number": "Write a number with a point as the decimal mark.",
    "integer": "Write a whole number.",
    "date": "Write the date as year-month-day, for example 2026-01-15.",
}


class PlansRefused(AimlineError):
    """A file of plans, scores, sessions or days cannot be used as it is."""


@dataclass(frozen=True)
class Column:
    """One column of a file of `aimline verdicts`, as columns.csv states it: `required` is yes (each cell), column, or no."""

    name: str
    type: str
    required: str
    lowest: str
    highest: str
    choices: tuple[str, ...]


@cache
def columns(file: str) -> tuple[Column, ...]:
    """The columns that the file of this name may have."""
    with (HERE / "columns.csv").open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["file"] == file]
    return tuple(
        Column(row["column"], row["type"], row["required"], row["lowest"], row["highest"], tuple(filter(None, row["choices"].split("|"))))
        for row in rows
    )


def stage(cursor: duckdb.DuckDBPyConnection, file: str, path: Path) -> None:
    """Make the table staged_<file> with a line number and every known column, cast; optional ones that are missing are NULL."""
    if not path.is_file():
        raise PlansRefused(f"{path} is {'a folder' if path.is_dir() else 'not a file that can be read'}. Name a CSV file.")
    scan = scan_text(path)
    header = [name.strip().lower() for name in scan.header]
    _check_header(file, path.name, header)
    try:
        cursor.execute(
            f"CREATE OR REPLACE TEMP TABLE raw_{file} AS SELECT row_number() OVER () + 1 AS line, * FROM read_csv($path, "
            "auto_detect = false, "
            "header = false, skip = 1, delim = $delimiter, quote = '\"', escape = '\"', columns = $columns)",
            {"path": str(path), "delimiter": scan.delimiter, "columns": {f"c{place}": "VARCHAR" for place in range(len(header))}},
        )
    except duckdb.Error as error:
        place = re.search(r"Line: (\d+)", str(error))
        raise PlansRefused(
            f"{path.name}{f', line {place[1]}' if place else ''}: the row does not have the {len(header)} cells of the "
            "header, or a quotation "
            "mark is not closed. Mend that line, or export the file again."
        ) from error
    _cast(cursor, file, path.name, header)


def _check_header(file: str, name: str, header: list[str]) -> None:
    known = [column.name for column in columns(file)]
    twice = [column for column in header if header.count(column) > 1]
    if twice:
        raise PlansRefused(f"{name} has two columns named {twice[0]}. Rename or delete one.")
    missing = [column.name for column in columns(file) if column.required != "no" and column.name not in header]
    if missing:
        raise PlansRefused(f"{name} lacks the column {missing[0]}. It has: {', '.join(header)}. Add it, or rename the one that holds it.")
    # Columns of no meaning here are left alone; one that is nearly the name of a known column would be lost in silence.
    for column in header:
        near = get_close_matches(column, [other for other in known if other not in header], n=1, cutoff=ALIKE)
        if column not in known and near:
            raise PlansRefused(f"{name} has a column {column}, which is not known. Did you mean {near[0]}? Rename it, or delete it.")


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
    filled = f"SELECT line, {cell} FROM raw_{file} WHERE {cell} IS NOT NULL AND "
    if column.required == "yes":
        _refuse_first(cursor, f"SELECT line, '' FROM raw_{file} WHERE {cell} IS NULL", name, column.name, "is empty", "Fill it in.")
    if column.choices:
        values: dict[str, object] = {"choices": list(column.choices)}
        remedy = f"Use one of: {', '.join(column.choices)}."
        query = f"{filled} NOT list_contains($choices, lower({cell}))"
        _refuse_first(cursor, query, name, column.name, "is not one of the known words", remedy, values)
    elif column.type != "text":
        cast = f"try_cast({cell} AS {_CASTS[column.type]})"
        written = f"NOT regexp_full_match({cell}, $pattern)"
        query = f"{filled} ({cast} IS NULL OR {written})"
        _refuse_first(
            cursor, query, name, column.name, f"is not a {column.type}", _REMEDIES[column.type], {"pattern": _WRITTEN[column.type]}
        )
        _check_range(cursor, name, column, f"{filled} {cast}")


def _check_range(cursor: duckdb.DuckDBPyConnection, name: str, column: Column, cast: str) -> None:
    if not column.lowest:
        return
    if column.type == "date":
        latest = date.today().replace(day=1) + timedelta(days=366 * int(column.highest.split()[0]))
        bounds: tuple[object, object] = date.fromisoformat(column.lowest), latest
    else:
        bounds = float(column.lowest), float(column.highest)
    values = {"lowest": bounds[0], "highest": bounds[1]}
    lowest, highest = (f"{bound:g}" if isinstance(bound, float) else bound for bound in bounds)
    reason = f"is not between {lowest} and {highest}"
    _refuse_first(cursor, f"{cast} NOT BETWEEN $lowest AND $highest", name, column.name, reason, "Check the value.", values)


def _refuse_first(
    cursor: duckdb.DuckDBPyConnection, query: str, name: str, column: str, reason: str, remedy: str, values: dict[str, object] | None = None
) -> None:
    found = cursor.execute(f"{query} ORDER BY line LIMIT 1", values or {}).fetchall()
    if found:
        line, value = found[0]
        shown = "the cell" if value in (None, "") else f'"{value}"'
        raise PlansRefused(f"{name}, line {line:,}, column {column}: {shown} {reason}. {remedy}")


def refuse_where(cursor: duckdb.DuckDBPyConnection, query: str, name: str, column: str, reason: str, remedy: str) -> None:
    """Refuse with the first (line, value) that the query finds."""
    _refuse_first(cursor, query, name, column, reason, remedy)
