"""The column tables of sample_data/README.md, from the schema's comments and columns.csv, so that they cannot disagree.

`python -m analytics.intake.dictionary sample_data/README.md` writes the section anew; a test says when it must be.
"""

import sys
from pathlib import Path

import duckdb

from analytics import store
from analytics.intake.tables import TABLES, Column, Table

BEGIN, END = "<!-- files and columns: begin -->", "<!-- files and columns: end -->"
HOLDS = {"text": "text", "number": "number", "whole": "whole number", "date": "date", "yes_no": "true or false"}


def files_and_columns(con: duckdb.DuckDBPyConnection) -> str:
    """The section between its marks: for each file what a row is, and for each column what it holds and means."""
    return "\n\n".join([BEGIN, *(_table(con, table) for table in TABLES.values()), END])


def put_into(readme: Path, section: str) -> None:
    """Replace the section between the marks of a file."""
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    readme.write_text(before + section + after, encoding="utf-8")


def _table(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    comment = con.cursor().execute("SELECT comment FROM duckdb_tables() WHERE table_name = ?", [table.name]).fetchall()[0][0]
    meanings = con.cursor().execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [table.name]).fetchall()
    meaning = dict(meanings)
    rows = [f"| `{column.name}` | {_holds(column)} | {_needed(column)} | {_plain(meaning[column.name])} |" for column in table.columns]
    return "\n".join(
        [f"### {table.name}.csv", "", _plain(comment), "", "| column | holds | needed | meaning |", "|---|---|---|---|", *rows]
    )


def _holds(column: Column) -> str:
    if column.words:
        return "one of " + ", ".join(f"`{word}`" for word in column.words)
    if column.refers_to:
        return f"a {column.refers_to.replace(' or *', '')} identifier" + (" or `*`" if "*" in column.refers_to else "")
    span = " to ".join(part for part in (column.lowest, column.highest) if part)
    shown = span and column.kind != "date"
    return HOLDS[column.kind] + (f", {span}" if shown and column.highest else f", {column.lowest} or more" if shown else "")


def _needed(column: Column) -> str:
    if column.is_required:
        return "yes, key" if column.is_key else "yes"
    part = ", key" if column.is_key else ""
    return f"no: empty is `{column.if_empty}`{part}" if column.if_empty else f"no{part}"


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


def main() -> None:
    """Write the section of the file named on the command line anew."""
    con = store.open_store(":memory:")
    put_into(Path(sys.argv[1]), files_and_columns(con))
    con.close()


if __name__ == "__main__":
    main()
