-- What each running plan read on a past $day; for a cursor that speaks of that day (pipeline.replay). Key: plan_id.
-- No chance is stated where the verdict is that fresh scores are missing. `aim` is what it was judged by, as in outcome.sql.
SELECT
    v.plan_id, $day::DATE AS on_date, v.verdict, CASE WHEN v.verdict NOT IN ('no data', 'no recent data') THEN v.probability END AS probability,
    concat_ws('|', p.sign, p.target, p.due_on, p.criterion, p.criterion_k, p.criterion_n, p.minimum_trials) AS aim
FROM verdict_on($day) v JOIN plan p ON p.plan_id = v.plan_id
WHERE v.start_on <= $day
ORDER BY v.plan_id
