"""How long a text of the process may be and what it may hold: rows of text_limits.csv, for forms, imports and programs alike."""

import csv
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from analytics.store.errors import EventRefused

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Entry = TypeVar("Entry", bound=DataclassInstance)
else:
    Entry = TypeVar("Entry")

LIMITS = Path(__file__).with_name("text_limits.csv")
# Characters of control other than tab and line breaks: no form can show them, and a NUL ends a text early in other programs.
UNSHOWN = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"
SHORTEN = "Shorten it; what is longer belongs in a document of its own."
CLEAN = "Take it out, or type the text anew."


@cache
def _limits() -> dict[tuple[str, str], int]:
    with LIMITS.open(encoding="utf-8", newline="") as file:
        return {(row["table_name"], row["column_name"]): int(row["longest"]) for row in csv.DictReader(file)}


def longest(table: str, column: str) -> int | None:
    """Letters that a text of this column may have at most; None where it is no free text of the process."""
    return _limits().get((table, column))


def too_long(most: int) -> str:
    """What is wrong with a text of more letters."""
    return f"has more than {most:,} letters"


def fault(table: str, column: str, text: str) -> str | None:
    """What is wrong with a text, with what to do; None where nothing is."""
    if re.search(UNSHOWN, text):
        return f"{_words(column)}: the text holds a character that cannot be shown. {CLEAN}"
    most = longest(table, column)
    if most is not None and len(text) > most:
        return f"{_words(column)}: the text {too_long(most)} ({len(text):,}). {SHORTEN}"
    return None


def tidied(entry: Entry) -> Entry:
    """The entry without blanks around its texts; a text of blanks alone is none (an empty one where the field must hold a text)."""
    found: dict[str, Any] = {}
    for one in fields(entry):
        value = getattr(entry, one.name)
        if isinstance(value, str) and value != value.strip():
            found[one.name] = value.strip() or (None if "None" in str(one.type) else "")
    return replace(entry, **found) if found else entry


def refuse_unfit(table: str, values: Mapping[str, object]) -> None:
    """Raises EventRefused, naming the field, for a text that is too long or holds what cannot be shown."""
    for column, value in values.items():
        if isinstance(value, str) and (wrong := fault(table, column, value)):
            raise EventRefused(wrong)


def _words(column: str) -> str:
    return column.replace("_", " ").capitalize()
