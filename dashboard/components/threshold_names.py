"""Thresholds by a name that reads as words; the names of the settings stay what programs use."""

WORDS = {
    "baseline_departure_z": "departure from the baseline, in standard errors",
    "half_growth": "half of the required growth",
    "day_share": "error that probes of one day share",
    "own_probability_half": "probability from the student's own scores",
    "prior_furthest_score": "furthest score that a prior is fitted on",
    "prior_minimum_series_of_spread": "prior minimum series for the scatter",
    "prior_maximum_break_weeks": "prior maximum weeks of breaks",
    "published_error_df": "worth of a published error of measure",
    "interval_level": "level of the projection's interval",
    "few_plans_compared": "fewest plans that are compared",
    "median_of_three_variance": "variance of a median of three",
    "inferred_break_plans": "plans from which a break is inferred",
    "inferred_weekday_share": "weeks from which a weekday of records is inferred",
    "on_pace_boundary_week": "week from which the boundary for success is flat",
    "boundary_false_alarm": "false alarms of the boundary",
    "success_false_claim": "false claims of success of the boundary",
    "borrowed_spread_share": "weight of a borrowed scatter",
    "maturation_share": "ordinary growth of students who get help",
    "maturation_mean_in_errors": "ordinary growth without a norm, in standard errors",
    "maturation_sd_in_errors": "spread of ordinary growth, in standard errors",
    "three_point_n": "three-point rule, scores",
    "four_point_n": "four-point rule, scores",
    "six_point_n": "six-point rule, scores",
    "median_of_three_n": "median of three, scores",
    "slope_limit_level": "upper confidence limit, confidence",
    "slope_limit_minimum_occasions": "upper confidence limit, minimum occasions",
    "growth_measures_margin": "margin between ways of measuring growth",
}


def words(name: str) -> str:
    """The threshold as people read it."""
    return WORDS.get(name, name.replace("_", " "))
