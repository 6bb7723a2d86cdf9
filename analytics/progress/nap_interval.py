"""Newcombe's interval for NAP: the roots of a quartic, which SQL cannot find."""

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]
Z_95 = float(special.ndtri(0.975))
HALVINGS = 60  # from [0, 1] to the last bit of a double


def nap_interval(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """95% interval of NAP, nap_lower to nap_upper, for each distinct result (key s, n_a, n_b: S of the pairs, phase lengths)."""
    found = cursor.execute("SELECT DISTINCT s, n_a::DOUBLE AS n_a, n_b::DOUBLE AS n_b FROM overlap").fetchnumpy()
    s, n_a, n_b = (np.asarray(found[column], dtype=float) for column in ("s", "n_a", "n_b"))
    lower, upper = newcombe_interval((1 + s / (n_a * n_b)) / 2, n_a, n_b)
    return pa.table({"s": s, "n_a": n_a, "n_b": n_b, "nap_lower": lower, "nap_upper": upper})


def newcombe_interval(nap: Array, n_a: Array, n_b: Array) -> tuple[Array, Array]:
    """Lower and upper 95% limits of NAP by method 5 of Newcombe, one a row; the interior root also where NAP is 0 or 1.

    The interval is symmetric: the upper limit for NAP is 1 minus the lower limit for 1 - NAP.

    Reference: Newcombe (2006) Statistics in Medicine 25(4), 559-573, method 5, doi:10.1002/sim.2324.
    """
    lower, mirrored = np.split(_lower_limit(np.append(nap, 1 - nap), np.append(n_a, n_a), np.append(n_b, n_b)), 2)
    return lower, 1 - mirrored


def _lower_limit(nap: Array, n_a: Array, n_b: Array) -> Array:
    """The one root between 0 and NAP, by halving: the function is positive below it and negative above it."""
    low, high = np.zeros_like(nap), nap.copy()
    pairs, h = n_a * n_b, (n_a + n_b) / 2 - 1
    for _ in range(HALVINGS):
        x = (low + high) / 2
        y = x * (1 - x)
        too_low = pairs * (nap - x) ** 2 * (2 + y) > Z_95**2 * y * (2 + h + (1 + 2 * h) * y)
        low, high = np.where(too_low, x, low), np.where(too_low, high, x)
    return (low + high) / 2
