"""Scores typed on a page: checked, written, audited and judged in one transaction, and taken back by undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from analytics.prepared_entry import PreparedEntry, Verdicts, prepared_transaction
from analytics.store import ScoreRefused, audit, stamp

EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True)
class ScoreEntry:
    """One probe as typed. value is empty only where the student was absent."""

    series_id: str
    observed_on: date
    value: float | None
    absent: bool = False
    form: str = "1"
    errors: float | None = None
    attempts: float | None = None
    note: str | None = None


@dataclass(frozen=True)
class VerdictChange:
    """What a plan's verdict was before a write and is after it."""

    plan_id: str
    title: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Change:
    """One stored entry, what stood there before (None where nothing did), and what it did to the verdicts of its series."""

    entry: ScoreEntry
    before: ScoreEntry | None
    verdicts: tuple[VerdictChange, ...]


def record_score(
    con: duckdb.DuckDBPyConnection,
    *,
    series_id: str,
    observed_on: date,
    value: float | None,
    absent: bool = False,
    form: str = "1",
    errors: float | None = None,
    attempts: float | None = None,
    note: str | None = None,
    staff_id: str | None,
) -> Change:
    """Store one score and refresh the verdicts of its series. Raises ScoreRefused; see record_scores."""
    entry = ScoreEntry(series_id, observed_on, value, absent, form, errors, attempts, note)
    return record_scores(con, [entry], staff_id=staff_id)[0]


def record_scores(con: duckdb.DuckDBPyConnection, entries: Sequence[ScoreEntry], *, staff_id: str | None) -> list[Change]:
    """Store scores together and refresh the verdicts of their series, or store none.

    A score where one stands already corrects it: the old row is retracted, not overwritten. Raises ScoreRefused with the
    reason (range, date, unknown series, a student that staff_id has no reason to see) for the first entry that cannot be stored.
    """
    at, series = stamp(con), sorted({entry.series_id for entry in entries})
    day = at.date()
    with prepared_transaction(con) as prepared:
        cursor, known = prepared.cursor, prepared.series(series)
        for entry in entries:
            _check(prepared, known.get(entry.series_id), entry, staff_id, day)
        before = [_live(cursor, entry) for entry in entries]
        old = prepared.standing(series, day)
        for entry, stood in zip(entries, before, strict=True):
            if stood != entry:
                _write(cursor, at, entry, stood, staff_id, "add" if stood is None else "correct")
        new = prepared.refresh(known, day)
    return [Change(entry, stood, _changes(old, new, entry.series_id)) for entry, stood in zip(entries, before, strict=True)]


def undo(con: duckdb.DuckDBPyConnection, changes: Sequence[Change] | Change, staff_id: str | None) -> None:
    """Take back what record_score or record_scores wrote; what stood before stands again.

    Raises ScoreRefused where someone has changed the score since: theirs is not thrown away.
    """
    several = [changes] if isinstance(changes, Change) else list(changes)
    at = stamp(con)
    with prepared_transaction(con) as prepared:
        cursor = prepared.cursor
        for change in several:
            if _live(cursor, change.entry) != change.entry:
                raise ScoreRefused(
                    f"The score of {change.entry.observed_on:%-d %B %Y} has been changed since, so it was not taken "
                    "back. Look at it and type what is right."
                )
            if change.before == change.entry:
                continue
            if change.before is None:
                _retract(cursor, at, change.entry)
                audit(cursor, action="undo", table_name="score", row_key=_key(change.entry), staff_id=staff_id, before=_text(change.entry))
            else:
                _write(cursor, at, change.before, change.entry, staff_id, "undo")
        prepared.refresh(prepared.series(sorted({change.entry.series_id for change in several})), at.date())


