-- The mean since the start against the baseline carried on along its own trend. The trend of a short baseline is noise, so it is pooled with
-- ordinary growth at that measure and grade (maturation). Key: plan_id. Direction of improvement.
WITH part_sum AS (
    SELECT
        plan_id, part, count(*) AS n, avg(weeks) AS mean_weeks, avg(mean_value * sign) AS level,
        regr_sxx(mean_value * sign, weeks) AS sxx, regr_sxy(mean_value * sign, weeks) AS sxy,
        (max(weeks) - min(weeks)) / nullif(count(*) - 1, 0) AS gap
    FROM comparison_score WHERE against = 'initial'
    GROUP BY plan_id, part
),
paired AS (
    SELECT
        a.plan_id, a.n AS n_a, b.n AS n_b, a.level AS level_a, b.level AS level_b, b.mean_weeks - a.mean_weeks AS weeks_apart, a.sxx, a.sxy,
        g.variance, g.df,
        -- The correlation of neighbours, which stand closer together than a week where probes are more frequent.
        (1 + pow(g.autocorrelation, coalesce(b.gap, 1))) / (1 - pow(g.autocorrelation, coalesce(b.gap, 1))) AS inflation, r.maturation_mean, r.maturation_sd
    FROM part_sum a
    JOIN part_sum b ON b.plan_id = a.plan_id AND b.part = 'B'
    JOIN growth_line g ON g.plan_id = a.plan_id
    JOIN plan_prior r ON r.plan_id = a.plan_id
    CROSS JOIN threshold_now
    WHERE a.part = 'A' AND a.n >= threshold['change_minimum_baseline']
),
trend AS (
    SELECT
        *,
        coalesce(sxx / nullif(variance * inflation, 0), 0) AS own_precision, coalesce(1 / nullif(maturation_sd * maturation_sd, 0), 0) AS borrowed_precision
    FROM paired
),
pooled AS (
    SELECT
        *,
        (own_precision * coalesce(sxy / nullif(sxx, 0), 0) + borrowed_precision * coalesce(maturation_mean, 0)) / nullif(own_precision + borrowed_precision, 0) AS slope,
        1 / nullif(own_precision + borrowed_precision, 0) AS slope_var
    FROM trend
)
SELECT
    plan_id, level_b - (level_a + slope * weeks_apart) AS change,
    sqrt(variance * inflation * (1.0 / n_a + 1.0 / n_b) + slope_var * weeks_apart * weeks_apart) AS change_se, df
FROM pooled
