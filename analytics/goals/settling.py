"""How many more scheduled scores are expected to settle a verdict, if the student goes on as now."""

from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy import special

from analytics.goals.line import Columns, Line
from analytics.goals.outlook import Outlook, at_level, median_share, score_ahead, threshold

Array = NDArray[np.float64]

MOST_SCORES = 60


@dataclass(frozen=True)
class Boundary:
    """The sequential boundary in force: its first week, and the critical value of each week from there on, for each kind of call."""

    first_week: int
    ineffective: Array
    success: Array


def read_boundary(cursor: duckdb.DuckDBPyConnection) -> Boundary:
    """The sequential boundary of the totals chosen."""
    first_week, ineffective, success = cursor.execute("SELECT first_week, z_critical, z_critical_success FROM boundary_now").fetchall()[0]
    return Boundary(int(first_week), np.array(ineffective, dtype=float), np.array(success, dtype=float))


def more_scores(column: Columns, line: Line, view: Outlook, boundary: Boundary) -> Array:
    """Scores still needed to settle each verdict at the present estimate; NaN if not before the due date.

    An intervention is settled when growth crosses the sequential boundary either way, a goal when its probability passes a bar; a goal
    that counts occasions has no such forecast. The line's variance shrinks as the scores to come add information: with n
    occasions evenly spaced, plus those of the baseline, the slope's is sigma^2 / Sxx of the line that is flat through the baseline.
    """
    n, baseline = column["n_scores"], column["n_baseline"]
    extra = np.arange(1.0, MOST_SCORES + 1)[:, None]
    weeks = column["weeks"] + extra / column["probes_per_week"]
    gain = np.maximum(_information(n + extra, weeks, baseline), 1e-9) / np.maximum(_information(n, column["weeks"], baseline), 1e-9)
    index = np.clip(np.nan_to_num(np.ceil(weeks)) - boundary.first_week, 0, len(boundary.ineffective) - 1).astype(int)
    on_pace = np.minimum(index, column["on_pace_week"].astype(int) - boundary.first_week)
    settled = np.where(
        column["is_goal"] > 0,
        (column["is_level"] > 0) & _passes_a_bar(column, line, view, gain),
        _crosses(column, gain, boundary.ineffective[index], boundary.success[on_pace]),
    )
    settled &= (extra <= column["remaining"]) & (weeks >= boundary.first_week)
    return np.where(settled.any(axis=0), settled.argmax(axis=0) + 1.0, np.nan)


def _crosses(column: Columns, gain: Array, below: Array, on_pace: Array) -> NDArray[np.bool_]:
    required, roi = column["required_roi"], column["roi"]
    lacking = np.where(roi >= required, roi - np.minimum(column["half"] * required, required), required - roi)
    # Multiplied out, so that a student without scatter (variance zero) divides by nothing.
    critical = np.where(roi >= required, on_pace, below)
    return np.asarray(lacking >= critical * np.sqrt(column["roi_var"] / gain))


def _passes_a_bar(column: Columns, line: Line, view: Outlook, gain: Array) -> NDArray[np.bool_]:
    """Whether the probability of the level at the due date would be beyond either bar with the line known `gain` times as well."""
    mean, of_line, left = score_ahead(column, line, np.maximum(column["remaining"] - 1, 1))
    # The bars as deviates: no distribution function for each score to come.
    z = (mean - threshold(column)) / np.sqrt(of_line / gain + median_share(column, view) * left * view.smooth * at_level(column, mean))
    return np.asarray((z >= special.stdtrit(view.df, column["on_track"])) | (z <= special.stdtrit(view.df, column["off_track"])))


def _information(n: Array, weeks: Array, baseline: Array) -> Array:
    """Sum of squares of time about its mean: n occasions evenly spread over `weeks`, and `baseline` ones at the start."""
    total, squares = n * weeks / 2, n * weeks**2 / 3
    return np.asarray(squares - total**2 / np.maximum(n + baseline, 1))
