"""`aimline statistics --groups`: a CSV of cases in groups in, the between-case effect sizes of each group out."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.progress.extra.between_case import Group, GroupEstimate, between_case
from analytics.progress.extra.between_case_reml import between_case_reml
from analytics.progress.extra.group_csv import read_groups
from analytics.progress.extra.written import only_numbers, text_of, write_rows

HEADER = ("dataset", "statistic", "value", "se", "ci_lower", "ci_upper")


def write_group_statistics(groups: Path, out: Path, remark: Callable[[str], None] = lambda _: None) -> int:
    """Write the between-case effect sizes of each dataset of a CSV file; returns the number of datasets.

    groups: columns dataset, case, phase (A and B: multiple baseline; A1, B1, A2, B2 …: reversals), session_number, outcome (empty where
    missed). out: one row for each dataset and statistic, with value, se, ci_lower, ci_upper; a cell is empty where there is no such number.
    Differences are B minus A, in standard deviations between cases. remark: gets a sentence on what looks odd but is used.

    Raises SeriesFileRefused, which says file, line, column, value and remedy.
    """
    scores = read_groups(groups, remark)
    found = [(str(dataset), _estimates(_group(part))) for dataset, part in scores.groupby("dataset", sort=False)]
    write_rows(out, HEADER, (row for dataset, estimates in found for row in _rows(dataset, estimates)))
    return len(found)


def _group(scores: pd.DataFrame) -> Group:
    return Group(
        case=np.asarray(scores.groupby("case").ngroup(), dtype=np.int64),
        pair=scores["pair"].to_numpy(np.int64),
        treated=scores["treated"].to_numpy(bool),
        session=scores["session_number"].to_numpy(float),
        outcome=scores["outcome"].to_numpy(float),
        reverses=bool(scores["reverses"].iloc[0]),
    )


def _estimates(group: Group) -> dict[str, GroupEstimate]:
    """The moment estimates of either design, and for a multiple baseline those of the mixed model."""
    return between_case(group) | ({} if group.reverses else between_case_reml(group))


def _rows(dataset: str, estimates: dict[str, GroupEstimate]) -> Iterator[tuple[str, ...]]:
    for name, found in estimates.items():
        yield dataset, name, *only_numbers(text_of(number) for number in (found.value, found.se, found.lower, found.upper))
