-- Every plan of a student with its verdict on $today. Key: plan_id; plans that run first, then the newest.
SELECT
    v.*, p.sign, p.weeks_planned, p.baseline_source, p.criterion_k, p.criterion_n,
    p.minimum_trials, p.planned_sessions_per_week, p.planned_minutes, p.floor, p.ceiling, p.standard_error,
    m.name AS measure, m.unit, d.held, d.planned_sessions, d.student_absent, d.not_held, d.mean_fidelity, d.through_on AS delivered_through,
    g.uses_baseline, g.n_baseline, g.residual_sd, g.residual_df, g.autocorrelation, j.more_scores, j.probability_own AS own_probability,
    v.has_ended OR v.due_on < $today AS is_finished
FROM verdict_on($today) v
JOIN plan p ON p.plan_id = v.plan_id
JOIN measure m ON m.measure_id = p.measure_id
LEFT JOIN delivery d ON d.plan_id = v.plan_id
LEFT JOIN growth g ON g.plan_id = v.plan_id
LEFT JOIN projection j ON j.plan_id = v.plan_id
WHERE v.student_id = $student AND v.student_id IN (SELECT student_id FROM visible_students($viewer, $today))
ORDER BY is_finished, v.plan_kind DESC, p.start_on DESC, v.plan_id;
