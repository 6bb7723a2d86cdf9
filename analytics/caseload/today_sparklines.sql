-- The occasions of some plans for small charts, one read for a page of cards. Key: plan_id, observed_on.
SELECT p.plan_id, c.observed_on, median(c.value) AS value, c.observed_on < p.start_on AS is_before
FROM plan p
JOIN score_now c ON c.series_id = p.series_id AND c.observed_on BETWEEN p.start_on - INTERVAL 12 WEEK AND p.end_on
WHERE list_contains($plan_ids::VARCHAR[], p.plan_id) AND p.student_id IN (SELECT student_id FROM visible_students($viewer, $today))
GROUP BY p.plan_id, p.start_on, c.observed_on
ORDER BY p.plan_id, c.observed_on;
