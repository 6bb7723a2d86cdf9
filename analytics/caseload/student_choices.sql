-- The viewer's students who have a plan, for choosing one. Key: public_key; by last name.
SELECT s.public_key, s.first_name, s.last_name, any_value(e.grade) AS grade, count(DISTINCT p.plan_id) AS plans
FROM plan p
JOIN student s ON s.student_id = p.student_id
LEFT JOIN enrolment e ON e.student_id = s.student_id AND e.enrolled_on <= $today AND (e.left_on IS NULL OR e.left_on >= $today)
WHERE p.student_id IN (SELECT student_id FROM visible_students($viewer, $today))
GROUP BY s.public_key, s.first_name, s.last_name
ORDER BY s.last_name, s.first_name;
