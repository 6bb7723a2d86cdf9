"""The settings that an administrator may change: what each decides, what it may be, and who changed it when."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from io import StringIO
from math import isfinite
from typing import Any

import duckdb
import pandas as pd

from analytics.caseload import query

PER_CENT = "per cent"
DEFAULTS = ("defaults.csv", "defaults_classic.csv")


@dataclass(frozen=True)
class Setting:
    """One setting as it holds now, and the bounds of what it may be; value, default, lowest, highest and step share its unit.

    decides and higher_means say it in plain English. shown_as: per cent for shares of 1, else the noun that is counted. choices: the only
    values, where a range would not do; choice_words names them where they only number things.
    must_be_below: the setting that it may not reach. source and default_source: where the value in force and the default come from.
    """

    name: str
    section: str
    label: str
    decides: str
    higher_means: str
    shown_as: str
    value: float
    source: str
    default: float
    default_source: str
    lowest: float | None
    highest: float | None
    step: float | None
    choices: tuple[float, ...]
    choice_words: tuple[str, ...]
    must_be_below: str

    def words(self, value: float) -> str:
        """A value as people say it: 80%, 4 weeks, 1 week, Four-point rule."""
        if self.choice_words and value in self.choices:
            return self.choice_words[self.choices.index(value)]
        if self.shown_as == PER_CENT:
            return f"{round(100 * value, 6):g}%"
        return f"{value:g} {self.shown_as.removesuffix('s') if value == 1 else self.shown_as}"

    @property
    def range_words(self) -> str:
        """What the setting may be, in words."""
        if self.choices:
            *others, last = (self.words(choice) for choice in self.choices)
            return f"{', '.join(others)} or {last}"
        assert self.lowest is not None and self.highest is not None  # setting_range.csv gives a range or choices
        lowest = self.words(self.lowest) if self.shown_as == PER_CENT else f"{self.lowest:g}"
        return f"{lowest} to {self.words(self.highest)}"


def settings(con: duckdb.DuckDBPyConnection) -> list[Setting]:
    """The settings that may be changed and that the store has, in the order of setting_range.csv. Key: name."""
    live = {row["name"]: row for row in query.rows(con, "thresholds")}
    defaults = _defaults()
    return [_setting(row, live[row["name"]], defaults[row["name"]]) for row in _ranges() if row["name"] in live and row["name"] in defaults]


def problems(settings: Iterable[Setting], wanted: Mapping[str, float | None]) -> dict[str, str]:
    """What speaks against the values that are wanted, in a sentence each, by the name of the setting; empty where all can be."""
    known = {setting.name: setting for setting in settings}
    found = {name: _problem(known, name, value, wanted) for name, value in wanted.items()}
    return {name: problem for name, problem in found.items() if problem}


def history(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Each change made so far, newest first: before, after, changed_by, reason, is_in_force. Key: name, recorded_at."""
    return query.table(con, "settings_history")


def may_change(con: duckdb.DuckDBPyConnection, viewer: str, today: date) -> bool:
    """Whether the viewer may change settings: an administrator with a reason to see every enrolled student."""
    return bool(query.rows(con, "settings_may_change", viewer=viewer, today=today)[0]["may_change"])


def verdicts(cursor: duckdb.DuckDBPyConnection, viewer: str, today: date) -> pd.DataFrame:
    """Verdicts of the plans that have begun, of students whom the viewer may see, as the cursor sees them. Key: plan_id.

    Columns: plan_kind, verdict, reason, has_ended, title, measure, student_id, student, public_key.
    """
    # Read on this very cursor: its temporary tables may stand in front of the stored ones.
    return cursor.execute(query.text("settings_verdicts"), {"viewer": viewer, "today": today}).df()


def _problem(known: Mapping[str, Setting], name: str, value: float | None, wanted: Mapping[str, float | None]) -> str:
    """The sentence against one value, given those that are wanted or hold beside it; empty if there is none."""
    if name not in known:
        return f"There is no setting {name} that can be changed. Reload the page."
    setting = known[name]
    if value is None or not isfinite(value):
        return f"{setting.label}: no number is given. It may be {setting.range_words}."
    if setting.choices and value not in setting.choices:
        return f"{setting.label}: {setting.words(value)} cannot be chosen. It may be {setting.range_words}."
    bar = setting.must_be_below
    limit = wanted.get(bar, known[bar].value) if bar else None
    if limit is not None and value >= limit:
        other = f"“{known[bar].label}” ({known[bar].words(limit)})"
        return f"“{setting.label}” ({setting.words(value)}) must lie below {other}: one and the same plan cannot be both."
    if (setting.lowest is not None and value < setting.lowest) or (setting.highest is not None and value > setting.highest):
        return f"{setting.label}: {setting.words(value)} is out of bounds. It may be {setting.range_words}."
    if not setting.choices and setting.shown_as != PER_CENT and value != int(value):
        return f"{setting.label}: {setting.words(value)} cannot be counted. Give a whole number."
    return ""


def _setting(bounds: Mapping[str, str], live: Mapping[str, Any], default: Mapping[str, str]) -> Setting:
    return Setting(
        name=bounds["name"],
        section=bounds["section"],
        label=bounds["label"],
        decides=bounds["decides"],
        higher_means=bounds["higher_means"],
        shown_as=bounds["shown_as"],
        value=live["value"],
        source=live["source"],
        default=float(default["value"]),
        default_source=default["source"],
        lowest=_number(bounds["lowest"]),
        highest=_number(bounds["highest"]),
        step=_number(bounds["step"]),
        choices=tuple(float(choice) for choice in bounds["choices"].split("|") if choice),
        choice_words=tuple(filter(None, bounds["choice_words"].split("|"))),
        must_be_below=bounds["must_be_below"],
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


@cache
def _ranges() -> tuple[dict[str, str], ...]:
    return _read("setting_range.csv")


@cache
def _defaults() -> dict[str, dict[str, str]]:
    return {row["name"]: row for name in DEFAULTS for row in _read(name)}


def _read(name: str) -> tuple[dict[str, str], ...]:
    return tuple(csv.DictReader(StringIO(files("analytics.rules").joinpath(name).read_text(encoding="utf-8"))))
