"""What a typed score sets off, planned once: who may write it, the verdicts that stand, and the models of pipeline.py for its series.

DuckDB spends some 2.5 ms on planning each model and a fraction of that on running it for one series. Here the shadowing tables and
the results stay on a cursor of their own between two entries, only emptied, and every statement is prepared.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

import duckdb

from analytics.model import Model, select_of
from analytics.pipeline import KEPT, MODELS, database, narrowed_inputs
from analytics.store import transaction

# A prepared plan must hold for whatever rows come later. These parts of the optimiser build the rows of the day into it: what
# statistics say (an empty table is planned as empty for ever), and filters that one run leaves behind for the next.
BOUND_TO_DATA = ("statistics_propagation", "join_filter_pushdown", "top_n", "row_group_pruner", "join_order")
_INPUTS = narrowed_inputs("", "series_id = $1")
OF_ONE_SERIES = tuple(name for name, select in _INPUTS.items() if "$1" in select)
SETTINGS = ("threshold_now", "boundary_now")
USES_AT_MOST = 500  # a temporary table keeps what is deleted from it, and is a few hundredths of a millisecond slower after so many
DAYS_AT_MOST = 100  # whose question for verdicts stays planned
READ_BEFORE = ("plan", "intervention_verdict", "goal_verdict")  # what verdict_on reads

Verdicts = dict[str, tuple[str, str, str, str]]
"""plan_id -> series_id, title, verdict, reason."""


@dataclass(frozen=True)
class PreparedEntry:
    """A cursor with everything prepared. Its temporary tables hide the inputs of the models and their results."""

    cursor: duckdb.DuckDBPyConnection
    tables: tuple[str, ...]
    days: dict[date, str] = field(default_factory=dict)
    times_used: list[int] = field(default_factory=lambda: [0])

    def run(self, name: str, *values: str) -> list[tuple[object, ...]]:
        """Rows of a prepared statement. EXECUTE takes no bound parameters, so the texts are quoted."""
        given = ", ".join(_quoted(value) for value in values)
        return self.cursor.execute(f"EXECUTE {name}({given})" if given else f"EXECUTE {name}").fetchall()

    def may_see(self, staff_id: str, student_id: str, day: date) -> bool:
        """Whether a reason lets the staff member see the student on a day (visible_students)."""
        query = "SELECT count(*) FROM visible_students($staff, $day) WHERE student_id = $student"
        return bool(self.cursor.execute(query, {"staff": staff_id, "day": day, "student": student_id}).fetchall()[0][0])

    def standing(self, series_ids: Sequence[str], day: date) -> Verdicts:
        """The verdicts of the series on a day as they are stored (key plan_id)."""
        self._refill(SETTINGS)
        for name in READ_BEFORE:
            self.run(f"clear_{name}")
            self._each("stored", name, series_ids)
        return self._verdicts(day)

    def refresh(self, series_ids: Sequence[str], day: date) -> Verdicts:
        """Judge the series anew in the caller's transaction, and return their verdicts on a day (key plan_id)."""
        for name in self.tables:
            self.run(f"clear_{name}")
        for name in OF_ONE_SERIES:
            self._each("fill", name, series_ids)
        self._refill(("goal_now",))
        self._each("fill", "session_now", [str(row[0]) for row in self.run("interventions")])
        absent: frozenset[str] = frozenset()
        for model in MODELS:
            if model.name not in absent and not model.view:
                self._make(model)
            if model.name == "plan":
                kinds = {kind for (kind,) in self.run("kinds")}
                absent = frozenset(model.name for model in MODELS if kinds and model.plan_kind not in {None, *kinds})
        for name in KEPT:
            self._each("delete", name, series_ids)
            if name not in absent:
                self.run(f"put_{name}")
        return self._verdicts(day)

    def _each(self, what: str, name: str, ids: Sequence[str]) -> None:
        """One at a time: an equality finds its rows far sooner than a list does."""
        for one in ids:
            self.run(f"{what}_{name}", one)

    def _refill(self, names: Sequence[str]) -> None:
        for name in names:
            self.run(f"clear_{name}")
            self.run(f"fill_{name}")

    def _make(self, model: Model) -> None:
        if isinstance(model.source, str):
            self.run(f"make_{model.name}")
        else:
            step_result = model.source(self.cursor)  # noqa: F841 - DuckDB finds it by its name; to register it would undo the plans
            self.cursor.execute(f"INSERT INTO temp.main.{model.name} BY NAME SELECT * FROM step_result")

    def _verdicts(self, day: date) -> Verdicts:
        """As verdict_on says; planned once for each day, since with the day as a parameter it would be planned anew each time."""
        if len(self.days) >= DAYS_AT_MOST:
            for name in self.days.values():
                self.cursor.execute(f"DEALLOCATE {name}")
            self.days.clear()
        if day not in self.days:
            name = f"verdicts_{day:%Y%m%d}"
            _prepare(self.cursor, {name: f"SELECT plan_id, series_id, title, verdict, reason FROM verdict_on(DATE '{day}')"})
            self.days[day] = name
        return {str(row[0]): (str(row[1]), str(row[2]), str(row[3]), str(row[4])) for row in self.run(self.days[day])}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def prepared_transaction(con: duckdb.DuckDBPyConnection) -> Iterator[PreparedEntry]:
    """A transaction (store.transaction) on the connection's kept cursor, which is prepared on first use."""
    with transaction(con, lambda: _kept(con).cursor):
        yield _KEPT[con]


