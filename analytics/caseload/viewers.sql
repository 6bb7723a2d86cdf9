-- Everyone who works with somebody on $today, with the widest of their roles; teachers first, those with the most students in a plan ahead.
-- Key: staff_id.
WITH assignment AS (
    SELECT a.*, w.width
    FROM staff_assignment a
    JOIN (VALUES ('teacher', 1), ('interventionist', 2), ('case_manager', 3), ('principal', 4), ('district', 5)) w(role, width) ON w.role = a.role
    WHERE a.retracted_at IS NULL AND a.from_on <= $today AND (a.to_on IS NULL OR a.to_on >= $today)
), planned AS (
    SELECT a.staff_id, count(DISTINCT p.student_id) AS students
    FROM assignment a
    LEFT JOIN class_member m ON a.scope = 'class' AND m.class_id = a.scope_id AND m.from_on <= $today AND (m.to_on IS NULL OR m.to_on >= $today)
    JOIN plan p ON p.student_id = coalesce(m.student_id, if(a.scope = 'student', a.scope_id, NULL)) AND p.end_on >= $today
    GROUP BY a.staff_id
)
SELECT s.staff_id, s.name, arg_max(a.role, a.width) AS role, coalesce(any_value(n.students), 0) AS students
FROM staff s JOIN assignment a ON a.staff_id = s.staff_id LEFT JOIN planned n ON n.staff_id = s.staff_id
GROUP BY s.staff_id, s.name
ORDER BY max(a.width), students DESC, s.name;
