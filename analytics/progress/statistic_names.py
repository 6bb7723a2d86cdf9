"""The statistics of `aimline statistics`, in the order in which they are written."""

# fmt: off
STATISTIC_NAMES: tuple[str, ...] = (
    "n_A", "n_B", "NAP", "NAP_SE_hanley", "NAP_SE_null", "NAP_newcombe_hp", "Tau", "Tau-U", "Tau-BC", "Tau-BC_pretest05",
    "Tau-BC_kendall_pretest05", "PND", "PEM", "PAND", "IRD", "LRRi", "LRRd", "LRRi_nobc", "LRRd_nobc", "SMD", "SMD_nobc", "SMD_pool",
    "LRM", "LOR", "PoGO", "mean_diff", "median_A", "median_B", "ols_slope_A", "ols_slope_B", "ols_slope_B_p", "ols_see_A", "ols_see_B",
    "ols_fit_last_B", "theil_sen_slope_A", "theil_sen_slope_B", "theil_sen_intercept_B", "siegel_slope_A", "siegel_slope_B",
    "sens_slope_A_trendpkg", "sens_slope_B_trendpkg", "mann_kendall_A_p_trendpkg", "mann_kendall_B_p_trendpkg", "kendall_A_tau_b",
    "kendall_A_p", "kendall_A_S", "kendall_A_p_Kendall_pkg", "kendall_B_tau_b", "kendall_B_p", "kendall_B_S", "kendall_B_p_Kendall_pkg",
    "wilcoxon_p_two_sided", "acf1_A", "acf1_B", "scan_nap", "scan_nap_p", "scan_pnd", "scan_pem", "scan_pet", "scan_pand_sort",
    "scan_pand_minimum", "scan_ird", "scan_tau_u_complete_AvB", "scan_tau_u_complete_AvB_p", "scan_tau_u_complete_AvB_minus_trendA",
    "scan_tau_u_complete_AvB_minus_trendA_p", "scan_tau_u_complete_AvB_plus_trendB_minus_trendA",
    "scan_tau_u_complete_AvB_plus_trendB_minus_trendA_p", "scan_tau_u_parker_AvB_minus_trendA", "scan_tau_u_parker_AvB_minus_trendA_p",
    "scan_tau_u_tarlow_AvB_minus_trendA", "scan_tau_u_tarlow_AvB_minus_trendA_p", "scan_corrected_tau", "scan_corrected_tau_p",
    "scan_glass_delta", "scan_hedges_g", "scan_hedges_g_corrected", "scan_trend_slope_A", "scan_trend_slope_B", "scan_plm_intercept",
    "scan_plm_trend", "scan_plm_level", "scan_plm_slope", "scan_cdc_p", "scan_outlier_MAD3.5_n", "scan_rand_p",
)
# fmt: on

# Written only where they apply: percentages and proportions, a goal, sessions without gaps, ten scores or more.
CONDITIONAL_NAMES = frozenset({"LOR", "PoGO", "sens_slope_A_trendpkg", "sens_slope_B_trendpkg", "scan_rand_p"})

# Of groups of cases: prefix by design and method, then the rows.
GROUP_ROWS = {
    "HPS_MB": ("delta_unadj", "g_adj", "nu", "phi", "rho"),
    "HPS_ABk": ("delta_unadj", "g_adj", "nu", "phi", "rho"),
    "REML_g_mlm": ("g_AB", "delta_AB", "nu", "phi", "rho"),
}
