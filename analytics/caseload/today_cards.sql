-- What the cards of some plans say. Key: plan_id.
SELECT
    s.student_id, s.public_key, s.first_name, s.last_name, v.plan_id, v.series_id, v.plan_kind, v.intervention_kind, v.title, v.tier, v.grade, m.name AS measure,
    m.unit, v.verdict, v.reason, v.advice, v.last_on, v.days_since_last_score, v.days_left, v.start_on, v.due_on, v.baseline, v.target, v.direction
FROM verdict_on($today) v
JOIN student s ON s.student_id = v.student_id
JOIN measure m ON m.measure_id = v.measure_id
WHERE list_contains($plan_ids::VARCHAR[], v.plan_id) AND v.student_id IN (SELECT student_id FROM visible_students($viewer, $today))
ORDER BY list_position($plan_ids::VARCHAR[], v.plan_id);
