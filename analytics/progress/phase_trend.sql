-- Level and trend of each phase of each comparison. Key: plan_id, against, part.
-- Slopes are mirrored here, once, so that an improvement is positive; levels stay in the measure's own direction.
SELECT
    f.plan_id, f.series_id, f.against, f.part, f.n, f.weight::INTEGER AS n_probes, f.first_on, f.last_on,
    (f.last_on - f.first_on) / 7.0 AS weeks_span, f.mean, f.median, f.sd,
    f.mean_of_probes - f.slope * f.mean_weeks AS ols_intercept,
    f.sign * f.slope AS ols_slope,
    sqrt(f.residual_variance / f.sxx) AS ols_slope_se,
    f.sign * f.slope - t.two_sided_95 * sqrt(f.residual_variance / f.sxx) AS ols_slope_lower,
    f.sign * f.slope + t.two_sided_95 * sqrt(f.residual_variance / f.sxx) AS ols_slope_upper,
    sqrt(f.residual_variance) AS residual_sd,
    f.mean_weeks, f.sxx,
    f.sign * s.slope AS theil_sen_slope,
    CASE WHEN f.sign > 0 THEN s.lower ELSE 0 - s.upper END AS theil_sen_lower,
    CASE WHEN f.sign > 0 THEN s.upper ELSE 0 - s.lower END AS theil_sen_upper,
    s.intercept AS theil_sen_intercept, f.autocorrelation
FROM line_fit f
LEFT JOIN theil_sen s USING (part_id)
LEFT JOIN t_quantile t ON t.df = f.n - 2
