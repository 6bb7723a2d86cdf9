"""Entries of the digest put aside by their reader, with the reason, and brought back. A due date that moves brings them back by itself."""

from datetime import date

import duckdb

from analytics.process.rights import may_see
from analytics.process.text_limits import fault
from analytics.store import AimlineError, audit, stamp, transaction

SHORTEST_REASON = 5  # letters: fewer say nothing to whoever reads it next month


class DismissalRefused(AimlineError):
    """An entry was not put aside; the text says why."""


def dismiss(con: duckdb.DuckDBPyConnection, *, staff_id: str, student_id: str, clock: str, due_on: date, reason: str) -> None:
    """Put a clock of the digest aside for this reader, until its due date moves. The clock itself stays on every page.

    Raises DismissalRefused without a reason, for a student whom the reader may not see, and for a due date that is no longer the clock's.
    """
    why = " ".join(reason.split())
    if len(why) < SHORTEST_REASON:
        raise DismissalRefused("Say in a few words why this is put aside: you will read it again when you ask what was.")
    if wrong := fault("dismissal", "reason", why):
        raise DismissalRefused(wrong)
    at = stamp(con)
    with transaction(con) as cursor:
        if not may_see(cursor, staff_id, student_id, at.date()):
            raise DismissalRefused("You do not work with this student on this day, so nothing was put aside.")
        stands = "SELECT count(*) FROM student_clock WHERE student_id = ? AND clock = ? AND due_on = ? AND NOT is_over"
        if not cursor.execute(stands, [student_id, clock, due_on]).fetchall()[0][0]:
            raise DismissalRefused("This due date has changed or was met in the meantime. Look at the list again.")
        _retract(cursor, staff_id, student_id, clock, due_on, at)
        cursor.execute(
            "INSERT INTO dismissal (staff_id, student_id, clock, due_on, reason, recorded_at) VALUES (?, ?, ?, ?, ?, ?)",
            [staff_id, student_id, clock, due_on, why, at],
        )
        _audit(cursor, "add", staff_id, student_id, clock, due_on, after=why)


def bring_back(con: duckdb.DuckDBPyConnection, *, staff_id: str, student_id: str, clock: str, due_on: date) -> None:
    """Put an entry back into this reader's digest; nothing happens where it was not put aside."""
    at = stamp(con)
    with transaction(con) as cursor:
        if _retract(cursor, staff_id, student_id, clock, due_on, at):
            _audit(cursor, "retract", staff_id, student_id, clock, due_on)


def _retract(cursor: duckdb.DuckDBPyConnection, staff_id: str, student_id: str, clock: str, due_on: date, at: object) -> bool:
    done = cursor.execute(
        "UPDATE dismissal SET retracted_at = ? WHERE staff_id = ? AND student_id = ? AND clock = ? AND due_on = ? AND retracted_at IS NULL",
        [at, staff_id, student_id, clock, due_on],
    ).fetchall()
    return bool(done[0][0])


def _audit(
    cursor: duckdb.DuckDBPyConnection, action: str, staff_id: str, student_id: str, clock: str, due_on: date, after: str | None = None
) -> None:
    key = f"{staff_id}|{student_id}|{clock}|{due_on}"
    audit(cursor, action=action, table_name="dismissal", row_key=key, staff_id=staff_id, student_id=student_id, after=after)
