"""Fit what is borrowed from students on the same measure and grade: level, growth, and how scores scatter around them.

A fit is a separate, announced step: it adds rows of a new version to `prior`, it never changes old ones, and the verdicts that
move are listed by whoever calls it. Race, sex and disability never enter.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.model import select_of
from analytics.progress.mixed_model import Fit, Occasions, fit
from analytics.progress.prior_outliers import without_outliers
from analytics.progress.residual_shape import score_step, spread_by_level, spread_df, tail_df

Array = NDArray[np.float64]
Values = dict[str, Any]

NEAR_THE_END = 1.5  # errors of one score: nearer, scores cut off at the end move the mean of those that are seen
MOSTLY = 0.5  # share of days with one probe from which on a coming score is taken to be of one
LEAST_INSIDE = 10  # series from which slowing can be learnt
NORMS = {True: "from published norms", False: "unknown"}
OF_GROWTH = ("n_series", "roi_mean", "roi_sd", "level_mean", "level_sd", "level_roi_correlation")
OF_SPREAD = (
    "spread_n_series", "residual_sd", "residual_df", "autocorrelation", "slowing", "baseline_offset",
    "tail_df", "spread_by_level", "score_step",
)  # fmt: skip


def fit_priors(cursor: duckdb.DuckDBPyConnection, version: str) -> pd.DataFrame:
    """Rows for the table `prior` (key prior_version, measure_id, grade): fitted where enough series share a measure and grade.

    Reads the models `plan` and `comparison_score` on the cursor. A grade with too few series takes the spread of all grades of its measure
    where these are enough, and keeps its published growth. Returns an empty frame where nothing can be fitted.
    """
    series = cursor.execute(select_of("progress/prior_series.sql")).df()
    limits = cursor.execute(
        "SELECT threshold['prior_minimum_series'], threshold['prior_minimum_series_of_spread'], threshold['prior_maximum_series'], "
        "threshold['maximum_autocorrelation'], threshold['prior_furthest_score'] FROM threshold_now"
    ).fetchall()[0]
    published = cursor.execute("SELECT * EXCLUDE (recorded_at) FROM prior WHERE n_series = 0 AND spread_n_series = 0").df()
    published = published.drop_duplicates(["measure_id", "grade"])
    rows = [row for measure, group in series.groupby("measure_id") for row in _of_measure(str(measure), group, published, *limits)]
    if not rows:
        return published.iloc[0:0]
    fitted = pd.DataFrame(rows)
    replaced = published.set_index(["measure_id", "grade"]).index.isin(fitted.set_index(["measure_id", "grade"]).index)
    kept = published[~replaced]
    return (pd.concat([fitted, kept], ignore_index=True) if len(kept) else fitted).assign(prior_version=version)


def add_priors(cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> None:
    """Append fitted rows to `prior`; from then on they are the version in force."""
    cursor.register("prior_rows", rows)
    cursor.execute("INSERT INTO prior BY NAME SELECT * FROM prior_rows")
    cursor.unregister("prior_rows")


def _of_measure(
    measure: str,
    series: pd.DataFrame,
    published: pd.DataFrame,
    enough: float,
    enough_for_spread: float,
    most: float,
    most_autocorrelation: float,
    furthest: float,
) -> Iterator[Values]:
    """The rows of one measure: one a grade seen or published, and * for every other."""
    series, left_out = without_outliers(series, furthest)
    counts = series.groupby("grade")["series_id"].nunique()
    if counts.sum() < enough_for_spread:
        return
    known = published[published["measure_id"] == measure].set_index("grade")
    every = int(np.ceil(counts.sum() / most))
    of_all = of_series(series[series.groupby("series_id", sort=False).ngroup() % every == 0], most_autocorrelation)
    for grade in dict.fromkeys([*counts.index, *known.index, "*"]):
        own = counts.get(grade, 0) >= enough
        found = of_all if not own or len(counts) == 1 else of_series(series[series["grade"] == grade], most_autocorrelation)
        norm: Values = {} if grade not in known.index else known.loc[grade].to_dict()
        row: Values = {"measure_id": measure, "grade": grade, "fitted_on": found["fitted_on"]}
        row |= {name: found[name] for name in OF_SPREAD}
        row |= {name: norm.get(name) for name in ("maturation_mean", "maturation_sd")}
        has_norm = pd.notna(norm.get("roi_mean"))
        growth: Values = found if own or (not has_norm and counts.sum() >= enough) else {**norm, "n_series": 0}
        row |= {name: growth.get(name) for name in OF_GROWTH}
        if not own and has_norm and counts.sum() >= enough:
            # A norm tells the mean; where students of this store differ more than the norm says, that is believed.
            row["roi_sd"] = max(norm["roi_sd"], found["roi_sd"])
        yield row | {"source": _source(row, own, int(left_out.get(grade, 0) if found is not of_all else left_out.sum()))}


def _source(row: Values, own: bool, left_out: int) -> str:
    series = f"{row['spread_n_series']} series of this measure{' and grade' if own else ', all grades'} in this store"
    series += f" ({left_out} left out for a score far beyond all others)" if left_out else ""
    if row["n_series"]:
        return f"fitted on {series}"
    return f"scatter of scores fitted on {series}; growth {NORMS[bool(pd.notna(row['roi_mean']))]}"


def of_series(series: pd.DataFrame, most_autocorrelation: float) -> Values:
    """One fit as the columns of `prior`, of the rows of prior_series.sql."""
    data = _padded(series)
    found = fit(data, most_autocorrelation)
    inside = _within_the_scale(data, found, series)
    if found.slowing > 0 and not inside.all() and inside.sum() >= LEAST_INSIDE:
        # Where the scale ends growth has to stop: how it slows is learnt from the students who stay clear of that.
        slowing = fit(data.of_series(inside), most_autocorrelation).slowing
        found = fit(data, most_autocorrelation, slowing)
    n, sign = len(data.weeks), float(series["sign"].iloc[0])
    df = spread_df(found.innovation, data.is_there)
    return {
        "n_series": n, "spread_n_series": n, "roi_mean": found.roi, "roi_sd": found.roi_sd, "level_mean": found.level * sign,
        "level_sd": found.level_sd, "level_roi_correlation": found.correlation, "slowing": found.slowing, "baseline_offset": found.offset,
        # The spread that is worth df degrees of freedom: its reciprocal square has the mean of those of the students (Smyth 2004).
        "residual_sd": found.error_sd * np.sqrt((df - 2) / df), "residual_df": df, "autocorrelation": found.autocorrelation,
        "tail_df": tail_df(found.innovation, data.is_there),
        "spread_by_level": spread_by_level(found.innovation, found.fitted, data.is_there),
        "score_step": score_step(_as_given(series)), "fitted_on": series["observed_on"].max().date(),
    }  # fmt: skip


def _as_given(series: pd.DataFrame) -> Array:
    """The scores of single probes where most days have one, since the next will be one too; else the days' means."""
    single = series["weight"] == 1
    return series["y"][single | (single.mean() < MOSTLY)].to_numpy(dtype=float)


