"""Where the scores to come will lie: the line carried on, the error that lasts, and the scatter of one score and of the median of three."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analytics.goals.line import Columns, Line
from analytics.progress.growth_shape import weeks_of_growth
from analytics.progress.residual_shape import MEDIAN_VARIANCE

Array = NDArray[np.float64]

NEARLY_NORMAL = 100.0  # degrees of freedom beyond which t is taken for normal
MOST_CHANGE = 1.0  # of the log spread from the student's scores to the target: more is beyond what the scores have shown


@dataclass(frozen=True)
class Outlook:
    """What the scores of every plan vary by.

    smooth: variance of one score before it is rounded; rounding: what rounding adds to it; df: degrees of freedom of both together;
    next_correlation: of the errors of neighbours on the schedule.
    """

    smooth: Array
    rounding: Array
    df: Array
    next_correlation: Array


def outlook(column: Columns, variance: Array, df: Array) -> Outlook:
    """The scatter of the scores to come, given the variance of one score and its degrees of freedom."""
    rounding = np.minimum(column["step"] ** 2 / 12, 0.9 * variance)
    return Outlook(variance - rounding, rounding, df, column["autocorrelation"] ** (1 / column["probes_per_week"]))


def at_level(column: Columns, level: Array) -> Array:
    """Variance of a score at a level (from own_mean), relative to that of the student's scores so far."""
    change = column["spread_by_level"] * (level - column["mean_score"])
    return np.exp(2 * np.clip(change, -MOST_CHANGE, MOST_CHANGE))


def score_ahead(column: Columns, line: Line, ahead: Array) -> tuple[Array, Array, Array]:
    """Of the score that many occasions after the last: mean (from own_mean), variance of its mean, and share of a score's variance left.

    An error that is correlated from week to week lasts: the last score's distance from the line is carried on.
    """
    weeks = ahead / column["probes_per_week"]
    lasting = np.where(column["autocorrelation"] > 0, column["autocorrelation"] ** weeks, np.where(weeks > 0, 0.0, 1.0))
    now, then = (weeks_of_growth(np.maximum(time, 0), column["slowing"]) for time in (column["weeks"], column["weeks"] + weeks))
    mean, variance = line.at(1 - lasting, then - lasting * now)
    return mean + lasting * column["last_score"], variance, 1 - lasting**2


def median_share(column: Columns, view: Outlook) -> Array:
    """Variance of the median of three scores to come relative to one score: what neighbours share does not cancel out."""
    shared = (2 * view.next_correlation + view.next_correlation**2) / 3
    return shared + (1 - shared) * np.interp(1 / column["tail_df"], *MEDIAN_VARIANCE)


def deviate_scale(column: Columns, view: Outlook, of_median: Array, total: Array) -> tuple[Array, Array]:
    """Degrees of freedom and scale of the t of the median of three at the due date; `of_median` of its variance `total` is its own.

    Heavy-tailed errors make it more peaked than normal: the median of three t errors has tails as t with twice the degrees of freedom, and
    its excess kurtosis, 6 / (df - 4), counts by the square of its share. The scale keeps the variance that the spread's own t has.
    """
    share = of_median / total
    excess = 6 / np.maximum(view.df - 4, 0.5) + share**2 * 6 / np.maximum(2 * column["tail_df"] - 4, 1.0)
    heavy = (column["tail_df"] < NEARLY_NORMAL) & (view.df > 5)
    df = np.where(heavy, np.minimum(4 + 6 / excess, view.df), view.df)
    return df, np.sqrt(np.where(heavy, view.df / np.maximum(view.df - 2, 1) * (df - 2) / np.maximum(df, 1), 1.0) * total)


def passes(margin: Array, variance: Array, tail_df: Array) -> Array:
    """P(a score whose mean lies `margin` beyond the threshold reaches it); t errors have the same variance with their own tails.

    Wallace's normal deviate of t (1959, Annals of Mathematical Statistics 30(4) 1121-1130), within 0.001 of it and many times as fast.
    """
    size = np.sqrt(tail_df * np.log1p(margin**2 / ((tail_df - 2) * variance)))
    return np.asarray(special.ndtr(np.copysign(size * (8 * tail_df + 1) / (8 * tail_df + 3), margin)))


def threshold(column: Columns) -> Array:
    """How far beyond own_mean a score must lie to be seen as reaching the target: to be rounded to it or to the first step beyond it."""
    step = np.where(column["step"] > 0, column["step"], 1.0)
    first = np.ceil(np.round(column["target"] / step, 9)) * step - step / 2
    return np.where(column["step"] > 0, first, column["target"]) - column["own_mean"]
