"""The tables that files may fill and what a cell of each column may hold: data, in tables.csv and columns.csv.

The order of tables.csv is the order of loading: what is referred to comes before what refers to it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

# What DuckDB stores for each kind of cell.
TYPE = {"text": "VARCHAR", "number": "DOUBLE", "whole": "INTEGER", "date": "DATE", "yes_no": "BOOLEAN"}

# The importer writes these itself; recorded_by and written_by may also stand in a file.
WRITTEN_BY_AIMLINE = (
    "recorded_at", "retracted_at", "public_key", "origin", "import_id", "note_id", "flagged", "retracted_because",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of a table; `if_empty`, `lowest` and `highest` are texts of the column's kind, or empty."""

    name: str
    kind: str
    is_key: bool
    is_required: bool
    if_empty: str
    refers_to: str
    words: tuple[str, ...]
    lowest: str
    highest: str


@dataclass(frozen=True)
class Table:
    """One table; a complete file withdraws rows that share `complete_within` and lie in its span of `complete_between`."""

    name: str
    columns: tuple[Column, ...]
    keeps_history: bool
    complete_within: str
    complete_between: str

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns."""
        return tuple(column.name for column in self.columns if column.is_key)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that a file must have."""
        return tuple(column.name for column in self.columns if column.is_required)


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _columns(table: str, rows: list[dict[str, str]]) -> tuple[Column, ...]:
    return tuple(
        Column(
            name=row["column_name"],
            kind=row["kind"],
            is_key=row["is_key"] == "yes",
            is_required=row["is_required"] == "yes",
            if_empty=row["if_empty"],
            refers_to=row["refers_to"],
            words=tuple(row["words"].split("|")) if row["words"] else (),
            lowest=row["lowest"],
            highest=row["highest"],
        )
        for row in rows
        if row["table_name"] == table
    )


def _tables() -> dict[str, Table]:
    columns = list(_rows("columns.csv"))
    return {
        row["table_name"]: Table(
            name=row["table_name"],
            columns=_columns(row["table_name"], columns),
            keeps_history=row["keeps_history"] == "yes",
            complete_within=row["complete_within"],
            complete_between=row["complete_between"],
        )
        for row in _rows("tables.csv")
    }


TABLES: dict[str, Table] = _tables()
