"""Verdicts from files alone: scores, plans and sessions in, one row a plan out. No store is kept."""

import csv
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb

from analytics.from_files.staging import PlansRefused, refuse_where, stage
from analytics.model import run_models
from analytics.pipeline import MODELS, add_fitted_priors, shadow_known
from analytics.progress.prior import new_version
from analytics.store import open_store
from analytics.store.output_file import output_file

HERE = Path(__file__).parent
_BREAKS = (HERE / "inferred_break.sql").read_text(encoding="utf-8")


def verdicts_from_files(
    scores: Path, goals: Path, out: Path, *, sessions: Path | None = None, calendar: Path | None = None, as_of: date | None = None
) -> int:
    """Write one row a plan to `out`, in the order of the file of plans, and return how many.

    Columns in: columns.csv; columns out: output.sql (key plan_id). `as_of` takes the files as known on that day; the
    default is the last date of a score or session that does not lie ahead, and standard error names it. Priors come from the
    file's own series where enough of them share a measure and grade, else from the published values. Raises PlansRefused with
    file, line, column, value and remedy, and OutputRefused for a place that cannot be written to.
    """
    with output_file(out, reads=(scores, goals, sessions, calendar)) as place, closing(open_store(":memory:")) as con:
        cursor = con.cursor()
        load(cursor, scores, goals, sessions, calendar)
        day = as_of or _last_day(cursor)
        analyse_files(cursor, day)
        if as_of is None:
            sys.stderr.write(f"Judged as of {day}, the last day in the files up to today. --as-of names another.\n")
        return _write(cursor, place, day)


def load(cursor: duckdb.DuckDBPyConnection, scores: Path, goals: Path, sessions: Path | None, calendar: Path | None) -> None:
    """Stage and check the files, and fill the input tables of an empty store. Raises PlansRefused."""
    for name, path in (("goals", goals), ("scores", scores), ("sessions", sessions), ("calendar", calendar)):
        stage(cursor, name, path if path is not None else HERE / "empty" / f"{name}.csv")
    if cursor.execute("SELECT count(*) FROM staged_goals").fetchall()[0][0] == 0:
        raise PlansRefused(f"{goals.name} has no rows. Add one row a plan.")
    names = {"goals": goals.name, "scores": scores.name}
    names |= {"sessions": sessions.name if sessions else "", "calendar": calendar.name if calendar else ""}
    _check(cursor, names)
    if sessions is None:
        cursor.execute("UPDATE staged_goals SET planned_sessions_per_week = NULL")
    cursor.execute((HERE / "load.sql").read_text(encoding="utf-8"))


def analyse_files(cursor: duckdb.DuckDBPyConnection, day: date) -> None:
    """Fit priors on what was known on `day` and run every model on it, in temporary tables of the cursor."""
    shadow_known(cursor, day)
    # Without a calendar a winter break would look like sessions that nobody held.
    if not cursor.execute("SELECT count(*) > 0 FROM calendar_day").fetchall()[0][0]:
        cursor.execute(f"INSERT INTO calendar_day (school_id, on_date, is_school_day) SELECT '*', on_date, false FROM ({_BREAKS})")
    add_fitted_priors(cursor, new_version(day, 0))
    run_models(cursor, MODELS)


def _last_day(cursor: duckdb.DuckDBPyConnection) -> date:
    """The last day of a score or session up to today; of files of the future alone, the last one. One mistyped date moves nothing."""
    query = (
        "SELECT coalesce(max(day) FILTER (WHERE day <= $today), max(day)) "
        "FROM (SELECT observed_on AS day FROM staged_scores UNION ALL SELECT held_on FROM staged_sessions)"
    )
    found = cursor.execute(query, {"today": date.today()}).fetchall()[0][0]
    if found is None:
        found = cursor.execute("SELECT max(due_on) FROM staged_goals").fetchall()[0][0]
    assert isinstance(found, date)  # load refuses a file of plans without rows
    return found


def _write(cursor: duckdb.DuckDBPyConnection, out: Path, day: date) -> int:
    remark = (HERE / "remark.sql").read_text(encoding="utf-8")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE remark AS {remark}", {"ahead_of": max(day, date.today())})
    rows = cursor.execute((HERE / "output.sql").read_text(encoding="utf-8"), {"as_of": day}).df()
    rows.to_csv(out, index=False, lineterminator="\n")
    return len(rows)


def _check(cursor: duckdb.DuckDBPyConnection, names: dict[str, str]) -> None:
    """Refuse what no single cell shows: checks.csv holds one query a fault, each giving line and value."""
    with (HERE / "checks.csv").open(encoding="utf-8", newline="") as file:
        for check in csv.DictReader(file):
            refuse_where(cursor, check["query"], names[check["file"]], check["column"], check["reason"], check["remedy"])
