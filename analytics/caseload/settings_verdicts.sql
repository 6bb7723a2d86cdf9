-- The verdicts on $today of the plans that the viewer may see, as the cursor's settings give them. Key: plan_id.
SELECT
    v.plan_id, v.plan_kind, v.verdict, v.reason, v.has_ended, v.title, s.student_id, s.public_key, concat_ws(' ', s.first_name, s.last_name) AS student,
    m.name AS measure
FROM verdict_on($today) v
JOIN student s USING (student_id)
LEFT JOIN measure m USING (measure_id)
WHERE v.student_id IN (SELECT student_id FROM visible_students($viewer, $today)) AND NOT v.start_on > $today
ORDER BY s.last_name, s.first_name, v.plan_id
