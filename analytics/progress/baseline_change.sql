-- The mean since the start against the baseline carried on along its own trend. The trend of a short baseline is noise, so it is pooled with
-- ordinary growth at that measure and grade (maturation), or with ordinary growth at large where none is known. Key: plan_id. Direction of improvement.
WITH part_sum AS (
    SELECT
        plan_id, part, count(*) AS n, avg(weeks) AS mean_weeks, avg(mean_value * sign) AS level,
        regr_sxx(mean_value * sign, weeks) AS sxx, regr_sxy(mean_value * sign, weeks) AS sxy,
        (max(weeks) - min(weeks)) / nullif(count(*) - 1, 0) AS gap
    FROM comparison_score WHERE against = 'initial'
    GROUP BY plan_id, part
),
-- phi: the correlation of neighbours, which stand closer together than a week where probes are more frequent.
correlated AS (
    SELECT s.*, g.variance, g.df, pow(g.autocorrelation, coalesce(s.gap, 1)) AS phi FROM part_sum s JOIN growth_line g USING (plan_id)
),
-- Of n correlated scores: the variance of their mean, and how far that of their slope is inflated at most.
spread AS (
    SELECT
        *, (1 + phi) / (1 - phi) AS inflation,
        variance / n * ((1 + phi) / (1 - phi) - 2 * phi * (1 - pow(phi, n)) / (n * (1 - phi) * (1 - phi))) AS level_var
    FROM correlated
),
paired AS (
    SELECT
        a.plan_id, b.level - a.level AS difference, a.level_var + b.level_var AS difference_var, b.mean_weeks - a.mean_weeks AS weeks_apart, a.df,
        coalesce(a.sxy / nullif(a.sxx, 0), 0) AS own_slope, coalesce(a.sxx / nullif(a.variance * a.inflation, 0), 0) AS own_precision,
        coalesce(r.maturation_mean, t.threshold['maturation_mean_in_errors'] * sqrt(a.variance)) AS borrowed_slope,
        nullif(coalesce(nullif(r.maturation_sd, 0), t.threshold['maturation_sd_in_errors'] * sqrt(a.variance)), 0) AS borrowed_sd
    FROM spread a
    JOIN spread b ON b.plan_id = a.plan_id AND b.part = 'B'
    JOIN plan_prior r ON r.plan_id = a.plan_id
    CROSS JOIN threshold_now t
    WHERE a.part = 'A' AND a.n >= t.threshold['change_minimum_baseline']
),
pooled AS (
    SELECT
        *,
        (own_precision * own_slope + borrowed_slope / (borrowed_sd * borrowed_sd)) / (own_precision + 1 / (borrowed_sd * borrowed_sd)) AS slope,
        1 / (own_precision + 1 / (borrowed_sd * borrowed_sd)) AS slope_var
    FROM paired
)
SELECT
    plan_id, difference - slope * weeks_apart AS change, sqrt(difference_var + slope_var * weeks_apart * weeks_apart) AS change_se, df
FROM pooled
