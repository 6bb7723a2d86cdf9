-- The restricted notes of a student ($student) whom $viewer may see on $today, and only with the second permission; without it no row, not even
-- that there are any. Key: restricted_note_id; newest first.
SELECT n.restricted_note_id, n.on_date, n.text, n.recorded_by, a.name AS recorded_by_name, n.recorded_at
FROM restricted_note n
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = n.student_id
LEFT JOIN staff a ON a.staff_id = n.recorded_by
WHERE n.student_id = $student AND n.retracted_at IS NULL AND EXISTS (
    SELECT 1 FROM staff_permission p WHERE p.staff_id = $viewer AND p.permission = 'restricted_notes' AND p.retracted_at IS NULL
    AND p.from_on <= $today AND (p.to_on IS NULL OR p.to_on >= $today))
ORDER BY n.on_date DESC, n.recorded_at DESC, n.restricted_note_id
