-- The prior row that each plan of a student borrowed from. Key: plan_id.
SELECT p.plan_id, r.*
FROM plan p
JOIN verdict v ON v.plan_id = p.plan_id
JOIN prior r ON r.prior_version = v.prior_version AND r.measure_id = p.measure_id AND r.grade IN (p.grade, '*')
WHERE p.student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
QUALIFY row_number() OVER (PARTITION BY p.plan_id ORDER BY r.grade = '*') = 1
ORDER BY p.plan_id;
