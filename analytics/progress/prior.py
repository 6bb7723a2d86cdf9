"""Fit what is borrowed from students on the same measure and grade: growth, spread of the scores, autocorrelation.

A fit is a separate, announced step: it adds rows of a new version to `prior`, it never changes old ones, and the verdicts that
move are listed by whoever calls it. Race, sex and disability never enter.

Growth: random-effects moments (DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2). Spread: empirical Bayes of variances
(Smyth 2004, doi:10.2202/1544-6115.1027, section 6.2). Autocorrelation: the value at which the expected lag-1 product of the least
squares residuals, which is biased downward on short series, equals the one seen.
"""

from datetime import date

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize, special

from analytics.model import select_of

Array = NDArray[np.float64]

LARGEST_DF = 200.0  # beyond it the spread is as good as known
LONGEST_GRID = 60  # moments of longer series are those of this length


def fit_priors(cursor: duckdb.DuckDBPyConnection, version: str) -> pd.DataFrame:
    """Rows for the table `prior` (key prior_version, measure_id, grade): fitted where enough series share a measure and grade.

    Reads the models `plan` and `comparison_score` on the cursor. Measures and grades with too few series keep their published row.
    Returns an empty frame where no group is large enough.
    """
    series = cursor.execute(select_of("progress/prior_series.sql")).df()
    limits = cursor.execute("SELECT threshold['prior_minimum_series'], threshold['maximum_autocorrelation'] FROM threshold_now").fetchall()[
        0
    ]
    published = cursor.execute("SELECT * EXCLUDE (recorded_at) FROM prior WHERE n_series = 0").df()
    fitted = [
        {"measure_id": measure, "grade": grade, "fitted_on": group["last_on"].max().date(), **_fit_group(group, float(limits[1]))}
        for (measure, grade), group in series.groupby(["measure_id", "grade"])
        if len(group) >= limits[0]
    ]
    if not fitted:
        return published.iloc[0:0]
    rows = pd.DataFrame(fitted).merge(
        published[["measure_id", "grade", "maturation_mean", "maturation_sd"]], how="left", on=["measure_id", "grade"]
    )
    rows["source"] = [f"fitted on {n} series of this store" for n in rows["n_series"]]
    replaced = published.set_index(["measure_id", "grade"]).index.isin(rows.set_index(["measure_id", "grade"]).index)
    kept = published[~replaced].drop_duplicates(["measure_id", "grade"])
    return pd.concat([rows, kept], ignore_index=True).assign(prior_version=version)


def add_priors(cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> None:
    """Append fitted rows to `prior`; from then on they are the version in force."""
    cursor.register("prior_rows", rows)
    cursor.execute("INSERT INTO prior BY NAME SELECT * FROM prior_rows")
    cursor.unregister("prior_rows")


def _fit_group(group: pd.DataFrame, largest: float) -> dict[str, float | int]:
    n = np.minimum(group["n"].to_numpy(dtype=int), LONGEST_GRID)
    sse, products = group["sse"].to_numpy(dtype=float), group["products"].to_numpy(dtype=float)
    step = autocorrelation(n, sse, products, largest)
    gap = float(group["gap"].median())
    residual_df = {int(length): _moments(int(length), step)[0] for length in set(n)}
    df = np.array([residual_df[int(length)] for length in n])
    spread, worth = pooled_variance(sse / df, df)
    inflation = {int(length): _slope_inflation(int(length), step) for length in set(n)}
    error = spread / group["sxx"].to_numpy(dtype=float) * np.array([inflation[int(length)] for length in n])
    mean, sd = _growth(group["roi"].to_numpy(dtype=float), error)
    return {
        "n_series": len(group), "roi_mean": mean, "roi_sd": sd, "residual_sd": float(np.sqrt(spread)), "residual_df": worth,
        "autocorrelation": float(min(step ** (1 / gap), largest)) if step > 0 and gap > 0 else 0.0,
    }  # fmt: skip


def autocorrelation(n: NDArray[np.int64], sse: Array, products: Array, largest: float) -> float:
    """Lag-1 correlation of errors, from the residuals of lines fitted to series of length n; between 0 and `largest`."""
    total = float(sse.sum())
    if total <= 0:
        return 0.0
    seen = float(products.sum()) / total
    lengths, counts = np.unique(n, return_counts=True)

    def expected(rho: float) -> float:
        moments = np.array([_moments(int(length), rho) for length in lengths])
        return float((counts * moments[:, 1]).sum() / (counts * moments[:, 0]).sum())

    if expected(0.0) >= seen:
        return 0.0
    if expected(largest) <= seen:
        return largest
    return float(optimize.brentq(lambda rho: expected(rho) - seen, 0.0, largest, xtol=1e-4))


def _moments(n: int, rho: float) -> tuple[float, float]:
    """Expected sum of squares and lag-1 products of the residuals of a line through n equally spaced scores of variance 1."""
    design = np.column_stack([np.ones(n), np.arange(n, dtype=float)])
    residual = np.eye(n) - design @ np.linalg.solve(design.T @ design, design.T)
    covariance = residual @ rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n))) @ residual
    return float(np.trace(covariance)), float(np.trace(covariance, offset=1))


def _slope_inflation(n: int, rho: float) -> float:
    """Variance of the least squares slope under AR(1), relative to independent errors."""
    weights = np.arange(n, dtype=float) - (n - 1) / 2
    return float(weights @ rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n))) @ weights / (weights @ weights))


def pooled_variance(variances: Array, df: Array) -> tuple[float, float]:
    """Common variance and the degrees of freedom it is worth for one series (Smyth 2004, equations for s0 and d0)."""
    positive = variances > 0
    if not positive.any():
        return 0.0, 0.0
    v, d = variances[positive], df[positive]
    e = np.log(v) - special.digamma(d / 2) + np.log(d / 2)
    excess = float(e.var(ddof=1) - special.polygamma(1, d / 2).mean()) if len(e) > 1 else 0.0
    worth = LARGEST_DF
    if excess > special.polygamma(1, LARGEST_DF / 2):
        worth = 2 * float(optimize.brentq(lambda half: special.polygamma(1, half) - excess, 1e-2, LARGEST_DF / 2))
    return float(np.exp(e.mean() + special.digamma(worth / 2) - np.log(worth / 2))), worth


def _growth(roi: Array, error: Array) -> tuple[float, float]:
    """Mean of the rates and their standard deviation between students.

    The spread is never taken for smaller than its own standard error, and the uncertainty of the mean is added: a fit on few short
    series must not give every student the same growth.
    """
    total = float(roi.var(ddof=1))
    between = max(total - float(error.mean()), total * float(np.sqrt(2 / (len(roi) - 1))))
    weight = 1 / (error + between)
    return float((weight * roi).sum() / weight.sum()), float(np.sqrt(between + 1 / weight.sum()))


def new_version(day: date, existing: int) -> str:
    """Name of the next version: fitted-2026-01-15-2."""
    return f"fitted-{day.isoformat()}-{existing + 1}"