def _within_the_scale(data: Occasions, found: Fit, series: pd.DataFrame) -> NDArray[np.bool_]:
    """Which series have a fitted line that stays clear of both ends of the scale; an absent end is NaN, which nothing is near."""
    lowest, highest = (float(series[name].median()) for name in ("lowest", "highest"))
    room = NEAR_THE_END * found.error_sd
    near = (found.fitted > highest - room) | (found.fitted < lowest + room)
    return np.asarray(~(near & data.is_there).any(axis=1))


def _padded(series: pd.DataFrame) -> Occasions:
    """Long rows, ordered by series and time, as a rectangle."""
    row = (series["series_id"] != series["series_id"].shift()).cumsum().to_numpy() - 1
    first = np.flatnonzero(np.diff(row, prepend=-1))
    column = np.arange(len(row)) - first[row]
    shape = (row[-1] + 1, column.max() + 1)

    def rectangle(values: Array) -> Array:
        made = np.zeros(shape)
        made[row, column] = values
        return made

    weeks, y, weight, baseline = (rectangle(series[name].to_numpy(dtype=float)) for name in ("weeks", "y", "weight", "is_baseline"))
    return Occasions(weeks, y, weight, baseline > 0, rectangle(np.ones(len(row))) > 0)


def new_version(day: date, existing: int) -> str:
    """Name of the next version: fitted-2026-01-15-2."""
    return f"fitted-{day.isoformat()}-{existing + 1}"
