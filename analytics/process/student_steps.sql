-- The steps of a student ($student) whom $viewer may see on $today, in order. Key: ordinal. The last row is where the student stands.
SELECT h.ordinal, h.round, h.step, h.step_title, p.title AS step_name, h.from_on, h.to_on, h.is_closed, h.event_id, h.because
FROM step_history h
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = h.student_id
JOIN process_step p ON p.step = h.step
WHERE h.student_id = $student
ORDER BY h.ordinal
