-- Scores after the last day of every plan on their series; a series without any plan waits for its first. Key: series_id.
SELECT n.series_id || ' from ' || min(n.observed_on) || ' on'
FROM score_now n
JOIN (SELECT series_id, max(end_on) AS last_end FROM plan GROUP BY series_id) p USING (series_id)
WHERE n.observed_on > p.last_end
GROUP BY n.series_id
