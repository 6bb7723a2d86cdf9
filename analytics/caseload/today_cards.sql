-- What the cards of some plans say, with what the verdict's plain sentence is made of. Key: plan_id.
SELECT
    s.student_id, s.public_key, s.first_name, s.last_name, v.plan_id, v.series_id, v.plan_kind, v.intervention_kind, v.title, v.tier, v.grade, m.name AS measure,
    m.unit, v.verdict, v.reason, v.advice, v.last_on, v.days_since_last_score, v.days_left, v.start_on, v.due_on, v.baseline, v.target, v.direction,
    v.has_ended, v.parameters, v.n_scores, v.weeks, v.roi_per_week, v.required_roi, v.projected, v.probability, v.on_pace, v.criterion_met_on,
    p.sign, p.criterion, p.criterion_k, p.criterion_n, p.floor, p.ceiling, d.held, d.not_held, d.student_absent, d.planned_sessions
FROM verdict_on($today) v
JOIN plan p ON p.plan_id = v.plan_id
JOIN student s ON s.student_id = v.student_id
JOIN measure m ON m.measure_id = v.measure_id
LEFT JOIN delivery d ON d.plan_id = v.plan_id AND list_contains($plan_ids::VARCHAR[], d.plan_id)
WHERE list_contains($plan_ids::VARCHAR[], v.plan_id) AND list_contains($plan_ids::VARCHAR[], p.plan_id)
    AND v.student_id IN (SELECT student_id FROM visible_students($viewer, $today))
ORDER BY list_position($plan_ids::VARCHAR[], v.plan_id);
