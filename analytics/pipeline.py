"""The models in order: the table of contents of the analysis, and the three ways to run it."""

from collections.abc import Callable, Sequence
from datetime import date

import duckdb

from analytics.goals.projection import projection
from analytics.model import Model, analysis_fingerprint, joins_as_written, run_models
from analytics.process import running as process
from analytics.progress import PROGRESS_MODELS
from analytics.progress.growth import growth
from analytics.progress.prior import add_priors, fit_priors
from analytics.store import info, set_info, transaction

Progress = Callable[[str, float], None]

MODELS: tuple[Model, ...] = (
    Model("occasion", "progress/occasion.sql"),
    Model("plan", "progress/plan.sql", kept=True, methods_note="aimline"),
    Model("school_day", "progress/school_day.sql"),
    Model("comparison_score", "progress/comparison_score.sql"),
    *PROGRESS_MODELS,
    Model("plan_prior", "progress/plan_prior.sql", methods_note="priors"),
    Model("growth_line", "progress/growth_line.sql"),
    Model("baseline_change", "progress/baseline_change.sql", methods_note="change-from-baseline", view=True),
    Model("growth_evidence", "progress/growth_evidence.sql"),
    Model("growth", growth, kept=True, methods_note="growth"),
    Model("delivery", "interventions/delivery.sql", kept=True, methods_note="delivery", plan_kind="intervention"),
    Model("missed_occasion", "progress/missed_occasion.sql"),
    Model("attainment", "goals/attainment.sql"),
    Model("line_sums", "goals/line_sums.sql", view=True),
    Model("projection_evidence", "goals/projection_evidence.sql"),
    Model("projection", projection, kept=True, methods_note="projection"),
    Model("claim", "interventions/claim.sql", methods_note="sequential-boundary"),
    Model(
        "intervention_verdict",
        "interventions/intervention_verdict.sql",
        kept=True,
        methods_note="intervention-verdict",
        plan_kind="intervention",
    ),
    Model("goal_verdict", "goals/goal_verdict.sql", kept=True, methods_note="goal-verdict", plan_kind="goal"),
)

KEPT = tuple(model.name for model in MODELS if model.kept)
# What the fit of priors reads.
INPUT_MODELS = tuple(model for model in MODELS if model.name in ("occasion", "plan", "school_day", "comparison_score"))
PLAN = [model.name for model in MODELS].index("plan")
VIEWS = frozenset(model.name for model in MODELS if model.view)

# The inputs of the models, and how one is narrowed to the touched series.
_BY_SERIES = ("series_now", "score_now", "intervention_now")
_IN_FORCE = "QUALIFY row_number() OVER (PARTITION BY goal_id ORDER BY revision DESC) = 1"

# The inputs as they were known on a day: rows that had come in by then and had not been withdrawn.
_KNOWN = {
    "score_now": "SELECT series_id, observed_on, form, value, phase, errors, attempts FROM score "
    "WHERE {known} AND observed_on <= $as_of AND NOT absent AND value IS NOT NULL",
    "intervention_now": "SELECT * FROM intervention WHERE {known} AND start_on <= $as_of",
    "session_now": "SELECT * FROM intervention_session WHERE {known} AND held_on <= $as_of",
    "goal_now": f"SELECT * FROM goal WHERE {{known}} AND start_on <= $as_of {_IN_FORCE}",
    "phase_change_now": "SELECT * FROM phase_change WHERE {known} AND changed_on <= $as_of",
}
# A fit that saw later scores would know how plans end; published values were known on every day.
_PRIOR_KNOWN = """
    CREATE OR REPLACE TEMP TABLE prior_now AS
    SELECT * FROM {db}.prior WHERE prior_version IN (
        SELECT prior_version FROM {db}.prior GROUP BY ALL HAVING max(fitted_on) <= $as_of OR max(greatest(n_series, spread_n_series)) = 0)
    QUALIFY dense_rank() OVER (ORDER BY recorded_at DESC, prior_version DESC) = 1"""
_OBSERVED = {
    "score_now": "observed_on",
    "intervention_now": "start_on",
    "session_now": "held_on",
    "goal_now": "effective_on",
    "phase_change_now": "changed_on",
}


