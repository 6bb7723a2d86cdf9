"""Concerns, contacts with parents and restricted notes typed on a page: checked, written and audited in one transaction."""

import json
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime

import duckdb

from analytics.process.rights import NOT_PERMITTED, NOT_YOURS, RESTRICTED, has_permission, may_see
from analytics.process.text_limits import refuse_unfit, tidied
from analytics.store import EventRefused, audit, stamp, transaction

HOW = ("telephone", "letter", "email", "meeting", "home_visit", "other")


@dataclass(frozen=True)
class ConcernEntry:
    """A concern as typed; the fields are the columns of concern."""

    student_id: str
    raised_on: date
    raised_by: str
    what: str
    area: str | None = None
    where_seen: str | None = None
    when_seen: str | None = None
    how_often: str | None = None
    since_when: str | None = None
    strengths: str | None = None
    how_learns: str | None = None


@dataclass(frozen=True)
class ContactEntry:
    """A contact with a parent as typed; was_reached is false for an attempt that reached nobody."""

    student_id: str
    contacted_on: date
    how: str
    with_whom: str
    about: str
    was_reached: bool = True


@dataclass(frozen=True)
class RestrictedNoteEntry:
    """A note that needs the second permission."""

    student_id: str
    on_date: date
    text: str


Entry = ConcernEntry | ContactEntry | RestrictedNoteEntry


@dataclass(frozen=True)
class _Kind:
    """Where an entry of a kind is stored: its table, the column of its identifier, its day, and what must be filled, with words for it."""

    table: str
    key: str
    day: str
    needed: dict[str, str]


CONCERN = _Kind("concern", "concern_id", "raised_on", {"what": "what is seen", "raised_by": "who raised it"})
CONTACT = _Kind("contact", "contact_id", "contacted_on", {"with_whom": "with whom", "about": "what was said or sent"})
RESTRICTED_NOTE = _Kind("restricted_note", "restricted_note_id", "on_date", {"text": "the note"})


def record_concern(con: duckdb.DuckDBPyConnection, entry: ConcernEntry, staff_id: str | None) -> str:
    """Store a concern; returns its concern_id. Raises EventRefused."""
    return _record(con, CONCERN, entry, staff_id)


def correct_concern(con: duckdb.DuckDBPyConnection, concern_id: str, entry: ConcernEntry, staff_id: str | None) -> None:
    """Retract a concern and enter it anew under the same identifier. Raises EventRefused."""
    _correct(con, CONCERN, concern_id, entry, staff_id)


def correct_contact(con: duckdb.DuckDBPyConnection, contact_id: str, entry: ContactEntry, staff_id: str | None) -> None:
    """Retract a contact and enter it anew under the same identifier. Raises EventRefused."""
    _correct(con, CONTACT, contact_id, entry, staff_id)


def correct_restricted_note(
    con: duckdb.DuckDBPyConnection, restricted_note_id: str, entry: RestrictedNoteEntry, staff_id: str | None
) -> None:
    """Retract a restricted note and enter it anew under the same identifier. Raises EventRefused for a writer without the permission."""
    _correct(con, RESTRICTED_NOTE, restricted_note_id, entry, staff_id)


def record_contact(con: duckdb.DuckDBPyConnection, entry: ContactEntry, staff_id: str | None) -> str:
    """Store a contact with a parent; returns its contact_id. Raises EventRefused."""
    return _record(con, CONTACT, entry, staff_id)


def record_restricted_note(con: duckdb.DuckDBPyConnection, entry: RestrictedNoteEntry, staff_id: str | None) -> str:
    """Store a restricted note; returns its restricted_note_id. Raises EventRefused for a writer without the permission."""
    return _record(con, RESTRICTED_NOTE, entry, staff_id)


def retract_concern(con: duckdb.DuckDBPyConnection, concern_id: str, staff_id: str | None) -> None:
    """Take a concern back. Raises EventRefused while live events belong to it."""

    def nothing_belongs(cursor: duckdb.DuckDBPyConnection) -> None:
        query = "SELECT count(*) FROM process_event WHERE concern_id = ? AND retracted_at IS NULL"
        if cursor.execute(query, [concern_id]).fetchall()[0][0]:
            raise EventRefused("Events belong to this concern, so it stays. Correct it, or take those events back first.")

    _retract(con, CONCERN, concern_id, staff_id, nothing_belongs)


def retract_contact(con: duckdb.DuckDBPyConnection, contact_id: str, staff_id: str | None) -> None:
    """Take a contact back. Raises EventRefused."""
    _retract(con, CONTACT, contact_id, staff_id)


def retract_restricted_note(con: duckdb.DuckDBPyConnection, restricted_note_id: str, staff_id: str | None) -> None:
    """Take a restricted note back. Raises EventRefused for a writer without the permission."""
    _retract(con, RESTRICTED_NOTE, restricted_note_id, staff_id)


