-- One row a series and day: what the day's probes say together. Key: series_id, observed_on.
WITH day AS (
    SELECT series_id, observed_on, count(*) AS n_probes, min(value) AS lone_value, max(phase) AS phase, sum(attempts) AS attempts
    FROM score_now
    GROUP BY series_id, observed_on
),
-- Medians are dear, and most days have one probe: only the others pay.
several AS (
    SELECT s.series_id, s.observed_on, median(s.value) AS median_value, avg(s.value) AS mean_value
    FROM score_now s JOIN day d ON d.series_id = s.series_id AND d.observed_on = s.observed_on AND d.n_probes > 1
    GROUP BY s.series_id, s.observed_on
)
SELECT
    d.series_id, d.observed_on, d.n_probes::INTEGER AS n_probes, d.phase, d.attempts,
    coalesce(s.median_value, d.lone_value) AS value, coalesce(s.mean_value, d.lone_value) AS mean_value
FROM day d LEFT JOIN several s USING (series_id, observed_on)
