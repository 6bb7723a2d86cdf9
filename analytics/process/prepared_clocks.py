"""The steps and clocks of one student after an edit, by plans that are made once and kept on a cursor of their own.

DuckDB plans the models far longer than it runs them for one student. What the caller's transaction has written of the student is handed to
the kept cursor, whose temporary tables hide the inputs of the models, and what the models make is handed back and stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import duckdb
import pyarrow as pa

from analytics.model import Model, plan, select_of
from analytics.process import running
from analytics.process.holiday_days import MISSING, can_fill

USES_AT_MOST = 500  # after so many the tables and plans are made anew, as those of prepared_entry.py are
_MADE_EACH_TIME = tuple(model for model in running.MODELS if model.name not in running.FIXED)


@dataclass(frozen=True)
class PreparedClocks:
    """A cursor with an empty temporary table for each input and model, and a plan for each model."""

    cursor: duckdb.DuckDBPyConnection
    times_used: list[int] = field(default_factory=lambda: [0])

    def derive(self, inputs: Mapping[str, pa.Table]) -> dict[str, pa.Table] | None:
        """The rows of each kept model for these inputs; None if holidays of their years must first be stored.

        All happens in a transaction that is taken back, which empties the tables.
        """
        self.cursor.execute("BEGIN")
        try:
            for name, rows in inputs.items():
                if rows.num_rows:  # DuckDB finds the table by its name; to register it would undo the plans
                    self.cursor.execute(f"INSERT INTO temp.main.{name} BY NAME SELECT * FROM rows")
            if can_fill(str(state) for state, _ in self.cursor.execute("EXECUTE missing_holidays").fetchall()):
                return None
            for model in _MADE_EACH_TIME:
                self.cursor.execute(f"EXECUTE make_{model.name}")
            return {name: self.cursor.execute(f"EXECUTE made_{name}").to_arrow_table() for name in running.KEPT}
        finally:
            self.cursor.execute("ROLLBACK")


def refresh_student(con: duckdb.DuckDBPyConnection, cursor: duckdb.DuckDBPyConnection, student_id: str) -> None:
    """Do what running.refresh does for one student, in the transaction open on `cursor`, several times as fast.

    `con` is the connection that the transaction was begun on (store.transaction). The plans read the calendar, the rules and the schools as
    they are committed, so the transaction may so far have changed nothing but rows of this student.
    """
    chosen = {
        name: cursor.execute(f"SELECT * FROM {name} WHERE student_id = $student", {"student": student_id}).to_arrow_table()
        for name in running.INPUTS
    }
    made = _kept(con).derive(chosen)
    if made is None:
        running.refresh(cursor, [student_id])
        return
    for name, rows in made.items():
        cursor.execute(f"DELETE FROM {name} WHERE student_id = $student", {"student": student_id})
        if rows.num_rows:
            cursor.execute(f"INSERT INTO {name} BY NAME SELECT * FROM rows")


def _prepare(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make every table, then plan every statement: a table made later would send each plan back to its start."""
    db = running.database(cursor)
    for name in running.INPUTS:
        cursor.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {db}.{name} LIMIT 0")
    for model in running.MODELS:
        rows = "" if model.name in running.FIXED else " LIMIT 0"
        cursor.execute(f"CREATE TEMP TABLE {model.name} AS SELECT * FROM ({_select(model)}){rows}")
    plan(
        cursor,
        {
            "missing_holidays": MISSING,
            **{f"make_{model.name}": f"INSERT INTO temp.main.{model.name} BY NAME {_select(model)}" for model in _MADE_EACH_TIME},
            **{f"made_{name}": f"SELECT * FROM temp.main.{name}" for name in running.KEPT},
        },
    )


def _select(model: Model) -> str:
    return select_of(str(model.source))


_KEPT: WeakKeyDictionary[duckdb.DuckDBPyConnection, PreparedClocks] = WeakKeyDictionary()


def _kept(con: duckdb.DuckDBPyConnection) -> PreparedClocks:
    """Called under the write lock, which whoever has a transaction holds."""
    kept = _KEPT.get(con)
    if kept and kept.times_used[0] >= USES_AT_MOST:
        kept.cursor.close()
        kept = None
    if kept is None:
        kept = PreparedClocks(con.cursor())
        _prepare(kept.cursor)
        _KEPT[con] = kept
    kept.times_used[0] += 1
    return kept
