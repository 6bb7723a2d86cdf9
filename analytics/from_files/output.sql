-- One row a plan of the file, whatever became of it. Key: plan_id.
SELECT
    s.plan_id, s.series_id,
    coalesce(v.verdict, CASE WHEN s.kind = 'goal' THEN 'no recent data' ELSE 'no data' END) AS verdict,
    coalesce(v.on_pace, 'uncertain') AS on_pace, coalesce(v.changed_from_baseline, 'not claimed') AS changed_from_baseline, v.probability,
    coalesce(v.reason, format('The plan starts on {}; nothing can be said before.', strftime(s.start_on, '%-d %B %Y'))) || coalesce(' ' || m.remark, '') AS reason,
    coalesce(v.advice, 'Wait for the start.') AS advice,
    coalesce(v.n_scores, 0) AS n_scores, v.weeks, v.roi_per_week, v.roi_se, v.required_roi, v.projected, v.projected_lower, v.projected_upper, v.dosage,
    v.rule, v.rule_version, v.prior_version, r.* EXCLUDE (plan_id)
FROM staged_goals s
LEFT JOIN verdict_on($as_of) v USING (plan_id)
LEFT JOIN remark m USING (plan_id)
LEFT JOIN (PIVOT (SELECT plan_id, rule_id, call FROM rule_call) ON rule_id IN ('four_point', 'median_of_three', 'trend_line', 'upper_confidence_limit', 'three_point', 'six_point', 'tukey') USING any_value(call)) r USING (plan_id)
ORDER BY s.line