def run(cursor: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> None:
    """Full analysis: every model over all live inputs; each result table is replaced. Call it inside a transaction."""
    with joins_as_written(cursor):
        for done, model in enumerate(MODELS):
            if progress:
                progress(model.name, done / len(MODELS))
            run_models(cursor, (model,))
    _exchange(cursor, "DELETE FROM {table}")
    _drop(cursor, [model.name for model in MODELS])
    process.refresh(cursor, None)
    set_info(cursor, "analysis", analysis_fingerprint())
    if progress:
        progress("done", 1.0)


def add_fitted_priors(cursor: duckdb.DuckDBPyConnection, version: str) -> None:
    """Fit priors on the series that the cursor sees and put them in force; nothing is added where no group is large enough."""
    run_models(cursor, INPUT_MODELS)
    rows = fit_priors(cursor, version)
    if len(rows):
        add_priors(cursor, rows)


def analyse(con: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> None:
    """Full analysis in a transaction of its own."""
    with transaction(con) as cursor:
        run(cursor, progress)


def bring_up_to_date(con: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> bool:
    """Full analysis if the stored results are those of another version of the program; returns whether it was needed."""
    if info(con, "analysis") == analysis_fingerprint():
        return False
    analyse(con, progress)
    return True


def refresh(cursor: duckdb.DuckDBPyConnection, series_ids: Sequence[str]) -> None:
    """Analyse only the touched series and exchange their rows in the result tables, in the caller's transaction.

    Temporary tables of the inputs' names that hold just these series stand in front of the views while the same models run.
    """
    ids = sorted(set(series_ids))
    if not ids:
        return
    condition, values = ("series_id = $ids", ids[0]) if len(ids) == 1 else ("series_id IN (SELECT unnest($ids))", ids)
    inputs = narrowed_inputs(database(cursor), condition)
    for name, select in inputs.items():
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}", {"ids": values} if "$ids" in select else {})
    cursor.execute("CREATE OR REPLACE TEMP TABLE threshold_now AS SELECT * FROM threshold_now")
    with joins_as_written(cursor):
        run_models(cursor, MODELS[: PLAN + 1])
        kinds = {kind for (kind,) in cursor.execute("SELECT DISTINCT plan_kind FROM plan").fetchall()}
        absent = frozenset(model.name for model in MODELS if kinds and model.plan_kind not in {None, *kinds})
        run_models(cursor, (model for model in MODELS[PLAN + 1 :] if model.name not in absent))
    _exchange(cursor, f"DELETE FROM {{table}} WHERE {condition}", {"ids": values}, absent)
    _drop(cursor, [*(model.name for model in MODELS), *inputs, "threshold_now"])


def narrowed_inputs(db: str, condition: str) -> dict[str, str]:
    """Name of an input of the models -> SELECT of its rows for the series that the condition on series_id names, in this order."""
    return {
        **{name: f"SELECT * FROM {db}.{name} WHERE {condition}" for name in _BY_SERIES},
        # The revision in force is a window over all goals; narrowing them first spares the window the others.
        "goal_revision": f"SELECT * FROM {db}.goal WHERE retracted_at IS NULL AND {condition}",
        "goal_now": f"SELECT * FROM goal_revision {_IN_FORCE}",
        "session_now": f"SELECT * FROM {db}.session_now WHERE intervention_id IN (SELECT intervention_id FROM intervention_now)",
        "enrolment_now": f"SELECT * FROM {db}.enrolment_now WHERE student_id IN (SELECT student_id FROM series_now)",
    }


def replay(cursor: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Rebuild the analysis as known on a past day in temporary tables of this cursor; nothing stored changes.

    Afterwards `verdict`, `verdict_on` and the result tables read on this cursor speak of that day, until end_replay or close.
    """
    shadow_known(cursor, as_of)
    shadow_known_priors(cursor, as_of)
    run_models(cursor, MODELS)


def shadow_known(cursor: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Put the inputs as known on a day in front of the live ones, on this cursor only."""
    for name, select in _KNOWN.items():
        known = f"coalesce(known_on, {_OBSERVED[name]}) <= $as_of AND (retracted_at IS NULL OR retracted_at::DATE > $as_of)"
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select.format(known=known)}", {"as_of": as_of})


def shadow_known_priors(cursor: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Put what could be borrowed on a day in front of what is borrowed now, on this cursor only: the last fit on scores up to then."""
    cursor.execute(_PRIOR_KNOWN.format(db=database(cursor)), {"as_of": as_of})


def end_replay(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop what replay made, so that the cursor speaks of now again."""
    _drop(cursor, [*(model.name for model in MODELS), *_KNOWN, "prior_now"])


def _exchange(
    cursor: duckdb.DuckDBPyConnection, delete: str, values: dict[str, object] | None = None, absent: frozenset[str] = frozenset()
) -> None:
    """Put the temporary results in the place of the stored rows; for the models in `absent` there are no new rows.

    Rows are stored by series, so that a later refresh or page finds those of one series in few blocks.
    """
    db = database(cursor)
    for name in KEPT:
        cursor.execute(delete.format(table=f"{db}.{name}"), values or {})
        if name not in absent:
            cursor.execute(f"INSERT INTO {db}.{name} BY NAME SELECT * FROM temp.main.{name} ORDER BY series_id")


def _drop(cursor: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    for name in names:
        cursor.execute(f"DROP {'VIEW' if name in VIEWS else 'TABLE'} IF EXISTS temp.main.{name}")


def database(cursor: duckdb.DuckDBPyConnection) -> str:
    """The store's own schema, quoted: in front of a name it means the stored table, whatever shadows it."""
    name = str(cursor.execute("SELECT current_database()").fetchall()[0][0]).replace('"', '""')
    return f'"{name}".main'