_KEPT: WeakKeyDictionary[duckdb.DuckDBPyConnection, PreparedEntry] = WeakKeyDictionary()


def _kept(con: duckdb.DuckDBPyConnection) -> PreparedEntry:
    """Called under the write lock."""
    kept = _KEPT.get(con)
    if kept and kept.times_used[0] >= USES_AT_MOST:
        kept.cursor.close()
        kept = None
    kept = kept or prepare(con.cursor())
    kept.times_used[0] += 1
    _KEPT[con] = kept
    return kept


def prepare(cursor: duckdb.DuckDBPyConnection) -> PreparedEntry:
    """Make the tables on the cursor, then plan every statement: a table made later would send each plan back to its start."""
    db = database(cursor)
    inputs = {**narrowed_inputs(db, "series_id = $1"), **{name: f"SELECT * FROM {db}.{name}" for name in SETTINGS}}
    inputs["session_now"] = f"SELECT * FROM {db}.session_now WHERE intervention_id = $1"
    for name, select in inputs.items():
        cursor.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM ({select}) LIMIT 0", [""] if "$1" in select else [])
    for name in SETTINGS:  # numpy steps ask for them
        cursor.execute(f"INSERT INTO temp.main.{name} {inputs[name]}")
    for model in MODELS:
        _create(cursor, db, model)
    emptied = (*(name for name in inputs if name not in SETTINGS), *(model.name for model in MODELS if not model.view))
    _prepare(cursor, _statements(db, inputs, (*emptied, *SETTINGS)))
    return PreparedEntry(cursor, emptied)


def _create(cursor: duckdb.DuckDBPyConnection, db: str, model: Model) -> None:
    """An empty table of the model, or its view."""
    if model.view:
        cursor.execute(f"CREATE TEMP VIEW {model.name} AS {select_of(str(model.source))}")
    elif model.kept:
        cursor.execute(f"CREATE TEMP TABLE {model.name} AS FROM {db}.{model.name} LIMIT 0")
    elif isinstance(model.source, str):
        cursor.execute(f"CREATE TEMP TABLE {model.name} AS SELECT * FROM ({select_of(model.source)}) LIMIT 0")
    else:
        step_result = model.source(cursor)  # noqa: F841 - see PreparedEntry._make
        cursor.execute(f"CREATE TEMP TABLE {model.name} AS SELECT * FROM step_result LIMIT 0")


def _statements(db: str, inputs: dict[str, str], tables: Sequence[str]) -> dict[str, str]:
    """Name -> SQL of everything that an entry runs; $1 is the series."""
    made = [model for model in MODELS if isinstance(model.source, str) and not model.view]
    return {
        **{f"clear_{name}": f"DELETE FROM temp.main.{name}" for name in tables},
        **{f"fill_{name}": f"INSERT INTO temp.main.{name} {select}" for name, select in inputs.items()},
        **{f"stored_{name}": f"INSERT INTO temp.main.{name} FROM {db}.{name} WHERE series_id = $1" for name in READ_BEFORE},
        **{f"make_{model.name}": f"INSERT INTO temp.main.{model.name} BY NAME {select_of(str(model.source))}" for model in made},
        "interventions": "SELECT intervention_id FROM temp.main.intervention_now",
        "kinds": "SELECT DISTINCT plan_kind FROM temp.main.plan",
        **{f"delete_{name}": f"DELETE FROM {db}.{name} WHERE series_id = $1" for name in KEPT},
        **{f"put_{name}": f"INSERT INTO {db}.{name} BY NAME FROM temp.main.{name}" for name in KEPT},
    }


def _prepare(cursor: duckdb.DuckDBPyConnection, statements: dict[str, str]) -> None:
    """Plan the statements for any rows. The setting is the whole process's, so it is taken back at once."""
    own = cursor.cursor()
    own.execute(f"SET disabled_optimizers = '{','.join(BOUND_TO_DATA)}'")
    try:
        for name, statement in statements.items():
            cursor.execute(f"PREPARE {name} AS {statement}")
    finally:
        own.execute("RESET disabled_optimizers")
        own.close()
