-- The mean since the start against the baseline carried on along its trend. The trend of a short baseline is noise, so it is pooled with ordinary
-- growth (maturation) and with the trend since the start, unless that departs from it: then the baseline's is carried on. Key: plan_id.
-- Direction of improvement. See docs/methods/change-from-baseline.md.
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
-- Of n correlated scores: the variance of their mean, and the precision of their slope at least.
spread AS (
    SELECT
        *, variance / n * ((1 + phi) / (1 - phi) - 2 * phi * (1 - pow(phi, n)) / (n * (1 - phi) * (1 - phi))) AS level_var,
        coalesce(sxy / nullif(sxx, 0), 0) AS slope, coalesce(sxx * (1 - phi) / nullif(variance * (1 + phi), 0), 0) AS precision
    FROM correlated
),
-- Students who are given help have grown between not at all and the norm before it: half of it, give or take half.
paired AS (
    SELECT
        a.*, b.level - a.level AS difference, a.level_var + b.level_var AS difference_var, b.mean_weeks - a.mean_weeks AS weeks_apart,
        b.slope AS later_slope, b.precision AS later_precision, threshold['baseline_departure_z'] AS departure_z,
        threshold['maturation_share'] * norm AS borrowed_slope, 1 / nullif(norm_sd * norm_sd + (threshold['maturation_share'] * norm) ** 2, 0) AS borrowed
    FROM spread a
    JOIN spread b ON b.plan_id = a.plan_id AND b.part = 'B'
    JOIN (
        SELECT
            g.plan_id, threshold, coalesce(r.maturation_mean, threshold['maturation_mean_in_errors'] * sqrt(g.variance)) AS norm,
            coalesce(r.maturation_sd, threshold['maturation_sd_in_errors'] * sqrt(g.variance)) AS norm_sd
        FROM growth_line g JOIN plan_prior r USING (plan_id) CROSS JOIN threshold_now
    ) r ON r.plan_id = a.plan_id
    WHERE a.part = 'A' AND a.n >= threshold['change_minimum_baseline']
),
before AS (
    SELECT *, precision + borrowed AS trend_precision, (precision * slope + borrowed * borrowed_slope) / (precision + borrowed) AS trend FROM paired
),
pooled AS (
    SELECT
        *, CASE WHEN later_precision > 0 AND abs(later_slope - trend) <= departure_z * sqrt(1 / trend_precision + 1 / later_precision) THEN later_precision ELSE 0 END AS common
    FROM before
)
SELECT
    plan_id, difference - (trend_precision * trend + common * later_slope) / (trend_precision + common) * weeks_apart AS change,
    sqrt(difference_var + weeks_apart * weeks_apart / (trend_precision + common)) AS change_se, df
FROM pooled
