"""What a typed score must be before it is stored; each refusal says what to do."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.prepared_entry import PreparedEntry
from analytics.store import ScoreRefused

EARLIEST = date(1990, 1, 1)

Known = tuple[Any, ...] | None
"""What PreparedEntry.series knows of a series, or None."""


@dataclass(frozen=True)
class ScoreEntry:
    """One probe as typed. value is empty only where the student was absent."""

    series_id: str
    observed_on: date
    value: float | None
    absent: bool = False
    form: str = "1"
    errors: float | None = None
    attempts: float | None = None
    note: str | None = None


def check_apart(entries: Sequence[ScoreEntry]) -> None:
    """Raise ScoreRefused where two entries are of one series, day and form."""
    for (_, day, _), n in Counter((entry.series_id, entry.observed_on, entry.form) for entry in entries).items():
        if n > 1:
            raise ScoreRefused(
                f"Two scores were given for one student, probe and day ({day:%-d %B %Y}). Keep one of them, or name another form."
            )


def check_score(prepared: PreparedEntry, known: Known, entry: ScoreEntry, staff_id: str | None, day: date) -> None:
    """Raise ScoreRefused where an entry may not be stored on a day by a member of staff."""
    check_may_write(prepared, known, entry, staff_id, day)
    if not EARLIEST <= entry.observed_on <= day:
        raise ScoreRefused(
            f"The date {entry.observed_on:%-d %B %Y} is "
            f"{'in the future' if entry.observed_on > day else 'too long ago'}. Choose the day of the probe."
        )
    if not entry.form.strip():
        raise ScoreRefused("The form of the probe is empty. Name it, or leave it at 1.")
    _check_value(entry, *(known or ())[1:])
    _check_counts(entry)


def check_may_write(prepared: PreparedEntry, known: Known, entry: ScoreEntry, staff_id: str | None, day: date) -> str:
    """The student of the entry's series; raises ScoreRefused where there is none, or none that staff_id has a reason to see that day."""
    if known is None:
        raise ScoreRefused(f"There is no series {entry.series_id}. Reload the page; the student may have been removed.")
    student_id = str(known[0])
    if staff_id is not None and not prepared.may_see(staff_id, student_id, day):
        raise ScoreRefused(
            "You do not work with this student on this day, so the score was not stored. Ask the school office to assign you."
        )
    return student_id


def _check_value(entry: ScoreEntry, floor: float | None, ceiling: float | None, measure: str) -> None:
    if entry.absent:
        if entry.value is not None:
            raise ScoreRefused("Absent and a score were both given. Clear one of them: an absence is not a zero.")
        return
    if entry.value is None or not math.isfinite(entry.value):
        raise ScoreRefused("There is no score. Type a number, or mark the student absent.")
    if (floor is not None and entry.value < floor) or (ceiling is not None and entry.value > ceiling):
        raise ScoreRefused(f"{entry.value:g} is outside the range of {measure}, which is {_span(floor, ceiling)}. Check the number.")


def _check_counts(entry: ScoreEntry) -> None:
    for name, count in (("errors", entry.errors), ("attempts", entry.attempts)):
        if count is not None and not (math.isfinite(count) and count >= 0):
            raise ScoreRefused(f"{count:g} cannot be a number of {name}. Type 0 or more, or leave it empty.")


def _span(floor: float | None, ceiling: float | None) -> str:
    if floor is not None and ceiling is not None:
        return f"{floor:g} to {ceiling:g}"
    return f"{floor:g} or more" if floor is not None else f"{ceiling:g} or less"
