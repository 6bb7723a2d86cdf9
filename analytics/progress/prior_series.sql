-- What each series brings to the fit of priors: its occasions, from the plan with the most scores on it. Key: series_id, weeks.
-- Direction of improvement. No more series of one measure and grade than prior_maximum_series: the fit is then as good as it will be.
WITH scored AS (
    SELECT
        c.plan_id, p.series_id, p.measure_id, p.grade, p.sign, c.observed_on, c.part, c.weeks, c.mean_value * c.sign AS y, c.n_probes,
        count(*) FILTER (WHERE c.part = 'B') OVER (PARTITION BY c.plan_id) AS n
    FROM comparison_score c JOIN plan p USING (plan_id) JOIN measure m USING (measure_id) CROSS JOIN threshold_now
    WHERE c.against = 'initial' AND p.direction = m.direction AND (c.part = 'B' OR c.weeks >= -threshold['baseline_window_weeks'])
),
longest AS (
    SELECT * FROM scored CROSS JOIN threshold_now
    WHERE n >= threshold['prior_minimum_occasions']
    QUALIFY dense_rank() OVER (PARTITION BY series_id ORDER BY n DESC, plan_id) = 1
),
drawn AS (
    SELECT *, dense_rank() OVER (PARTITION BY measure_id, grade ORDER BY hash(series_id), series_id) AS place FROM longest
)
SELECT
    series_id, measure_id, coalesce(grade, '') AS grade, sign, observed_on, part = 'A' AS is_baseline, weeks, y,
    n_probes / (1 + (n_probes - 1) * threshold['day_share']) AS weight
FROM drawn
WHERE place <= threshold['prior_maximum_series']
ORDER BY measure_id, grade, series_id, is_baseline DESC, weeks
