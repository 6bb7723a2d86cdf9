-- What each plan borrows: the row for its measure and grade, else for its measure, else what is stated with the series. Key: plan_id.
WITH version AS (SELECT any_value(prior_version) AS prior_version, max(threshold['published_autocorrelation']) AS autocorrelation, max(threshold['published_error_df']) AS df FROM prior_now CROSS JOIN threshold_now)
SELECT
    p.plan_id, v.prior_version, coalesce(g.n_series, 0) AS n_series,
    coalesce(g.roi_mean, a.roi_mean) AS roi_mean, coalesce(g.roi_sd, a.roi_sd) AS roi_sd,
    coalesce(g.maturation_mean, a.maturation_mean) AS maturation_mean, coalesce(g.maturation_sd, a.maturation_sd) AS maturation_sd,
    -- A fit on the district's own series knows the error best, then what the plan states, then the published value.
    CASE WHEN g.n_series > 0 THEN g.residual_sd ELSE coalesce(p.standard_error, g.residual_sd, a.residual_sd) END AS residual_sd,
    CASE
        WHEN g.n_series > 0 THEN g.residual_df
        WHEN coalesce(p.standard_error, g.residual_sd, a.residual_sd) IS NOT NULL THEN v.df
        ELSE 0
    END AS residual_df,
    coalesce(g.autocorrelation, a.autocorrelation, v.autocorrelation) AS autocorrelation,
    coalesce(g.source, a.source, 'stated with the series, or the student alone') AS prior_source
FROM plan p
CROSS JOIN version v
LEFT JOIN prior_now g ON g.measure_id = p.measure_id AND g.grade = p.grade
LEFT JOIN prior_now a ON a.measure_id = p.measure_id AND a.grade = '*'