def _check(prepared: PreparedEntry, known: tuple[Any, ...] | None, entry: ScoreEntry, staff_id: str | None, day: date) -> None:
    if known is None:
        raise ScoreRefused(f"There is no series {entry.series_id}. Reload the page; the student may have been removed.")
    student_id, floor, ceiling, measure = known
    if staff_id is not None and not prepared.may_see(staff_id, student_id, day):
        raise ScoreRefused(
            "You do not work with this student on this day, so the score was not stored. Ask the school office to assign you."
        )
    if not EARLIEST <= entry.observed_on <= day:
        raise ScoreRefused(
            f"The date {entry.observed_on:%-d %B %Y} is "
            f"{'in the future' if entry.observed_on > day else 'too long ago'}. Choose the day of the probe."
        )
    _check_value(entry, floor, ceiling, measure)


def _check_value(entry: ScoreEntry, floor: float | None, ceiling: float | None, measure: str) -> None:
    if entry.absent:
        if entry.value is not None:
            raise ScoreRefused("Absent and a score were both given. Clear one of them: an absence is not a zero.")
        return
    if entry.value is None or entry.value != entry.value or abs(entry.value) == float("inf"):
        raise ScoreRefused("There is no score. Type a number, or mark the student absent.")
    if (floor is not None and entry.value < floor) or (ceiling is not None and entry.value > ceiling):
        span = (
            f"{floor:g} to {ceiling:g}"
            if floor is not None and ceiling is not None
            else f"{floor:g} or more"
            if floor is not None
            else f"{ceiling:g} or less"
        )
        raise ScoreRefused(f"{entry.value:g} is outside the range of {measure}, which is {span}. Check the number.")


def _live(cursor: duckdb.DuckDBPyConnection, entry: ScoreEntry) -> ScoreEntry | None:
    rows = cursor.execute(
        "SELECT value, absent, errors, attempts, note FROM score WHERE series_id = ? AND observed_on = ? AND form = ? "
        "AND retracted_at IS NULL",
        [entry.series_id, entry.observed_on, entry.form],
    ).fetchall()
    if not rows:
        return None
    value, absent, errors, attempts, note = rows[0]
    return ScoreEntry(entry.series_id, entry.observed_on, value, absent, entry.form, errors, attempts, note)


def _retract(cursor: duckdb.DuckDBPyConnection, at: datetime, entry: ScoreEntry) -> None:
    cursor.execute(
        "UPDATE score SET retracted_at = ? WHERE series_id = ? AND observed_on = ? AND form = ? AND retracted_at IS NULL",
        [at, entry.series_id, entry.observed_on, entry.form],
    )


def _write(
    cursor: duckdb.DuckDBPyConnection,
    at: datetime,
    entry: ScoreEntry,
    stood: ScoreEntry | None,
    staff_id: str | None,
    action: str,
) -> None:
    if stood is not None:
        _retract(cursor, at, entry)
    cursor.execute(
        "INSERT INTO score (series_id, observed_on, form, value, errors, attempts, absent, note, origin, recorded_by, "
        "known_on, recorded_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'typed', ?, ?, ?)",
        [
            entry.series_id, entry.observed_on, entry.form, entry.value, entry.errors, entry.attempts, entry.absent, entry.note,
            staff_id, at.date(), at,
        ],
    )  # fmt: skip
    before = None if stood is None else _text(stood)
    audit(cursor, action=action, table_name="score", row_key=_key(entry), staff_id=staff_id, before=before, after=_text(entry))


def _changes(old: Verdicts, new: Verdicts, series_id: str) -> tuple[VerdictChange, ...]:
    return tuple(
        VerdictChange(plan_id, title, old[plan_id][2] if plan_id in old else "no data", verdict, reason)
        for plan_id, (series, title, verdict, reason) in sorted(new.items())
        if series == series_id
    )


def _key(entry: ScoreEntry) -> str:
    return f"{entry.series_id}|{entry.observed_on}|{entry.form}"


def _text(entry: ScoreEntry) -> str:
    return "absent" if entry.absent else f"{entry.value:g}"
