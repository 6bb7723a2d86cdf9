"""Between-case standardised mean difference of a group of cases: comparable with the difference that a group study would find.

Hedges, Pustejovsky & Shadish (2012) Research Synthesis Methods 3(3), 224-239, doi:10.1002/jrsm.1052 (treatment reversals, (AB)^k); the same
(2013) Research Synthesis Methods 4(4), 324-341, doi:10.1002/jrsm.1086 (multiple baselines). Both suppose that scores are stable within a
phase, that the effect is the same for all cases, and AR(1) errors. One set of formulas serves both, since the designs differ only in which
scores belong to the same occasion, and in where the lag-1 products of residuals run.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analytics.progress.extra.block import Array, Mask
from analytics.progress.statistic_names import GROUP_ROWS

Labels = NDArray[np.int64]
NONE = float("nan")
ROUNDING = 1e-12
SMALLEST_DF = 2.001  # the variance of a t has a pole at two degrees of freedom


@dataclass(frozen=True)
class Group:
    """Observed scores of one group of cases, in order of case and session.

    case: which case; pair: which pair of phases A and B (0 in a multiple baseline); treated: in phase B; session: its number.
    reverses: the treatment was taken away again, or phases are named as if it could be (A1, B1, A2, B2).
    """

    case: Labels
    pair: Labels
    treated: Mask
    session: Array
    outcome: Array
    reverses: bool


@dataclass(frozen=True)
class GroupEstimate:
    """One statistic of a group; NaN where it does not exist."""

    value: float
    se: float = NONE
    lower: float = NONE
    upper: float = NONE


@dataclass(frozen=True)
class Design:
    """Which scores belong together. cell: a case's phase; occasion: what cases share (-1: not shared by all); order: place in the cell."""

    cell: Labels
    occasion: Labels
    order: Array
    effects: Array  # one row a case and pair: mean of its B minus mean of its A, as weights of the scores


def between_case(group: Group) -> dict[str, GroupEstimate]:
    """HPS_MB_* or HPS_ABk_*: delta_unadj, g_adj (with SE and t interval), nu, phi, rho. Raw sign: B minus A."""
    design = design_of(group)
    with np.errstate(all="ignore"):
        variance, projection, df = _variance_between(group, design)
        delta = float((design.effects @ (group.outcome - group.outcome[0])).mean()) / np.sqrt(variance) if variance > 0 else NONE
        phi, rho = _nuisance(group, design, variance)
        theta_squared, nu = _scale(group, design, projection, df, phi, rho)
    g = adjusted(delta, theta_squared, nu)
    return rows("HPS_ABk" if group.reverses else "HPS_MB", GroupEstimate(delta), g, *map(GroupEstimate, (nu, phi, rho)))


def rows(prefix: str, *estimates: GroupEstimate) -> dict[str, GroupEstimate]:
    """Estimates under the names of their rows."""
    return {f"{prefix}_{name}": found for name, found in zip(GROUP_ROWS[prefix], estimates, strict=True)}


def adjusted(delta: float, scaled_variance: float, nu: float) -> GroupEstimate:
    """Effect size without its small-sample bias. scaled_variance: that of the numerator, in units of the squared denominator."""
    correction = 1 - 3 / (4 * nu - 1)
    g, df = correction * delta, max(nu, SMALLEST_DF)
    inflation = df / (df - 2)
    spread = correction**2 * (scaled_variance * inflation + g**2 * (inflation - 1 / (1 - 3 / (4 * df - 1)) ** 2))
    if not np.isfinite(spread) or spread < 0:
        return GroupEstimate(NONE)
    se = float(np.sqrt(spread))
    margin = float(special.stdtrit(nu, 0.975)) * se
    return GroupEstimate(g, se, g - margin, g + margin)


