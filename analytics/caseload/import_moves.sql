-- The plans whose verdict an import moved ($plan_ids), of students whom the viewer may see, as they stand on $today: the most urgent first, at
-- most $most of them. Key: plan_id; found is how many there are in all.
SELECT v.plan_id, v.plan_kind, v.title, v.reason, st.student_id, st.public_key, concat_ws(' ', st.first_name, st.last_name) AS student,
    m.name AS measure, count(*) OVER () AS found
FROM verdict_on($today) v
JOIN student st ON st.student_id = v.student_id
JOIN measure m ON m.measure_id = v.measure_id
WHERE v.plan_id IN (SELECT unnest($plan_ids::VARCHAR[])) AND v.student_id IN (SELECT student_id FROM visible_students($viewer, $today))
ORDER BY v.urgency DESC, st.last_name, st.first_name, v.plan_id
LIMIT $most;
