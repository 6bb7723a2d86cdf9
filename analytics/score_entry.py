"""Scores typed on a page: checked, written, audited and judged in one transaction, and taken back by undo."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from analytics.prepared_entry import Verdicts, prepared_transaction
from analytics.score_check import ScoreEntry, check_apart, check_may_write, check_score
from analytics.store import ScoreRefused, audit, stamp

__all__ = ["Change", "ScoreEntry", "VerdictChange", "record_score", "record_scores", "undo"]


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


def record_scores(
    con: duckdb.DuckDBPyConnection, entries: Sequence[ScoreEntry], *, staff_id: str | None, corrected: Collection[str] | None = None
) -> list[Change]:
    """Store scores together and refresh the verdicts of their series, or store none.

    A score where one stands already corrects it: the old row is retracted, not overwritten. With `corrected`, only in these series: in any
    other a score that somebody has stored meanwhile is not replaced. Raises ScoreRefused with the reason (range, date, unknown series, a
    student that staff_id has no reason to see, one probe twice) for the first entry that cannot be stored.
    """
    at, series = stamp(con), sorted({entry.series_id for entry in entries})
    day = at.date()
    check_apart(entries)
    with prepared_transaction(con) as prepared:
        cursor, known = prepared.cursor, prepared.series(series)
        for entry in entries:
            check_score(prepared, known.get(entry.series_id), entry, staff_id, day)
        before = [_live(cursor, entry) for entry in entries]
        for entry, stood in zip(entries, before, strict=True):
            if stood not in (None, entry) and corrected is not None and entry.series_id not in corrected:
                raise ScoreRefused(f"{_text(stood)} has been stored for {_day(entry)} meanwhile. Press Correct to replace it.")
        old = prepared.standing(series, day)
        for entry, stood in zip(entries, before, strict=True):
            if stood != entry:
                whose = str(known[entry.series_id][0])
                _write(cursor, at, entry, stood, staff_id, "add" if stood is None else "correct", whose)
        new = prepared.refresh(known, day)
    return [Change(entry, stood, _changes(old, new, entry.series_id)) for entry, stood in zip(entries, before, strict=True)]


def undo(con: duckdb.DuckDBPyConnection, changes: Sequence[Change] | Change, staff_id: str | None) -> None:
    """Take back what record_score or record_scores wrote; what stood before stands again.

    Raises ScoreRefused where someone has changed the score since (theirs is not thrown away), and where staff_id has no reason to see the
    student.
    """
    several = [changes] if isinstance(changes, Change) else list(changes)
    at = stamp(con)
    with prepared_transaction(con) as prepared:
        cursor, known = prepared.cursor, prepared.series(sorted({change.entry.series_id for change in several}))
        for change in several:
            student_id = check_may_write(prepared, known.get(change.entry.series_id), change.entry, staff_id, at.date())
            if _live(cursor, change.entry) != change.entry:
                raise ScoreRefused(
                    f"The score of {_day(change.entry)} has been changed since, so it was not taken "
                    "back. Look at it and type what is right."
                )
            if change.before == change.entry:
                continue
            if change.before is None:
                _retract(cursor, at, change.entry)
                told = {"staff_id": staff_id, "student_id": student_id, "before": _text(change.entry)}
                audit(cursor, action="undo", table_name="score", row_key=_key(change.entry), **told)
            else:
                _write(cursor, at, change.before, change.entry, staff_id, "undo", student_id)
        prepared.refresh(known, at.date())


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
    student_id: str,
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
    told = {"staff_id": staff_id, "student_id": student_id, "before": before, "after": _text(entry)}
    audit(cursor, action=action, table_name="score", row_key=_key(entry), **told)


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


def _day(entry: ScoreEntry) -> str:
    return f"{entry.observed_on:%-d %B %Y}"
