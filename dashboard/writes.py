"""The only door from pages to stored scores and settings. Every write states a viewer; the store refuses what that viewer may not do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analytics import score_entry, settings_entry
from analytics.caseload import classes
from analytics.caseload.typed_score import written
from analytics.score_entry import Change, ScoreEntry
from analytics.settings_entry import Move, SettingChange
from analytics.store.errors import AimlineError
from dashboard.reads import connection
from dashboard.viewer import Viewer

Probe = tuple[str, date, str]  # series_id, day, form
Row = dict[str, Any]


@dataclass
class Outcome:
    """What one press of Save did: each change that was stored, and the reason by series of each score that was not."""

    changes: list[Change] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def save_scores(who: Viewer, entries: Sequence[ScoreEntry], corrected: frozenset[str]) -> Outcome:
    """Stores the scores in one transaction; if one is refused, each in its own, so that it stops no other.

    corrected names the series whose stored score the teacher asked to replace; on any other, a score that somebody has
    stored since the page was drawn is not overwritten.
    """
    standing = _standing(who, entries)
    changed = [entry for entry in entries if not _same(standing.get(_key(entry)), entry)]
    refused = {
        entry.series_id: _already(standing[_key(entry)])
        for entry in changed
        if entry.series_id not in corrected and _key(entry) in standing
    }
    done = Outcome(refused=refused)
    ready = [entry for entry in changed if entry.series_id not in refused]
    try:
        done.changes = score_entry.record_scores(connection(), ready, staff_id=who.staff_id, corrected=corrected) if ready else []
    except AimlineError:
        for entry in ready:
            _save_one(who, entry, corrected, done)
    return done


def undo_scores(who: Viewer, changes: Sequence[Change]) -> None:
    """Takes back what one press of Save stored. Raises ScoreRefused where somebody has changed one of the scores since."""
    score_entry.undo(connection(), list(changes), who.staff_id)


def _save_one(who: Viewer, entry: ScoreEntry, corrected: frozenset[str], done: Outcome) -> None:
    try:
        done.changes += score_entry.record_scores(connection(), [entry], staff_id=who.staff_id, corrected=corrected)
    except AimlineError as refused:
        done.refused[entry.series_id] = str(refused)


def _standing(who: Viewer, entries: Sequence[ScoreEntry]) -> dict[Probe, Row]:
    """What is stored for the days and series of the entries, read once a day."""
    series_ids = sorted({entry.series_id for entry in entries})
    days = {entry.observed_on for entry in entries}
    found = [(day, row) for day in days for row in classes.stored(connection(), who.staff_id, who.today, series_ids, day)]
    return {(row["series_id"], day, row["form"]): row for day, row in found}


def _key(entry: ScoreEntry) -> Probe:
    return entry.series_id, entry.observed_on, entry.form


def _same(row: Row | None, entry: ScoreEntry) -> bool:
    """Whether just this is stored already, as after a second press of Save."""
    stored = row and (row["value"], row["absent"], row["errors"], row["attempts"])
    return stored == (entry.value, entry.absent, entry.errors, entry.attempts)


def _already(row: Row) -> str:
    """Why a score may not be stored without asking: another stands for its day and form."""
    return f"Stored for this day already: {written(row['value'], row['errors'], row['attempts'])}. Press Correct to replace it."


def change_settings(who: Viewer, changes: Sequence[SettingChange], reason: str, progress: Callable[[str, float], None]) -> tuple[Move, ...]:
    """Puts settings in force and judges every plan anew; the viewer's plans whose verdict moved. Raises SettingRefused."""
    return settings_entry.change_settings(connection(), changes, reason=reason, staff_id=who.staff_id, progress=progress)
