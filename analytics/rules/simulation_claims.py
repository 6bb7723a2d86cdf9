"""Aimline's own claims of docs/methods/intervention-verdict.md for many simulated students, after each of their occasions.

The second implementation of progress/growth_evidence.sql, progress/baseline_change.sql and interventions/claim.sql.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from analytics.rules.simulation import Array, Belief, Schedule, Truths, boundary_table, default_thresholds
from analytics.rules.simulation_growth import Growth, growth


@dataclass(frozen=True)
class Aimline:
    """From the median of the last three baseline scores (one value a student) upward by required_roi a week."""

    start: Array
    required_roi: float
    due_weeks: float = 30.0

    @property
    def target(self) -> Array:
        return self.start + self.required_roi * self.due_weeks


@dataclass(frozen=True)
class Evidence:
    """Normal deviates and comparisons of students x occasions since the start, and the weeks of the occasions."""

    weeks: Array
    enough: Truths
    below_required: Array
    above_half: Array
    level_above_half: Array
    below_aimline: Truths
    growth_enough: Truths
    reached_target: Truths
    change: Array


def aimline(schedule: Schedule, scores: Array, required_roi: float) -> Aimline:
    """The aimline as a team draws it (NCII): from the median of the last three baseline scores."""
    last = scores[:, max(schedule.baseline_scores - 3, 0) : schedule.baseline_scores]
    return Aimline(np.median(last, axis=1)[:, None], required_roi)


def deviate(t: Array, df: Array) -> Array:
    """The z that cuts off the tail that t cuts off on df degrees of freedom."""
    tail = np.clip(special.stdtr(df, -np.abs(t)), 1e-300, 0.5)
    return np.asarray(np.copysign(-special.ndtri(tail), t))


def evidence(schedule: Schedule, scores: Array, belief: Belief, line: Aimline, thresholds: dict[str, float] | None = None) -> Evidence:
    """What the scores say after each occasion since the start. Thresholds: by name; the default is a new store's."""
    said = thresholds or default_thresholds()
    fit = growth(schedule.times, scores, schedule.baseline_scores, belief, said)
    half = min(said["half_growth"] * line.required_roi, line.required_roi)
    level_now = fit.level + fit.roi * fit.weeks
    level_now_var = fit.level_var + 2 * fit.weeks * fit.level_roi_cov + fit.weeks**2 * fit.roi_var
    start_var = fit.variance * (said["median_of_three_variance"] if schedule.baseline_scores >= 3 else 1.0)
    return Evidence(
        weeks=fit.weeks,
        enough=(fit.n_scores >= said["minimum_occasions"]) & (np.round(fit.weeks, 9) >= said["minimum_weeks"]),
        below_required=deviate((line.required_roi - fit.roi) / np.sqrt(fit.roi_var), fit.df),
        above_half=deviate((fit.roi - half) / np.sqrt(fit.roi_var), fit.df),
        level_above_half=deviate((level_now - line.start - half * fit.weeks) / np.sqrt(level_now_var + start_var), fit.df),
        below_aimline=np.round(level_now, 9) < np.round(line.start + line.required_roi * fit.weeks, 9),
        growth_enough=np.round(fit.roi, 9) >= round(line.required_roi, 9),
        reached_target=_last_three_median(scores[:, schedule.baseline_scores :]) >= line.target,
        change=change(schedule, scores, fit, belief, said),
    )


def _last_three_median(since: Array) -> Array:
    """Median of the last three occasions; minus infinity after the first two."""
    found = np.full_like(since, -np.inf)
    if since.shape[1] > 2:
        found[:, 2:] = np.median(np.lib.stride_tricks.sliding_window_view(since, 3, axis=1), axis=2)
    return found


