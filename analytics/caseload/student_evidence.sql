-- What stands beside the verdict of each plan of a student: baseline scores, scores still needed, three ways to measure growth since the start
-- (improvement positive, score units a week), and how many of the classic rules make which call. Key: plan_id.
-- probability_own, pooled_roi (score units a week from the last score on), level_now, aimline_now, residual_sd: what tells why a chance and a pace differ.
-- endpoint_roi: from the baseline to the median of the last scores, over the weeks to the middle one of them. The rule median_of_three
-- holds that median and the aimline at the middle score, so the weeks are read off the aimline.
-- growth_disagrees: of the three, one lies above and one below the required ROI by the margin. See docs/methods/growth-measures.md.
-- Asked only for a student whom student_span opens to the viewer; $first and $last are what it gives.
WITH mine AS (
    SELECT plan_id, sign, baseline, required_roi FROM plan WHERE student_id = $student AND series_id BETWEEN $first AND $last
), called AS (
    SELECT
        plan_id, count(*) FILTER (WHERE call = 'change') AS rules_change, count(*) FILTER (WHERE call = 'keep') AS rules_keep,
        count(*) FILTER (WHERE call = 'raise') AS rules_raise,
        max(statistic) FILTER (WHERE rule_id = 'median_of_three') AS last_median, max(compared_with) FILTER (WHERE rule_id = 'median_of_three') AS aimline_then
    FROM rule_call WHERE series_id BETWEEN $first AND $last GROUP BY plan_id
), trend AS (
    SELECT
        plan_id, max(n) FILTER (WHERE part = 'A') AS n_baseline, max(ols_slope) FILTER (WHERE part = 'B') AS ols_roi,
        max(theil_sen_slope) FILTER (WHERE part = 'B') AS theil_sen_roi
    FROM phase_trend WHERE series_id BETWEEN $first AND $last AND against = 'initial' GROUP BY plan_id
), measured AS (
    SELECT
        m.plan_id, m.required_roi, j.probability_own, j.pooled_roi, g.level_now, g.aimline_now, g.residual_sd, t.n_baseline, j.more_scores::INTEGER AS more_scores, c.rules_change, c.rules_keep, c.rules_raise, t.ols_roi, t.theil_sen_roi,
        m.required_roi * (c.last_median - m.sign * m.baseline) / nullif(c.aimline_then - m.sign * m.baseline, 0) AS endpoint_roi,
        threshold['growth_measures_margin'] * abs(m.required_roi) AS margin
    FROM mine m
    LEFT JOIN called c ON c.plan_id = m.plan_id
    LEFT JOIN trend t ON t.plan_id = m.plan_id
    LEFT JOIN projection j ON j.plan_id = m.plan_id AND j.series_id BETWEEN $first AND $last
    LEFT JOIN growth g ON g.plan_id = m.plan_id AND g.series_id BETWEEN $first AND $last
    CROSS JOIN threshold_now
)
SELECT
    * EXCLUDE (required_roi, margin),
    -- Rounded, so that growth exactly at the margin is told the same by every run; all three are needed.
    coalesce(endpoint_roi + ols_roi + theil_sen_roi IS NOT NULL AND round(greatest(endpoint_roi, ols_roi, theil_sen_roi) - required_roi - margin, 9) >= 0
        AND round(required_roi - least(endpoint_roi, ols_roi, theil_sen_roi) - margin, 9) >= 0, false) AS growth_disagrees
FROM measured;
