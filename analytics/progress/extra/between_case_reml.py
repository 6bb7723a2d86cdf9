"""Between-case standardised mean difference by a mixed model: case intercepts, AR(1) errors, restricted maximum likelihood.

Pustejovsky, Hedges & Shadish (2014) J. Educational and Behavioral Statistics 39(5), 368-393, doi:10.3102/1076998614547577. The model is
outcome = intercept + effect of B + case + error; effect size = effect / sqrt(variance between cases + variance of errors). Fisher scoring,
to the last digits: parameters theta = (variance between cases, autocorrelation, variance of errors).
"""

from dataclasses import dataclass

import numpy as np

from analytics.progress.extra.between_case import NONE, Group, GroupEstimate, adjusted, rows
from analytics.progress.extra.block import Array

STEPS = 200
CONVERGED = 1e-12  # relative size of a step
SMALLEST_STEP = 2.0**-40
IN_TOTAL = np.array([1.0, 0.0, 1.0])  # the total variance is the sum of the first and third parameter


@dataclass(frozen=True)
class Case:
    """One case: design (intercept, B), scores, and weeks or sessions between each two of them."""

    x: Array
    y: Array
    apart: Array


@dataclass(frozen=True)
class Fit:
    """The model at theta: REML log-likelihood but for a constant, its score and expected information, effects and their covariance."""

    log_likelihood: float
    score: Array
    information: Array
    effects: Array
    covariance: Array


@dataclass(frozen=True)
class Part:
    """A case's share of the model: covariance matrix V by log-determinant and inverse, V⁻¹ X, and dV of each parameter."""

    case: Case
    log_det: float
    inverse: Array
    weighted: Array
    changes: list[Array]


def between_case_reml(group: Group) -> dict[str, GroupEstimate]:
    """REML_g_mlm_*: g_AB (with SE and t interval), delta_AB, nu, phi, rho; empty where the likelihood has no maximum inside its bounds."""
    theta = maximum(cases_of(group))
    found = None if theta is None else model_at(theta, cases_of(group))
    if theta is None or found is None:
        return rows("REML_g_mlm", *[GroupEstimate(NONE)] * 5)
    total = float(IN_TOTAL @ theta)
    nu = 2 * total**2 / float(IN_TOTAL @ np.linalg.solve(found.information, IN_TOTAL))
    delta = float(found.effects[1]) / np.sqrt(total)
    g = adjusted(delta, float(found.covariance[1, 1]) / total, nu)
    return rows("REML_g_mlm", g, *(GroupEstimate(float(number)) for number in (delta, nu, theta[1], theta[0] / total)))


def cases_of(group: Group) -> list[Case]:
    """The cases of a group, one after the other; scores count from the first, so that equal ones are exactly so."""
    cases = []
    for case in np.unique(group.case):
        here = group.case == case
        time = group.session[here]
        x = np.column_stack([np.ones(here.sum()), group.treated[here]])
        cases.append(Case(x, group.outcome[here] - group.outcome[0], np.abs(time[:, None] - time[None, :])))
    return cases


def maximum(cases: list[Case]) -> Array | None:
    """Theta at the maximum; None where there is none with variances not below zero and autocorrelation between -1 and 1."""
    spread = float(np.var(np.concatenate([case.y for case in cases])))
    theta = np.array([spread / 2, 0.0, spread / 2])
    here = model_at(theta, cases) if spread > 0 else None
    for _ in range(STEPS):
        if here is None:
            return None
        step = _step(theta, here)
        if step is None:
            return None
        theta, here, moved = _climb(theta, here, step, cases)
        if np.all(np.abs(moved) <= CONVERGED * np.maximum(np.abs(theta), 1e-3)):
            return theta if np.all(np.abs(step) <= 1e-6 * np.maximum(np.abs(theta), 1e-3)) else None
    return None


def _step(theta: Array, here: Fit) -> Array | None:
    """The step of Fisher scoring; a variance between cases that would fall below zero stays at zero."""
    free = np.array([theta[0] > 0 or here.score[0] > 0, True, True])
    step = np.zeros(3)
    try:
        step[free] = np.linalg.solve(here.information[np.ix_(free, free)], here.score[free])
    except np.linalg.LinAlgError:
        return None
    return step


def _climb(theta: Array, here: Fit, step: Array, cases: list[Case]) -> tuple[Array, Fit, Array]:
    """Theta after the longest of the step, its half, its quarter … that does not lower the likelihood."""
    share = 1.0
    while share > SMALLEST_STEP:
        new = np.maximum(theta + share * step, [0.0, -np.inf, -np.inf])
        there = model_at(new, cases) if abs(new[1]) < 1 and new[2] > 0 else None
        if there is not None and there.log_likelihood >= here.log_likelihood - 1e-11 * abs(here.log_likelihood):
            return new, there, new - theta
        share /= 2
    return theta, here, np.zeros(3)


def model_at(theta: Array, cases: list[Case]) -> Fit | None:
    """The model at theta; None where a covariance matrix is singular there."""
    try:
        return _model_at(theta, cases)
    except np.linalg.LinAlgError:
        return None


def _model_at(theta: Array, cases: list[Case]) -> Fit:
    parts = [_part(theta, case) for case in cases]
    precision = sum((part.case.x.T @ part.weighted for part in parts), start=np.zeros((2, 2)))
    covariance: Array = np.linalg.inv(precision).astype(float)
    effects = covariance @ sum((part.weighted.T @ part.case.y for part in parts), start=np.zeros(2))
    log_likelihood = -np.linalg.slogdet(precision)[1] / 2
    for part in parts:
        deviation = part.case.y - part.case.x @ effects
        log_likelihood -= (part.log_det + deviation @ part.inverse @ deviation) / 2
    return Fit(float(log_likelihood), *_slopes(parts, effects, covariance), effects, covariance)


def _slopes(parts: list[Part], effects: Array, covariance: Array) -> tuple[Array, Array]:
    """Score and expected information of theta. Estimating the effects takes away what the terms with their covariance say."""
    score, information = np.zeros(3), np.zeros((3, 3))
    lost = np.zeros((3, 2, 2))  # X' V⁻¹ dV V⁻¹ X of each parameter, summed over cases
    for part in parts:
        w, residual = part.weighted, part.inverse @ (part.case.y - part.case.x @ effects)
        spreads = [part.inverse @ change for change in part.changes]
        for i, change in enumerate(part.changes):
            lost[i] += w.T @ change @ w
            score[i] += (residual @ change @ residual - np.trace(spreads[i])) / 2
            for j, other in enumerate(part.changes):
                crossed = covariance @ (w.T @ change @ part.inverse @ other @ w)
                information[i, j] += np.sum(spreads[i] * spreads[j].T) / 2 - np.trace(crossed)
    scaled = [covariance @ each for each in lost]
    score += np.array([np.trace(each) for each in scaled]) / 2
    information += np.array([[np.trace(one @ other) for other in scaled] for one in scaled]) / 2
    return score, information


def _part(theta: Array, case: Case) -> Part:
    between, phi, within = theta
    correlation = phi**case.apart
    change_of_phi = within * case.apart * phi ** np.maximum(case.apart - 1, 0)
    sign, log_det = np.linalg.slogdet(between + within * correlation)
    if not sign > 0 or not np.isfinite(log_det):
        raise np.linalg.LinAlgError
    inverse = np.linalg.inv(between + within * correlation)
    return Part(case, float(log_det), inverse, inverse @ case.x, [np.ones_like(correlation), change_of_phi, correlation])
