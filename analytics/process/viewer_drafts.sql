-- The drafts of $viewer about students they may see on $today, of one student where $student is given. Key: student_id, event; newest first.
SELECT d.student_id, d.event, coalesce(k.title, CASE d.event WHEN 'concern' THEN 'Concern' WHEN 'contact' THEN 'Contact with parents' ELSE 'Restricted note' END) AS title,
    s.public_key, s.first_name, s.last_name, d.saved_at
FROM event_draft d
JOIN student s ON s.student_id = d.student_id
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = d.student_id
LEFT JOIN event_kind k ON k.event = d.event
WHERE d.staff_id = $viewer AND ($student::VARCHAR IS NULL OR d.student_id = $student)
ORDER BY d.saved_at DESC
