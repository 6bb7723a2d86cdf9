"""A second, plain implementation of the between-case effect sizes: design matrices and full covariance matrices, as the papers print them.

Nothing here knows the package under test. Hedges, Pustejovsky & Shadish (2012), doi:10.1002/jrsm.1052, and (2013), doi:10.1002/jrsm.1086:
ordinary least squares with dummy variables. Pustejovsky, Hedges & Shadish (2014), doi:10.3102/1076998614547577: the restricted likelihood,
its derivatives by complex steps, its information by error contrasts.
"""

import itertools

import numpy as np
from scipy import linalg, optimize


def dummies(labels):
    values = sorted(set(labels))
    return np.array([[float(label == value) for value in values] for label in labels])


def correction(nu):
    return 1 - 3 / (4 * nu - 1)


def effect_size(delta, scaled_variance, nu):
    g = correction(nu) * delta
    inflation = nu / (nu - 2)
    return g, np.sqrt(correction(nu) ** 2 * (scaled_variance * inflation + g**2 * (inflation - 1 / correction(nu) ** 2)))


def correlation(case, time, rho, phi):
    n = len(case)
    rows = [[(rho + (1 - rho) * phi ** abs(time[i] - time[j])) if case[i] == case[j] else 0.0 for j in range(n)] for i in range(n)]
    return np.array(rows)


def moments(rows):
    """delta, g, se, nu, phi, rho of rows (case, phase, session, score) in order of case and session; phase A, B or A1, B1 …"""
    case, phase, time, y = (list(column) for column in zip(*rows, strict=True))
    y, n, reverses = np.array(y, float), len(rows), phase[0] not in ("A", "B")
    cells = list(zip(case, [p[1:] for p in phase], [p[0] for p in phase], strict=True))
    counted: dict = {}
    order = [counted.setdefault(cell, []).append(1) or len(counted[cell]) for cell in cells]

    x = dummies(cells)  # columns in order of case, pair, A before B
    means = np.linalg.lstsq(x, y, rcond=None)[0]
    covariance_of_means = np.linalg.inv(x.T @ x)
    pairs = x.shape[1] // 2
    contrast = np.array([-1.0, 1.0] * pairs) / pairs

    occasions = [(p, k) for p, k in zip(phase, order if reverses else time, strict=True)]
    used = [occasions.count(o) == len(set(case)) if reverses else True for o in occasions]
    z = dummies([o for o, use in zip(occasions, used, strict=True) if use])
    maker = np.eye(len(z)) - z @ np.linalg.pinv(z)
    df = len(z) - np.linalg.matrix_rank(z)
    variance = y[used] @ maker @ y[used] / df

    residual = y - x @ means
    run = cells if reverses else case
    products = sum(residual[i] * residual[i + 1] for i in range(n - 1) if run[i] == run[i + 1])
    sizes = x.sum(axis=0)
    phi = products / (residual @ residual) + sum((size - 1) / size for size in sizes) / sum(size - 1 for size in sizes)
    within_cell = correlation(cells, order if reverses else time, 0, phi)
    within = residual @ residual / (n - np.trace(covariance_of_means @ x.T @ within_cell @ x))
    rho = max(0.0, 1 - within / variance)

    total = correlation(case, time, rho, phi)
    spread = covariance_of_means @ x.T @ total @ x @ covariance_of_means
    product = maker @ total[np.ix_(used, used)]
    nu = df**2 / np.trace(product @ product)
    delta = contrast @ means / np.sqrt(variance)
    g, se = effect_size(delta, contrast @ spread @ contrast, nu)
    return {"delta": delta, "g": g, "se": se, "nu": nu, "phi": phi, "rho": rho}


def log_determinant(matrix):
    sign, size = np.linalg.slogdet(matrix)
    return size + (1j * np.angle(sign) if np.iscomplexobj(matrix) else 0)


class Likelihood:
    """REML of outcome = intercept + effect + case + AR(1), case by case; any parameter may be complex."""

    def __init__(self, rows):
        case, phase, time, y = (np.array(column) for column in zip(*rows, strict=True))
        self.x, self.y, self.case = np.column_stack([np.ones(len(y)), phase == "B"]), y.astype(float), case
        self.same = (case[:, None] == case[None, :]).astype(float)
        self.apart = np.where(self.same > 0, np.abs(time[:, None] - time[None, :]), 0)
        self.contrasts = linalg.null_space(self.x.T)

    def covariance(self, theta):
        between, phi, within = theta
        return self.same * (between + within * phi**self.apart)

    def __call__(self, theta):
        v = self.covariance(theta)
        blocks = [np.flatnonzero(self.case == case) for case in np.unique(self.case)]
        parts = [(v[np.ix_(at, at)], self.x[at], self.y[at]) for at in blocks]
        precision = sum(x.T @ np.linalg.solve(v, x) for v, x, _ in parts)
        effects = np.linalg.solve(precision, sum(x.T @ np.linalg.solve(v, y) for v, x, y in parts))
        distance = sum((y - x @ effects) @ np.linalg.solve(v, y - x @ effects) for v, x, y in parts)
        return -(sum(log_determinant(v) for v, _, _ in parts) + log_determinant(precision) + distance) / 2

    def score(self, theta):
        return np.array([self(theta + 1e-30j * unit).imag / 1e-30 for unit in np.eye(3)])

    def information(self, theta):
        """Expected: half the trace of V⁻¹ dV V⁻¹ dV of contrasts of the scores that the fixed effects do not touch."""
        k = self.contrasts
        changes = [k.T @ (self.covariance(theta + 1e-30j * unit).imag / 1e-30) @ k for unit in np.eye(3)]
        spreads = [np.linalg.solve(k.T @ self.covariance(theta) @ k, change) for change in changes]
        return np.array([[np.trace(one @ other) / 2 for other in spreads] for one in spreads])


def reml(rows):
    """delta, g, se, nu, phi, rho at the maximum of the likelihood."""
    likelihood = Likelihood(rows)
    spread = np.var(likelihood.y)
    starts = [np.array([share * spread, phi, (1 - share) * spread]) for share, phi in itertools.product((0.2, 0.6), (0.05, 0.4))]
    bounds = [(1e-9 * spread, None), (-0.95, 0.98), (1e-9 * spread, None)]
    found = [optimize.minimize(lambda t: -likelihood(t), start, bounds=bounds, method="L-BFGS-B").x for start in starts]
    best = max(found, key=likelihood)
    theta = optimize.root(lambda t: likelihood.score(t), best, tol=1e-14).x
    return summary(likelihood, theta)


def summary(likelihood, theta):
    """The effect size, its degrees of freedom and its standard error at theta."""
    v = np.linalg.inv(likelihood.covariance(theta))
    fixed = np.linalg.inv(likelihood.x.T @ v @ likelihood.x)
    effect = (fixed @ likelihood.x.T @ v @ likelihood.y)[1]
    total, weights = theta[0] + theta[2], np.array([1.0, 0.0, 1.0])
    nu = 2 * total**2 / (weights @ np.linalg.inv(likelihood.information(theta)) @ weights)
    g, se = effect_size(effect / np.sqrt(total), fixed[1, 1] / total, nu)
    return {"delta": effect / np.sqrt(total), "g": g, "se": se, "nu": nu, "phi": theta[1], "rho": theta[0] / total}
