"""How well flags and chances held against what happened: shares with intervals, Brier score, reliability by equal-count bins.

Pure functions. A plan is looked at many times and has one outcome, so looks of one plan are one cluster: every interval counts it as
Kish's effective number of plans, not the number of looks: (sum w)^2 / sum w^2 with w looks of a plan (Kish 1965, Survey Sampling, Wiley).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Z95 = 1.959963984540054  # 97.5% quantile of the normal distribution
MOST_BINS = 10


@dataclass(frozen=True)
class Share:
    """How often something happened: value 0 to 1 with its 95% interval, from so many plans and looks; all empty where plans are few."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    n_plans: int | None = None
    n_looks: int | None = None


@dataclass(frozen=True)
class Chances:
    """How good the stated chances were: the Brier score, that of stating the base rate every time, and the mean gap over the bins."""

    n_plans: int
    n_looks: int
    brier: float
    brier_base_rate: float
    mean_gap: float

    @property
    def skill(self) -> float | None:
        """Share of the base rate's Brier score that is saved: 1 perfect, 0 no better than the base rate; empty if all had one outcome."""
        return 1 - self.brier / self.brier_base_rate if self.brier_base_rate > 0 else None


def wilson(share: float, n: float, z: float = Z95) -> tuple[float, float]:
    """Limits of Wilson's interval of a share seen in n cases (Wilson 1927, JASA 22(158) 209-212, doi:10.1080/01621459.1927.10502953)."""
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def effective_number(plans: pd.Series) -> float:
    """Kish's effective number of plans behind a mean over looks; `plans` names the plan of each look."""
    looks = plans.value_counts().to_numpy(dtype=float)
    return float(looks.sum() ** 2 / (looks**2).sum()) if len(looks) else 0.0


def share(happened: pd.Series, plans: pd.Series, fewest: float = 1) -> Share:
    """How often `happened` (true or false a look) holds; empty if the looks are of fewer than `fewest` plans."""
    n_plans = plans.nunique()
    if n_plans < max(fewest, 1):
        return Share()
    value = float(happened.mean())
    return Share(value, *wilson(value, effective_number(plans)), n_plans, len(plans))


def brier(probability: ArrayLike, happened: ArrayLike) -> float:
    """Mean squared difference of stated chance and outcome (1 or 0): 0 is perfect, 1 is always certain and always wrong.

    Brier (1950) Monthly Weather Review 78(1) 1-3, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2, in the form of one event: half
    of his P, which sums over the event and its absence.
    """
    return float(np.mean((np.asarray(probability, dtype=float) - np.asarray(happened, dtype=float)) ** 2))


def brier_base_rate(happened: ArrayLike) -> float:
    """Brier score of stating every time how often it happens: the base rate times its complement."""
    rate = float(np.mean(np.asarray(happened, dtype=float)))
    return rate * (1 - rate)


def reliability(looks: pd.DataFrame, fewest: float) -> pd.DataFrame:
    """Stated chances against what happened, by bins of about equally many looks. Key: bin.

    looks: plan_id, probability, met. Columns: stated and happened (means, 0 to 1), lower and upper (95% interval of happened), n_plans,
    n_looks. Equal chances share a bin. There are ten bins, or as many fewer as it takes for each to rest on `fewest` plans; no rows
    where even one bin would not. Bröcker & Smith (2007) Weather and Forecasting 22(3) 651-661, doi:10.1175/WAF993.1.
    """
    ordered = looks.sort_values(["probability", "plan_id"], kind="stable")
    for bins in range(MOST_BINS, 0, -1):
        grouped = ordered.assign(bin=equal_count_bins(ordered["probability"].to_numpy(dtype=float), bins)).groupby("bin")
        if len(ordered) and grouped["plan_id"].nunique().min() >= fewest:
            return pd.DataFrame([_bin(number, rows) for number, (_, rows) in enumerate(grouped, start=1)])
    return pd.DataFrame(columns=["bin", "stated", "happened", "lower", "upper", "n_plans", "n_looks"])


def equal_count_bins(ordered: NDArray[np.float64], bins: int) -> NDArray[np.int64]:
    """Number of the bin, from 0, of each of the ascending values; equal values lie in the bin of the first of them."""
    first = np.searchsorted(ordered, ordered, side="left")
    return first * bins // max(len(ordered), 1)


def _bin(number: int, rows: pd.DataFrame) -> dict[str, float | int | None]:
    found = share(rows["met"], rows["plan_id"])
    return {
        "bin": number, "stated": float(rows["probability"].mean()), "happened": found.value, "lower": found.lower, "upper": found.upper,
        "n_plans": found.n_plans, "n_looks": found.n_looks,
    }  # fmt: skip


def chances(looks: pd.DataFrame, fewest: float) -> Chances | None:
    """Brier score, base rate and mean gap of the looks that state a chance; None where they are of fewer than `fewest` plans.

    The mean gap is that between stated and happened over the bins of `reliability`, each weighted by its looks.
    """
    bins = reliability(looks, fewest)
    if bins.empty:
        return None
    gap = float(np.average((bins["stated"] - bins["happened"]).abs(), weights=bins["n_looks"]))
    met = looks["met"].to_numpy(dtype=float)
    return Chances(looks["plan_id"].nunique(), len(looks), brier(looks["probability"], met), brier_base_rate(met), gap)
