"""The judged batch goes into the store, on the cursor of the one write transaction; what is corrected or withdrawn is audited."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from analytics.intake.batch import Batch
from analytics.intake.comparing import compared
from analytics.intake.formats import Options
from analytics.intake.reports import ImportReport
from analytics.intake.staging import RawFile
from analytics.intake.tables import TABLES, Table

# Whose record a row is in, for the audit: an expression over the row t of the table.
STUDENT = {
    "student": "t.student_id",
    "enrolment": "t.student_id",
    "class_member": "t.student_id",
    "series": "t.student_id",
    "note": "t.student_id",
    "absence": "t.student_id",
    "concern": "t.student_id",
    "process_event": "t.student_id",
    "contact": "t.student_id",
    "restricted_note": "t.student_id",
    "intervention": "(SELECT any_value(student_id) FROM series s WHERE s.series_id = t.series_id)",
    "goal": "(SELECT any_value(student_id) FROM series s WHERE s.series_id = t.series_id)",
    "phase_change": "(SELECT any_value(student_id) FROM series s WHERE s.series_id = t.series_id)",
    "score": "(SELECT any_value(student_id) FROM series s WHERE s.series_id = t.series_id)",
    "intervention_session": """(SELECT any_value(student_id) FROM series s JOIN intervention i USING (series_id)
        WHERE i.intervention_id = t.intervention_id)""",
}
# A second permission opens these: the audit, which others read, tells that they changed and not what they say.
NEVER_AUDITED = {("restricted_note", "text")}


@dataclass(frozen=True)
class Writing:
    """One write: the transaction's cursor, the moment, and what the id of each file's import begins with."""

    cursor: duckdb.DuckDBPyConnection
    batch: Batch
    at: datetime
    options: Options
    import_key: str

    def run(self, query: str, parameters: dict[str, object] | None = None) -> None:
        """Run one statement in the transaction."""
        self.cursor.execute(query, parameters).fetchall()

    def change(self, table: Table) -> str:
        """The batch's change table, as the transaction's cursor names it."""
        return f"{self.batch.name}.change_{table.name}"


def write(writing: Writing, files: Sequence[RawFile], reports: Sequence[ImportReport]) -> None:
    """Write rows, conflicts, import rows, rejected rows and audit. The caller refreshes the verdicts in the same transaction."""
    for table in TABLES.values():
        if writing.batch.brings(table):
            _audit_changes(writing, table)
            _write_table(writing, table)
    if "score" in writing.batch.given:
        _write_conflicts(writing)
    for raw, told in zip(files, reports, strict=True):
        _write_import(writing, raw, told)


def _write_table(writing: Writing, table: Table) -> None:
    same = " AND ".join(f't."{name}" IS NOT DISTINCT FROM c."{name}"' for name in table.key)
    if table.keeps_history:
        writing.run(
            f"""UPDATE {table.name} t SET retracted_at = $at FROM {writing.change(table)} c
                WHERE t.retracted_at IS NULL AND {same} AND c.action IN ('correct', 'retract')""",
            {"at": writing.at},
        )
    elif values := compared(writing.batch, table):
        settings = ", ".join(f'"{name}" = c."{name}"' for name in values)
        writing.run(f"UPDATE {table.name} t SET {settings} FROM {writing.change(table)} c WHERE {same} AND c.action = 'correct'")
    _insert(writing, table)


def _insert(writing: Writing, table: Table) -> None:
    """Add new rows; in a table with history also the corrected ones, which are known from today."""
    names = ", ".join(f'c."{name}"' for name in table.names if name != "known_on")
    parameters: dict[str, object] = {}
    extra = ""
    if table.keeps_history:
        extra += ", $at AS recorded_at"
        parameters["at"] = writing.at
    if "known_on" in table.names:
        extra += ", CASE WHEN c.action = 'correct' OR c.was_withdrawn THEN $today ELSE c.known_on END AS known_on"
        parameters["today"] = writing.batch.today
    if table.name == "score":
        extra += ", 'imported' AS origin, $import || '-' || c.file_no AS import_id"
        parameters["import"] = writing.import_key
    if table.name == "process_event":
        extra += ", c.flagged"
    actions = "('add', 'correct')" if table.keeps_history else "('add')"
    # In the order of the key: the rows of one series lie in few blocks, and a page reads those alone.
    order = ", ".join(f'c."{name}"' for name in table.key)
    select = f"SELECT {names}{extra} FROM {writing.change(table)} c WHERE c.action IN {actions} ORDER BY {order}"
    writing.run(f"INSERT INTO {table.name} BY NAME {select}", parameters)


def _audit_changes(writing: Writing, table: Table) -> None:
    """One event for each corrected and each withdrawn row, with its values before and after."""
    same = " AND ".join(f't."{name}" IS NOT DISTINCT FROM c."{name}"' for name in table.key)
    compared_columns = [name for name in compared(writing.batch, table) if (table.name, name) not in NEVER_AUDITED]
    values = compared_columns or list(table.key)
    before, after = (_json(side, values) for side in "tc")
    key = " || '|' || ".join(f"coalesce(t.\"{name}\"::VARCHAR, '')" for name in table.key)
    live = " AND t.retracted_at IS NULL" if table.keeps_history else ""
    writing.run(
        f"""INSERT INTO audit_event (happened_at, staff_id, action, table_name, row_key, student_id, before_value, after_value)
            SELECT $at, $staff, c.action, $table, {key}, {STUDENT.get(table.name, "NULL")}, {before},
                CASE WHEN c.action = 'correct' THEN {after} END
            FROM {table.name} t JOIN {writing.change(table)} c ON {same} WHERE c.action IN ('correct', 'retract'){live}""",
        {"at": writing.at, "staff": writing.options.staff_id, "table": table.name},
    )


def _json(side: str, names: Sequence[str]) -> str:
    fields = ", ".join(f'"{name}" := {side}."{name}"' for name in names)
    return f"to_json(struct_pack({fields}))::VARCHAR"


def _write_conflicts(writing: Writing) -> None:
    """One waiting conflict a probe: a new difference replaces the value that waits; it ends when both agree or nothing typed stands."""
    change = f"{writing.batch.name}.change_score"
    same = "q.series_id = c.series_id AND q.observed_on = c.observed_on AND q.form = c.form AND q.resolved_at IS NULL"
    writing.run(
        f"""UPDATE score_conflict q SET imported_value = c.value, import_id = $import || '-' || c.file_no, found_at = $at
            FROM {change} c WHERE {same} AND c.action = 'conflict' AND q.imported_value IS DISTINCT FROM c.value""",
        {"import": writing.import_key, "at": writing.at},
    )
    writing.run(
        f"""UPDATE score_conflict q SET resolved_at = $at, kept = CASE WHEN c.action = 'unchanged' THEN 'typed' ELSE 'imported' END
            FROM {change} c WHERE {same} AND c.action IN ('unchanged', 'add', 'correct')""",
        {"at": writing.at},
    )
    writing.run(
        f"""INSERT INTO score_conflict (series_id, observed_on, form, typed_value, imported_value, import_id, found_at)
            SELECT c.series_id, c.observed_on, c.form, t.value, c.value, $import || '-' || c.file_no, $at
            FROM {change} c JOIN score t ON t.series_id = c.series_id AND t.observed_on = c.observed_on AND t.form = c.form
            WHERE c.action = 'conflict' AND t.retracted_at IS NULL AND NOT EXISTS (SELECT 1 FROM score_conflict q WHERE {same})""",
        {"import": writing.import_key, "at": writing.at},
    )


def _write_import(writing: Writing, raw: RawFile, told: ImportReport) -> None:
    counts = {name: value for name, value in told.as_dict().items() if name.startswith("rows_") and name != "rows_folded"}
    columns = ", ".join(counts)
    places = ", ".join(f"${name}" for name in counts)
    who = {"id": told.import_id, "name": told.file_name, "staff": writing.options.staff_id, "at": writing.at}
    writing.run(
        f"""INSERT INTO import (import_id, file_name, file_sha256, format, imported_by, imported_at, is_complete, {columns})
            VALUES ($id, $name, $sha, $format, $staff, $at, $complete, {places})""",
        {**who, "sha": raw.sha256, "format": told.format, "complete": writing.options.complete, **counts},
    )
    writing.run(
        f"""INSERT INTO rejected_row SELECT DISTINCT $id, $name, line, column_name, value, reason, remedy
            FROM {writing.batch.name}.rejection WHERE file_no = $number AND line IS NOT NULL ORDER BY line, column_name""",
        {"id": told.import_id, "name": told.file_name, "number": raw.arrival.number},
    )
    writing.run(
        """INSERT INTO audit_event (happened_at, staff_id, action, table_name, row_key, after_value)
           VALUES ($at, $staff, 'import', 'import', $id, $after)""",
        {
            "at": writing.at,
            "staff": writing.options.staff_id,
            "id": told.import_id,
            "after": json.dumps({"file_name": told.file_name, **counts}),
        },
    )
