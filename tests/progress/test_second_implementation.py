"""What only the published reference holds, checked on the golden series by a second, plain implementation, so in a clean checkout too."""

import csv
import math
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import plain_effect_sizes as sizes
import plain_overlap as overlap
import plain_single_case as plain
import pytest
from plain_single_case import Series
from scipy import stats

from analytics.progress.statistic_names import STATISTIC_NAMES
from analytics.progress.statistics_file import write_statistics

GOLDEN = Path(__file__).parents[1] / "golden"
CELLS = ("value", "se", "ci_lower", "ci_upper")
# R's Kendall package computes in single precision, whose grain is 6e-8 of one.
SINGLE_PRECISION = {"kendall_A_p_Kendall_pkg", "kendall_B_p_Kendall_pkg", "Tau-BC_kendall_pretest05"}

PLAIN = {
    "NAP_SE_hanley": plain.nap_hanley,
    "NAP_SE_null": plain.nap_null,
    "Tau-BC_pretest05": plain.tau_bc_pretest,
    "Tau-BC_kendall_pretest05": plain.tau_bc_kendall_pretest,
    "LRRi_nobc": lambda s: sizes.log_ratio(s, 1),
    "LRRd_nobc": lambda s: sizes.log_ratio(s, -1),
    "SMD_nobc": sizes.smd_uncorrected,
    "LRM": sizes.log_median_ratio,
    "PoGO": sizes.goal_obtained,
    "mann_kendall_A_p_trendpkg": lambda s: (plain.mann_kendall_p(s.a),),
    "mann_kendall_B_p_trendpkg": lambda s: (plain.mann_kendall_p(s.b),),
    "kendall_A_S": lambda s: (plain.s_within(s.a),),
    "kendall_B_S": lambda s: (plain.s_within(s.b),),
    "kendall_A_p_Kendall_pkg": lambda s: (plain.kendall_package_p(s.a),),
    "kendall_B_p_Kendall_pkg": lambda s: (plain.kendall_package_p(s.b),),
    "ols_see_A": lambda s: (plain.residual_sd(s.time_a, s.a),),
    "siegel_slope_A": lambda s: (plain.repeated_median(s.time_a, s.a),),
    "siegel_slope_B": lambda s: (plain.repeated_median(s.time_b, s.b),),
    "scan_nap": lambda s: (100 * plain.nap_and_errors(*s.better)[0],),
    "scan_nap_p": overlap.mann_whitney_above,
    "scan_pnd": lambda s: (overlap.share_above(s, max(s.better[0])),),
    "scan_pem": lambda s: (overlap.share_above(s, float(plain.np.median(s.better[0]))),),
    "scan_pet": overlap.extended_trend,
    "scan_pand_sort": overlap.pand_sorted,
    "scan_pand_minimum": lambda s: (100 * overlap.pand(s),),
    "scan_ird": overlap.ird,
    "scan_corrected_tau": lambda s: sizes.corrected_tau(s)[0],
    "scan_corrected_tau_p": lambda s: sizes.corrected_tau(s)[1],
    "scan_glass_delta": sizes.glass_delta,
    "scan_hedges_g": sizes.hedges_g,
    "scan_hedges_g_corrected": sizes.hedges_g_corrected,
    "scan_trend_slope_A": lambda s: (slope(s.time_a, s.a),),
    "scan_trend_slope_B": lambda s: (slope(s.time_b, s.b),),
    "scan_cdc_p": overlap.dual_criterion_p,
    "scan_outlier_MAD3.5_n": lambda s: (plain.NAN if s.has_missing else overlap.outliers(s.a) + overlap.outliers(s.b),),
    "scan_rand_p": overlap.randomisation_p,
}
for variant in (
    "complete_AvB",
    "complete_AvB_minus_trendA",
    "complete_AvB_plus_trendB_minus_trendA",
    "parker_AvB_minus_trendA",
    "tarlow_AvB_minus_trendA",
):
    PLAIN[f"scan_tau_u_{variant}"] = lambda s, variant=variant: sizes.tau_u(s, variant)[0]
    PLAIN[f"scan_tau_u_{variant}_p"] = lambda s, variant=variant: sizes.tau_u(s, variant)[1]


def slope(time, score):
    return stats.linregress(time, score).slope if len(score) > 1 else plain.NAN


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def golden_series() -> dict[str, Series]:
    goals = {row["case"]: float(row["goal"]) for row in rows_of(GOLDEN / "rules_goals.csv")}
    found = {}
    rows = rows_of(GOLDEN / "series.csv")
    for case in dict.fromkeys(row["case"] for row in rows):
        own = sorted((row for row in rows if row["case"] == case), key=lambda row: float(row["session_number"]))
        observed = [row for row in own if row["outcome"] not in ("", "NA")]
        scores = {phase: [float(row["outcome"]) for row in observed if row["phase"] == phase] for phase in "AB"}
        times = {phase: [float(row["session_number"]) for row in observed if row["phase"] == phase] for phase in "AB"}
        sign = -1 if own[0]["direction"] == "decrease" else 1
        about = (sign, own[0]["metric"], goals.get(case, plain.NAN), len(observed) < len(own))
        found[case] = Series(scores["A"], scores["B"], times["A"], times["B"], *about)
    return found


@cache
def written() -> dict[tuple[str, str], list[float]]:
    """Cells by case and statistic, NaN where empty."""
    with TemporaryDirectory() as scratch:
        goals, out = Path(scratch) / "goals.csv", Path(scratch) / "statistics.csv"
        lines = [f"{row['dataset']},{row['case']},{row['goal']}" for row in rows_of(GOLDEN / "rules_goals.csv")]
        goals.write_text("dataset,case,goal\n" + "\n".join(lines) + "\n", encoding="utf-8")
        write_statistics(GOLDEN / "series.csv", goals, out, as_r=False)
        return {(row["case"], row["statistic"]): [float(row[cell] or "nan") for cell in CELLS] for row in rows_of(out)}


def finite(cells):
    return [number if math.isfinite(number) else plain.NAN for number in cells]


@pytest.mark.parametrize("statistic", PLAIN)
def test_statistic_agrees_with_a_second_plain_implementation(statistic):
    compared = 0
    for case, series in golden_series().items():
        if (case, statistic) not in written():
            continue
        expected = finite(PLAIN[statistic](series))
        got = written()[case, statistic][: len(expected)]
        tolerance = 2e-7 if statistic in SINGLE_PRECISION else 1e-8
        assert got == pytest.approx(expected, rel=tolerance, abs=tolerance, nan_ok=True), (case, series)
        compared += sum(math.isfinite(number) for number in expected)
    assert compared >= 30


@pytest.mark.parametrize("phase", ["a", "b"])
def test_sens_interval_is_scipy_s_on_real_sessions(phase):
    compared = 0
    for case, series in golden_series().items():
        _, _, lower, upper = written()[case, f"theil_sen_slope_{phase.upper()}"]
        if math.isfinite(lower):
            expected = stats.theilslopes(getattr(series, phase), getattr(series, f"time_{phase}"))
            assert (lower, upper) == pytest.approx((expected.low_slope, expected.high_slope), rel=1e-8, abs=1e-8), case
            compared += 1
    assert compared > 40


def test_every_statistic_is_tested_on_a_clean_checkout():
    """Against the golden values of R's packages, or against the second implementation."""
    golden = {row["statistic"] for row in rows_of(GOLDEN / "expected.csv")}
    assert set(STATISTIC_NAMES) - golden - set(PLAIN) == set()
