-- Classes with at least one student whom the viewer may see on $today. Key: class_id. The viewer's own classes come first, Group 3 before Group 12.
WITH visible AS (SELECT DISTINCT student_id FROM visible_students($viewer, $today)),
own AS (
    SELECT DISTINCT scope_id AS class_id FROM staff_assignment
    WHERE staff_id = $viewer AND scope = 'class' AND retracted_at IS NULL AND from_on <= $today AND (to_on IS NULL OR to_on >= $today)
),
seen AS (
    SELECT m.class_id, count(DISTINCT m.student_id)::INTEGER AS n_students
    FROM visible v JOIN class_member m ON m.student_id = v.student_id
    WHERE m.from_on <= $today AND (m.to_on IS NULL OR m.to_on >= $today)
    GROUP BY m.class_id
)
SELECT c.class_id, c.name, s.name AS school, seen.n_students, own.class_id IS NOT NULL AS is_own
FROM seen
JOIN class c ON c.class_id = seen.class_id
JOIN school s ON s.school_id = c.school_id
LEFT JOIN own ON own.class_id = c.class_id
ORDER BY is_own DESC, s.name, regexp_extract(c.name, '^[^0-9]*'), try_cast(regexp_extract(c.name, '[0-9]+') AS BIGINT), c.name, c.class_id;
