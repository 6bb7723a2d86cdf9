-- The way from the last score to due_on: expected level and interval, week by week. The widths follow the variance of the pooled line plus a
-- constant for the scores' own scatter, chosen so that the last row is the stored projection. Key: plan_id, on_date.
WITH mine AS (
    SELECT
        p.plan_id, p.sign, p.start_on, p.due_on, g.last_on, p.floor, p.ceiling, j.pooled_level_at_start AS level_0, p.sign * j.pooled_roi AS slope,
        j.pooled_level_var AS var_0, p.sign * j.pooled_level_roi_cov AS cov_01, j.pooled_roi_se ** 2 AS var_1, j.projected, j.projected_lower, j.projected_upper,
        (p.due_on - p.start_on) / 7.0 AS due_week, (g.last_on - p.start_on) / 7.0 AS last_week
    FROM plan p JOIN projection j ON j.plan_id = p.plan_id JOIN growth g ON g.plan_id = p.plan_id
    WHERE p.student_id = $student AND p.student_id IN (SELECT student_id FROM visible_students($viewer, $today))
        AND j.projected IS NOT NULL AND g.last_on < p.due_on
), step AS (
    SELECT *, least(last_week + unnest(generate_series(0, ceil(due_week - last_week)::INTEGER)), due_week) AS week FROM mine
), path AS (
    SELECT
        *, level_0 + slope * week AS level,
        sqrt(greatest(var_0 + 2 * week * cov_01 + week ** 2 * var_1, 0)) AS line_se, sqrt(greatest(var_0 + 2 * due_week * cov_01 + due_week ** 2 * var_1, 0)) AS due_se
    FROM step
)
SELECT DISTINCT
    plan_id, start_on + round(week * 7)::INTEGER AS on_date,
    least(greatest(level, coalesce(floor, level)), coalesce(ceiling, level)) AS level,
    least(greatest(level - (projected - projected_lower) * coalesce(line_se / nullif(due_se, 0), 1), coalesce(floor, -1e300)), coalesce(ceiling, 1e300)) AS lower,
    least(greatest(level + (projected_upper - projected) * coalesce(line_se / nullif(due_se, 0), 1), coalesce(floor, -1e300)), coalesce(ceiling, 1e300)) AS upper
FROM path
ORDER BY plan_id, on_date;
