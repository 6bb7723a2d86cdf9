-- What each plan borrows: the row for its measure and grade, else for its measure, else what is stated with the series. Key: plan_id.
-- A goal that counts the measure's other direction as improvement borrows neither growth nor level.
WITH version AS (SELECT any_value(prior_version) AS prior_version, max(threshold['published_autocorrelation']) AS autocorrelation, max(threshold['published_error_df']) AS df FROM prior_now CROSS JOIN threshold_now),
found AS (
    SELECT p.plan_id, p.standard_error, p.direction = m.direction AS same_way, coalesce(g.measure_id, a.measure_id) IS NOT NULL AS known, CASE WHEN g.measure_id IS NOT NULL THEN g ELSE a END AS r
    FROM plan p
    JOIN measure m USING (measure_id)
    LEFT JOIN prior_now g ON g.measure_id = p.measure_id AND g.grade = p.grade
    LEFT JOIN prior_now a ON a.measure_id = p.measure_id AND a.grade = '*'
)
SELECT
    f.plan_id, v.prior_version, coalesce(r.n_series, 0) AS n_series,
    CASE WHEN same_way THEN r.roi_mean END AS roi_mean, CASE WHEN same_way THEN r.roi_sd END AS roi_sd,
    CASE WHEN same_way THEN r.level_mean END AS level_mean, CASE WHEN same_way THEN r.level_sd END AS level_sd,
    CASE WHEN same_way THEN coalesce(r.level_roi_correlation, 0) ELSE 0 END AS level_roi_correlation,
    CASE WHEN same_way THEN coalesce(r.slowing, 0) ELSE 0 END AS slowing, CASE WHEN same_way THEN coalesce(r.baseline_offset, 0) ELSE 0 END AS baseline_offset,
    CASE WHEN same_way THEN r.maturation_mean END AS maturation_mean, CASE WHEN same_way THEN r.maturation_sd END AS maturation_sd,
    -- A fit on the district's own series knows the error best, then what the plan states, then the published value.
    CASE WHEN greatest(r.n_series, r.spread_n_series) > 0 THEN r.residual_sd ELSE coalesce(f.standard_error, r.residual_sd) END AS residual_sd,
    CASE WHEN greatest(r.n_series, r.spread_n_series) > 0 THEN r.residual_df WHEN coalesce(f.standard_error, r.residual_sd) IS NOT NULL THEN v.df ELSE 0 END AS residual_df,
    coalesce(r.autocorrelation, v.autocorrelation) AS autocorrelation, coalesce(r.tail_df, 200) AS tail_df,
    CASE WHEN same_way THEN coalesce(r.spread_by_level, 0) ELSE -coalesce(r.spread_by_level, 0) END AS spread_by_level, r.score_step,
    coalesce(r.source, 'stated with the series, or the student alone') AS prior_source
FROM found f CROSS JOIN version v
