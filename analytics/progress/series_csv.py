"""Reads the series and goals of `aimline statistics`, and says exactly what is wrong with a file that cannot be used."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analytics.store.errors import AimlineError

SERIES_COLUMNS = ("dataset", "case", "phase", "session_number", "outcome", "direction", "metric")
GOAL_COLUMNS = ("dataset", "case", "goal")
ALLOWED = {
    "phase": ("A", "B"),
    "direction": ("increase", "decrease"),
    "metric": ("count", "rate", "percentage", "proportion", "other"),
}
MISSING = ("", "NA")
POSSIBLE = {"count": (0, None), "rate": (0, None), "percentage": (0, 100), "proportion": (0, 1)}
# Scores read off a printed graph are off by up to about a hundredth of its scale: 100.66% in a published series. Such a score is kept and
# remarked on; what lies further out cannot have been observed.
READING_ERROR = 0.01
LARGEST = 1e12  # beyond it squares lose the digits that the statistics rest on; no score is so large
REPEATED = "Keep one row for each session of a series: the median of its probes, or each probe with a number of its own, as in 3.1, 3.2."
NOT_TEXT = {
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet file",
}


class SeriesFileRefused(AimlineError):
    """A file of series or goals cannot be used; the text says file, line, column, value and remedy."""


def read_series(path: Path, remark: Callable[[str], None] = lambda _: None) -> pd.DataFrame:
    """Scores of the file in order of series, phase and session (key dataset, case, session_number); a missed session has an empty outcome.

    remark: gets a sentence on scores that are kept although they lie just outside their scale. Raises SeriesFileRefused.
    """
    rows = read_columns(path, SERIES_COLUMNS)
    for column, allowed in ALLOWED.items():
        unknown = ~rows[column].isin(allowed)
        refuse_first(path, rows, unknown, column, f"is not one of {', '.join(allowed)}", f"Write one of {', '.join(allowed)}.")
    rows["session_number"] = numbers(path, rows, "session_number", "Number the sessions of each series 1, 2, 3 …", missing=())
    rows["outcome"] = numbers(path, rows, "outcome", "Write a number, or leave it empty where the session was missed.", missing=MISSING)
    _refuse_impossible(path, rows, remark)
    _refuse_contradictions(path, rows)
    rows["series"] = rows.groupby(["dataset", "case"], sort=False).ngroup()
    return rows.sort_values(["series", "phase", "session_number"], ignore_index=True)


def read_goals(path: Path) -> pd.DataFrame:
    """Goals (key dataset, case): the level of the outcome to be reached, for PoGO. Raises SeriesFileRefused."""
    rows = read_columns(path, GOAL_COLUMNS)
    rows["goal"] = numbers(path, rows, "goal", "Write the goal as a number in the units of the outcome.", missing=MISSING)
    again = rows.duplicated(["dataset", "case"])
    refuse_first(path, rows, again, "case", "has a goal already", "Keep one goal for each series.")
    return rows[list(GOAL_COLUMNS)]


def read_columns(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """The needed columns as text, with `line` telling where each row stood."""
    reader = csv.reader(io.StringIO(_text_of(path), newline=""), strict=True, skipinitialspace=True)
    try:
        lines = [(reader.line_num, fields) for fields in reader if fields]
    except csv.Error as error:
        raise SeriesFileRefused(f"{path}, line {reader.line_num}: {error}. Look for a quotation mark that is not closed.") from error
    if not lines:
        raise SeriesFileRefused(f"{path} is empty. It needs a first line with the columns {', '.join(columns)}, then one row a session.")
    header = [name.strip() for name in lines[0][1]]
    _refuse_header(path, header, columns)
    if len(lines) == 1:
        raise SeriesFileRefused(f"{path} holds only its first line. Add rows under it.")
    for line, fields in lines[1:]:
        if len(fields) != len(header):
            found = f"{len(fields)} fields where the first line names {len(header)}"
            raise SeriesFileRefused(f"{path}, line {line}: {found}. Put values that hold commas in quotation marks.")
    table = pd.DataFrame([fields for _, fields in lines[1:]], columns=header)[list(columns)]
    for column in columns:
        table[column] = table[column].str.strip()
    table["line"] = [line for line, _ in lines[1:]]
    return table


def _refuse_header(path: Path, header: list[str], columns: tuple[str, ...]) -> None:
    missing = [name for name in columns if name not in header]
    if missing:
        semicolons = len(header) == 1 and (";" in header[0] or "\t" in header[0])
        remedy = "Save it with commas between the columns." if semicolons else f"It needs the columns {', '.join(columns)}."
        raise SeriesFileRefused(f"{path}, line 1: column {missing[0]} is missing; found {', '.join(header)[:200]}. {remedy}")
    twice = [name for name in columns if header.count(name) > 1]
    if twice:
        raise SeriesFileRefused(f"{path}, line 1: column {twice[0]} stands there more than once. Keep one of them.")


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise SeriesFileRefused(f"{path} is a folder. Name the CSV file in it.") from error
    except OSError as error:
        raise SeriesFileRefused(f"{path} cannot be read: {error.strerror}. Check the name and the permissions.") from error
    for start, kind in NOT_TEXT.items():
        if data.startswith(start):
            raise SeriesFileRefused(f"{path} is {kind}, not a CSV file. Save the sheet as CSV (UTF-8) and try again.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte {data[error.start]:#04x}"
        raise SeriesFileRefused(f"{path}, line {line}: {byte} is not UTF-8 text. Save the file as CSV UTF-8.") from error


def numbers(path: Path, rows: pd.DataFrame, column: str, remedy: str, missing: tuple[str, ...]) -> pd.Series:
    """A column of text as numbers, NaN where it holds one of `missing`. Raises SeriesFileRefused at the first other text."""
    numbers = pd.to_numeric(rows[column].where(~rows[column].isin(missing)), errors="coerce").astype(float)
    usable = numbers.abs() <= LARGEST
    refuse_first(path, rows, ~usable & ~rows[column].isin(missing), column, "is not a number, or too large for one", remedy)
    return numbers


def _refuse_impossible(path: Path, rows: pd.DataFrame, remark: Callable[[str], None]) -> None:
    """Scores that their metric cannot have: counts and rates below zero, percentages and proportions outside their scale."""
    for metric, (lowest, highest) in POSSIBLE.items():
        margin = READING_ERROR * (highest or 0)
        scores = rows["outcome"].where(rows["metric"] == metric)
        for limit, beyond, word in ((lowest, lowest - scores, "below"), (highest, scores - (highest or 0), "above")):
            if limit is None:
                continue
            reason, remedy = f"is {word} {limit}, which a {metric} cannot be", "Correct the score, or give the series the metric other."
            refuse_first(path, rows, beyond > margin, "outcome", reason, remedy)
            for _, row in rows[(beyond > 0) & (beyond <= margin)].iterrows():
                kept = f"is {word} {limit} by no more than the error of reading a graph, and is used as it is"
                remark(f"{path}, line {row['line']}, column outcome: {_shown(row['outcome'])} {kept}.")


def _refuse_contradictions(path: Path, rows: pd.DataFrame) -> None:
    """What no single row shows: a session twice, a series with two directions or metrics, a baseline after the intervention."""
    by_series = rows.groupby(["dataset", "case"], sort=False)
    again = rows.duplicated(["dataset", "case", "session_number"])
    refuse_first(path, rows, again, "session_number", "stands there already for this series", REPEATED)
    for column in ("direction", "metric"):
        differs = rows[column] != by_series[column].transform("first")
        refuse_first(path, rows, differs, column, "differs from the series' first row", f"Give every row of a series the same {column}.")
    first_b = rows["session_number"].where(rows["phase"] == "B").groupby([rows["dataset"], rows["case"]]).transform("min")
    late = (rows["phase"] == "A") & (rows["session_number"] > first_b)
    refuse_first(path, rows, late, "phase", "comes after phase B has begun", "Give each pair of phases A and B a case of its own.")


def refuse_first(path: Path, rows: pd.DataFrame, wrong: pd.Series, column: str, reason: str, remedy: str) -> None:
    """Raises SeriesFileRefused, with line, value, reason and remedy, for the first row where `wrong` holds."""
    if wrong.any():
        row = rows[wrong].iloc[0]
        more = f" ({int(wrong.sum()) - 1} more rows like this.)" if wrong.sum() > 1 else ""
        raise SeriesFileRefused(f"{path}, line {row['line']}, column {column}: {_shown(row[column])} {reason}. {remedy}{more}")


def _shown(value: object) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f"'{text[:60]}'" if text else "an empty field"
