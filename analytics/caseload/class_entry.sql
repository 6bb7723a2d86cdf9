-- What is stored for one measure on one day, for the class's students whom the viewer may see on $today. Key: series_id, form.
SELECT s.series_id, c.form, c.value, c.absent, c.errors, c.attempts, c.origin
FROM series_now s
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = s.student_id
SEMI JOIN class_member m ON m.student_id = s.student_id AND m.class_id = $class_id AND m.from_on <= $today AND (m.to_on IS NULL OR m.to_on >= $today)
JOIN score c ON c.series_id = s.series_id AND c.observed_on = $observed_on AND c.retracted_at IS NULL
WHERE s.measure_id = $measure_id
ORDER BY s.series_id, c.form;
