SELECT n.series_id || ' ' || n.observed_on || ' ' || n.value
FROM score_now n JOIN series s USING (series_id) JOIN measure m USING (measure_id)
WHERE n.value < coalesce(s.floor, m.floor) OR n.value > coalesce(s.ceiling, m.ceiling)
