"""The plans of a typed score: the tables that the models of pipeline.py fill for its series, and every statement, planned once on a cursor.

DuckDB spends some 2.5 ms on planning each model and a fraction of that on running it for one series. A statement that names its series is
planned anew with it all the same, and finds its rows by it.
"""

from collections.abc import Sequence

import duckdb

from analytics.model import Model, plan, select_of
from analytics.pipeline import KEPT, MODELS, database, narrowed_inputs

_INPUTS = narrowed_inputs("", "series_id = $1")
OF_ONE_SERIES = tuple(name for name, select in _INPUTS.items() if "$1" in select and name != "series_now")
SETTINGS = ("threshold_now", "boundary_now", "prior_now")
# What the quantiles of t are asked for is the same for every series, so theirs stay from one entry to the next.
STAYS = (*SETTINGS, "t_quantile")
READ_BEFORE = ("plan", "intervention_verdict", "goal_verdict")  # what verdict_on reads
# Stored results that no later model reads, nor verdict_on: they are made where they are stored.
MADE_IN_STORE = ("phase_trend", "piecewise", "effect_size")


def prepare(cursor: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Make the tables on the cursor, then plan every statement: a table made later would send each plan back to its start.

    Returns the names of the tables that are empty between two entries.
    """
    db = database(cursor)
    inputs = {**narrowed_inputs(db, "series_id = $1"), **{name: f"SELECT * FROM {db}.{name}" for name in SETTINGS}}
    inputs["session_now"] = f"SELECT * FROM {db}.session_now WHERE intervention_id = $1"
    inputs["enrolment_now"] = f"SELECT * FROM {db}.enrolment_now WHERE student_id = $1"
    for name, select in inputs.items():
        cursor.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM ({select}) LIMIT 0", [""] if "$1" in select else [])
    for name in SETTINGS:  # numpy steps ask for them
        cursor.execute(f"INSERT INTO temp.main.{name} {inputs[name]}")
    for model in MODELS:
        if model.name not in MADE_IN_STORE:
            _create(cursor, db, model)
    for name in SETTINGS:
        cursor.execute(f"DELETE FROM temp.main.{name}")
    made = (model.name for model in MODELS if not model.view and model.name not in MADE_IN_STORE)
    tables = tuple(dict.fromkeys((*inputs, *made)))
    plan(cursor, _statements(db, inputs, tables))
    return tuple(name for name in tables if name not in STAYS)


def _create(cursor: duckdb.DuckDBPyConnection, db: str, model: Model) -> None:
    """An empty table of the model, or its view."""
    if model.view:
        cursor.execute(f"CREATE TEMP VIEW {model.name} AS {select_of(str(model.source))}")
    elif model.kept:
        cursor.execute(f"CREATE TEMP TABLE {model.name} AS FROM {db}.{model.name} LIMIT 0")
    elif isinstance(model.source, str):
        cursor.execute(f"CREATE TEMP TABLE {model.name} AS SELECT * FROM ({select_of(model.source)}) LIMIT 0")
    else:
        step_result = model.source(cursor)  # noqa: F841 - DuckDB finds it by its name
        cursor.execute(f"CREATE TEMP TABLE {model.name} AS SELECT * FROM step_result LIMIT 0")


def _statements(db: str, inputs: dict[str, str], tables: Sequence[str]) -> dict[str, str]:
    """Name -> SQL of everything that an entry runs; $1 is the series, the student or the intervention."""
    place = {model.name: f"{db if model.name in MADE_IN_STORE else 'temp.main'}.{model.name}" for model in MODELS}
    made = [model for model in MODELS if isinstance(model.source, str) and not model.view]
    kinds = {"plan": " RETURNING plan_kind"}
    return {
        "version": "SELECT value::BIGINT FROM store_info WHERE name = 'data_version'",
        **{f"clear_{name}": f"DELETE FROM temp.main.{name}" for name in tables},
        **{f"fill_{name}": f"INSERT INTO temp.main.{name} {select}" for name, select in inputs.items()},
        "series": "SELECT s.series_id, s.student_id, coalesce(s.floor, m.floor), coalesce(s.ceiling, m.ceiling), m.name "
        "FROM temp.main.series_now s JOIN measure m USING (measure_id)",
        **{
            f"stored_{name}": f"INSERT INTO temp.main.{name} FROM {db}.{name} WHERE series_id = $1{kinds.get(name, '')}"
            for name in READ_BEFORE
        },
        **{
            f"make_{model.name}": f"INSERT INTO {place[model.name]} BY NAME {select_of(str(model.source))}{kinds.get(model.name, '')}"
            for model in made
        },
        "interventions": "SELECT intervention_id FROM temp.main.intervention_now",
        "quantiles_suffice": "SELECT (SELECT count(*) FROM temp.main.t_quantile) >= 2 * (SELECT max(n) FROM temp.main.comparison_part)",
        **{f"delete_{name}": f"DELETE FROM {db}.{name} WHERE series_id = $1{kinds.get(name, '')}" for name in KEPT},
        **{f"put_{name}": f"INSERT INTO {db}.{name} BY NAME FROM temp.main.{name}" for name in KEPT if name not in MADE_IN_STORE},
    }
