"""Series that a fit of priors leaves out: one mistyped score, far beyond all others, would be borrowed by everybody on the measure."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]

NORMAL_SD = 1.4826  # standard deviations of normal errors in their median absolute error


def without_outliers(series: pd.DataFrame, furthest: float) -> tuple[pd.DataFrame, pd.Series]:
    """The rows of one measure (of prior_series.sql) without the series left out, and the number left out by grade.

    A series is left out if one of its scores lies further than `furthest` errors from the series' own line. The line is Theil and Sen's,
    which one score does not move. The error is robust too, and the larger of the measure's and the series' own, so that no student is
    left out for scattering more than others. Errors of zero tell nothing of its size: where most never do what is counted most are zero.
    """
    lines = {name: _distances(rows) for name, rows in series.groupby("series_id", sort=False)}
    pooled = np.concatenate(list(lines.values()))
    seen = pooled[pooled > 1e-9 * pooled.max(initial=0)]
    common = float(np.median(seen)) if len(seen) else 0.0
    far = {name for name, distance in lines.items() if distance.max() > furthest * NORMAL_SD * max(common, float(np.median(distance)))}
    is_far = series["series_id"].isin(far)
    return series[~is_far], series[is_far].groupby("grade")["series_id"].nunique()


def _distances(rows: pd.DataFrame) -> Array:
    """How far each score of a series lies from its own line, flat before the start."""
    x, y = np.maximum(rows["weeks"].to_numpy(dtype=float), 0), rows["y"].to_numpy(dtype=float)
    later, earlier = np.triu_indices(len(x), 1)
    apart = x[later] != x[earlier]
    slopes = (y[later] - y[earlier])[apart] / (x[later] - x[earlier])[apart]
    rest = y - (np.median(slopes) if len(slopes) else 0.0) * x
    return np.asarray(np.abs(rest - np.median(rest)))
