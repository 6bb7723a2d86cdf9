"""Histories written as scripts: history_scripts.csv says for each path what happens, and how long before or after what.

A row names its event and the day: `after` is today, the student's first enrolment or last day here, a date, or an event of the same path
that stands above it; `low` and `high` bound the days that lie between, moved on to the next school day. What would lie after today
has not happened yet. `category` area takes a category that fits the student's area of need; `agreed` counts days to agreed_on.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sample_data.calendars import TODAY
from sample_data.school_years import next_school_day

HERE = Path(__file__).parent
NOW = np.datetime64(TODAY)
NEVER = np.datetime64("NaT")
CODES = ("source", "outcome", "category", "reason", "about", "people", "note")
DAYS = ("agreed_on", "last_iep_on", "last_evaluation_on")
SCHOOL_AGE_CATEGORIES = {
    "reading": ("SLD", "SLD", "SLD", "OHI"),
    "math": ("SLD", "SLD", "SLD", "OHI"),
    "writing": ("SLD", "SLD", "OHI", "SLI"),
    "behaviour": ("EMN", "OHI", "AUT", "OHI"),
    "communication": ("AUT", "SLI", "ID", "AUT"),
}
Draw = Callable[[np.ndarray, np.ndarray], pd.DataFrame]


@cache
def paths() -> pd.DataFrame:
    """One row a path: who may go it, for how many weeks an intervention must have run, how many in a hundred go it, what it says."""
    return pd.read_csv(HERE / "history_paths.csv")


@cache
def _scripts() -> dict[str, pd.DataFrame]:
    table = pd.read_csv(HERE / "history_scripts.csv", dtype={name: str for name in ("after", *CODES)})
    return {str(path): rows for path, rows in table.groupby("path", sort=False)}


def events(student_id: object, event: str, on: np.ndarray, **more: object) -> pd.DataFrame:
    """Rows of process_event without identifier; a missing day means that it did not happen. people names a group of history_people."""
    rows = {"student_id": student_id, "event": event, "happened_on": np.asarray(on, "datetime64[D]")}
    rows |= dict.fromkeys(CODES) | dict.fromkeys(DAYS, NEVER) | {"concern_id": None, "intervention_id": None} | more
    return pd.DataFrame(rows)


def category(rng: np.random.Generator, area: pd.Series) -> np.ndarray:
    """A disability category (EDFacts code) for each area of need."""
    drawn = rng.integers(0, 4, len(area))
    return np.array([SCHOOL_AGE_CATEGORIES[name][n] for name, n in zip(area, drawn, strict=True)], dtype=object)


def act(rng: np.random.Generator, path: str, who: pd.DataFrame) -> list[pd.DataFrame]:
    """Events of the students who (student_id, area, enrolled_on, left_on) go a path; none for a path without a script."""
    happened: dict[str, np.ndarray] = {
        "today": np.full(len(who), NOW),
        "enrolled": who["enrolled_on"].to_numpy("datetime64[D]"),
        "left": who["left_on"].to_numpy("datetime64[D]"),
    }
    rows = []
    for step in _scripts().get(path, pd.DataFrame()).itertuples():
        anchor = happened[step.after] if step.after in happened else np.full(len(who), np.datetime64(step.after, "D"))
        on = anchor + rng.integers(step.low, step.high + 1, len(who))
        on = on if step.low == step.high == 0 else next_school_day(on)
        happened[step.event] = on
        more = {name: None if pd.isna(getattr(step, name)) else getattr(step, name) for name in CODES}
        if step.category == "area":
            more["category"] = category(rng, who["area"])
        agreed = NEVER if pd.isna(step.agreed) else next_school_day(on + int(step.agreed))
        rows.append(events(who["student_id"].to_numpy(), step.event, on, agreed_on=agreed, **more))
    return rows


def assign(rng: np.random.Generator, who: str, pool: pd.DataFrame, of: int) -> pd.Series:
    """The path of each student of the pool (student_id as index, weeks), "" for the others: of is the number that per_hundred counts.

    The paths that ask for the longest intervention choose first, each among the students with the shortest that will do; each has one
    student at least while there are any.
    """
    path = pd.Series("", index=pool.index, dtype=object)
    wanted = paths()[paths()["who"] == who].sort_values("weeks", ascending=False, kind="stable")
    order = pool.iloc[rng.permutation(len(pool))].sort_values("weeks", kind="stable")
    for one in wanted.itertuples():
        free = order.index[(order["weeks"] >= one.weeks) & (path[order.index] == "").to_numpy()]
        path[free[: max(1, round(of * one.per_hundred / 100))]] = one.path
    return path
