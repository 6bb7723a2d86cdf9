"""A step of the analysis: one SELECT in a .sql file, or one numpy step where SQL cannot say it well."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

ANALYTICS = Path(__file__).parent
# A prepared plan must hold for whatever rows come later. These parts of the optimiser build the rows of the day into it: what
# statistics say (an empty table is planned as empty for ever), and filters that one run leaves behind for the next.
BOUND_TO_DATA = ("statistics_propagation", "join_filter_pushdown", "top_n", "row_group_pruner", "join_order")

NumpyStep = Callable[[duckdb.DuckDBPyConnection], Any]
"""Takes a cursor, reads tables of earlier models, returns an Arrow table or a DataFrame."""


@dataclass(frozen=True)
class Model:
    """One table of the analysis and how it is made.

    name: the table it makes. source: path of its .sql below analytics/, or the numpy step. kept: stored as a result table, else only an
    intermediate. methods_note: the note in docs/methods/ that explains it. view: read by one later model only, so a view does and saves a
    table; SQL only. plan_kind: intervention or goal, where it has rows for plans of that kind only.
    """

    name: str
    source: str | NumpyStep
    kept: bool = False
    methods_note: str | None = None
    view: bool = False
    plan_kind: str | None = None


def run_models(cursor: duckdb.DuckDBPyConnection, models: Iterable[Model]) -> None:
    """Make the temporary table or view of each model, in order. Numpy steps see the tables made before them."""
    for model in models:
        if isinstance(model.source, str):
            made = "VIEW" if model.view else "TABLE"
            cursor.execute(f"CREATE OR REPLACE TEMP {made} {model.name} AS {select_of(model.source)}")
        else:
            cursor.register("step_result", _texts_stay_texts(model.source(cursor)))
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE {model.name} AS SELECT * FROM step_result")
            cursor.unregister("step_result")


@contextmanager
def joins_as_written(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Keep the joins of the models in the order in which they are written.

    What an open transaction has written looks empty to DuckDB's optimiser ("~0 rows" in EXPLAIN), which then pairs every plan with
    every occasion. The setting is the whole process's, so it is taken back at once, on a cursor whose transaction cannot have failed.
    """
    own = cursor.cursor()
    own.execute("SET disabled_optimizers = 'join_order'")
    try:
        yield
    finally:
        own.execute("RESET disabled_optimizers")
        own.close()


def plan(cursor: duckdb.DuckDBPyConnection, statements: dict[str, str]) -> None:
    """Plan the statements for any rows. The setting is the whole process's, so it is taken back at once."""
    own = cursor.cursor()
    own.execute(f"SET disabled_optimizers = '{','.join(BOUND_TO_DATA)}'")
    try:
        for name, statement in statements.items():
            cursor.execute(f"PREPARE {name} AS {statement}")
    finally:
        own.execute("RESET disabled_optimizers")
        own.close()


def _texts_stay_texts(table: Any) -> Any:
    """A frame without rows says nothing of its text columns, which DuckDB would then take for whole numbers."""
    if isinstance(table, pd.DataFrame) and table.empty:
        return table.astype({name: "str" for name in table.columns if table[name].dtype == object})
    return table


@cache
def analysis_fingerprint() -> str:
    """Another text whenever the program judges otherwise: the models, the numpy steps and their default thresholds, hashed.

    Every model and step lies in the folder of its topic; a change there that changes no verdict costs one full analysis.
    """
    topics = ("progress", "interventions", "goals", "rules", "process")
    files = sorted(path for topic in topics for path in (ANALYTICS / topic).rglob("*") if path.suffix in {".sql", ".py"})
    files += sorted((ANALYTICS / "process").glob("*.csv"))
    files += [ANALYTICS / "rules" / name for name in ("defaults.csv", "defaults_classic.csv", "boundary.csv")]
    digest = sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def select_of(source: str) -> str:
    """The SELECT of a model, read once a process. `source` is its path below analytics/."""
    return (ANALYTICS / source).read_text(encoding="utf-8")
