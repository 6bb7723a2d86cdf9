-- Classes with at least one student whom the viewer may see on $today. Key: class_id. The viewer's own classes come first.
WITH visible AS (SELECT DISTINCT student_id FROM visible_students($viewer, $today)),
own AS (
    SELECT DISTINCT scope_id AS class_id FROM staff_assignment
    WHERE staff_id = $viewer AND scope = 'class' AND retracted_at IS NULL AND from_on <= $today AND (to_on IS NULL OR to_on >= $today)
)
SELECT c.class_id, c.name, s.name AS school, count(DISTINCT m.student_id)::INTEGER AS n_students, own.class_id IS NOT NULL AS is_own
FROM class c
JOIN school s ON s.school_id = c.school_id
JOIN class_member m ON m.class_id = c.class_id AND m.from_on <= $today AND (m.to_on IS NULL OR m.to_on >= $today)
SEMI JOIN visible v ON v.student_id = m.student_id
LEFT JOIN own ON own.class_id = c.class_id
GROUP BY ALL
ORDER BY is_own DESC, s.name, c.name, c.class_id;
