"""What a change of the calendar would do to due dates: the clocks' own models on a cursor of its own; stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from analytics.calendar_entry import EVERY_SCHOOL, TABLES, DueMove
from analytics.model import run_models
from analytics.process import running
from analytics.store import data_version, today

# The view of each table that the models read.
VIEWS = {"calendar_day": "calendar_now", "school_year": "school_year_now", "reporting_period": "reporting_period_now"}
_MOVED = """
WITH moved AS (
    SELECT c.student_id, c.clock, c.round, c.clock_rule_id, c.is_over, b.due_on AS before, c.due_on AS after
    FROM temp.main.student_clock c
    JOIN {db}.student_clock b ON b.student_id = c.student_id AND b.clock = c.clock AND b.round = c.round
    WHERE b.due_on IS DISTINCT FROM c.due_on
)
SELECT
    m.student_id, s.public_key, concat_ws(' ', s.first_name, s.last_name), m.clock, m.round, r.title, m.is_over, m.before, m.after,
    $why::VARCHAR, m.student_id IN (SELECT student_id FROM visible_students($staff, $day))
FROM moved m
JOIN clock_rule r ON r.clock_rule_id = m.clock_rule_id
JOIN student s ON s.student_id = m.student_id
ORDER BY m.is_over, m.after, s.last_name, s.first_name, m.clock
"""


@dataclass(frozen=True)
class CalendarPreview:
    """What would move: open due dates of students whom the asker may see, how many of others, how many of clocks that are over."""

    table: str
    rows: tuple[tuple[Any, ...], ...]
    moves: tuple[DueMove, ...]
    n_others: int
    n_over: int
    version: int


def preview(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]], *, why: str, staff_id: str) -> CalendarPreview:
    """Derive the clocks as they would be with these rows of a table of the calendar (columns as in TABLES), and compare.

    version is the store's when it began: if another one holds afterwards, something has changed since.
    """
    version, cursor = data_version(con), con.cursor()
    try:
        db = _database(cursor)
        _shadow(cursor, db, table, rows)
        _narrow(cursor, db, {str(row[0]) for row in rows})
        run_models(cursor, running.MODELS)
        values = {"staff": staff_id, "day": today(con), "why": why}
        found = cursor.execute(_MOVED.format(db=db), values).fetchall()
    finally:
        cursor.close()
    opens = [row for row in found if not row[6]]
    seen = tuple(DueMove(*row[:-1]) for row in opens if row[-1])
    return CalendarPreview(table, tuple(rows), seen, len(opens) - len(seen), len(found) - len(opens), version)


def _shadow(cursor: duckdb.DuckDBPyConnection, db: str, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put the table as it would be in front of the view that the models read."""
    key, more = TABLES[table]
    columns, view = (*key, *more), VIEWS[table]
    cursor.execute(f"CREATE TEMP TABLE {view} AS SELECT {', '.join(columns)} FROM {db}.{view}")
    for row in rows:
        cursor.execute(f"DELETE FROM temp.main.{view} WHERE {key[0]} = ? AND {key[1]} = ?", list(row[:2]))
        cursor.execute(f"INSERT INTO temp.main.{view} VALUES ({', '.join('?' * len(columns))})", list(row))


def _narrow(cursor: duckdb.DuckDBPyConnection, db: str, schools: set[str]) -> None:
    """Only the students of these schools, as a change of the calendar touches no others."""
    if EVERY_SCHOOL in schools:
        return
    chosen = f"student_id IN (SELECT student_id FROM {db}.enrolment WHERE list_contains($schools::VARCHAR[], school_id))"
    for name in running.INPUTS:
        cursor.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {db}.{name} WHERE {chosen}", {"schools": sorted(schools)})


def _database(cursor: duckdb.DuckDBPyConnection) -> str:
    """The store's own schema, quoted: in front of a name it means the stored table, whatever shadows it."""
    name = str(cursor.execute("SELECT current_database()").fetchall()[0][0]).replace('"', '""')
    return f'"{name}".main'
