"""Events of the process typed on a page: held against the rules, written, audited, steps and clocks refreshed, in one transaction."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import duckdb

from analytics.process.prepared_clocks import refresh_student
from analytics.process.rights import NOT_YOURS, may_see
from analytics.process.text_limits import refuse_unfit, tidied
from analytics.process.typed_event import COLUMNS, EventEntry, Finding, judge_typed, rests_on
from analytics.store import EventRefused, audit, stamp, today, transaction

__all__ = ["EventEntry", "EventRefused", "Finding", "Recorded", "check_event", "correct_event", "record_event", "retract_event"]

SHORTEST_REASON = 3  # letters: fewer say nothing to whoever reads it next year


@dataclass(frozen=True)
class Recorded:
    """A stored event: its identifier, and what the rules call odd about it."""

    event_id: str
    flags: tuple[Finding, ...]


def check_event(
    con: duckdb.DuckDBPyConnection, entry: EventEntry, staff_id: str | None, *, correcting: str | None = None
) -> tuple[Finding, ...]:
    """What the rules would say of the event now, refusals first; nothing is stored. `correcting` is the event_id that it would replace.

    Raises EventRefused for a student whom staff_id has no reason to see.
    """
    cursor, entry = con.cursor(), tidied(entry)
    try:
        _may_write(cursor, staff_id, entry.student_id, con)
        return tuple(judge_typed(cursor, entry, correcting or "new", today(con)))
    finally:
        cursor.close()


def record_event(con: duckdb.DuckDBPyConnection, entry: EventEntry, staff_id: str | None) -> Recorded:
    """Store one event and refresh the steps and clocks of its student. Raises EventRefused with what the rules say."""
    at, event_id, entry = stamp(con), uuid.uuid4().hex, tidied(entry)
    with transaction(con) as cursor:
        _may_write(cursor, staff_id, entry.student_id, con)
        flags = _kept_rules(cursor, entry, event_id, at)
        _insert(cursor, entry, event_id, staff_id, at, flags)
        audit(
            cursor, action="add", table_name="process_event", row_key=event_id, staff_id=staff_id, student_id=entry.student_id,
            after=_text(entry),
        )  # fmt: skip
        refresh_student(con, cursor, entry.student_id)
    return Recorded(event_id, tuple(flags))


def correct_event(con: duckdb.DuckDBPyConnection, event_id: str, entry: EventEntry, staff_id: str | None, because: str) -> Recorded:
    """Take a stored event back and enter it anew under the same identifier, in one step. The old row stays, with the reason.

    Raises EventRefused where the event is gone, is another student's, the reason is missing, or the rules refuse what is entered, also
    because a later event rests on what it said before.
    """
    at, entry = stamp(con), tidied(entry)
    with transaction(con) as cursor:
        before = _stored(cursor, event_id)
        if before is None or before.student_id != entry.student_id:
            raise EventRefused("This event is no longer in the record of this student. Reload the page to see what stands there now.")
        _may_write(cursor, staff_id, entry.student_id, con)
        _says_why(because)
        flags = _kept_rules(cursor, entry, event_id, at)
        _retract(cursor, event_id, because, at)
        _insert(cursor, entry, event_id, staff_id, at, flags)
        audit(
            cursor, action="correct", table_name="process_event", row_key=event_id, staff_id=staff_id, student_id=entry.student_id,
            before=_text(before), after=_text(entry),
        )  # fmt: skip
        refresh_student(con, cursor, entry.student_id)
    return Recorded(event_id, tuple(flags))


def retract_event(con: duckdb.DuckDBPyConnection, event_id: str, staff_id: str | None, because: str) -> None:
    """Take a stored event back, with the reason; it stays in the record as taken back.

    Raises EventRefused where the event is gone or the reason is missing, and where other events rest on it: the text names those that must
    be taken back first, so that nothing disappears that nobody looked at.
    """
    at = stamp(con)
    with transaction(con) as cursor:
        before = _stored(cursor, event_id)
        if before is None:
            raise EventRefused("This event has been taken back already. Reload the page to see what stands there now.")
        _may_write(cursor, staff_id, before.student_id, con)
        _says_why(because)
        if resting := rests_on(cursor, before.student_id, [event_id], at.date()):
            raise EventRefused(_what_rests(cursor, [str(row[0]) for row in resting]))
        _retract(cursor, event_id, because, at)
        audit(
            cursor, action="retract", table_name="process_event", row_key=event_id, staff_id=staff_id, student_id=before.student_id,
            before=_text(before), after=because,
        )  # fmt: skip
        refresh_student(con, cursor, before.student_id)


def _may_write(cursor: duckdb.DuckDBPyConnection, staff_id: str | None, student_id: str, con: duckdb.DuckDBPyConnection) -> None:
    if not may_see(cursor, staff_id, student_id, today(con)):
        raise EventRefused(NOT_YOURS)


def _says_why(because: str) -> None:
    if len(because.strip()) < SHORTEST_REASON:
        raise EventRefused("The reason is missing. Say in a few words why the record is changed; it stays beside what stood there.")
    refuse_unfit("process_event", {"retracted_because": because})


def _kept_rules(cursor: duckdb.DuckDBPyConnection, entry: EventEntry, event_id: str, at: datetime) -> list[Finding]:
    """The flags of an event that no rule refuses. Raises EventRefused with what the refusing rules say, or for a text that is unfit."""
    refuse_unfit("process_event", asdict(entry))
    findings = judge_typed(cursor, entry, event_id, at.date())
    refusals = [one for one in findings if one.effect == "refuse"]
    if refusals:
        raise EventRefused(refusal_words(cursor, refusals), findings=tuple(refusals))
    return findings


def refusal_words(cursor: duckdb.DuckDBPyConnection, refusals: Sequence[Finding]) -> str:
    """What the first refusing rule says, with its law; where a stored event is the obstacle, which one."""
    first = refusals[0]
    law = f" ({first.citation})" if first.citation else ""
    if first.because_of is None:
        return f"{first.message}{law}"
    stands = _title(cursor, first.because_of)
    return f"{stands} is recorded and could not stand then: {first.message}{law} Correct or take back that one first."


def _what_rests(cursor: duckdb.DuckDBPyConnection, event_ids: Sequence[str]) -> str:
    titles = [_title(cursor, event_id) for event_id in dict.fromkeys(event_ids)]
    return f"Other events rest on this one. Take back first: {'; '.join(titles)}. Or correct this one instead."


def _title(cursor: duckdb.DuckDBPyConnection, event_id: str) -> str:
    query = """SELECT k.title || ' of ' || strftime(e.happened_on, '%-d %B %Y') FROM process_event e JOIN event_kind k ON k.event = e.event
        WHERE e.event_id = ? AND e.retracted_at IS NULL"""
    return str(cursor.execute(query, [event_id]).fetchall()[0][0])


def _stored(cursor: duckdb.DuckDBPyConnection, event_id: str) -> EventEntry | None:
    query = f"SELECT {', '.join(COLUMNS)} FROM process_event WHERE event_id = ? AND retracted_at IS NULL"
    rows = cursor.execute(query, [event_id]).fetchall()
    return EventEntry(*rows[0]) if rows else None


def _insert(
    cursor: duckdb.DuckDBPyConnection, entry: EventEntry, event_id: str, staff_id: str | None, at: datetime, flags: Sequence[Finding]
) -> None:
    flagged = "|".join(sorted({one.rule_id for one in flags})) or None
    values = asdict(entry) | {"event_id": event_id, "flagged": flagged, "recorded_by": staff_id, "known_on": at.date(), "recorded_at": at}
    columns = ", ".join(f"${name} AS {name}" for name in values)
    cursor.execute(f"INSERT INTO process_event BY NAME SELECT {columns}", values)


def _retract(cursor: duckdb.DuckDBPyConnection, event_id: str, because: str, at: datetime) -> None:
    cursor.execute(
        "UPDATE process_event SET retracted_at = ?, retracted_because = ? WHERE event_id = ? AND retracted_at IS NULL",
        [at, because.strip(), event_id],
    )


def _text(entry: EventEntry) -> str:
    return json.dumps({name: value for name, value in asdict(entry).items() if value is not None}, default=str, ensure_ascii=False)
