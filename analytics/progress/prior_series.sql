-- What each series says about growth, spread and correlation: one row a series, from the plan with the most scores on it. Key: series_id.
-- Direction of improvement; ordinary least squares on the occasions since the start.
WITH scored AS (
    SELECT c.plan_id, p.series_id, p.measure_id, p.grade, c.weeks, c.mean_value * c.sign AS y, c.observed_on, count(*) OVER (PARTITION BY c.plan_id) AS n
    FROM comparison_score c JOIN plan p USING (plan_id)
    WHERE c.against = 'initial' AND c.part = 'B'
),
longest AS (
    SELECT * FROM scored CROSS JOIN threshold_now
    WHERE n >= threshold['prior_minimum_occasions']
    QUALIFY dense_rank() OVER (PARTITION BY series_id ORDER BY n DESC, plan_id) = 1
),
fitted AS (
    SELECT series_id, regr_slope(y, weeks) AS roi, regr_intercept(y, weeks) AS level, regr_sxx(y, weeks) AS sxx FROM longest GROUP BY series_id
),
residual AS (
    SELECT l.series_id, l.measure_id, l.grade, l.n, l.weeks, l.observed_on, l.y - f.level - f.roi * l.weeks AS e, f.roi, f.sxx
    FROM longest l JOIN fitted f USING (series_id)
),
paired AS (
    SELECT *, lag(e) OVER line AS e_before, weeks - lag(weeks) OVER line AS gap FROM residual WINDOW line AS (PARTITION BY series_id ORDER BY weeks)
)
SELECT
    series_id, any_value(measure_id) AS measure_id, any_value(grade) AS grade, any_value(n)::INTEGER AS n, any_value(roi) AS roi, any_value(sxx) AS sxx,
    sum(e * e) AS sse, coalesce(sum(e * e_before), 0) AS products, median(gap) AS gap, max(observed_on) AS last_on
FROM paired
GROUP BY series_id
HAVING any_value(sxx) > 0
