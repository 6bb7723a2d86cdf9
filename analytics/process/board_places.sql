-- Where the board's students are and who manages their cases, for choosing among them. Key: kind, id. kind: school, class, manager, and one
-- row own where some are the viewer's own students and others are not.
WITH placed AS (
    SELECT student_id, bool_or(role IN ('teacher', 'interventionist', 'case_manager')) AS is_mine
    FROM visible_students($viewer, $today) SEMI JOIN (FROM student_step WHERE NOT is_closed) p USING (student_id)
    GROUP BY student_id
)
SELECT 'school' AS kind, c.school_id AS id, any_value(c.name) AS name, NULL AS school_id
FROM placed p JOIN enrolment e ON e.student_id = p.student_id AND e.enrolled_on <= $today AND coalesce(e.left_on, $today) >= $today
JOIN school c ON c.school_id = e.school_id GROUP BY c.school_id
UNION ALL
SELECT 'class', c.class_id, any_value(c.name), any_value(c.school_id)
FROM placed p JOIN class_member m ON m.student_id = p.student_id AND m.from_on <= $today AND coalesce(m.to_on, $today) >= $today
JOIN class c ON c.class_id = m.class_id GROUP BY c.class_id
UNION ALL
SELECT 'manager', f.staff_id, any_value(f.name), NULL
FROM placed p JOIN staff_assignment a ON a.scope = 'student' AND a.scope_id = p.student_id AND a.role = 'case_manager' AND a.retracted_at IS NULL
    AND a.from_on <= $today AND coalesce(a.to_on, $today) >= $today
JOIN staff f ON f.staff_id = a.staff_id GROUP BY f.staff_id
UNION ALL
SELECT 'own', '', '', NULL FROM placed HAVING bool_or(is_mine) AND NOT bool_and(is_mine)
ORDER BY kind, name, id
