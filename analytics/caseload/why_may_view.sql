-- Why the viewer may see a student, one row a reason; no row means: may not. Key: reason.
SELECT v.reason
FROM visible_students($viewer, $today) v
WHERE v.student_id = $student
ORDER BY v.reason;
