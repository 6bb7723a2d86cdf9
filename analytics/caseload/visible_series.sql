-- Which of these series belong to students whom the viewer may see on $today, with the student each is of. Key: series_id.
SELECT s.series_id, s.student_id
FROM series_now s
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = s.student_id
WHERE list_contains($series_ids, s.series_id);
