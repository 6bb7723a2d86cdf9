"""The same statistics as a capable analyst would compute them without Aimline: a pandas groupby, scipy and numpy, one comparison at a time.

What it computes for each comparison: level, spread, least-squares and Theil-Sen trend with Sen's interval and lag-1 autocorrelation
of each phase; NAP and Tau with the unbiased standard error and Newcombe's interval; PND, PEM, SMD and LRR with standard errors; level
and trend change from the piecewise model. It does not judge, project or run decision rules, which the timing of Aimline includes.
"""

import math

import numpy as np
import pandas as pd
from scipy import optimize, stats

Z = 1.959963984540054
MINIMUM = 3  # scores a phase needs here, so that no special case stands in the way of the comparison


def compute(scores: pd.DataFrame) -> pd.DataFrame:
    """Statistics of each comparison. scores: comparison, part (A or B), weeks, value, improvement positive. Key: comparison."""
    rows = []
    for comparison, frame in scores.groupby("comparison", sort=False):
        phase = {part: group.sort_values("weeks") for part, group in frame.groupby("part")}
        if set(phase) == {"A", "B"} and min(len(group) for group in phase.values()) >= MINIMUM:
            rows.append({"comparison": comparison, **one(phase["A"], phase["B"])})
    return pd.DataFrame(rows)


def one(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, float]:
    """All statistics of one comparison."""
    a, b = before["value"].to_numpy(), after["value"].to_numpy()
    row: dict[str, float] = {}
    for part, weeks, values in (("a", before["weeks"].to_numpy(), a), ("b", after["weeks"].to_numpy(), b)):
        row |= {f"{key}_{part}": value for key, value in trend(weeks, values).items()}
    return row | overlap(a, b) | standardised(a, b) | piecewise(before, after)


def trend(weeks: np.ndarray, values: np.ndarray) -> dict[str, float]:
    line = stats.linregress(weeks, values)
    half = stats.t.ppf(0.975, len(values) - 2) * line.stderr
    sen = stats.theilslopes(values, weeks)
    residual = values - line.intercept - line.slope * weeks
    squares = float(np.sum(residual**2))
    return {
        "n": len(values),
        "mean": float(np.mean(values)),
        "median": float(np.median(values)),
        "sd": float(np.std(values, ddof=1)),
        "ols_slope": line.slope,
        "ols_se": line.stderr,
        "ols_lower": line.slope - half,
        "ols_upper": line.slope + half,
        "theil_sen_slope": sen.slope,
        "sen_lower": sen.low_slope,
        "sen_upper": sen.high_slope,
        "autocorrelation": float(np.sum(residual[1:] * residual[:-1])) / squares if squares > 0 else math.nan,
    }


def overlap(a: np.ndarray, b: np.ndarray) -> dict[str, float]:
    m, n = len(a), len(b)
    wins = (b[None, :] > a[:, None]) + 0.5 * (b[None, :] == a[:, None])
    nap = float(wins.mean())
    off = wins - nap
    q1, q2, x = float((off.sum(1) ** 2).sum()) / (m * n * n), float((off.sum(0) ** 2).sum()) / (m * m * n), float((off**2).sum()) / (m * n)
    bounded = min(max(nap, 0.5 / (m * n)), 1 - 0.5 / (m * n))
    se = math.sqrt(max((bounded * (1 - bounded) + n * q1 + m * q2 - 2 * x) / ((m - 1) * (n - 1)), 0.0))
    lower, upper = newcombe(nap, m, n)
    pem = float((b > np.median(a)).mean() + 0.5 * (b == np.median(a)).mean())
    pnd = float((b > a.max()).mean())
    return {"nap": nap, "nap_se": se, "nap_lower": lower, "nap_upper": upper, "tau": 2 * nap - 1, "pnd": pnd, "pem": pem}


def newcombe(nap: float, m: int, n: int) -> tuple[float, float]:
    """Newcombe's (2006) interval, method 5: the roots on either side of the estimate."""
    h = (m + n) / 2 - 1

    def distance(x: float) -> float:
        return m * n * (nap - x) ** 2 * (2 - x) * (1 + x) - Z**2 * x * (1 - x) * (2 + h + (1 + 2 * h) * x * (1 - x))

    tiny = 1e-12
    lower = optimize.brentq(distance, tiny, max(nap - tiny, 2 * tiny)) if nap > 0 else 0.0
    upper = optimize.brentq(distance, min(nap + tiny, 1 - 2 * tiny), 1 - tiny) if nap < 1 else 1.0
    return float(lower), float(upper)


def standardised(a: np.ndarray, b: np.ndarray) -> dict[str, float]:
    m, n = len(a), len(b)
    mean_a, mean_b, var_a, var_b = a.mean(), b.mean(), a.var(ddof=1), b.var(ddof=1)
    d = d_se = lrr = lrr_se = math.nan
    if var_a > 0:
        correction = 1 - 3 / (4 * (m - 1) - 1)
        d = correction * (mean_b - mean_a) / math.sqrt(var_a)
        d_se = correction * math.sqrt(1 / m + var_b / (n * var_a) + d**2 / (2 * (m - 1)))
    if mean_a > 0 and mean_b > 0:
        lrr = math.log(mean_b) + var_b / (2 * n * mean_b**2) - math.log(mean_a) - var_a / (2 * m * mean_a**2)
        lrr_se = math.sqrt(var_a / (m * mean_a**2) + var_b / (n * mean_b**2))
    return {"smd": d, "smd_se": d_se, "lrr": lrr, "lrr_se": lrr_se}


def piecewise(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, float]:
    """Level and trend change at the start (weeks = 0), least squares with intervals."""
    weeks = np.concatenate([before["weeks"], after["weeks"]])
    values = np.concatenate([before["value"], after["value"]])
    since = np.concatenate([np.zeros(len(before)), np.ones(len(after))])
    design = np.column_stack([np.ones_like(weeks), weeks, since, since * weeks])
    inverse = np.linalg.pinv(design.T @ design)
    coefficient = inverse @ design.T @ values
    df = len(values) - 4
    variance = float(np.sum((values - design @ coefficient) ** 2)) / df if df > 0 else math.nan
    half = stats.t.ppf(0.975, max(df, 1)) * np.sqrt(variance * np.diag(inverse))
    return {
        "level_change": coefficient[2],
        "level_change_half": half[2],
        "trend_change": coefficient[3],
        "trend_change_half": half[3],
    }
