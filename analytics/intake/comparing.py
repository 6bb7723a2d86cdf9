"""Against the store: change_<table> says of each accepted row whether it adds, corrects, conflicts or changes nothing.

A column that the file does not bring keeps the store's value. known_<table> is the store with these changes in it, for the
tables that refer to it.
"""

from analytics.intake.batch import Batch
from analytics.intake.tables import TYPE, Table

REFERRED_TO = ("school", "staff", "student", "class", "measure", "series", "intervention", "goal", "concern")

# When a row was known is told by the file for new rows only; a correction is known from the day it is made.
NOT_COMPARED = ("known_on",)


def compare(batch: Batch, table: Table) -> None:
    """Make change_<table> with row_id, file_no, action, was_withdrawn and the values to store."""
    same = " AND ".join(f't."{name}" IS NOT DISTINCT FROM a."{name}"' for name in table.key)
    values = ", ".join(_merged(batch, table, name) for name in table.names)
    batch.run(
        f"""CREATE OR REPLACE TABLE change_{table.name} AS
            SELECT a.row_id, a.file_no, {_action(batch, table)} AS action, {_was_withdrawn(table)} AS was_withdrawn, {values}
            FROM accepted_{table.name} a LEFT JOIN (SELECT *, true AS is_stored FROM {table.name}{_live(table)}) t ON {same}"""
    )


def know(batch: Batch, table: Table) -> None:
    """Make known_<table>: the store's rows as they will be once the changes are made."""
    if table.name not in REFERRED_TO:
        return
    columns = ", ".join(f'"{name}"' for name in table.names)
    key = table.key[0]
    stored = f"SELECT {columns} FROM {table.name}{_live(table)}"
    if batch.brings(table):
        stored += f'{" AND" if table.keeps_history else " WHERE"} "{key}" NOT IN (SELECT "{key}" FROM change_{table.name})'
        stored += f" UNION ALL SELECT {columns} FROM change_{table.name} WHERE action <> 'retract'"
    batch.run(f"CREATE OR REPLACE TEMP VIEW known_{table.name} AS {stored}")


def withdraw_missing(batch: Batch, table: Table) -> None:
    """For a complete file: add to change_<table> the stored rows in its scope that it lacks, to be withdrawn.

    Scope: rows that share `complete_within` with a row of the file and lie in the file's span of `complete_between`
    (tables.csv); of scores only imported ones. A file with rejected rows withdraws nothing: what it meant is not known.
    """
    rejected = batch.count("SELECT count(*) FROM rejection WHERE table_name = ? OR table_name IS NULL", [table.name])
    if not table.keeps_history or rejected or not batch.count(f"SELECT count(*) FROM accepted_{table.name}"):
        return
    same = " AND ".join(f'a."{name}" IS NOT DISTINCT FROM t."{name}"' for name in table.key)
    columns = ", ".join(f't."{name}"' for name in table.names)
    batch.run(
        f"""INSERT INTO change_{table.name} BY NAME
            SELECT (SELECT min(file_no) FROM accepted_{table.name}) AS file_no, 'retract' AS action, false AS was_withdrawn, {columns}
            FROM {table.name} t WHERE t.retracted_at IS NULL AND {_scope(table)}
            AND NOT EXISTS (SELECT 1 FROM accepted_{table.name} a WHERE {same})"""
    )


def _scope(table: Table) -> str:
    accepted, parts = f"accepted_{table.name}", ["true"]
    if table.complete_within:
        parts.append(f't."{table.complete_within}" IN (SELECT "{table.complete_within}" FROM {accepted})')
    if table.complete_between:
        day = table.complete_between
        parts.append(f't."{day}" BETWEEN (SELECT min("{day}") FROM {accepted}) AND (SELECT max("{day}") FROM {accepted})')
    if table.name == "score":
        parts.append("t.origin = 'imported'")
    return " AND ".join(parts)


def _live(table: Table) -> str:
    return " WHERE retracted_at IS NULL" if table.keeps_history else ""


def compared(batch: Batch, table: Table) -> list[str]:
    """Names of the columns in which a difference is a correction: those that the files bring, without the key."""
    given = batch.given.get(table.name, {})
    return [name for name in table.names if name in given and name not in table.key and name not in NOT_COMPARED]


def _merged(batch: Batch, table: Table, name: str) -> str:
    if name in batch.given.get(table.name, {}) or name in table.key:
        return f'a."{name}"'
    kind = next(TYPE[column.kind] for column in table.columns if column.name == name)
    return f'CAST(CASE WHEN t.is_stored THEN t."{name}" ELSE a."{name}" END AS {kind}) AS "{name}"'


def _action(batch: Batch, table: Table) -> str:
    equal = " AND ".join(f't."{name}" IS NOT DISTINCT FROM a."{name}"' for name in compared(batch, table)) or "true"
    typed = f"WHEN t.origin = 'typed' THEN {TYPED_ACTION}" if table.name == "score" else ""
    return f"CASE WHEN t.is_stored IS NULL THEN 'add' {typed} WHEN {equal} THEN 'unchanged' ELSE 'correct' END"


# A typed score stands: equal is unchanged, and so is a difference that a person has settled for the typed value before.
TYPED_ACTION = """
    CASE WHEN t.value IS NOT DISTINCT FROM a.value THEN 'unchanged'
    WHEN EXISTS (SELECT 1 FROM score_conflict c WHERE c.series_id = a.series_id AND c.observed_on = a.observed_on AND c.form = a.form
        AND c.imported_value IS NOT DISTINCT FROM a.value AND c.kept = 'typed' AND c.resolved_by IS NOT NULL) THEN 'unchanged'
    ELSE 'conflict' END"""


def _was_withdrawn(table: Table) -> str:
    """Whether the store once held a row of this key that was withdrawn since: it is then known anew from today."""
    if not table.keeps_history:
        return "false"
    same = " AND ".join(f'w."{name}" IS NOT DISTINCT FROM a."{name}"' for name in table.key)
    return f"EXISTS (SELECT 1 FROM {table.name} w WHERE {same} AND w.retracted_at IS NOT NULL)"
