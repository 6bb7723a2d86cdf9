-- The student's own growth line since start_on with one standard error to each side, week by week. Key: plan_id, on_date.
WITH mine AS (
    SELECT
        p.plan_id, p.start_on, p.floor, p.ceiling, g.level_at_start AS level_0, p.sign * g.roi_per_week AS slope, g.level_var AS var_0,
        p.sign * g.level_roi_cov AS cov_01, g.roi_se ** 2 AS var_1, g.weeks
    FROM plan p JOIN growth g ON g.plan_id = p.plan_id
    WHERE p.student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
        AND g.roi_per_week IS NOT NULL AND g.weeks > 0
), step AS (
    SELECT *, least(unnest(generate_series(0, ceil(weeks)::INTEGER)), weeks) AS week FROM mine
), path AS (
    SELECT *, level_0 + slope * week AS level, sqrt(greatest(var_0 + 2 * week * cov_01 + week ** 2 * var_1, 0)) AS se FROM step
)
SELECT DISTINCT plan_id, start_on + round(week * 7)::INTEGER AS on_date, level, level - se AS lower, level + se AS upper
FROM path
ORDER BY plan_id, on_date;
