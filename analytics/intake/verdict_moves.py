"""Which verdicts an import moved: read before and after it, inside its own transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

Standing = Mapping[str, str]  # the verdict of each plan
MOST_KINDS = 6  # kinds of moves that a sentence names


@dataclass(frozen=True)
class Move:
    """A plan that stood before an import and whose verdict reads otherwise after it."""

    plan_id: str
    before: str
    after: str


def standing(cursor: duckdb.DuckDBPyConnection, today: date, series: Sequence[str] | None) -> dict[str, str]:
    """The verdict today of each plan of the students behind some series (None: of every plan); key plan_id."""
    if series is not None and not series:
        return {}
    query = "SELECT plan_id, verdict FROM verdict_on($today, students := $students)"
    return dict(cursor.execute(query, {"today": today, "students": _students(cursor, series)}).fetchall())


def moved(before: Standing, after: Standing) -> tuple[Move, ...]:
    """The plans of both whose verdict differs, by plan_id. A plan that is new or withdrawn has not moved."""
    both = sorted(before.keys() & after.keys())
    return tuple(Move(plan_id, before[plan_id], after[plan_id]) for plan_id in both if before[plan_id] != after[plan_id])


def sentence(moves: Sequence[Move]) -> str:
    """How many verdicts changed from which to which, the most frequent first."""
    if not moves:
        return "No verdict changed."
    kinds = Counter((move.before, move.after) for move in moves).most_common()
    told = ", ".join(f"{n:,} {before} → {after}" for (before, after), n in kinds[:MOST_KINDS])
    rest = sum(n for _, n in kinds[MOST_KINDS:])
    also = f" and {rest:,} others" if rest else ""
    return f"{len(moves):,} {'verdict' if len(moves) == 1 else 'verdicts'} changed: {told}{also}."


def _students(cursor: duckdb.DuckDBPyConnection, series: Sequence[str] | None) -> list[str] | None:
    if series is None:
        return None
    query = "SELECT DISTINCT student_id FROM series WHERE list_contains($series, series_id)"
    return [str(student) for (student,) in cursor.execute(query, {"series": list(series)}).fetchall()]
