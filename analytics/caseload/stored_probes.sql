-- What is stored for some series on one day, of students whom the viewer may see on $today. Key: series_id, form.
SELECT s.series_id, c.form, c.value, c.absent, c.errors, c.attempts, c.origin
FROM series_now s
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = s.student_id
JOIN score c ON c.series_id = s.series_id AND c.observed_on = $observed_on AND c.retracted_at IS NULL
WHERE list_contains($series_ids, s.series_id)
ORDER BY s.series_id, c.form;
