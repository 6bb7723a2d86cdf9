"""P(some n occasions in a row hold k passes): exact by dynamic programming over what of the last occasions still matters."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_DENSE = 64  # states up to which a full matrix moves them faster than a sparse one


@dataclass(frozen=True)
class Counting:
    """The states of a criterion "k passes in n occasions in a row".

    A state is which of the last n - 1 occasions were misses, of the latest n - k + 1 of them only: with as many misses no window that holds
    them all is met, whatever came before. after_pass, after_miss: the next state. met_by_pass, met_by_miss: whether the n occasions that
    end with the next one hold k passes. last_passed: whether the latest occasion of the state was a pass.
    """

    n: int
    misses_kept: int
    masks: Integers
    after_pass: Integers
    after_miss: Integers
    met_by_pass: NDArray[np.bool_]
    met_by_miss: NDArray[np.bool_]
    last_passed: NDArray[np.bool_]

    @property
    def states(self) -> int:
        return len(self.masks)

    def state_of(self, bits: Integers) -> Integers:
        """The state of each plan from the outcomes so far as bits, 1 for a pass, the latest lowest."""
        misses = ~bits & ((1 << (self.n - 1)) - 1)
        return np.searchsorted(self.masks, _latest(misses, self.misses_kept))


@cache
def counting(n: int, k: int) -> Counting:
    """The states of "k of n"; of n in a row where k = n. With n at most 12, as every way in asks, there are at most 2,048."""
    kept = max(n - k + 1, 0)
    places = range(n - 1)
    masks = np.array(
        sorted(sum(1 << place for place in chosen) for size in range(min(kept, n - 1) + 1) for chosen in combinations(places, size))
    )
    width = (1 << (n - 1)) - 1
    misses = np.array([int(mask).bit_count() for mask in masks])
    next_pass, next_miss = (masks << 1) & width, ((masks << 1) | 1) & width

    def position(found: Integers) -> Integers:
        return np.searchsorted(masks, _latest(found, kept))

    return Counting(
        n, kept, masks, position(next_pass), position(next_miss), misses <= n - k, misses + 1 <= n - k, (masks & 1 == 0) & (n > 1)
    )


def _latest(misses: Integers, kept: int) -> Integers:
    """The lowest `kept` bits that are set."""
    rest, found = misses.copy(), np.zeros_like(misses)
    for _ in range(kept):
        lowest = rest & -rest
        found |= lowest
        rest ^= lowest
    return found


@dataclass(frozen=True)
class Chances:
    """Of each occasion to come (rows) for each plan (columns): P(pass) for the first, and for the others by what the one before it was."""

    after_pass: Array
    after_miss: Array

    @classmethod
    def independent(cls, chance: Array) -> "Chances":
        """Chances that do not depend on the occasion before."""
        return cls(chance, chance)


def probability_of_count(chances: Chances, bits: Integers, seen: Integers, n: int, k: int, remaining: Integers) -> Array:
    """P(some n occasions in a row hold k passes), where none does so far, one a plan.

    bits: the outcomes so far, 1 for a pass, the latest lowest; seen: their number; remaining: how many of the rows each plan still has.
    """
    of = counting(n, k)
    plans = np.arange(len(bits))
    weight = np.zeros((of.states, len(bits)))
    # What was never seen counts as a miss in the state; `full` says when n occasions have been.
    weight[of.state_of(bits), plans] = 1.0
    reached = np.zeros(len(bits))
    to_pass, to_miss = _moves(of.after_pass), _moves(of.after_miss)
    for occasion, (after_pass, after_miss) in enumerate(zip(chances.after_pass, chances.after_miss, strict=True)):
        full = (seen + occasion + 1 >= n) & (occasion < remaining)
        passing = weight * np.where(of.last_passed[:, None], after_pass, after_miss)
        missing = weight - passing
        pass_meets, miss_meets = of.met_by_pass[:, None] & full, of.met_by_miss[:, None] & full
        reached += (passing * pass_meets).sum(axis=0) + (missing * miss_meets).sum(axis=0)
        weight = to_pass @ (passing * ~pass_meets) + to_miss @ (missing * ~miss_meets)
    return reached


def _moves(after: Integers) -> Any:
    """The matrix that moves the weight of each state to the next."""
    matrix = sparse.csr_array((np.ones(len(after)), (after, np.arange(len(after)))), shape=(len(after), len(after)))
    return matrix.toarray() if len(after) <= MOST_DENSE else matrix
