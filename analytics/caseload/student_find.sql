-- The student behind a public key, if the viewer may see them. Key: student_id; no row for an unknown key and for one not permitted.
SELECT s.student_id, s.public_key, s.first_name, s.last_name, e.grade, c.name AS school, v.reason
FROM student s
JOIN (
    SELECT student_id, string_agg(DISTINCT reason, '; ' ORDER BY reason) AS reason
    FROM visible_students($viewer, $today)
    WHERE student_id IN (SELECT student_id FROM student WHERE public_key = $key)
    GROUP BY student_id
) v ON v.student_id = s.student_id
LEFT JOIN enrolment e ON e.student_id = s.student_id AND e.enrolled_on <= $today AND (e.left_on IS NULL OR e.left_on >= $today)
LEFT JOIN school c ON c.school_id = e.school_id
WHERE s.public_key = $key
QUALIFY row_number() OVER (PARTITION BY s.student_id ORDER BY e.enrolled_on DESC) = 1;
