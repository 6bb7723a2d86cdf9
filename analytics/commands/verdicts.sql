-- The verdicts of a store as they read on $day, most urgent first, with what the classic rules say. Key: plan_id.
SELECT
    plan_id, series_id, verdict, on_pace, changed_from_baseline, probability, reason, advice, n_scores, weeks, roi_per_week, roi_se, required_roi,
    projected, projected_lower, projected_upper, dosage, rule, rule_version, prior_version, last_on, days_left, recent_missed, r.* EXCLUDE (plan_id)
FROM verdict_on($day) v
LEFT JOIN (
    PIVOT (SELECT plan_id, rule_id, call FROM rule_call)
    ON rule_id IN ('four_point', 'median_of_three', 'trend_line', 'upper_confidence_limit', 'three_point', 'six_point', 'tukey') USING any_value(call)
) r USING (plan_id)
ORDER BY urgency DESC, plan_id
