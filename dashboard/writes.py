"""The only door from pages to stored scores. Every write states a viewer; the store refuses students whom the viewer may not see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analytics import score_entry
from analytics.caseload import classes
from analytics.caseload.typed_score import plain
from analytics.score_entry import Change, ScoreEntry
from analytics.store.errors import AimlineError
from dashboard.reads import connection
from dashboard.viewer import Viewer


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
    done = Outcome(refused=_stored_since(who, entries, corrected))
    ready = [entry for entry in entries if entry.series_id not in done.refused and not _stands(who, entry)]
    try:
        done.changes = score_entry.record_scores(connection(), ready, staff_id=who.staff_id) if ready else []
    except AimlineError:
        for entry in ready:
            _save_one(who, entry, done)
    return done


def undo_scores(who: Viewer, changes: Sequence[Change]) -> None:
    """Takes back what one press of Save stored. Raises ScoreRefused where somebody has changed one of the scores since."""
    score_entry.undo(connection(), list(changes), who.staff_id)


def _save_one(who: Viewer, entry: ScoreEntry, done: Outcome) -> None:
    try:
        done.changes += score_entry.record_scores(connection(), [entry], staff_id=who.staff_id)
    except AimlineError as refused:
        done.refused[entry.series_id] = str(refused)


def _stored_since(who: Viewer, entries: Sequence[ScoreEntry], corrected: frozenset[str]) -> dict[str, str]:
    """Why a score may not be stored without asking: one stands for its day and form already. By series."""
    new = {(entry.series_id, entry.observed_on, entry.form): entry for entry in entries if entry.series_id not in corrected}
    days: set[date] = {day for _, day, _ in new}
    series_ids = sorted({series_id for series_id, _, _ in new})
    found = [(day, row) for day in days for row in classes.stored(connection(), who.staff_id, who.today, series_ids, day)]
    return {
        row["series_id"]: f"Stored for this day already: {'absent' if row['absent'] else plain(row['value'])}. Press Correct to replace it."
        for day, row in found
        if (row["series_id"], day, row["form"]) in new and not _same(row, new[(row["series_id"], day, row["form"])])
    }


def _stands(who: Viewer, entry: ScoreEntry) -> bool:
    """Whether just this is stored already, as after a second press of Save."""
    rows = classes.stored(connection(), who.staff_id, who.today, [entry.series_id], entry.observed_on)
    return any(row["form"] == entry.form and _same(row, entry) for row in rows)


def _same(row: dict[str, Any], entry: ScoreEntry) -> bool:
    return (row["value"], row["absent"], row["errors"], row["attempts"]) == (entry.value, entry.absent, entry.errors, entry.attempts)
