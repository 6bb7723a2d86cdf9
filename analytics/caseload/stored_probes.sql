-- What is stored for some series on one day, of students whom the viewer may see on $today. Key: series_id, form.
SELECT c.series_id, c.form, c.value, c.absent, c.errors, c.attempts, c.origin
FROM score c
SEMI JOIN (
    SELECT s.series_id FROM series_now s SEMI JOIN visible_students($viewer, $today) v ON v.student_id = s.student_id
    WHERE s.series_id IN (SELECT unnest($series_ids))
) allowed ON allowed.series_id = c.series_id
WHERE c.series_id IN (SELECT unnest($series_ids)) AND c.observed_on = $observed_on AND c.retracted_at IS NULL
ORDER BY c.series_id, c.form;
