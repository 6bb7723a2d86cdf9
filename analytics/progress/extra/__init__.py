"""Statistics that only `aimline statistics` emits: one file a family, numpy over padded blocks of series."""

from collections.abc import Callable

from analytics.progress.extra.block import Block, Estimate
from analytics.progress.extra.overlap import overlap
from analytics.progress.extra.parametric import parametric
from analytics.progress.extra.ranks import ranks
from analytics.progress.extra.regression import regression
from analytics.progress.extra.single_case_tests import single_case_tests
from analytics.progress.extra.trend_corrected import trend_corrected

FAMILIES: tuple[Callable[[Block], dict[str, Estimate]], ...] = (overlap, trend_corrected, parametric, regression, ranks, single_case_tests)
