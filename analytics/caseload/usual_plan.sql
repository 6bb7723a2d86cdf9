-- The measure with the most plans among the students whom $viewer may see on $today, and what is usual for these plans: the error and the
-- autocorrelation of a score as the rules borrow them, the growth required, the schedule. One row, none without a plan. Key: measure_id.
WITH mine AS (
    SELECT p.measure_id, p.grade, p.required_roi, p.probes_per_week, g.n_baseline
    FROM plan p LEFT JOIN growth g ON g.plan_id = p.plan_id
    WHERE p.student_id IN (SELECT student_id FROM visible_students($viewer, $today)) AND p.required_roi > 0 AND p.start_on <= $today
),
most AS (
    SELECT
        measure_id, count(*)::INTEGER AS n_plans, median(required_roi) AS required_roi, mode(probes_per_week) AS probes_per_week,
        greatest(round(median(n_baseline)), 1)::INTEGER AS baseline_scores, mode(grade) AS grade
    FROM mine GROUP BY measure_id ORDER BY n_plans DESC, measure_id LIMIT 1
)
SELECT
    t.measure_id, m.name AS measure, m.unit, t.n_plans, t.required_roi, t.probes_per_week, t.baseline_scores,
    coalesce(g.residual_sd, a.residual_sd, m.standard_error) AS error, coalesce(g.autocorrelation, a.autocorrelation) AS autocorrelation
FROM most t
JOIN measure m ON m.measure_id = t.measure_id
LEFT JOIN prior_now g ON g.measure_id = t.measure_id AND g.grade = t.grade
LEFT JOIN prior_now a ON a.measure_id = t.measure_id AND a.grade = '*'
