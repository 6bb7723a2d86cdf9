"""What `aimline statistics` says at the edges, in one place: for each situation the statistics that are empty, and some that are not.

A cell holds a number or nothing: never NaN, never infinity, never an error. What is not listed as empty has a value.
"""

import math
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series_files import lines_of, statistics_of

from analytics.progress.statistic_names import CONDITIONAL_NAMES, STATISTIC_NAMES

ONE_PHASE = {
    "n_A", "n_B", "median_A", "median_B", "ols_slope_A", "ols_slope_B", "ols_see_A", "ols_see_B",
    "theil_sen_slope_A", "theil_sen_slope_B", "theil_sen_intercept_B",
}  # fmt: skip
COMPARED = set(STATISTIC_NAMES) - ONE_PHASE  # needs a score in both phases
LINE_A = {"ols_slope_A", "ols_see_A", "theil_sen_slope_A"}
LINE_B = {"ols_slope_B", "ols_see_B", "theil_sen_slope_B", "theil_sen_intercept_B"}
CONSTANT_A = {"mann_kendall_A_p_trendpkg", "kendall_A_tau_b", "kendall_A_p", "acf1_A"}
CONSTANT_B = {"mann_kendall_B_p_trendpkg", "kendall_B_tau_b", "kendall_B_p", "acf1_B", "ols_slope_B_p"}
CHANGE = {"scan_plm_level", "scan_plm_slope"}
OTHER_SLOPES_A = {"siegel_slope_A", "sens_slope_A_trendpkg", "scan_trend_slope_A", "scan_plm_intercept", "scan_plm_trend"}
TREND_A = LINE_A | CONSTANT_A | OTHER_SLOPES_A | CHANGE
TREND_B = LINE_B | CONSTANT_B | {"siegel_slope_B", "sens_slope_B_trendpkg", "scan_trend_slope_B", "ols_fit_last_B"} | CHANGE
OF_SD_A = {"SMD", "SMD_nobc", "scan_glass_delta"}
POOLED = {"SMD_pool", "scan_hedges_g", "scan_hedges_g_corrected"}
LOGS_OF_MEANS = {"LRRi", "LRRd", "LRRi_nobc", "LRRd_nobc"}
BIAS_CORRECTED_LOGS = {"LRRi", "LRRd"}  # the correction needs a variance
FROM_TREND_A = {"Tau-BC", "scan_pet", "scan_cdc_p"}
NO_SPREAD = {name for name in STATISTIC_NAMES if name.startswith("scan_tau_u") and (name.endswith("_p") or "complete" in name)}
ALL_EQUAL = (
    NO_SPREAD - {"scan_tau_u_complete_AvB"}
    | {"Tau-BC_kendall_pretest05", "wilcoxon_p_two_sided", "scan_nap_p", "scan_corrected_tau", "scan_corrected_tau_p"}
    | {"scan_plm_intercept", "scan_plm_trend", "scan_plm_level", "scan_plm_slope"}
)

