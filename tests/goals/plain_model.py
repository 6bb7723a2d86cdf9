"""The model of a student's scores a second time: one joint normal distribution, conditioned by dense matrices, then drawn from."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Plain:
    """What the projection assumes of one student, in score units and improvement direction."""

    error: float
    rho: float = 0.0
    level: tuple[float, float] = (0.0, 1e4)
    roi: tuple[float, float] = (0.0, 1e3)
    correlation: float = 0.0
    slowing: float = 0.0
    offset: float = 0.0


def draws(plain: Plain, dated: list[tuple[float, float]], coming: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Scores at the weeks `coming`, given those so far, not rounded: size x occasions."""
    weeks = np.array([week for week, _ in dated] + list(coming), dtype=float)
    values = np.array([value for _, value in dated], dtype=float)
    growth = np.where(weeks > 0, weeks - plain.slowing * weeks**2 / 72, 0.0)
    mean = plain.level[0] + plain.roi[0] * growth + plain.offset * (weeks < 0)
    cov = plain.correlation * plain.level[1] * plain.roi[1]
    line = plain.level[1] ** 2 + cov * np.add.outer(growth, growth) + plain.roi[1] ** 2 * np.outer(growth, growth)
    total = line + plain.error**2 * plain.rho ** np.abs(np.subtract.outer(weeks, weeks))
    seen = len(values)
    gain = np.linalg.solve(total[:seen, :seen], total[:seen, seen:]).T
    centre = mean[seen:] + gain @ (values - mean[:seen])
    spread = total[seen:, seen:] - gain @ total[:seen, seen:]
    return rng.multivariate_normal(centre, (spread + spread.T) / 2, size=size, method="eigh")
