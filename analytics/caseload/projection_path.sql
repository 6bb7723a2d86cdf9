-- The way from the last score to due_on: expected level and 80% interval of the median of three occasions, week by week. The same variance as
-- in goals/projection.py: the pooled line's and the scores' own scatter. SQL has no t quantiles: the one used is read off the stored interval.
-- Key: plan_id, on_date.
WITH mine AS (
    SELECT
        p.plan_id, p.start_on, p.floor, p.ceiling, j.pooled_level_at_start AS level_0, p.sign * j.pooled_roi AS slope, j.projected_lower, j.projected_upper,
        j.pooled_level_var AS var_0, p.sign * j.pooled_level_roi_cov AS cov_01, j.pooled_roi_se ** 2 AS var_1,
        threshold['median_of_three_variance'] * g.residual_sd ** 2 AS scatter, p.weeks_planned AS due_week, (g.last_on - p.start_on) / 7.0 AS last_week
    FROM plan p JOIN projection j ON j.plan_id = p.plan_id JOIN growth g ON g.plan_id = p.plan_id CROSS JOIN threshold_now
    WHERE p.student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
        AND j.projected IS NOT NULL AND g.last_on < p.due_on
), quantile AS (
    SELECT
        *, greatest(level_0 + slope * due_week - projected_lower, projected_upper - level_0 - slope * due_week)
            / nullif(sqrt(var_0 + 2 * due_week * cov_01 + due_week ** 2 * var_1 + scatter), 0) AS t
    FROM mine
), step AS (
    SELECT *, least(last_week + unnest(generate_series(0, ceil(due_week - last_week)::INTEGER)), due_week) AS week FROM quantile
), path AS (
    SELECT *, level_0 + slope * week AS level, coalesce(t, 0) * sqrt(greatest(var_0 + 2 * week * cov_01 + week ** 2 * var_1 + scatter, 0)) AS half FROM step
)
SELECT DISTINCT
    plan_id, start_on + round(week * 7)::INTEGER AS on_date,
    least(greatest(level, coalesce(floor, level)), coalesce(ceiling, level)) AS level,
    least(greatest(level - half, coalesce(floor, level - half)), coalesce(ceiling, level)) AS lower,
    least(greatest(level + half, coalesce(floor, level)), coalesce(ceiling, level + half)) AS upper
FROM path
ORDER BY plan_id, on_date;
