-- The live concerns of a student ($student) whom $viewer may see on $today, newest first. Key: concern_id.
SELECT c.concern_id, c.raised_on, c.raised_by, c.area, c.what, c.where_seen, c.when_seen, c.how_often, c.since_when, c.strengths, c.how_learns,
    c.recorded_by, a.name AS recorded_by_name, c.recorded_at
FROM concern c
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = c.student_id
LEFT JOIN staff a ON a.staff_id = c.recorded_by
WHERE c.student_id = $student AND c.retracted_at IS NULL
ORDER BY c.raised_on DESC, c.recorded_at DESC, c.concern_id
