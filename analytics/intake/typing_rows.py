"""From text to types: typed_<table> holds each arriving row with its values cast, and the text beside each value that is not text."""

from analytics.intake.batch import Batch
from analytics.intake.tables import TYPE, Column, Table

CAST = {
    "text": "cell({0})",
    "number": "number_in(cell({0}))",
    "whole": "whole_in(cell({0}))",
    "date": "date_in(cell({0}))",
    "yes_no": "yes_no_in(cell({0}))",
}


def type_rows(batch: Batch, table: Table) -> None:
    """Make typed_<table>; a column that no file brings holds what an empty cell stands for."""
    given = batch.given.get(table.name, {})
    parts = [_typed(column, column.name in given) for column in table.columns]
    texts = [f'cell("{column.name}") AS "{column.name}_text"' for column in table.columns if column.name in given and column.kind != "text"]
    columns = ", ".join(["row_id", "file_no", "line", "part", "is_made", *parts, *texts])
    batch.run(f"CREATE OR REPLACE TABLE typed_{table.name} AS SELECT {columns} FROM arriving_{table.name}")


def _typed(column: Column, is_given: bool) -> str:
    empty = _literal(column)
    value = CAST[column.kind].format(f'"{column.name}"') if is_given else "NULL"
    if not is_given:
        return f'CAST({empty} AS {TYPE[column.kind]}) AS "{column.name}"'
    if column.if_empty:
        return f'CASE WHEN cell("{column.name}") IS NULL THEN CAST({empty} AS {TYPE[column.kind]}) ELSE {value} END AS "{column.name}"'
    return f'{value} AS "{column.name}"'


def _literal(column: Column) -> str:
    """What an empty cell stands for: our own constant from columns.csv, never input."""
    return f"'{column.if_empty}'" if column.if_empty else "NULL"