def design_of(group: Group) -> Design:
    """Cells, occasions and effects of a group."""
    cell = _positions(group.case, group.pair, group.treated)
    order = np.array([np.sum(cell[:at] == cell[at]) for at in range(len(cell))], float)
    occasion = _positions(group.pair, group.treated, order if group.reverses else group.session)
    if group.reverses:  # only places that every case has, since S² pools over balanced occasions (2012, formulas 16 to 18)
        occasion = np.where(np.bincount(occasion)[occasion] == len(np.unique(group.case)), occasion, -1)
    return Design(cell, occasion, order, _effects(group))


def _effects(group: Group) -> Array:
    of_pair = _positions(group.case, group.pair)
    rows = []
    for pair in range(of_pair.max() + 1):
        b, a = (of_pair == pair) & group.treated, (of_pair == pair) & ~group.treated
        rows.append(b / b.sum() - a / a.sum())
    return np.array(rows)


def _positions(*columns: NDArray[np.generic]) -> Labels:
    """Number of each distinct row of the columns, in their order."""
    return np.asarray(np.unique(np.column_stack(columns), axis=0, return_inverse=True)[1]).reshape(-1)


def _residual_maker(labels: Labels) -> Array:
    """Matrix that takes from each score the mean of its group."""
    together = labels[:, None] == labels[None, :]
    return np.asarray(np.eye(len(labels)) - together / together.sum(axis=1))


def _variance_between(group: Group, design: Design) -> tuple[float, Array, float]:
    """Variance of scores of the same occasion, pooled; the matrix of its quadratic form, and its nominal degrees of freedom."""
    shared = design.occasion >= 0
    projection = np.zeros((len(shared), len(shared)))
    projection[np.ix_(shared, shared)] = _residual_maker(design.occasion[shared])
    df = float(shared.sum() - len(np.unique(design.occasion[shared])))
    total = _sum_of_squares(projection, group.outcome)
    return (total / df if df > 0 else NONE), projection, df


def _sum_of_squares(maker: Array, outcome: Array) -> float:
    """Sum of squared deviations; exactly zero where they are only what rounding leaves."""
    centred = outcome - outcome[0]
    deviation = maker @ centred
    return float(deviation @ deviation) if np.abs(deviation).max() > ROUNDING * np.abs(centred).max() else 0.0


def _nuisance(group: Group, design: Design, variance: float) -> tuple[float, float]:
    """Lag-1 autocorrelation of residuals about phase means, and the share of variance between cases, both corrected for bias."""
    maker = _residual_maker(design.cell)
    residual = maker @ (group.outcome - group.outcome[0])
    # In a multiple baseline the products run across the change of phase (2013, appendix), in reversals they do not (2012, p. 238).
    run = design.cell if group.reverses else group.case
    follows = run[1:] == run[:-1]
    sizes = np.bincount(design.cell)
    total = _sum_of_squares(maker, group.outcome)
    if total <= 0 or len(run) <= len(sizes):
        return NONE, NONE
    phi = float(residual[1:][follows] @ residual[:-1][follows]) / total + float((1 - 1 / sizes).sum()) / (len(run) - len(sizes))
    time = design.order if group.reverses else group.session
    within = total / float(np.sum(maker * _correlation(design.cell, time, phi)))
    return phi, (max(0.0, 1 - within / variance) if abs(phi) < 1 and variance > 0 else NONE)


def _correlation(labels: Labels, time: Array, phi: float) -> Array:
    """AR(1) among scores with the same label, zero elsewhere."""
    together = labels[:, None] == labels[None, :]
    return np.where(together, phi ** np.where(together, np.abs(time[:, None] - time[None, :]), 0), 0)


def _scale(group: Group, design: Design, projection: Array, df: float, phi: float, rho: float) -> tuple[float, float]:
    """Variance of the mean effect in units of the total variance, and Satterthwaite degrees of freedom of S²."""
    if not np.isfinite(rho):
        return NONE, NONE
    same_case = group.case[:, None] == group.case[None, :]
    total = rho * same_case + (1 - rho) * _correlation(group.case, group.session, phi)
    weights, spread = design.effects.mean(axis=0), projection @ total
    return float(weights @ total @ weights), df**2 / float(np.sum(spread * spread.T))
