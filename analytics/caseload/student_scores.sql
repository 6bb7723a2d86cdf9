-- Every live score of a student, absences and remarks included: the rows a verdict rests on. Key: series_id, observed_on, form.
SELECT r.series_id, m.name AS measure, c.observed_on, c.form, c.value, c.absent, c.errors, c.attempts, c.note, c.origin, c.phase
FROM score c
JOIN series r ON r.series_id = c.series_id
JOIN measure m ON m.measure_id = r.measure_id
WHERE c.retracted_at IS NULL AND r.student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
ORDER BY r.series_id, c.observed_on, c.form;
