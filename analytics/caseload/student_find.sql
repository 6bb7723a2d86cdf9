-- A student (student_key finds them), if the viewer may see them. Key: student_id; no row for one who is not permitted.
SELECT s.student_id, s.public_key, s.first_name, s.last_name, e.grade, c.name AS school, v.reason
FROM (
    SELECT student_id, string_agg(DISTINCT reason, '; ' ORDER BY reason) AS reason
    FROM visible_students($viewer, $today) WHERE student_id = $student GROUP BY student_id
) v
JOIN student s ON s.student_id = v.student_id
LEFT JOIN enrolment e ON e.student_id = v.student_id AND e.enrolled_on <= $today AND (e.left_on IS NULL OR e.left_on >= $today)
LEFT JOIN school c ON c.school_id = e.school_id
ORDER BY e.enrolled_on DESC
LIMIT 1;
