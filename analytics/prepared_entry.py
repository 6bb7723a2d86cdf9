"""What a typed score sets off: who may write it, the verdicts that stand, and the models of pipeline.py for its series.

The tables and the plans (prepared_plans.py) stay on a cursor of their own from one entry to the next.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

import duckdb
import pyarrow as pa

from analytics.model import Model, plan
from analytics.pipeline import KEPT, MODELS
from analytics.prepared_plans import MADE_IN_STORE, OF_ONE_SERIES, READ_BEFORE, SETTINGS, prepare
from analytics.store import transaction
from analytics.store.writing import write_lock

USES_AT_MOST = 500  # a temporary table keeps what is deleted from it, and is a few hundredths of a millisecond slower after so many
DAYS_AT_MOST = 100  # whose questions for verdicts stay planned
FEW_ROWS = 12  # of a numpy step: bound one by one, which takes a third of the time that a scan of a table takes to plan
PLAN_KIND = {model.name: model.plan_kind for model in MODELS}

Verdicts = dict[str, tuple[str, str, str, str]]
"""plan_id -> series_id, title, verdict, reason."""
Row = tuple[object, ...]


@dataclass(frozen=True)
class PreparedEntry:
    """A cursor with everything prepared. Its temporary tables hide the inputs of the models and their results.

    They are empty between two entries, but for the settings, which are those of the store's data_version in settings_of.
    """

    cursor: duckdb.DuckDBPyConnection
    tables: tuple[str, ...]
    days: dict[date, str] = field(default_factory=dict)
    times_used: list[int] = field(default_factory=lambda: [0])
    settings_of: list[int] = field(default_factory=lambda: [-1])

    def run(self, name: str, *values: str) -> list[Row]:
        """Rows of a prepared statement. EXECUTE takes no bound parameters, so the texts are quoted."""
        given = ", ".join(_quoted(value) for value in values)
        return self.cursor.execute(f"EXECUTE {name}({given})" if given else f"EXECUTE {name}").fetchall()

    def may_see(self, staff_id: str, student_id: str, day: date) -> bool:
        """Whether a reason lets the staff member see the student on a day (visible_students)."""
        query = "SELECT count(*) FROM visible_students($staff, $day) WHERE student_id = $student"
        return bool(self.cursor.execute(query, {"staff": staff_id, "day": day, "student": student_id}).fetchall()[0][0])

    def series(self, series_ids: Sequence[str]) -> dict[str, Row]:
        """What is known of the series: series_id -> student_id, floor and ceiling (score units), name of the measure."""
        self._each("fill", "series_now", series_ids)
        return {str(row[0]): row[1:] for row in self.run("series")}

    def standing(self, series_ids: Sequence[str], day: date) -> Verdicts:
        """The verdicts of the series on a day as they are stored (key plan_id); without their reasons."""
        kinds = self._each("stored", "plan", series_ids)
        for name in READ_BEFORE[1:]:
            if PLAN_KIND[name] in kinds:
                self._each("stored", name, series_ids)
        found = self._verdicts("stood", day) if kinds else {}
        for name in READ_BEFORE:
            self.run(f"clear_{name}")
        return found

    def refresh(self, series: dict[str, Row], day: date) -> Verdicts:
        """Judge the series anew in the caller's transaction, and return their verdicts on a day (key plan_id)."""
        self._delete(list(series))
        self._fill(series)
        kinds: set[object] = set()
        for model in MODELS:
            if model.view or (kinds and model.plan_kind not in {None, *kinds}):
                continue
            made = self._make(model)
            if model.name == "plan":
                kinds = {kind for (kind,) in made}
        for name in KEPT:
            if name not in MADE_IN_STORE and not (kinds and PLAN_KIND[name] not in {None, *kinds}):
                self.run(f"put_{name}")
        found = self._verdicts("stand", day)
        # Emptied before the end of the transaction, they need not be written at its end.
        for name in self.tables:
            self.run(f"clear_{name}")
        return found

    def settle(self) -> int:
        """Read the settings if anybody has written since they were read; returns the data_version that stands."""
        version = int(str(self.run("version")[0][0]))
        if self.settings_of[0] != version:
            self.run("clear_t_quantile")
            for name in SETTINGS:
                self.run(f"clear_{name}")
                self.run(f"fill_{name}")
        return version

    def _fill(self, series: dict[str, Row]) -> None:
        for name in OF_ONE_SERIES:
            self._each("fill", name, list(series))
        self.run("fill_goal_now")
        self._each("fill", "session_now", [str(row[0]) for row in self.run("interventions")])
        self._each("fill", "enrolment_now", sorted({str(row[0]) for row in series.values()}))

    def _delete(self, series_ids: Sequence[str]) -> None:
        """Results of plans of one kind are stored only where there are such plans."""
        kinds = self._each("delete", "plan", series_ids)
        for name in KEPT:
            if name != "plan" and PLAN_KIND[name] in {None, *kinds}:
                self._each("delete", name, series_ids)

    def _each(self, what: str, name: str, ids: Sequence[str]) -> set[object]:
        """One at a time: an equality finds its rows far sooner than a list does. Of plans, returns their kinds."""
        return {row[0] for one in ids for row in self.run(f"{what}_{name}", one)}

    def _make(self, model: Model) -> list[Row]:
        if isinstance(model.source, str):
            return self.run(f"make_{model.name}")
        if model.name == "t_quantile":
            if self.run("quantiles_suffice")[0][0] is not False:
                return []
            self.run("clear_t_quantile")
        step_result = model.source(self.cursor)
        self._insert(model.name, step_result)
        return []

    def _insert(self, name: str, step_result: pa.Table) -> None:
        if step_result.num_rows > FEW_ROWS:  # DuckDB finds the table by its name; to register it would undo the plans
            self.cursor.execute(f"INSERT INTO temp.main.{name} BY NAME SELECT * FROM step_result")
        elif step_result.num_rows:
            rows = zip(*(column.to_pylist() for column in step_result.columns), strict=True)
            marks = ", ".join([f"({', '.join('?' * step_result.num_columns)})"] * step_result.num_rows)
            columns = ", ".join(step_result.column_names)
            self.cursor.execute(f"INSERT INTO temp.main.{name} ({columns}) VALUES {marks}", [value for row in rows for value in row])

    def _verdicts(self, what: str, day: date) -> Verdicts:
        """As verdict_on says; planned once for each day, since with the day as a parameter it would be planned anew each time."""
        if len(self.days) >= DAYS_AT_MOST:
            for name in self.days.values():
                self.cursor.execute(f"DEALLOCATE stood_{name}")
                self.cursor.execute(f"DEALLOCATE stand_{name}")
            self.days.clear()
        if day not in self.days:
            name = self.days[day] = f"{day:%Y%m%d}"
            asked = "SELECT plan_id, series_id, title, verdict, {reason} FROM verdict_on(DATE '{day}')"
            statements = {f"stood_{name}": asked.format(reason="''", day=day), f"stand_{name}": asked.format(reason="reason", day=day)}
            plan(self.cursor, statements)
        return {str(row[0]): (str(row[1]), str(row[2]), str(row[3]), str(row[4])) for row in self.run(f"{what}_{self.days[day]}")}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def prepared_transaction(con: duckdb.DuckDBPyConnection) -> Iterator[PreparedEntry]:
    """A transaction (store.transaction) on the connection's kept cursor, which is prepared on first use."""
    with write_lock:
        with transaction(con, lambda: _kept(con).cursor):
            prepared = _KEPT[con]
            version = prepared.settle()
            yield prepared
        prepared.settings_of[0] = version + 1  # the entry itself changed none


_KEPT: WeakKeyDictionary[duckdb.DuckDBPyConnection, PreparedEntry] = WeakKeyDictionary()


def _kept(con: duckdb.DuckDBPyConnection) -> PreparedEntry:
    """Called under the write lock."""
    kept = _KEPT.get(con)
    if kept and kept.times_used[0] >= USES_AT_MOST:
        kept.cursor.close()
        kept = None
    if kept is None:
        cursor = con.cursor()
        kept = PreparedEntry(cursor, prepare(cursor))
    kept.times_used[0] += 1
    _KEPT[con] = kept
    return kept
