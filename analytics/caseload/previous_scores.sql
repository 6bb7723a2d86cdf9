-- The last score of some series before one day, of students whom the viewer may see on $today. Key: series_id.
SELECT s.series_id, max(c.observed_on) AS previous_on, arg_max(c.value, c.observed_on) AS previous_value
FROM series_now s
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = s.student_id
JOIN score_now c ON c.series_id = s.series_id AND c.observed_on < $observed_on
WHERE list_contains($series_ids, s.series_id)
GROUP BY s.series_id;
