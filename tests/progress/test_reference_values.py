"""Every statistic against the field's own R packages: the golden series always, the published ones where they lie beside the project.

The values are what `aimline statistics` writes, and so what the stored models say. Cells compared and exceptions, counted:
`python -m pytest tests/progress/test_reference_values.py -k counted --log-cli-level=INFO -n0`.
"""

import csv
import logging
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from plain_single_case import newcombe

from analytics.progress.statistic_names import CONDITIONAL_NAMES, STATISTIC_NAMES
from analytics.progress.statistics_file import write_statistics

ROOT = Path(__file__).parents[2]
REFERENCES = {"golden": ROOT / "tests" / "golden", "published": ROOT.parent / "shared" / "reference" / "published"}
CELLS = ("value", "se", "ci_lower", "ci_upper")
TOLERANCE = 1e-8

# The package finds these limits only to 3e-5 (of NAP; twice that for Tau), and gives an interval of no width where NAP is 0 or 1. So they
# are compared with the exact roots for the reference's own value, and the package's are required to lie this near to those.
NEWCOMBE = ("NAP", "NAP_SE_hanley", "NAP_SE_null", "Tau", "Tau-BC", "Tau-BC_pretest05")
NEWCOMBE_TOLERANCE = 8e-5

# mblm's interval is not Sen's; Sen's is checked in the rows sens_slope_*_trendpkg, and by scipy for series with gaps.
VALUE_ONLY = ("theil_sen_slope_A", "theil_sen_slope_B")

# Values of the reference that rest on its rounding, so that no other arithmetic can meet them.
ROUNDING = {
    ("golden_constant_all", "g009", "ols_slope_B_p"): "p of a slope that is zero but for rounding, divided by a residual that is too",
    ("golden_constant_all", "g041", "ols_slope_B_p"): "the same",
    ("golden_constant_all", "g057", "ols_slope_B_p"): "the same",
    ("golden_constant_B", "g024", "ols_slope_B_p"): "the same",
    ("golden_constant_B", "g056", "ols_slope_B_p"): "the same",
    ("Parker2011", "case1|pair1", "scan_pet"): "a score that lies on the extended trend of A counts as above it",
    ("byHeart2011", "Kira (Italian)|pair1", "scan_pet"): "the same",
    ("exampleAB_50", "Maria|pair1", "Tau-BC_kendall_pretest05"): "two residuals that are equal are not after rounding",
}


def read(path: Path) -> dict[tuple[str, str, str], tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["dataset"], row["case"], row["statistic"]): tuple(row[cell] for cell in CELLS) for row in csv.DictReader(file)}


def names_in(reference: str) -> list[str]:
    path = REFERENCES[reference] / "expected.csv"
    return list(dict.fromkeys(key[2] for key in read(path))) if path.exists() else []


@cache
def run(reference: str) -> tuple[dict, dict]:
    """Expected and computed rows of a reference."""
    folder = REFERENCES[reference]
    if not folder.is_dir():
        pytest.skip(f"the {reference} reference series are not beside the project: ../shared/reference/{reference}")
    goals = folder / "goals.csv"
    with TemporaryDirectory() as scratch:
        out = Path(scratch) / "statistics.csv"
        write_statistics(folder / "series.csv", goals if goals.exists() else None, out, as_r=True)
        return read(folder / "expected.csv"), read(out)


def agrees(expected: str, got: str, tolerance: float) -> bool:
    if expected == got or expected in ("", "NaN", "Inf", "-Inf") or got in ("", "NaN", "Inf", "-Inf"):
        return expected == got
    return abs(float(expected) - float(got)) <= tolerance * max(1, abs(float(expected)))


def wanted(reference: str, key: tuple[str, str, str]) -> dict[int, str]:
    """What each cell of a row that is compared has to hold."""
    cells = run(reference)[0][key]
    if key[2] in VALUE_ONLY:
        return {0: cells[0]}
    limits = exact_limits(reference, key) if key[2] in NEWCOMBE else cells[2:]
    return dict(enumerate((*cells[:2], *limits)))


def exact_limits(reference: str, key: tuple[str, str, str]) -> tuple[str, str]:
    expected, _ = run(reference)
    sizes = [int(expected[*key[:2], name][0]) for name in ("n_A", "n_B")]
    value, is_tau = float(expected[key][0]), key[2].startswith("Tau")
    limits = newcombe((value + 1) / 2 if is_tau else value, *sizes)
    lower, upper = (2 * limit - 1 if is_tau else limit for limit in limits)
    return repr(lower), repr(upper)


def differences(reference: str, statistic: str) -> list[tuple]:
    expected, got = run(reference)
    return [
        (*key, CELLS[cell], text, got[key][cell])
        for key in expected
        if key[2] == statistic
        for cell, text in wanted(reference, key).items()
        if not agrees(text, got[key][cell], TOLERANCE)
    ]


@pytest.mark.parametrize(("reference", "statistic"), [(reference, name) for reference in REFERENCES for name in names_in(reference)])
def test_statistic_agrees_with_the_reference(reference, statistic):
    wrong = [row for row in differences(reference, statistic) if row[:3] not in ROUNDING]
    assert not wrong, f"{len(wrong)} cells differ, the first: {wrong[:3]}"


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_package_s_limits_are_near_the_exact_ones(reference):
    """Wherever its interval has a width at all."""
    expected, _ = run(reference)
    for key, cells in expected.items():
        if key[2] in NEWCOMBE and cells[2] != cells[3]:
            pairs = zip(exact_limits(reference, key), cells[2:], strict=True)
            assert all(agrees(theirs, exact, NEWCOMBE_TOLERANCE) for exact, theirs in pairs), key


@pytest.mark.parametrize("reference", REFERENCES)
def test_cells_are_counted(reference):
    expected, _ = run(reference)
    cells = [text for key in expected for text in wanted(reference, key).values()]
    exceptions = [row for name in {key[2] for key in ROUNDING} for row in differences(reference, name)]
    numbers = sum(text not in ("", "NaN", "Inf", "-Inf") for text in cells)
    logging.getLogger(__name__).info(
        "%s: %d cells compared, %d of them numbers; %d exceptions", reference, len(cells), numbers, len(exceptions)
    )
    assert len(exceptions) <= {"golden": 5, "published": 6}[reference]


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_statistic_of_the_reference_is_written(reference):
    expected, got = run(reference)
    assert {key for key in expected if key not in got} == set()


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_list_of_exceptions_holds_nothing_that_agrees(reference):
    expected, _ = run(reference)
    listed = {key for key in ROUNDING if key in expected}
    assert listed == {row[:3] for name in {key[2] for key in listed} for row in differences(reference, name)}


def test_every_series_gets_every_statistic_that_applies_to_it():
    _, got = run("golden")
    names = {}
    for dataset, case, statistic in got:
        names.setdefault((dataset, case), set()).add(statistic)
    assert len(names) == 64
    assert all(set(STATISTIC_NAMES) - found <= CONDITIONAL_NAMES for found in names.values())
