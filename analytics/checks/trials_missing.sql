-- Goals whose criterion counts trials that no score since the start states. Key: plan_id.
SELECT p.plan_id
FROM plan p JOIN score_now n ON n.series_id = p.series_id AND n.observed_on BETWEEN p.start_on AND p.end_on
WHERE p.minimum_trials IS NOT NULL
GROUP BY p.plan_id HAVING count(n.attempts) = 0
