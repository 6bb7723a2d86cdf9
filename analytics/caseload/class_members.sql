-- The students of a class on $today whom the viewer may see. Key: student_id.
SELECT DISTINCT m.student_id
FROM class_member m
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = m.student_id
WHERE m.class_id = $class_id AND m.from_on <= $today AND (m.to_on IS NULL OR m.to_on >= $today)
ORDER BY m.student_id;
