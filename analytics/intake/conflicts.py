"""The review list: a person decides between a typed and an imported value of one probe."""

from dataclasses import dataclass
from datetime import date

import duckdb

from analytics import pipeline, store
from analytics.intake.errors import IntakeRefused


@dataclass(frozen=True)
class _Conflict:
    """A conflict that waits."""

    series_id: str
    observed_on: date
    form: str
    imported_value: float | None
    import_id: str


def resolve_conflict(con: duckdb.DuckDBPyConnection, conflict_id: str, keep: str, staff_id: str) -> None:
    """Settle one conflict for 'typed' or 'imported'; the decision is audited and the verdicts of the series are refreshed.

    Keeping the imported value withdraws the typed row and adds the imported one; an imported absence is a score without a
    value. A difference settled for the typed value is not raised again by the same imported value. Raises IntakeRefused for
    an unknown or settled conflict.
    """
    if keep not in ("typed", "imported"):
        raise IntakeRefused(f"{keep} is no choice: keep the typed or the imported value.")
    with store.transaction(con) as cursor:
        conflict = _waiting(cursor, conflict_id)
        at = store.stamp(con)
        cursor.execute(
            "UPDATE score_conflict SET resolved_at = ?, resolved_by = ?, kept = ? WHERE conflict_id = ?", [at, staff_id, keep, conflict_id]
        )
        before = _value(cursor, conflict)
        if keep == "imported":
            _replace(con, cursor, conflict, staff_id)
        _audit(cursor, conflict, staff_id, before, conflict.imported_value if keep == "imported" else before)
        if keep == "imported":
            pipeline.refresh(cursor, [conflict.series_id])


def _waiting(cursor: duckdb.DuckDBPyConnection, conflict_id: str) -> _Conflict:
    query = "SELECT series_id, observed_on, form, imported_value, import_id, resolved_at FROM score_conflict WHERE conflict_id = ?"
    rows = cursor.execute(query, [conflict_id]).fetchall()
    if not rows:
        raise IntakeRefused("There is no such difference on the review list. Reload the page.")
    *values, resolved_at = rows[0]
    if resolved_at is not None:
        raise IntakeRefused("Someone has settled this difference already. Reload the page.")
    return _Conflict(*values)


def _value(cursor: duckdb.DuckDBPyConnection, conflict: _Conflict) -> float | None:
    query = "SELECT value FROM score WHERE series_id = ? AND observed_on = ? AND form = ? AND retracted_at IS NULL"
    rows = cursor.execute(query, [conflict.series_id, conflict.observed_on, conflict.form]).fetchall()
    return rows[0][0] if rows else None


def _replace(con: duckdb.DuckDBPyConnection, cursor: duckdb.DuckDBPyConnection, conflict: _Conflict, staff_id: str) -> None:
    """Withdraw what stands for the probe, whoever wrote it, and add the imported value with the old row's phase and note."""
    key = {"series": conflict.series_id, "day": conflict.observed_on, "form": conflict.form, "at": store.stamp(con)}
    probe = "series_id = $series AND observed_on = $day AND form = $form"
    cursor.execute(f"UPDATE score SET retracted_at = $at WHERE {probe} AND retracted_at IS NULL", key)
    cursor.execute(
        f"""INSERT INTO score BY NAME
            SELECT $series AS series_id, $day AS observed_on, $form AS form, $value AS value, $value IS NULL AS absent,
                any_value(phase) AS phase, any_value(note) AS note, 'imported' AS origin, $import AS import_id,
                $staff AS recorded_by, $today AS known_on, $at AS recorded_at
            FROM score WHERE {probe} AND retracted_at = $at""",
        {**key, "value": conflict.imported_value, "import": conflict.import_id, "staff": staff_id, "today": store.today(con)},
    )


def _audit(cursor: duckdb.DuckDBPyConnection, conflict: _Conflict, staff_id: str, before: float | None, after: float | None) -> None:
    students = cursor.execute("SELECT student_id FROM series WHERE series_id = ?", [conflict.series_id]).fetchall()
    before_text, after_text = ("absent" if value is None else f"{value:g}" for value in (before, after))
    store.audit(
        cursor,
        action="resolve",
        table_name="score",
        row_key=f"{conflict.series_id}|{conflict.observed_on}|{conflict.form}",
        staff_id=staff_id,
        student_id=students[0][0] if students else None,
        before=before_text,
        after=after_text,
    )
