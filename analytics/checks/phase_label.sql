-- Scores whose mark contradicts the dates of every plan on their series. Key: series_id, observed_on, form.
SELECT n.series_id || ' ' || n.observed_on || ' is marked ' || n.phase
FROM score_now n
JOIN (SELECT series_id, min(start_on) AS first_start, max(start_on) AS last_start FROM plan GROUP BY series_id) p USING (series_id)
WHERE (n.phase = 'baseline' AND n.observed_on >= p.last_start) OR (n.phase = 'intervention' AND n.observed_on < p.first_start)