# situation: series, empty statistics, and values (the first cells: value, se, ci_lower, ci_upper)
EDGES = {
    "one score each": (
        {"a": [5], "b": [7], "metric": "count"},
        TREND_A | TREND_B | OF_SD_A | POOLED | FROM_TREND_A | BIAS_CORRECTED_LOGS,
        {
            "NAP": (1, None),
            "Tau-U": (1,),
            "PND": (1,),
            "mean_diff": (2, None),
            "wilcoxon_p_two_sided": (1,),
            "LRRi_nobc": (math.log(7 / 5), None),
        },
    ),
    "two scores each": (
        {"a": [5, 6], "b": [7, 9], "metric": "count"},
        {"ols_slope_B_p", "ols_see_A", "ols_see_B", "SMD"},
        {
            "ols_slope_B": (2, None, None, None),
            "theil_sen_slope_B": (2, None, None, None),
            "mann_kendall_B_p_trendpkg": (1,),
            "Tau-BC": (0.5,),
        },
    ),
    "one baseline score": (
        {"a": [4], "b": [5, 6, 9, 8]},
        TREND_A | OF_SD_A | POOLED | FROM_TREND_A | BIAS_CORRECTED_LOGS,
        {"NAP": (1, None), "PEM": (1,), "median_A": (4,), "mean_diff": (3, None, None, None)},
    ),
    "one score since the start": (
        {"a": [4, 5, 6, 5], "b": [9]},
        TREND_B | POOLED | BIAS_CORRECTED_LOGS,
        {"NAP": (1, None), "SMD_nobc": (4 / math.sqrt(2 / 3), None), "scan_cdc_p": (0.5,), "ols_slope_A": (0.4,)},
    ),
    "no baseline": (
        {"a": [], "b": [4, 5, 6]},
        COMPARED | LINE_A | {"median_A"},
        {"n_A": (0,), "n_B": (3,)},
    ),
    "a baseline that was missed": (
        {"a": [None, None], "b": [4, 5, 6]},
        COMPARED | LINE_A | {"median_A"},
        {"n_A": (0,), "ols_slope_B": (1, 0), "median_B": (5,)},
    ),
    "no score since the start": (
        {"a": [4, 5, 6], "b": []},
        COMPARED | LINE_B | {"median_B"},
        {"n_B": (0,), "ols_slope_A": (1, 0)},
    ),
    "no score at all": ({"a": [None], "b": [None]}, COMPARED | ONE_PHASE - {"n_A", "n_B"}, {"n_A": (0,), "n_B": (0,)}),
    "constant throughout": (
        {"a": [0.1] * 7, "b": [0.1] * 9},
        OF_SD_A | POOLED | CONSTANT_A | CONSTANT_B | ALL_EQUAL,
        {
            "NAP": (0.5,),
            "PEM": (0.5,),
            "PND": (0,),
            "LRRi": (0, 0),
            "ols_slope_B": (0, 0, 0, 0),
            "mean_diff": (0, None),
            "scan_rand_p": (1,),
        },
    ),
    "constant in each phase": (
        {"a": [3] * 5, "b": [6] * 5},
        OF_SD_A | POOLED | CONSTANT_A | CONSTANT_B,
        {"NAP": (1, 0.035), "Tau-BC": (1,), "mean_diff": (3, None, None, None), "ols_see_B": (0,), "scan_plm_level": (3, 0)},
    ),
    "constant baseline": (
        {"a": [3] * 5, "b": [3, 4, 6, 5, 7]},
        OF_SD_A | CONSTANT_A,
        {"PND": (0.8,), "PEM": (0.9,), "SMD_pool": (1.6157394,), "ols_slope_A": (0, 0), "scan_outlier_MAD3.5_n": (0,)},
    ),
    "constant since the start": (
        {"a": [3, 4, 6, 5, 7], "b": [8] * 5},
        CONSTANT_B,
        {"NAP": (1,), "ols_slope_B": (0, 0), "SMD": (3 / math.sqrt(2.5) * 0.8,)},
    ),
    "every score tied across phases": (
        {"a": [1, 2, 3, 1, 2, 3], "b": [1, 2, 3, 3, 2, 1]},
        set(),
        {"NAP": (0.5,), "Tau": (0,), "PND": (0,), "PEM": (0.5,), "PAND": (0.5,), "mean_diff": (0,), "wilcoxon_p_two_sided": (1,)},
    ),
    "no count at all": (
        {"a": [0] * 5, "b": [0] * 5, "metric": "count"},
        OF_SD_A | POOLED | CONSTANT_A | CONSTANT_B | ALL_EQUAL | {"LRM"},
        {"LRRi": (0, 0.5656854), "median_A": (0,), "NAP": (0.5,)},
    ),
    "no count in the baseline": (
        {"a": [0] * 5, "b": [1, 0, 2, 1, 3], "metric": "count"},
        OF_SD_A | CONSTANT_A | {"LRM"},
        {"LRRi_nobc": (math.log(1.4 / 0.1),), "PEM": (0.9,)},
    ),
    "a rate of zero in the baseline": (
        {"a": [0] * 5, "b": [1, 0, 2, 1, 3], "metric": "rate"},
        OF_SD_A | CONSTANT_A | LOGS_OF_MEANS | {"LRM"},
        {"mean_diff": (1.4,)},
    ),
    "a share of zero in the baseline": (
        {"a": [0] * 5, "b": [10, 0, 20, 30, 40], "metric": "percentage"},
        OF_SD_A | CONSTANT_A | {"LRRi", "LRRi_nobc", "LRM", "LOR"},
        {"LRRd_nobc": (math.log(80 / 100),), "mean_diff": (20,)},
    ),
    "at the ceiling": (
        {"a": [50, 60, 70, 80, 90], "b": [100] * 6, "metric": "percentage"},
        CONSTANT_B | {"LRRd", "LRRd_nobc", "LOR"},
        {"NAP": (1,), "LRRi_nobc": (math.log(100 / 70),), "ols_slope_B": (0, 0), "scan_cdc_p": (1,), "Tau-BC": (-5 / 6,)},
    ),
    "at the floor, which is wanted": (
        {"a": [50, 60, 70, 80, 90], "b": [0] * 6, "metric": "percentage", "direction": "decrease"},
        CONSTANT_B | {"LRRd", "LRRd_nobc", "LOR", "LRM"},
        {"NAP": (1,), "LRRi_nobc": (math.log(100 / 30),), "SMD_nobc": (70 / math.sqrt(250),), "mean_diff": (-70,)},
    ),
    "negative scores": (
        {"a": [-3, -2, -5, -4], "b": [-1, 0, 2, 1, 3]},
        LOGS_OF_MEANS | {"LRM"},
        {"NAP": (1,), "mean_diff": (4.5,), "SMD_nobc": (4.5 / math.sqrt(5 / 3),), "ols_slope_B": (0.9,)},
    ),
    "a perfect line through both phases": (
        {"a": [1, 2, 3, 4], "b": [5, 6, 7, 8]},
        {"scan_corrected_tau", "scan_corrected_tau_p"},
        {"NAP": (1,), "Tau-U": (0.625,), "Tau-BC": (0,), "scan_pet": (0,), "ols_slope_B": (1, 0), "scan_plm_slope": (0, 0)},
    ),
    "missed sessions": (
        {"a": [3, None, 4, 5, 6], "b": [7, 8, None, 9, 6, 10]},
        {"scan_outlier_MAD3.5_n"},
        {"n_A": (4,), "n_B": (5,), "ols_slope_A": (0.7428571,), "theil_sen_slope_A": (0.875,), "NAP": (0.975,)},
    ),
    "several probes a day, numbered apart": (
        {"a": [3, 4, 5, 4, 6], "b": [7, 8, 6, 9, 10], "sessions": [1, 1.1, 1.2, 2, 3, 4, 4.1, 4.2, 5, 6]},
        set(),
        {"n_A": (5,), "NAP": (0.98,), "median_B": (8,)},
    ),
    "a goal that the baseline has met": (
        {"a": [5, 5, 5, 5], "b": [5, 6, 7, 8], "goal": 5},
        OF_SD_A | CONSTANT_A | {"PoGO"},
        {"mean_diff": (1.5,)},
    ),
    "a goal below the baseline": ({"a": [5, 6, 7], "b": [7, 8, 9], "goal": 2}, set(), {"PoGO": (-50,)}),
}


