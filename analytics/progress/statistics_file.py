"""`aimline statistics`: a CSV of series in, every statistic of every series out, by the same models that fill the store."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import numpy.ma as ma
import pandas as pd

from analytics.model import run_models, select_of
from analytics.progress import STATISTIC_MODELS
from analytics.progress.extra import FAMILIES
from analytics.progress.extra.block import Estimate, blocks
from analytics.progress.extra.written import only_numbers, text_of, write_rows
from analytics.progress.series_csv import read_goals, read_series
from analytics.progress.statistic_names import CONDITIONAL_NAMES, STATISTIC_NAMES
from analytics.store.output_file import output_file

HEADER = ("dataset", "case", "statistic", "value", "se", "ci_lower", "ci_upper")
SERIES_AT_ONCE = 2000
THRESHOLDS = Path(__file__).parents[1] / "rules" / "defaults_classic.csv"

Cells = tuple[str, ...]
"""value, se, ci_lower and ci_upper as they are written."""
Results = dict[tuple[str, int], Cells]
"""By statistic and position of the series."""
EMPTY: Cells = ("", "", "", "")


def write_statistics(
    series: Path, goals: Path | None, out: Path, *, as_r: bool = True, remark: Callable[[str], None] = lambda _: None
) -> int:
    """Write the statistics of each series of a CSV file; returns the number of series.

    series: columns dataset, case, phase (A or B), session_number, outcome (empty where missed), direction, metric. goals: columns
    dataset, case, goal, for PoGO; a goal of a series that is not in the file is not used. out: one row for each dataset, case and
    statistic, with value, se, ci_lower, ci_upper; a cell is empty where R has NA or an error. as_r: NaN, Inf and -Inf stand where R
    prints these, as in the reference values; else these cells are empty too. remark: gets a sentence on what looks odd but is used.
    Time is the session number.

    Raises SeriesFileRefused, which says file, line, column, value and remedy, and OutputRefused for a place that cannot be written to.
    """
    with output_file(out, reads=(series, goals)) as place:
        scores = read_series(series, remark)
        aims = read_goals(goals) if goals else None
        about = _about(scores, aims)
        if aims is not None and (unused := len(aims) - len(about.merge(aims, on=["dataset", "case"]))):
            remark(f"{goals}: {unused} of {len(aims)} goals belong to no series of {series} and are not used.")
        write_rows(place, HEADER, (row for part in _parts(scores, about) for row in _rows(*part, as_r)))
    return len(about)


def _parts(scores: pd.DataFrame, about: pd.DataFrame) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Scores and descriptions of some series at a time, numbered from zero, so that memory does not grow with the file."""
    for first in range(0, len(about), SERIES_AT_ONCE):
        here = scores["series"].between(first, first + SERIES_AT_ONCE - 1)
        yield scores[here].assign(series=scores["series"][here] - first), about[first : first + SERIES_AT_ONCE].reset_index(drop=True)


def _about(scores: pd.DataFrame, goals: pd.DataFrame | None) -> pd.DataFrame:
    """One row a series: dataset, case, sign, metric, goal, start_a, start_b, has_missing."""
    about = scores.drop_duplicates("series")[["dataset", "case", "direction", "metric"]].reset_index(drop=True)
    about["sign"] = np.where(about["direction"] == "decrease", -1.0, 1.0)
    about["has_missing"] = scores["outcome"].isna().groupby(scores["series"]).any()
    for phase in ("A", "B"):
        about[f"start_{phase.lower()}"] = scores[scores["phase"] == phase].groupby("series")["session_number"].min()
    if goals is None:
        return about.assign(goal=np.nan)
    return about.merge(goals, on=["dataset", "case"], how="left")


def _modelled(scores: pd.DataFrame, about: pd.DataFrame) -> Results:
    """What the stored models say."""
    with duckdb.connect() as con:
        _load(con, scores, about)
        run_models(con, STATISTIC_MODELS)
        rows = con.execute(select_of("progress/statistics_file.sql")).fetchall()
    return {
        (statistic, int(plan_id)): tuple("" if number is None else text_of(number) for number in cells)
        for plan_id, statistic, *cells in rows
    }


def _load(con: duckdb.DuckDBPyConnection, scores: pd.DataFrame, about: pd.DataFrame) -> None:
    """The tables that the models read: plan, comparison_score and threshold_now."""
    plans = pd.DataFrame({"plan_id": about.index.astype(str), "metric": about["metric"], "sign": about["sign"]})
    plans["first_session"] = about["start_b"].fillna(0.0)
    con.register("file_plan", plans)
    con.register("file_score", scores[["series", "phase", "session_number", "outcome"]])
    con.execute("CREATE TEMP TABLE plan AS SELECT * FROM file_plan")
    con.execute(
        "CREATE TEMP TABLE comparison_score AS SELECT plan_id, plan_id AS series_id, 'initial' AS against, phase AS part, "
        "NULL::DATE AS observed_on, session_number - first_session AS weeks, outcome AS value, outcome AS mean_value, 1 AS n_probes, sign "
        "FROM file_score JOIN plan ON plan_id = series::VARCHAR WHERE outcome IS NOT NULL"
    )
    con.execute(
        "CREATE TEMP TABLE threshold_now AS SELECT map_from_entries(list((name, value))) AS threshold FROM read_csv($path)",
        {"path": str(THRESHOLDS)},
    )


def _extra(scores: pd.DataFrame, about: pd.DataFrame) -> Results:
    """What only the file holds, for series with scores in both phases; a statistic that does not apply to a series is left out."""
    observed = scores.dropna(subset=["outcome"])
    phases = observed.groupby("series")["phase"].nunique()
    complete = phases[phases == 2].index.to_numpy()
    observed = observed[observed["series"].isin(complete)]
    observed = observed.assign(series=np.searchsorted(complete, observed["series"]))
    results: Results = {}
    for block in blocks(observed, about.iloc[complete].reset_index(drop=True)):
        at = complete[block.series]
        for family in FAMILIES:
            for name, found in family(block).items():
                written = np.ones(len(at), bool) if found.omitted is None else ~found.omitted
                cells = zip(at.tolist(), _cells(found), written.tolist(), strict=True)
                results.update(((name, series), row) for series, row, applies in cells if applies)
    return results


def _cells(found: Estimate) -> Iterator[Cells]:
    blank = [""] * len(found.value)
    columns = (_texts(column) if column is not None else blank for column in (found.value, found.se, found.lower, found.upper))
    return zip(*columns, strict=True)


def _texts(column: ma.MaskedArray) -> list[str]:
    return [
        "" if hidden else text_of(number) for number, hidden in zip(column.data.tolist(), ma.getmaskarray(column).tolist(), strict=True)
    ]


def _rows(scores: pd.DataFrame, about: pd.DataFrame, as_r: bool) -> Iterator[Cells]:
    """Rows of the file. What the stored models say goes first; a cell that they leave empty shows what R prints there."""
    modelled, extra = _modelled(scores, about), _extra(scores, about)
    for at, (dataset, case) in enumerate(zip(about["dataset"], about["case"], strict=True)):
        for name in STATISTIC_NAMES:
            key = (name, at)
            if key in extra or name not in CONDITIONAL_NAMES:
                both = zip(modelled.get(key, EMPTY), extra.get(key, EMPTY), strict=True)
                cells = tuple(stored or printed for stored, printed in both)
                yield dataset, case, name, *(cells if as_r else only_numbers(cells))
