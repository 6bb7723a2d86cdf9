-- Change of level and of trend at the start of the plan: a line in each phase, one residual variance. Key: plan_id, against.
-- The interrupted time series model y = a + b t + c B + d B t with t = 0 at start_on has exactly these estimates. Huitema & McKean (2000).
WITH phases AS (
    SELECT
        a.plan_id, a.series_id, a.against, a.sign, a.n + b.n - 4 AS df,
        b.mean_of_probes - b.slope * b.mean_weeks - (a.mean_of_probes - a.slope * a.mean_weeks) AS level_change,
        b.slope - a.slope AS trend_change,
        (a.sse + b.sse) / nullif(a.n + b.n - 4, 0) AS variance,
        1 / a.weight + a.mean_weeks * a.mean_weeks / a.sxx + 1 / b.weight + b.mean_weeks * b.mean_weeks / b.sxx AS level_leverage,
        1 / a.sxx + 1 / b.sxx AS trend_leverage
    FROM line_fit a JOIN line_fit b ON b.plan_id = a.plan_id AND b.against = a.against AND b.part = 'B'
    WHERE a.part = 'A' AND a.n >= 2 AND b.n >= 2
),
tested AS (
    SELECT p.*, sqrt(variance * level_leverage) AS level_se, sqrt(variance * trend_leverage) AS trend_se, two_sided_95 AS t
    FROM phases p LEFT JOIN t_quantile q USING (df)
)
SELECT
    plan_id, series_id, against,
    sign * level_change AS level_change, level_se AS level_change_se,
    sign * level_change - t * level_se AS level_change_lower, sign * level_change + t * level_se AS level_change_upper,
    sign * trend_change AS trend_change, trend_se AS trend_change_se,
    sign * trend_change - t * trend_se AS trend_change_lower, sign * trend_change + t * trend_se AS trend_change_upper,
    df::DOUBLE AS df
FROM tested
