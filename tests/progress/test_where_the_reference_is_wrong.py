"""Where a package prints what cannot be right, Aimline does not: each case with why, on data of our own and, where present, published."""

import csv
import itertools
import math
from fractions import Fraction
from pathlib import Path

import pytest
from scipy import stats
from series_files import statistics

from analytics.progress.statistics_file import write_statistics

GOLDEN = Path(__file__).parents[1] / "golden"
PUBLISHED = Path(__file__).parents[3] / "shared" / "reference" / "published"


def numbers(cells):
    return [float(cell) if cell else None for cell in cells]


@pytest.mark.parametrize(("a", "b", "end"), [([1, 2, 3], [4, 5, 6], 1.0), ([4, 5, 6], [1, 2, 3], 0.0)])
def test_total_overlap_and_total_nonoverlap_are_not_known_for_certain(a, b, end):
    """SingleCaseES 0.7.4 gives an interval of no width: it finds the root of Newcombe's equation that is there for any data."""
    for name, scale, shift in (("NAP", 1, 0), ("Tau", 2, -1)):
        value, _, lower, upper = numbers(statistics(a, b)[name])
        assert value == scale * end + shift
        assert (lower, upper) == pytest.approx(tuple(sorted((value, scale * abs(end - 0.49898) + shift))), abs=1e-4)


def test_sens_interval_is_wider_than_the_one_mblm_prints(tmp_path):
    """mblm's is a Wilcoxon interval over the slopes, as if these were independent. (That ours is scipy's: test_second_implementation.)"""
    write_statistics(GOLDEN / "series.csv", None, tmp_path / "out.csv")
    ours, theirs = (widths(path) for path in (tmp_path / "out.csv", GOLDEN / "expected.csv"))
    both = [case for case in ours if case in theirs and ours[case] > 0]
    ratios = sorted(theirs[case] / ours[case] for case in both)
    assert len(both) > 40
    assert ratios[len(ratios) // 2] < 0.6
    assert sum(ratio < 1 for ratio in ratios) > 0.9 * len(ratios)


def widths(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["statistic"] == "theil_sen_slope_B" and row["ci_lower"] not in ("", "NaN")]
    return {row["case"]: float(row["ci_upper"]) - float(row["ci_lower"]) for row in rows}


def test_a_change_from_a_constant_baseline_is_not_infinitely_large():
    """SingleCaseES and scan divide by the SD of zero and print Inf; so does a log of a median of zero."""
    cells = statistics([3, 3, 3], [5, 6, 7])
    for name in ("SMD", "SMD_nobc", "scan_glass_delta"):
        assert cells[name] == ("", "", "", "")
    assert statistics([0, 0, 1], [2, 3, 4])["LRM"] == ("", "", "", "")


def test_the_slope_of_a_constant_phase_has_no_p():
    """R's lm divides a slope of rounding by an error of rounding, and prints a p of any size."""
    cells = statistics([5, 6, 7], [0.1] * 9)
    assert cells["ols_slope_B_p"][0] == ""
    assert numbers(cells["ols_slope_B"]) == [0, 0, 0, 0]


def test_kendall_s_p_is_not_one_because_its_package_gave_up():
    """R's Kendall prints 1 for fewer than four scores; what it prints is kept under its name, the p itself stands under the others."""
    cells = statistics([1, 2, 3], [1, 2, 3])
    assert cells["kendall_B_p_Kendall_pkg"][0] == "1.0"
    assert float(cells["mann_kendall_B_p_trendpkg"][0]) == pytest.approx(2 * stats.norm.sf(2 / math.sqrt(66 / 18)))
    assert float(cells["kendall_B_p"][0]) == pytest.approx(stats.kendalltau([1, 2, 3], [1, 2, 3], method="asymptotic").pvalue)


def test_pand_of_equal_scores_does_not_depend_on_the_direction():
    """scan's default PAND breaks ties by time: all scores equal are 100% nonoverlap of an increase and none of a decrease."""
    up, down = (statistics([4, 4, 4], [4, 4, 4], direction=direction) for direction in ("increase", "decrease"))
    assert (up["scan_pand_sort"][0], down["scan_pand_sort"][0]) == ("100.0", "0.0")
    assert up["PAND"] == down["PAND"]
    assert up["PAND"][0] == "0.5"


def test_a_tie_with_the_median_counts_half():
    """scan gives it nothing, so that the same scores are far from the middle in both directions."""
    for direction in ("increase", "decrease"):
        cells = statistics([2, 3, 4], [3, 3, 3], direction=direction)
        assert (cells["PEM"][0], cells["scan_pem"][0]) == ("0.5", "0.0")


def test_a_score_on_the_extended_trend_is_not_above_it():
    """0.4 and 0.5 lie on the line through 0.1, 0.2, 0.3; scan's rounding puts scores on either side of it."""
    assert statistics([0.1, 0.2, 0.3], [0.4, 0.5, 0.7, 0.8])["scan_pet"][0] == "50.0"


def published(dataset, case):
    """Scores and sessions of a published series as exact fractions, improvement positive."""
    if not PUBLISHED.is_dir():
        pytest.skip("the published reference series are not beside the project: ../shared/reference/published")
    with (PUBLISHED / "series.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if (row["dataset"], row["case"]) == (dataset, case) and row["outcome"] not in ("", "NA")
        ]
    sign = -1 if rows[0]["direction"] == "decrease" else 1
    return {phase: [(Fraction(r["session_number"]), sign * Fraction(r["outcome"])) for r in rows if r["phase"] == phase] for phase in "AB"}


def ours(parts, name):
    a, b = ([str(float(score)) for _, score in parts[phase]] for phase in "AB")
    return float(statistics(a, b, sessions=[float(time) for phase in "AB" for time, _ in parts[phase]])[name][0])


@pytest.mark.parametrize("series", [("Parker2011", "case1|pair1"), ("byHeart2011", "Kira (Italian)|pair1")])
def test_published_scores_on_the_extended_trend_by_exact_arithmetic(series):
    parts = published(*series)
    a, n = parts["A"], len(parts["A"])
    mean_time, mean_score = sum(t for t, _ in a) / n, sum(y for _, y in a) / n
    slope = sum((t - mean_time) * (y - mean_score) for t, y in a) / sum((t - mean_time) ** 2 for t, _ in a)
    beyond = [y - mean_score - slope * (t - mean_time) for t, y in parts["B"]]
    assert 0 in beyond
    assert ours(parts, "scan_pet") == pytest.approx(100 * sum(x > 0 for x in beyond) / len(beyond))


def test_published_residuals_that_are_equal_by_exact_arithmetic():
    """The package tells them apart by the rounding of single precision, and gets .6159 for .6166."""
    parts = published("exampleAB_50", "Maria|pair1")
    a, b = ([y for _, y in parts[phase]] for phase in "AB")
    m, n = len(a), len(b)
    slope = middle([(a[j] - a[i]) / (j - i) for i, j in itertools.combinations(range(m), 2)])
    left = [y - slope * (i + 1) for i, y in enumerate([*a, *b])]
    s = sum((y > x) - (y < x) for x in left[:m] for y in left[m:])
    tied = sum(left.count(x) - 1 for x in left) / 2
    exact = s / math.sqrt(m * n * ((m + n) * (m + n - 1) / 2 - tied))
    assert tied > 0
    assert ours(parts, "Tau-BC_kendall_pretest05") == pytest.approx(exact, abs=1e-7)


def middle(values):
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
