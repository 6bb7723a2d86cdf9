SELECT n.series_id || ' ' || n.observed_on
FROM score_now n JOIN plan p USING (series_id) JOIN calendar_now c ON c.on_date = n.observed_on AND c.school_id IN (p.school_id, '*')
WHERE NOT c.is_school_day
GROUP BY n.series_id, n.observed_on
