"""Settings changed on a page: bounds checked, previewed by the real analysis without storing, then written, audited and judged at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from analytics.caseload import settings as topic
from analytics.model import run_models
from analytics.pipeline import MODELS, Progress, run
from analytics.store import AimlineError, audit, data_version, stamp, today, transaction

SHORTEST_REASON = 10  # letters: fewer say nothing to whoever reads it next year
LONGEST_REASON = 500
NOT_YOURS = "Settings move the verdicts of every student, so they are changed by an administrator who may see all of them."
# The thresholds as they would be, in front of the view that the models read.
_SHADOW = """
CREATE TEMP TABLE threshold_now AS SELECT map_concat(threshold, map($names, $values::DOUBLE[])) AS threshold FROM threshold_now
"""


class SettingRefused(AimlineError):
    """A setting was not changed; the text says why and what may be chosen instead."""


@dataclass(frozen=True)
class SettingChange:
    """One setting, what it is and what it is to be, in its own unit."""

    name: str
    before: float
    after: float


@dataclass(frozen=True)
class Move:
    """A plan whose verdict reads otherwise under other settings; reason is the new one."""

    plan_id: str
    plan_kind: str
    student_id: str
    student: str
    public_key: str
    title: str
    measure: str
    has_ended: bool
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Preview:
    """What changes would do to the verdicts of the plans that the viewer may see, and how many such plans there are."""

    changes: tuple[SettingChange, ...]
    moves: tuple[Move, ...]
    n_running: int
    n_ended: int
    version: int


def proposed(con: duckdb.DuckDBPyConnection, wanted: Mapping[str, float | None]) -> tuple[SettingChange, ...]:
    """The settings that differ from what holds. Raises SettingRefused with every reason against them."""
    against = topic.problems(topic.settings(con), wanted)
    if against:
        raise SettingRefused(" ".join(against.values()))
    stands = {setting.name: setting.value for setting in topic.settings(con)}
    return tuple(SettingChange(name, stands[name], value) for name, value in wanted.items() if value not in (None, stands[name]))


def preview(
    con: duckdb.DuckDBPyConnection, changes: Sequence[SettingChange], *, staff_id: str, progress: Progress | None = None
) -> Preview:
    """Judge every plan as it would be judged under the changes, on a cursor of its own; nothing is stored.

    The verdicts compared are those of today, of the plans that have begun and whose students staff_id may see. version is the store's
    when it began: if another one holds afterwards, scores came in meanwhile and some moves may be theirs.
    """
    version = data_version(con)
    before = topic.verdicts(con.cursor(), staff_id, today(con))
    after = _judged_anew(con, changes, staff_id, progress)
    ended = int(before["has_ended"].sum())
    return Preview(tuple(changes), _moves(before, after), len(before) - ended, ended, version)


def change_settings(
    con: duckdb.DuckDBPyConnection,
    changes: Sequence[SettingChange],
    *,
    reason: str,
    staff_id: str | None,
    progress: Progress | None = None,
) -> tuple[Move, ...]:
    """Put the changes in force in one transaction with their audit and a full analysis; returns the verdicts that moved.

    Each old row is retracted, not overwritten; the new one carries who, when and the reason (in `source`). staff_id None is the command
    line, which sees no moves. Raises SettingRefused for a value out of bounds, for a setting that somebody changed since the changes were
    made out, for a missing reason, and for somebody who may not see every student.
    """
    why = " ".join(reason.split())
    _check_reason(why)
    if staff_id is not None and not topic.may_change(con, staff_id, today(con)):
        raise SettingRefused(
            "Settings move the verdicts of every student, so only an administrator who may see all of them can change one."
        )
    before = topic.verdicts(con.cursor(), staff_id, today(con)) if staff_id else None
    with transaction(con) as cursor:
        _check_unchanged(con, changes)
        proposed(con, {change.name: change.after for change in changes})
        at = stamp(con)
        for change in changes:
            cursor.execute("UPDATE setting SET retracted_at = ? WHERE name = ? AND retracted_at IS NULL", [at, change.name])
            cursor.execute(
                "INSERT INTO setting (name, value, unit, meaning, source, recorded_by, recorded_at) "
                "SELECT name, ?, unit, meaning, ?, ?, ? FROM setting WHERE name = ? AND retracted_at = ?",
                [change.after, why, staff_id, at, change.name, at],
            )
            told = {"before": f"{change.before:g}", "after": f"{change.after:g} ({why})"}
            audit(cursor, action="correct", table_name="setting", row_key=change.name, staff_id=staff_id, **told)
        run(cursor, progress)
    return () if before is None or staff_id is None else _moves(before, topic.verdicts(con.cursor(), staff_id, today(con)))


def _check_reason(why: str) -> None:
    if len(why) < SHORTEST_REASON:
        raise SettingRefused("Say in a few words why the settings are changed: the next person who wonders will read it.")
    if len(why) > LONGEST_REASON:
        raise SettingRefused(f"The reason is too long ({len(why)} letters). Keep it under {LONGEST_REASON}.")


def _check_unchanged(con: duckdb.DuckDBPyConnection, changes: Sequence[SettingChange]) -> None:
    known = {setting.name: setting for setting in topic.settings(con)}
    if not changes:
        raise SettingRefused("No setting differs from what holds, so nothing was changed.")
    for change in changes:
        if change.name in known and known[change.name].value != change.before:
            now = known[change.name].words(known[change.name].value)
            raise SettingRefused(
                f"Somebody has set “{known[change.name].label}” to {now} since. Nothing was changed; look at the preview again."
            )


def _judged_anew(
    con: duckdb.DuckDBPyConnection, changes: Sequence[SettingChange], staff_id: str, progress: Progress | None
) -> pd.DataFrame:
    cursor = con.cursor()
    try:
        values = {"names": [change.name for change in changes], "values": [change.after for change in changes]}
        cursor.execute(_SHADOW, values)
        for done, model in enumerate(MODELS):
            if progress:
                progress(model.name, done / len(MODELS))
            run_models(cursor, (model,))
        return topic.verdicts(cursor, staff_id, today(con))
    finally:
        cursor.close()


def _moves(before: pd.DataFrame, after: pd.DataFrame) -> tuple[Move, ...]:
    """The plans of both tables whose verdict differs: running ones first, then by student."""
    old = dict(zip(before["plan_id"], before["verdict"], strict=True))
    found = [
        Move(
            **{
                name: row[name]
                for name in ("plan_id", "plan_kind", "student_id", "student", "public_key", "title", "measure", "has_ended", "reason")
            },
            before=old[row["plan_id"]],
            after=row["verdict"],
        )
        for row in after.to_dict("records")
        if row["plan_id"] in old and old[row["plan_id"]] != row["verdict"]
    ]
    return tuple(sorted(found, key=lambda move: move.has_ended))
