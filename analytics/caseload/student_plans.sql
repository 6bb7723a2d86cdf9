-- Every plan of a student with its verdict on $today. Key: plan_id; plans that run first, then the newest.
-- Asked only for a student whom student_span opens to the viewer; $first and $last are what it gives.
WITH mine AS (
    SELECT * FROM plan
    WHERE student_id = $student AND series_id BETWEEN $first AND $last
), delivered AS (
    SELECT plan_id, held, planned_sessions, student_absent, not_held, mean_fidelity FROM delivery WHERE series_id BETWEEN $first AND $last
)
SELECT
    v.*, p.sign, p.weeks_planned, p.baseline_source, p.criterion_k, p.criterion_n, p.minimum_trials, p.planned_sessions_per_week, p.planned_minutes,
    p.floor, p.ceiling, p.standard_error, m.name AS measure, m.unit, d.* EXCLUDE (plan_id), v.has_ended OR v.due_on < $today AS is_finished
FROM verdict_on($today) v
JOIN mine p ON p.plan_id = v.plan_id
JOIN measure m ON m.measure_id = p.measure_id
LEFT JOIN delivered d ON d.plan_id = v.plan_id
WHERE v.student_id = $student AND v.series_id BETWEEN $first AND $last
ORDER BY is_finished, v.plan_kind DESC, p.start_on DESC, v.plan_id;