def _record(con: duckdb.DuckDBPyConnection, kind: _Kind, entry: Entry, staff_id: str | None) -> str:
    at, key, entry = stamp(con), uuid.uuid4().hex, tidied(entry)
    with transaction(con) as cursor:
        _check(cursor, kind, entry, staff_id, at.date())
        _insert(cursor, kind, key, entry, staff_id, at)
        audit(cursor, action="add", table_name=kind.table, row_key=key, staff_id=staff_id, student_id=entry.student_id, after=_text(entry))
    return key


def _correct(con: duckdb.DuckDBPyConnection, kind: _Kind, key: str, entry: Entry, staff_id: str | None) -> None:
    """The old row stays, withdrawn; the audit holds both, of a restricted note only that it was corrected, by whom and when."""
    at, entry = stamp(con), tidied(entry)
    with transaction(con) as cursor:
        _check(cursor, kind, entry, staff_id, at.date())
        before = _live(cursor, kind, key)
        if before["student_id"] != entry.student_id:
            raise EventRefused("This entry is another student's. Reload the page.")
        _withdraw(cursor, kind, key, at)
        _insert(cursor, kind, key, entry, staff_id, at)
        was = None if kind is RESTRICTED_NOTE else json.dumps(before, default=str, ensure_ascii=False)
        audit(
            cursor, action="correct", table_name=kind.table, row_key=key, staff_id=staff_id, student_id=entry.student_id, before=was,
            after=_text(entry),
        )  # fmt: skip


def _retract(
    con: duckdb.DuckDBPyConnection,
    kind: _Kind,
    key: str,
    staff_id: str | None,
    allowed: Callable[[duckdb.DuckDBPyConnection], None] | None = None,
) -> None:
    at = stamp(con)
    with transaction(con) as cursor:
        before = _live(cursor, kind, key)
        _rights(cursor, kind, before["student_id"], staff_id, at.date())
        if allowed:
            allowed(cursor)
        _withdraw(cursor, kind, key, at)
        audit(cursor, action="retract", table_name=kind.table, row_key=key, staff_id=staff_id, student_id=before["student_id"])


def _check(cursor: duckdb.DuckDBPyConnection, kind: _Kind, entry: Entry, staff_id: str | None, day: date) -> None:
    _rights(cursor, kind, entry.student_id, staff_id, day)
    missing = [words for name, words in kind.needed.items() if not (getattr(entry, name) or "").strip()]
    if missing:
        raise EventRefused(f"Not recorded yet: fill in {' and '.join(missing)}.")
    refuse_unfit(kind.table, asdict(entry))
    if getattr(entry, kind.day) > day:
        raise EventRefused(f"{getattr(entry, kind.day):%-d %B %Y} lies in the future. Choose the day on which it happened.")
    if isinstance(entry, ContactEntry) and entry.how not in HOW:
        raise EventRefused(f"“{entry.how}” is no way of contact that is known here. Choose one of: {', '.join(HOW)}.")


def _rights(cursor: duckdb.DuckDBPyConnection, kind: _Kind, student_id: str, staff_id: str | None, day: date) -> None:
    if not may_see(cursor, staff_id, student_id, day):
        raise EventRefused(NOT_YOURS)
    if kind is RESTRICTED_NOTE and not has_permission(cursor, staff_id, RESTRICTED, day):
        raise EventRefused(NOT_PERMITTED)


def _live(cursor: duckdb.DuckDBPyConnection, kind: _Kind, key: str) -> dict[str, str]:
    found = cursor.execute(f"SELECT * FROM {kind.table} WHERE {kind.key} = ? AND retracted_at IS NULL", [key])
    columns = [column[0] for column in found.description or ()]
    rows = found.fetchall()
    if not rows:
        raise EventRefused("This entry has been taken back already. Reload the page to see what stands there now.")
    return dict(zip(columns, rows[0], strict=True))


def _insert(cursor: duckdb.DuckDBPyConnection, kind: _Kind, key: str, entry: Entry, staff_id: str | None, at: datetime) -> None:
    values = asdict(entry) | {kind.key: key, "recorded_by": staff_id, "recorded_at": at}
    if kind is CONCERN:
        values["known_on"] = at.date()
    cursor.execute(f"INSERT INTO {kind.table} BY NAME SELECT {', '.join(f'${name} AS {name}' for name in values)}", values)


def _withdraw(cursor: duckdb.DuckDBPyConnection, kind: _Kind, key: str, at: datetime) -> None:
    cursor.execute(f"UPDATE {kind.table} SET retracted_at = ? WHERE {kind.key} = ? AND retracted_at IS NULL", [at, key])


def _text(entry: Entry) -> str | None:
    """What the audit keeps of an entry; of a restricted note nothing, since the audit is read without that permission."""
    if isinstance(entry, RestrictedNoteEntry):
        return None
    return json.dumps({name: value for name, value in asdict(entry).items() if value is not None}, default=str, ensure_ascii=False)