def change(schedule: Schedule, scores: Array, fit: Growth, belief: Belief, thresholds: dict[str, float]) -> Array:
    """Evidence that the mean since the start is beyond the baseline carried on along its own trend; NaN with too short a baseline."""
    before, since = scores[:, : schedule.baseline_scores], scores[:, schedule.baseline_scores :]
    if schedule.baseline_scores < thresholds["change_minimum_baseline"]:
        return np.full_like(since, np.nan)
    t, n, m = schedule.times[: schedule.baseline_scores], fit.n_scores, schedule.baseline_scores
    apart = np.cumsum(fit.weeks) / n - t.mean()
    gaps = (t[-1] - t[0]) / (m - 1), np.where(n > 1, (fit.weeks - fit.weeks[0]) / np.maximum(n - 1, 1), 1.0)
    phi_a, phi_b = (belief.autocorrelation**gap for gap in gaps)
    trend, precision = _trend_before(t, before, fit.variance * (1 + phi_a) / (1 - phi_a), belief, np.sqrt(fit.variance), thresholds)
    later, later_precision = _trend_since(fit.weeks, since, fit.variance * (1 + phi_b) / (1 - phi_b))
    with np.errstate(divide="ignore"):
        close = np.abs(later - trend) <= thresholds["baseline_departure_z"] * np.sqrt(1 / precision + 1 / later_precision)
    common = np.where(close & (later_precision > 0), later_precision, 0.0)
    carried_on = (precision * trend + common * later) / (precision + common) * apart
    found = np.cumsum(since, axis=1) / n - before.mean(axis=1)[:, None] - carried_on
    of_means = fit.variance * (_mean_variance(phi_a, np.array([float(m)])) + _mean_variance(phi_b, n.astype(float)))
    return deviate(found / np.sqrt(of_means + apart**2 / (precision + common)), fit.df)


def _trend_before(
    times: Array, scores: Array, variance: Array, belief: Belief, error: Array, thresholds: dict[str, float]
) -> tuple[Array, Array]:
    """Slope of the baseline pooled with ordinary growth, and its precision."""
    sxx = float(((times - times.mean()) ** 2).sum())
    own, slope = sxx / variance, (scores @ (times - times.mean()) / sxx)[:, None]
    norm = error * thresholds["maturation_mean_in_errors"] if belief.maturation_mean is None else belief.maturation_mean
    norm_sd = error * thresholds["maturation_sd_in_errors"] if belief.maturation_sd is None else belief.maturation_sd
    expected = thresholds["maturation_share"] * norm
    borrowed = 1 / (norm_sd**2 + expected**2)
    return (own * slope + borrowed * expected) / (own + borrowed), own + borrowed


def _trend_since(weeks: Array, scores: Array, variance: Array) -> tuple[Array, Array]:
    """Least-squares slope after each occasion since the start, and its precision; zero with one occasion."""
    n = np.arange(1, len(weeks) + 1)
    sxx = np.cumsum(weeks**2) - np.cumsum(weeks) ** 2 / n
    sxy = np.cumsum(weeks * scores, axis=1) - np.cumsum(weeks) * np.cumsum(scores, axis=1) / n
    several = n > 1
    return np.where(several, sxy / np.where(several, sxx, 1.0), 0.0), np.where(several, sxx, 0.0) / variance


def _mean_variance(phi: Array | float, n: Array) -> Array:
    """Variance of the mean of n scores of variance 1 whose neighbours correlate by phi."""
    return np.asarray(((1 + phi) / (1 - phi) - 2 * phi * (1 - phi**n) / (n * (1 - phi) ** 2)) / n)


def critical(total: float, weeks: Array, last_week: float = np.inf) -> Array:
    """The boundary of a total of false alarms at the weeks of occasions; from last_week on it stays as it is in that week."""
    table = boundary_table()[total]
    week = np.ceil(np.round(np.minimum(weeks, last_week), 9)).clip(min(table), max(table)).astype(int)
    return np.array([table[int(one)] for one in week])


def ineffective(found: Evidence, total: float) -> Truths:
    """Who is called ineffective after each occasion: on_pace is "no" and the target is not reached."""
    return says_no(found, total) & ~found.reached_target


def says_no(found: Evidence, total: float) -> Truths:
    """Where the claim on_pace is "no"."""
    return np.asarray(found.enough & (np.round(found.below_required, 9) >= critical(total, found.weeks)) & found.below_aimline)


def says_yes(found: Evidence, total: float, success_total: float, thresholds: dict[str, float] | None = None) -> Truths:
    """Where the claim on_pace is "yes"."""
    bar = critical(success_total, found.weeks, (thresholds or default_thresholds())["on_pace_boundary_week"])
    by_growth = (np.round(found.above_half, 9) >= bar) & found.growth_enough
    by_level = (np.round(found.level_above_half, 9) >= bar) & ~found.below_aimline
    return np.asarray(found.enough & (by_growth | by_level) & ~says_no(found, total))


def says_changed(found: Evidence, success_total: float, thresholds: dict[str, float] | None = None) -> Truths:
    """Where a change from the baseline is claimed."""
    bar = critical(success_total, found.weeks, (thresholds or default_thresholds())["on_pace_boundary_week"])
    with np.errstate(invalid="ignore"):
        return np.asarray(found.enough & (np.round(found.change, 9) >= bar))
