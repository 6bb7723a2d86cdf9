"""Refit the priors: a separate, announced step that lists the verdicts it changes before it takes effect."""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from analytics.model import joins_as_written
from analytics.pipeline import Progress, add_fitted_priors, run
from analytics.progress.prior import new_version
from analytics.store import today, transaction


@dataclass(frozen=True)
class Moved:
    """A verdict that a refit changes."""

    plan_id: str
    before: str
    after: str


@dataclass(frozen=True)
class Refit:
    """What a refit found: the version of its rows (None where nothing could be fitted), what each says, and the verdicts that move."""

    version: str | None
    borrowed: tuple[str, ...]
    moved: tuple[Moved, ...]


class _Declined(Exception):
    """Ends the transaction of a refit that nobody wants."""


def refit(con: duckdb.DuckDBPyConnection, progress: Progress | None = None, agree: Callable[[Refit], bool] | None = None) -> Refit:
    """Fit priors on the store's own series, run the full analysis with them, and say what that changes.

    `agree` is asked before anything is stored; where it says no, the store stays as it was. Where no measure has enough series nothing
    is added, and nobody is asked; the analysis still runs.
    """
    found = Refit(None, (), ())
    try:
        with transaction(con) as cursor:
            before = _verdicts(cursor)
            version = new_version(today(con), cursor.execute("SELECT count(DISTINCT prior_version) FROM prior").fetchall()[0][0])
            with joins_as_written(cursor):
                add_fitted_priors(cursor, version)
            run(cursor, progress)
            after = _verdicts(cursor)
            changed = (Moved(plan, verdict, after[plan]) for plan, verdict in sorted(before.items()) if after.get(plan, verdict) != verdict)
            borrowed = _borrowed(cursor, version)
            found = Refit(version if borrowed else None, borrowed, tuple(changed))
            if agree and borrowed and not agree(found):
                raise _Declined
    except _Declined:
        pass
    return found


def announcement(found: Refit) -> str:
    """What is borrowed from whom, and each verdict that moves, a line each."""
    moves = [f"  {verdict.plan_id}: {verdict.before} -> {verdict.after}" for verdict in found.moved]
    return "\n".join([*found.borrowed, *moves, f"Version {found.version}: {len(found.moved)} verdicts move."])


def _verdicts(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return dict(cursor.execute("SELECT plan_id, verdict FROM verdict").fetchall())


def _borrowed(cursor: duckdb.DuckDBPyConnection, version: str) -> tuple[str, ...]:
    """What each fitted row of the version says, in a line."""
    rows = cursor.execute(
        "SELECT m.name, p.grade, p.source FROM prior p JOIN measure m USING (measure_id) "
        "WHERE p.prior_version = $version AND p.spread_n_series > 0 ORDER BY m.name, p.grade = '*', p.grade",
        {"version": version},
    ).fetchall()
    return tuple(f"{name}, {'every other grade' if grade == '*' else f'grade {grade}'}: {source}" for name, grade, source in rows)
