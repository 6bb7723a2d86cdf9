"""The models of the process in order, and the two ways to run them: for every student, or for those whose events were touched."""

from collections.abc import Sequence

import duckdb

from analytics.model import Model, joins_as_written, run_models
from analytics.process.holiday_days import fill_holidays

# Each student's steps.
STEP_MODELS: tuple[Model, ...] = (
    Model("step_way", "process/step_way.sql"),
    Model("step_history", "process/step_history.sql", kept=True),
    Model("student_step", "process/student_step.sql", kept=True),
)
# Each student's clocks.
CLOCK_MODELS: tuple[Model, ...] = (
    Model("clock_event", "process/clock_event.sql"),
    Model("clock_in_force", "process/clock_in_force.sql"),
    Model("clock_effect", "process/clock_effect.sql"),
    Model("clock_mark", "process/clock_mark.sql"),
    Model("clock_round", "process/clock_round.sql"),
    Model("clock_calendar", "process/clock_calendar.sql"),
    Model("clock_counted_day", "process/clock_counted_day.sql"),
    Model("clock_gap", "process/clock_gap.sql"),
    Model("clock_limit", "process/clock_limit.sql"),
    Model("clock_due", "process/clock_due.sql"),
    Model("clock_report", "process/clock_report.sql"),
    Model("student_clock", "process/student_clock.sql", kept=True),
    Model("clock_left_out", "process/clock_left_out.sql", kept=True),
)
MODELS: tuple[Model, ...] = (*STEP_MODELS, *CLOCK_MODELS)
# What follows from the program's own vocabulary and rules alone.
FIXED = ("step_way", "clock_effect")
KEPT = tuple(model.name for model in MODELS if model.kept)

# The inputs of the models that hold a row a student. Each is narrowed to the touched students by a temporary table of its name.
INPUTS = ("process_event_now", "absence_now", "enrolment", "student")


def refresh(cursor: duckdb.DuckDBPyConnection, student_ids: Sequence[str] | None) -> None:
    """Derive steps and clocks of some students (None: of all) and exchange their rows in the result tables.

    It runs in the caller's transaction. Temporary tables of the inputs' names that hold just these students stand in front of the stored
    ones while the same models run, so that a full run and the sum of such refreshes agree.
    """
    ids = None if student_ids is None else sorted(set(student_ids))
    if ids == []:
        return
    db = database(cursor)
    condition, values = _chosen(ids)
    if ids is not None:
        for name in INPUTS:
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {db}.{name} WHERE {condition}", values)
    fill_holidays(cursor)
    with joins_as_written(cursor):
        run_models(cursor, MODELS)
    for name in KEPT:
        cursor.execute(f"DELETE FROM {db}.{name} WHERE {condition}", values)
        cursor.execute(f"INSERT INTO {db}.{name} BY NAME SELECT * FROM temp.main.{name} ORDER BY student_id")
    for name in (*(model.name for model in MODELS), *(INPUTS if ids is not None else ())):
        cursor.execute(f"DROP TABLE IF EXISTS temp.main.{name}")


def _chosen(ids: list[str] | None) -> tuple[str, dict[str, object]]:
    """The condition on student_id and its values; an equality finds the rows of one student far sooner than a list does."""
    if ids is None:
        return "true", {}
    if len(ids) == 1:
        return "student_id = $ids", {"ids": ids[0]}
    return "student_id IN (SELECT unnest($ids))", {"ids": ids}


def database(cursor: duckdb.DuckDBPyConnection) -> str:
    """The store's own schema, quoted: in front of a name it means the stored table, whatever shadows it."""
    name = str(cursor.execute("SELECT current_database()").fetchall()[0][0]).replace('"', '""')
    return f'"{name}".main'
