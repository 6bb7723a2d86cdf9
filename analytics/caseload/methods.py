"""The methods notes, the decision rules and how often each is wrong. They concern no student."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import duckdb
import pandas as pd

from analytics.caseload import query

LINK = re.compile(r"\[([^\]]+)\]\(([\w-]+)\.md\)")


@dataclass(frozen=True)
class Note:
    """One methods note: its file name without ending, its heading, and the Markdown under the heading."""

    name: str
    title: str
    text: str

    def holds(self, words: str) -> bool:
        """Whether every word stands somewhere in the note."""
        whole = f"{self.title} {self.text}".lower()
        return all(word in whole for word in words.lower().split())


@cache
def notes() -> tuple[Note, ...]:
    """Every note, in order of title. In a checkout they lie in docs/methods, in an installed package in analytics/methods."""
    return tuple(sorted((_note(file) for file in _files()), key=lambda note: note.title))


def decision_rules(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The decision rules: name, applies_to, algorithm, source. Key: rule_id, rule_version."""
    return query.table(con, "decision_rules")


def error_rates(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How often each rule is wrong. Key: rule_id, error_to_growth, autocorrelation, probes_per_week, baseline_scores, week."""
    return query.table(con, "error_rates")


def _files() -> Iterator[Traversable]:
    places: tuple[Traversable, ...] = (files("analytics") / "methods", Path(__file__).parents[2] / "docs" / "methods")
    for place in places:
        if place.is_dir():
            yield from (file for file in place.iterdir() if file.name.endswith(".md"))
            return


def _note(file: Traversable) -> Note:
    first, _, rest = file.read_text(encoding="utf-8").partition("\n")
    return Note(file.name.removesuffix(".md"), first.removeprefix("#").strip(), LINK.sub(r"*\1*", rest).strip())
