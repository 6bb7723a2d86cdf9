"""The sequential boundary: critical values by week such that weekly looks wrongly call few students ineffective.

`python -m analytics.rules.boundary` simulates students who grow exactly at the required rate of improvement, looks at
each of them every week as progress/growth does, and lowers the boundary until the share ever called reaches the aim.

The shape follows the idea of Lan & DeMets (1983), Biometrika 70(3), 659-663, doi:10.1093/biomet/70.3.659: error is spent as
information comes in. It is strict early, lowest at week 14 (the usual length of a tier 2 intervention), and strict again later, when
a student who does not grow has long been found and further looks would only add false calls.
"""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]

ERROR_AIM = 0.085  # below the promised 10%, so that simulation noise and a misjudged autocorrelation stay within it
FIRST_WEEK, LAST_WEEK, PROMISE_WEEK, PIVOT_WEEK = 4, 52, 20, 14
RISE_BEFORE, RISE_AFTER, CAP_BEFORE, CAP_AFTER = 0.3, 0.2, 4.0, 2.6
# (baseline scores, autocorrelation): the designs over which the worst case is taken.
DESIGNS = ((1, 0.2), (3, 0.0), (3, 0.2), (3, 0.3), (6, 0.2), (4, 0.1))
DEPARTURE_Z, BORROWED_DF, ERROR, ROI = 3.0, 20, 10.0, 1.5


def simulate(students: int, baseline: int, rho: float, roi: float, weeks: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Times (weeks since the start) and scores, students x times, of students growing at roi a week with AR(1) error."""
    n = baseline + weeks
    error = np.empty((students, n))
    error[:, 0] = rng.normal(size=students)
    for i in range(1, n):
        error[:, i] = rho * error[:, i - 1] + np.sqrt(1 - rho**2) * rng.normal(size=students)
    times = np.concatenate([np.arange(-baseline, 0.0), np.arange(1.0, weeks + 1)])
    return times, ERROR * error + np.maximum(times, 0) * roi


def _whiten(values: Array, times: Array, rho: float) -> Array:
    phi = rho ** np.diff(times)
    white = values.copy()
    white[..., 1:] = (values[..., 1:] - phi * values[..., :-1]) / np.sqrt(1 - phi**2)
    return white


def _line(times: Array, scores: Array, rho: float) -> tuple[Array, Array, float, float, Array]:
    """Level, slope, their unit variances and the residual sum of squares of a line that is flat before time 0."""
    one, x, y = (_whiten(v, times, rho) for v in (np.ones_like(times), np.maximum(times, 0), scores))
    s11, s1x, sxx, s1y, sxy = one @ one, one @ x, x @ x, y @ one, y @ x
    det = s11 * sxx - s1x**2
    slope, level = (s11 * sxy - s1x * s1y) / det, (sxx * s1y - s1x * sxy) / det
    return level, slope, float(sxx / det), float(s11 / det), (y**2).sum(axis=1) - level * s1y - slope * sxy


def z_below(times: Array, scores: Array, baseline: int, week: int, rho: float) -> Array:
    """Evidence that growth is below ROI at one look, as progress/growth computes it, one value a student."""
    now = times <= week
    level_own, slope_own, level_var, slope_var_own, rss = _line(
        times[baseline:][now[baseline:]], scores[:, baseline:][:, now[baseline:]], rho
    )
    df = BORROWED_DF + week - 2
    spread = (BORROWED_DF * ERROR**2 + rss) / df
    _, slope, _, slope_var, _ = _line(times[now], scores[:, now], rho)
    one = _whiten(np.ones(baseline), times[:baseline], rho)
    mean = _whiten(scores[:, :baseline], times[:baseline], rho) @ one / (one @ one)
    departs = np.abs(level_own - mean) > DEPARTURE_Z * np.sqrt(spread * (level_var + 1 / (one @ one)))
    t = (ROI - np.where(departs, slope_own, slope)) / np.sqrt(spread * np.where(departs, slope_var_own, slope_var))
    return np.asarray(stats.norm.isf(np.clip(stats.t.sf(t, df), 1e-16, 1 - 1e-16)))


def critical_values(lowest: float, weeks: Array) -> Array:
    """Critical value at each week for a boundary whose lowest point, at PIVOT_WEEK, is `lowest`."""
    before = np.minimum(lowest + RISE_BEFORE * (PIVOT_WEEK - weeks), CAP_BEFORE)
    after = np.minimum(lowest + RISE_AFTER * (weeks - PIVOT_WEEK), CAP_AFTER)
    return np.where(weeks < PIVOT_WEEK, before, after)


def calibrate(students: int, seed: int) -> tuple[Array, Array, Array]:
    """Weeks, critical values, and the worst share of students exactly at the required ROI ever called by each week."""
    rng = np.random.default_rng(seed)
    weeks = np.arange(FIRST_WEEK, LAST_WEEK + 1, dtype=float)
    looks = []
    for baseline, rho in DESIGNS:
        times, scores = simulate(students, baseline, rho, ROI, LAST_WEEK, rng)
        looks.append(np.stack([z_below(times, scores, baseline, int(w), rho) for w in weeks], axis=1))
    promised = weeks <= PROMISE_WEEK

    def worst(lowest: float) -> Array:
        called = [np.maximum.accumulate(z >= critical_values(lowest, weeks), axis=1).mean(axis=0) for z in looks]
        return np.asarray(np.max(called, axis=0))

    low, high = 1.0, 4.0
    for _ in range(25):
        middle = (low + high) / 2
        low, high = (middle, high) if worst(middle)[promised][-1] > ERROR_AIM else (low, middle)
    return weeks, critical_values(high, weeks), worst(high)


def main() -> None:
    """Write boundary.csv beside this file."""
    weeks, critical, error = calibrate(students=20_000, seed=20260115)
    with (Path(__file__).parent / "boundary.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["week", "z_critical", "cumulative_error", "source"])
        for week, z, share in zip(weeks, critical, error, strict=True):
            writer.writerow([int(week), f"{z:.3f}", f"{share:.4f}", "analytics/rules/boundary.py: 20000 simulated students a design"])


if __name__ == "__main__":
    main()
