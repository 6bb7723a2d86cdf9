"""Aimline's own files: one CSV file a table, its columns the table's columns in any order."""

from collections.abc import Mapping, Sequence

from analytics.intake.batch import Batch
from analytics.intake.door import closest
from analytics.intake.errors import IntakeRefused
from analytics.intake.formats.options import Options
from analytics.intake.staging import RawFile
from analytics.intake.tables import TABLES, WRITTEN_BY_AIMLINE, Table

LOOKS_LIKE = "a file named after a table (score.csv, student.csv …) with that table's columns"


def recognises(raw: RawFile, options: Options) -> bool:
    """True for a file named after a table, or with the columns of just one table."""
    return not options.mapping and (raw.arrival.path.stem.lower() in TABLES or len(_fitting(raw)) == 1)


def _fitting(raw: RawFile) -> list[Table]:
    names = {name.lower() for name in raw.header if name}
    return [table for table in TABLES.values() if names <= set(table.names) and set(table.required) <= names]


def arrive(batch: Batch, files: Sequence[RawFile], options: Options) -> Mapping[int, str]:
    """Copy each file's cells to the arriving table of its name. Raises IntakeRefused for an unknown or a missing column."""
    tables = {raw.arrival.number: _arrive_one(batch, raw) for raw in files}
    return tables


def _arrive_one(batch: Batch, raw: RawFile) -> str:
    stem = raw.arrival.path.stem.lower()
    table = TABLES[stem] if stem in TABLES else _fitting(raw)[0]
    _columns_hold(batch, raw, table)
    given = {name.lower(): name for name in raw.header if name}
    if batch.given.get(table.name, given) != given:
        raise IntakeRefused(
            f"{raw.arrival.name}: another file of this import brings {table.name} with other columns. Import them one after the other."
        )
    batch.given[table.name] = given
    names = ", ".join(f'"{name}"' for name in given)
    cells = ", ".join(str(raw.column(name)) for name in given)
    batch.run(f"INSERT INTO arriving_{table.name} (file_no, line, {names}) SELECT ?, line, {cells} FROM {raw.table}", [raw.arrival.number])
    return table.name


def _columns_hold(batch: Batch, raw: RawFile, table: Table) -> None:
    file = raw.arrival.name
    for place, name in enumerate(raw.header):
        if name and name.lower() not in table.names:
            raise IntakeRefused(
                f"{file} has a column {name} that {table.name} does not know.{_why(name, table)} Rename it, or leave it out."
            )
        if not name and batch.count(f"SELECT count(cell(c{place})) FROM {raw.table}"):
            raise IntakeRefused(f"{file}: column {place + 1} holds values but has no name. Name it, or delete it.")
    names = {name.lower() for name in raw.header}
    missing = [name for name in table.required if name not in names]
    if missing:
        raise IntakeRefused(f"{file} lacks the column {missing[0]}, which {table.name} needs ({', '.join(table.required)}). Add it.")


def _why(name: str, table: Table) -> str:
    if name.lower() in WRITTEN_BY_AIMLINE:
        return " Aimline writes that one itself."
    return closest(name, table.names) or f" It knows: {', '.join(table.names)}."
