"""Write the tables of a district as a folder of CSV files."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

# Column order of each file: the table's columns in the schema, less those that the store fills in itself.
COLUMNS = {
    "school": "school_id name district state",
    "calendar_day": "school_id on_date is_school_day label",
    "staff": "staff_id name email",
    "student": "student_id first_name last_name born_on",
    "enrolment": "student_id school_id grade enrolled_on left_on",
    "class": "class_id school_id name grade school_year",
    "class_member": "class_id student_id from_on to_on",
    "staff_assignment": "staff_id role scope scope_id from_on to_on",
    "series": "series_id student_id measure_id grade probes_per_week standard_error floor ceiling",
    "intervention": "intervention_id series_id kind programme area tier direction baseline target start_on due_on ended_on "
    "planned_sessions_per_week planned_minutes provider_staff_id",
    "intervention_session": "intervention_id held_on ordinal status reason minutes fidelity",
    "goal": "goal_id revision series_id statement condition direction baseline target criterion criterion_k criterion_n minimum_trials "
    "start_on due_on effective_on changed_because",
    "phase_change": "series_id changed_on label",
    "score": "series_id observed_on form value phase errors attempts absent note",
    "note": "student_id series_id on_date text written_by",
    "school_year": "school_id school_year first_day last_day",
    "reporting_period": "school_id name ends_on report_due_on",
    "absence": "student_id on_date",
    "concern": "concern_id student_id raised_on raised_by area what where_seen when_seen how_often since_when "
    "strengths how_learns recorded_by",
    "process_event": "event_id student_id event happened_on source outcome category reason agreed_on concern_id intervention_id "
    "about people note recorded_by last_iep_on last_evaluation_on",
    "contact": "contact_id student_id contacted_on how with_whom about was_reached recorded_by",
    "restricted_note": "restricted_note_id student_id on_date text recorded_by",
    "staff_permission": "staff_id permission from_on to_on",
    "truth_history": "student_id path",
    "truth": "plan_id series_id kind planted data true_roi required_roi true_baseline residual_sd autocorrelation delivered_share story",
}


def write_folder(tables: dict[str, pd.DataFrame], out: Path) -> None:
    """One CSV a table, rows in the order given; whole numbers without a decimal point, empty where nothing is known."""
    out.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"threads": 1}) as con:
        for name, table in tables.items():
            columns = COLUMNS[name].split(" ")
            con.register("written", pa.table({column: _plain(column, table[column]) for column in columns}))
            con.execute("COPY (SELECT * FROM written) TO $path (FORMAT csv, HEADER)", {"path": str(out / f"{name}.csv")})


def _plain(column: str, values: pd.Series) -> pa.Array:
    if column.endswith(("_on", "_date")) or column in ("first_day", "last_day"):
        return pa.array(pd.to_datetime(values).to_numpy().astype("datetime64[D]"), from_pandas=True)
    if pd.api.types.is_bool_dtype(values):
        return pa.array(values.to_numpy(dtype=bool))
    if pd.api.types.is_integer_dtype(values):
        return pa.array(values, from_pandas=True)
    if pd.api.types.is_float_dtype(values):
        return _numbers(values.to_numpy(dtype=float))
    return pa.array(values.astype(object).where(values.notna(), None), type=pa.string())


def _numbers(values: np.ndarray) -> pa.Array:
    """Whole numbers if all are, else each in its shortest form."""
    known = values[~np.isnan(values)]
    if (known == np.rint(known)).all():
        return pa.array(np.where(np.isnan(values), 0, values).astype(int), mask=np.isnan(values))
    return pa.array([None if np.isnan(value) else f"{value:.12g}" for value in values], type=pa.string())
