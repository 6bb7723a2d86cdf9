"""Write in one transaction: one writer at a time, audited, and visible to every open page through data_version."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime

import duckdb

write_lock = threading.RLock()


@contextmanager
def transaction(
    con: duckdb.DuckDBPyConnection, kept: Callable[[], duckdb.DuckDBPyConnection] | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Hold the write lock, yield a cursor inside BEGIN, then COMMIT and raise data_version; on any error ROLLBACK.

    Everything that belongs together (rows, audit, refreshed verdicts) is written on the one cursor, so that no
    page ever sees a score without its verdict. It is a new cursor that is closed afterwards, or, under the lock, the one that `kept`
    gives, which stays open.
    """
    with write_lock:
        cursor = kept() if kept else con.cursor()
        cursor.execute("BEGIN")
        try:
            yield cursor
            cursor.execute("UPDATE store_info SET value = (value::BIGINT + 1)::VARCHAR WHERE name = 'data_version'")
            cursor.execute("COMMIT")
        except BaseException:
            # A COMMIT that failed has ended the transaction already; what is told is its own error, not that there is none to undo.
            with suppress(duckdb.TransactionException):
                cursor.execute("ROLLBACK")
            raise
        finally:
            if not kept:
                cursor.close()


def audit(
    cursor: duckdb.DuckDBPyConnection,
    *,
    action: str,
    table_name: str,
    row_key: str,
    staff_id: str | None = None,
    student_id: str | None = None,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Record one change in audit_event, in the transaction that makes it."""
    cursor.execute(
        "INSERT INTO audit_event (staff_id, action, table_name, row_key, student_id, before_value, after_value) VALUES "
        "(?, ?, ?, ?, ?, ?, ?)",
        [staff_id, action, table_name, row_key, student_id, before, after],
    )


def info(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """One fact of store_info, or None."""
    rows = con.cursor().execute("SELECT value FROM store_info WHERE name = ?", [name]).fetchall()
    return str(rows[0][0]) if rows else None


def set_info(cursor: duckdb.DuckDBPyConnection, name: str, value: str) -> None:
    """Set one fact of store_info."""
    cursor.execute("DELETE FROM store_info WHERE name = ?", [name])
    cursor.execute("INSERT INTO store_info VALUES (?, ?)", [name, value])


def data_version(con: duckdb.DuckDBPyConnection) -> int:
    """A number that is another one after each committed write."""
    return int(info(con, "data_version") or 0)


def today(con: duckdb.DuckDBPyConnection) -> date:
    """The day the pages stand on: demo_today of a demonstration store, else the real date."""
    fixed = info(con, "demo_today")
    return date.fromisoformat(fixed) if fixed else date.today()


def stamp(con: duckdb.DuckDBPyConnection) -> datetime:
    """When a row is written or withdrawn (UTC), on the store's own day: a demonstration's rows must not come from its future."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return datetime.combine(today(con), now.time())
