"""Refit the priors: a separate, announced step that lists the verdicts it changes."""

from dataclasses import dataclass

import duckdb

from analytics.model import joins_as_written
from analytics.pipeline import Progress, add_fitted_priors, run
from analytics.progress.prior import new_version
from analytics.store import today, transaction


@dataclass(frozen=True)
class Moved:
    """A verdict that a refit changed."""

    plan_id: str
    before: str
    after: str


def refit(con: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> list[Moved]:
    """Fit priors on the store's own series, run the full analysis with them, and return the verdicts that moved.

    Where no measure and grade has enough series nothing is added; the analysis still runs.
    """
    with transaction(con) as cursor:
        before = dict(cursor.execute("SELECT plan_id, verdict FROM verdict").fetchall())
        count = cursor.execute("SELECT count(DISTINCT prior_version) FROM prior").fetchall()[0][0]
        with joins_as_written(cursor):
            add_fitted_priors(cursor, new_version(today(con), count))
        run(cursor, progress)
        after = dict(cursor.execute("SELECT plan_id, verdict FROM verdict").fetchall())
    return [Moved(plan, before[plan], after[plan]) for plan in sorted(before) if plan in after and before[plan] != after[plan]]
