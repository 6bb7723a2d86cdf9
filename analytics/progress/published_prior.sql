-- The first prior version: published growth and error, before any student of the district has been seen.
INSERT INTO prior BY NAME
WITH growth AS (
    SELECT measure_id, grade, roi_per_week, roi_sd, source FROM growth_norm
    WHERE season = 'year' AND percentile IS NULL AND roi_per_week IS NOT NULL
),
known AS (
    SELECT m.measure_id, g.grade, g.roi_per_week, g.roi_sd, m.standard_error, g.source AS growth_source, m.source AS error_source
    FROM measure m JOIN growth g USING (measure_id)
    UNION ALL
    SELECT measure_id, '*', NULL, NULL, standard_error, NULL, source FROM measure
)
SELECT
    'published-1' AS prior_version, measure_id, grade, 0 AS n_series,
    roi_per_week AS roi_mean, roi_sd, roi_per_week AS maturation_mean, roi_sd AS maturation_sd,
    standard_error AS residual_sd,
    CASE WHEN standard_error IS NULL THEN 0 ELSE threshold['published_error_df'] END AS residual_df,
    threshold['published_autocorrelation'] AS autocorrelation,
    'growth: ' || coalesce(growth_source, 'unknown') || '; scatter: ' || CASE WHEN standard_error IS NULL THEN 'unknown' ELSE error_source END AS source, DATE '2017-01-01' AS fitted_on
FROM known CROSS JOIN threshold_now;
