-- Occasions of some running plans, for small charts: from the baseline window before the start to $today. Key: plan_id, observed_on.
-- Only plans of students whom the viewer may see.
SELECT p.plan_id, c.observed_on, median(c.value) AS value, c.observed_on < p.start_on AS is_baseline
FROM plan p
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = p.student_id
JOIN score_now c ON c.series_id = p.series_id AND c.observed_on <= least(p.end_on, $today)
    AND c.observed_on >= p.start_on - (SELECT threshold['baseline_window_weeks'] * 7 FROM threshold_now)::INTEGER
WHERE list_contains($plan_ids, p.plan_id)
GROUP BY ALL
ORDER BY p.plan_id, c.observed_on;
