"""A line for every student, with level and growth drawn from those of the students on the same measure: fitted by REML.

y = level + growth x weeks_of_growth(t) + error since the start, level + offset + error in the baseline. Level and growth are normal with a
covariance, errors follow a continuous-time AR(1), and growth may slow. Given the correlation, the slowing and the covariance in
units of the error variance, everything else is closed form, so that five numbers are searched.

Laird & Ware (1982), Biometrics 38(4) 963-974, doi:10.2307/2529876 (random effects); Harville (1977), JASA 72(358) 320-338,
doi:10.1080/01621459.1977.10480998 (REML).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from analytics.progress.growth_shape import weeks_of_growth

Array = NDArray[np.float64]

LEAST_SLOWING, MOST_SLOWING = 0.02, 0.9  # growth that gains speed is fitted as even: nobody is promised that it will go on to
SLOWING_SD = 0.25  # what is known of slowing before any series is seen: none, give or take a quarter of the rate
STEP = 1e-6  # of numerical differences
ONE, GROWTH, BASELINE, Y = range(4)


@dataclass(frozen=True)
class Occasions:
    """The occasions of many series, series x occasions, the baseline first, padded at the end (is_there false): weeks since the start."""

    weeks: Array
    y: Array
    weight: Array
    is_baseline: NDArray[np.bool_]
    is_there: NDArray[np.bool_]

    def of_series(self, chosen: NDArray[np.bool_]) -> "Occasions":
        """The occasions of some of the series."""
        return Occasions(self.weeks[chosen], self.y[chosen], self.weight[chosen], self.is_baseline[chosen], self.is_there[chosen])


@dataclass(frozen=True)
class Fit:
    """What students on a measure have in common (score units, improvement positive), and what it leaves of each occasion.

    innovation: the part of each error that the one before does not tell, whitened to the error's standard deviation. fitted: the level.
    """

    level: float
    roi: float
    offset: float
    level_sd: float
    roi_sd: float
    correlation: float
    error_sd: float
    autocorrelation: float
    slowing: float
    innovation: Array
    fitted: Array


def fit(data: Occasions, most_autocorrelation: float, slowing: float | None = None) -> Fit:
    """The REML fit of all series together; slowing is given, or found and shrunk towards none."""
    per_week = 1 / max(float(np.median(data.weeks.max(axis=1, where=data.is_there, initial=0))), 1.0)
    n = int(data.is_there.sum())
    known: dict[float, tuple[Array, float]] = {}

    def loss(x: Array) -> float:
        rho, bend = most_autocorrelation * float(special.expit(x[3])), MOST_SLOWING * float(special.expit(x[4])) if len(x) > 4 else given
        if rho not in known:
            white, log_jacobian = _whitened(data, rho)
            known[rho] = white.transpose(0, 2, 1) @ white, log_jacobian
        products, log_jacobian = known[rho]
        deviance = _solved(_slowed(products, bend), _covariance(x, per_week), n)[0] + log_jacobian
        return (deviance + (bend / SLOWING_SD) ** 2) / n

    given = slowing or 0.0
    x = _lowest(loss, np.array([2.0, 0.0, 1.0, -0.7]))
    if slowing is None and loss(np.append(x, special.logit(LEAST_SLOWING / MOST_SLOWING))) < loss(x):
        x = _lowest(loss, np.append(x, special.logit(SLOWING_SD / MOST_SLOWING)))
        given = MOST_SLOWING * float(special.expit(x[4]))
    return _explained(data, _covariance(x, per_week), most_autocorrelation * float(special.expit(x[3])), given)


def _lowest(loss: Callable[[Array], float], start: Array) -> Array:
    """Where the loss is lowest, from a start on."""

    def slope(x: Array) -> Array:
        here = loss(x)
        return np.array([(loss(x + step) - here) / STEP for step in STEP * np.eye(len(x))])

    return np.asarray(optimize.minimize(loss, start, jac=slope, method="BFGS", options={"gtol": 1e-4, "maxiter": 60}).x)


def _covariance(x: Array, per_week: float) -> Array:
    """Covariance of level and growth in units of the error variance, from its Cholesky root."""
    root = np.array([[x[0], 0.0], [x[1] * per_week, x[2] * per_week]])
    return np.asarray(root @ root.T)


def _weeks(data: Occasions) -> Array:
    return np.where(data.is_baseline | ~data.is_there, 0.0, np.maximum(data.weeks, 0))


def _whitened(data: Occasions, rho: float) -> tuple[Array, float]:
    """The columns one, weeks, baseline, y and what slowing takes, without the correlation of neighbours.

    Also minus twice the logarithm of that transform's determinant.
    """
    weeks = _weeks(data)
    taken = weeks - weeks_of_growth(weeks, 1.0)
    columns = (
        np.stack([np.ones_like(weeks), weeks, data.is_baseline, data.y, taken], axis=2) * (np.sqrt(data.weight) * data.is_there)[:, :, None]
    )
    gap = np.diff(data.weeks, axis=1)
    phi = np.zeros_like(weeks)
    if rho > 0:
        phi[:, 1:] = np.where((gap > 0) & data.is_there[:, 1:] & data.is_there[:, :-1], rho ** np.maximum(gap, 0), 0.0)
        columns[:, 1:] -= phi[:, 1:, None] * columns[:, :-1]
        columns /= np.sqrt(1 - phi**2)[:, :, None]
    return columns, float(np.log1p(-(phi**2)).sum())


def _slowed(products: Array, slowing: float) -> Array:
    """Products of one, growth, baseline and y, where growth is the weeks less the share that slowing takes."""
    mixed = np.eye(5)[:, :4]
    mixed[4, GROWTH] = -slowing
    return np.asarray(mixed.T @ products @ mixed)


def _solved(products: Array, covariance: Array, n: int) -> tuple[float, Array, Array, float]:
    """Minus twice the restricted log likelihood, the fixed effects, each series' departure from them, and the error variance."""
    z = products[:, :2, :2]
    inner = np.eye(2) + z @ covariance
    det = inner[:, 0, 0] * inner[:, 1, 1] - inner[:, 0, 1] * inner[:, 1, 0]
    inverse = np.stack([inner[:, 1, 1], -inner[:, 0, 1], -inner[:, 1, 0], inner[:, 0, 0]], axis=1).reshape(-1, 2, 2) / det[:, None, None]
    gain = covariance @ inverse
    total = products.sum(axis=0) - (products[:, :, :2] @ gain @ products[:, :2]).sum(axis=0)
    information = total[:Y, :Y] + np.diag([0.0, 0.0, 1e-9 * total[ONE, ONE]])  # without any baseline the offset is none
    effects = np.linalg.solve(information, total[:Y, Y])
    df = n - Y
    variance = max(float(total[Y, Y] - total[Y, :Y] @ effects), 1e-12 * float(total[Y, Y]) + 1e-300) / df
    departure = (gain @ (products[:, :2, Y] - products[:, :2, :Y] @ effects)[:, :, None])[:, :, 0]
    deviance = df * np.log(variance) + np.log(det).sum() + np.linalg.slogdet(information)[1]
    return float(deviance), effects, departure, variance


