"""Reads the groups of cases of `aimline statistics --groups`, and says exactly what is wrong with a file that cannot be used."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analytics.progress.series_csv import MISSING, numbers, read_columns, refuse_first

GROUP_COLUMNS = ("dataset", "case", "phase", "session_number", "outcome")
PHASE = r"([AB])([1-9][0-9]?)?"
REMEDY = "Write A and B for a multiple baseline, or A1, B1, A2, B2 … where the treatment was taken away again."


def read_groups(path: Path, remark: Callable[[str], None]) -> pd.DataFrame:
    """Observed scores in order of dataset, case and session, with treated (in B), pair (0 unless phases are numbered) and reverses.

    Missed sessions (an empty outcome) are left out. remark: gets a sentence on what is taken in but looks odd. Raises SeriesFileRefused.
    """
    rows = read_columns(path, GROUP_COLUMNS)
    parts = rows["phase"].str.fullmatch(PHASE)
    refuse_first(path, rows, ~parts, "phase", "is not A, B, A1, B1, A2, B2 and so on", REMEDY)
    found = rows["phase"].str.extract(PHASE)
    rows = rows.assign(treated=found[0] == "B", pair=found[1].fillna("0").astype(int), reverses=found[1].notna())
    rows["session_number"] = numbers(path, rows, "session_number", "Number the sessions of each case 1, 2, 3 …", missing=())
    rows["outcome"] = numbers(path, rows, "outcome", "Write a number, or leave it empty where the session was missed.", missing=MISSING)
    _refuse_contradictions(path, rows)
    _remark_on_repeats(path, rows, remark)
    rows = rows[rows["outcome"].notna()]
    rows["group"] = rows.groupby("dataset", sort=False).ngroup()
    return rows.sort_values(["group", "case", "session_number"], kind="stable", ignore_index=True)


def _refuse_contradictions(path: Path, rows: pd.DataFrame) -> None:
    """What no single row shows: two ways of naming phases, phases out of order, a case without a score in a phase that others have."""
    mixed = rows["reverses"] != rows.groupby("dataset", sort=False)["reverses"].transform("first")
    refuse_first(path, rows, mixed, "phase", "is named in another way than the first phase of its dataset", REMEDY)
    rows = rows.assign(place=2 * rows["pair"] + rows["treated"])
    in_time = rows.sort_values("session_number", kind="stable")
    early = (in_time["place"] < in_time.groupby(["dataset", "case"])["place"].cummax()).reindex(rows.index)
    refuse_first(path, rows, early, "phase", "comes after a later phase of its case has begun", "Check the sessions and phases. " + REMEDY)
    incomplete = _incomplete(rows)
    lacks = pd.Series([case in incomplete for case in zip(rows["dataset"], rows["case"], strict=True)], index=rows.index)
    refuse_first(path, rows, lacks, "case", "has no score in one of the phases of its dataset", "Add its scores, or leave the case out.")


def _incomplete(rows: pd.DataFrame) -> set[tuple[str, str]]:
    """Dataset and case of cases without a score in a phase that another case has, or in the other half of a pair."""
    scored = rows[rows["outcome"].notna()]
    found = set()
    for dataset, part in rows.groupby("dataset"):
        places = set(scored.loc[scored["dataset"] == dataset, "place"]) or {0}
        needed = places | {place ^ 1 for place in places}
        for case, own in part.groupby("case"):
            if needed - set(own.loc[own["outcome"].notna(), "place"]):
                found.add((str(dataset), str(case)))
    return found


def _remark_on_repeats(path: Path, rows: pd.DataFrame, remark: Callable[[str], None]) -> None:
    again = rows[rows.duplicated(["dataset", "case", "session_number"])]
    for dataset, part in again.groupby("dataset", sort=False):
        first = part.iloc[0]
        remark(
            f"{path}, line {first['line']}: case '{first['case']}' of dataset '{dataset}' has more than one score in session "
            f"{first['session_number']:g} ({len(part)} such rows); each is used. If they are two measures, give each a dataset of its own."
        )
