SELECT v.plan_id
FROM verdict v JOIN plan p USING (plan_id)
JOIN (SELECT series_id, max(observed_on) AS last_on, min(observed_on) AS first_on FROM score_now GROUP BY series_id) s ON s.series_id = p.series_id
WHERE s.last_on BETWEEN p.start_on AND p.end_on AND v.last_on IS DISTINCT FROM s.last_on
    AND NOT EXISTS (SELECT 1 FROM score_now n WHERE n.series_id = p.series_id AND n.observed_on = s.last_on AND n.phase = 'baseline')
