-- The log of contacts with the parents of a student ($student) whom $viewer may see on $today, newest first. Key: contact_id.
SELECT c.contact_id, c.contacted_on, c.how, c.with_whom, c.about, c.was_reached, c.recorded_by, a.name AS recorded_by_name, c.recorded_at
FROM contact c
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = c.student_id
LEFT JOIN staff a ON a.staff_id = c.recorded_by
WHERE c.student_id = $student AND c.retracted_at IS NULL
ORDER BY c.contacted_on DESC, c.recorded_at DESC, c.contact_id
