-- The last score of some series before one day, of students whom the viewer may see on $today. Key: series_id.
SELECT c.series_id, max(c.observed_on) AS previous_on, arg_max(c.value, c.observed_on) AS previous_value
FROM score_now c
SEMI JOIN (
    SELECT s.series_id FROM series_now s SEMI JOIN visible_students($viewer, $today) v ON v.student_id = s.student_id
    WHERE s.series_id IN (SELECT unnest($series_ids))
) allowed ON allowed.series_id = c.series_id
WHERE c.series_id IN (SELECT unnest($series_ids)) AND c.observed_on < $observed_on
GROUP BY c.series_id;