@cache
def written():
    """Cells by situation and statistic: all of them in one file."""
    about = {situation: {key: value for key, value in series.items() if key != "goal"} for situation, (series, *_) in EDGES.items()}
    goals = "".join(f'd,"{situation}",{series["goal"]}\n' for situation, (series, *_) in EDGES.items() if "goal" in series)
    return statistics_of(*(lines_of(f'"{situation}"', **series) for situation, series in about.items()), goals=goals)


@pytest.mark.parametrize("situation", EDGES)
def test_what_is_empty_and_what_is_not(situation):
    _, empty, values = EDGES[situation]
    cells = {name: row for (case, name), row in written().items() if case == situation}
    assert set(STATISTIC_NAMES) - CONDITIONAL_NAMES <= set(cells) <= set(STATISTIC_NAMES)
    assert {name for name, row in cells.items() if row[0] == ""} == empty & set(cells)
    assert not_numbers(cells) == []
    for name, expected in values.items():
        got = [float(cell or "nan") for cell in cells[name]][: len(expected)]
        wanted = [math.nan if number is None else number for number in expected]
        assert got == pytest.approx(wanted, rel=1e-6, abs=1e-12, nan_ok=True), name


def not_numbers(cells):
    """Cells that hold something other than a finite number."""
    return [(name, cell) for name, row in cells.items() for cell in row if cell and not math.isfinite(float(cell))]


METRICS = {"count": (0, 40), "rate": (0, 9), "percentage": (0, 100), "proportion": (0, 1), "other": (-50, 50)}


@st.composite
def awkward_series(draw):
    """Short phases of few different scores, with missed sessions: ties, constants, zeros, floors and ceilings come by themselves."""
    metric = draw(st.sampled_from(sorted(METRICS)))
    low, high = METRICS[metric]
    score = st.one_of(st.none(), st.sampled_from([low, high, (low + high) // 2 or 0.5, low + 1 if high > 1 else 0.25]))
    a, b = draw(st.lists(score, max_size=7)), draw(st.lists(score, max_size=7))
    return a, b, metric, draw(st.sampled_from(["increase", "decrease"]))


@settings(max_examples=15, deadline=None)
@given(st.lists(awkward_series(), min_size=1, max_size=30))
def test_no_series_whatever_gives_an_error_or_anything_but_numbers(drawn):
    kept = [series for series in drawn if series[0] or series[1]]
    if kept:
        text = [lines_of(f"c{at}", a, b, direction, metric) for at, (a, b, metric, direction) in enumerate(kept)]
        goals = "".join(f"d,c{at},{goal}\n" for at, goal in enumerate([0, 1, 5, -3] * 8))
        assert not_numbers(statistics_of(*text, goals=goals)) == []