def _explained(data: Occasions, covariance: Array, rho: float, slowing: float) -> Fit:
    white, _ = _whitened(data, rho)
    products = _slowed(white.transpose(0, 2, 1) @ white, slowing)
    _, effects, departure, variance = _solved(products, covariance, int(data.is_there.sum()))
    of_series = np.column_stack([effects[:2] + departure, np.full(len(departure), effects[BASELINE])])
    growth = weeks_of_growth(_weeks(data), slowing)
    white_growth = white[:, :, GROWTH] - slowing * white[:, :, 4]
    known = (
        white[:, :, ONE] * of_series[:, [ONE]] + white_growth * of_series[:, [GROWTH]] + white[:, :, BASELINE] * of_series[:, [BASELINE]]
    )
    level_var, roi_var = _widened(np.diag(covariance) * variance, products, variance)
    return Fit(
        level=float(effects[ONE]),
        roi=float(effects[GROWTH]),
        offset=float(effects[BASELINE]),
        level_sd=float(np.sqrt(level_var)),
        roi_sd=float(np.sqrt(roi_var)),
        correlation=float(covariance[0, 1] * variance / np.sqrt(level_var * roi_var)) if level_var * roi_var > 0 else 0.0,
        error_sd=float(np.sqrt(variance)),
        autocorrelation=rho,
        slowing=slowing,
        innovation=white[:, :, Y] - known,
        fitted=of_series[:, [ONE]] + of_series[:, [GROWTH]] * growth + of_series[:, [BASELINE]] * data.is_baseline,
    )


def _widened(between: Array, products: Array, variance: float) -> Array:
    """Variances between students of level and growth, with the uncertainty of their means, and never below their own standard error.

    A fit on few short series must not give every student the same growth.
    """
    n = len(products)
    z = products[:, :2, :2]
    det = z[:, 0, 0] * z[:, 1, 1] - z[:, 0, 1] ** 2
    own = variance * np.median(np.stack([z[:, 1, 1], z[:, 0, 0]]) / np.maximum(det, 1e-12), axis=1)
    least = (between + own) * np.sqrt(2 / max(n - 1, 1))
    return np.asarray(np.maximum(between, least) + (between + own) / n)
