-- Every line on the charts of a student. Key: plan_id, line, part, on_date.
-- aimline: straight between two points, broken where the goal was changed (part: revision). norm: 25th and 50th percentile of the probe level
-- (part: percentile and school year). trend: the student's own growth with one standard error to each side. projection: expected level from
-- the last score to due_on with the 80% interval of the median of three occasions.
-- Asked only for a student whom student_span opens to the viewer; $first and $last are what it gives.
WITH mine AS (
    SELECT * FROM plan
    WHERE student_id = $student AND series_id BETWEEN $first AND $last
), aimline AS (
    SELECT
        m.plan_id, g.revision AS part, g.start_on, g.due_on, coalesce(g.baseline, m.baseline) AS baseline, g.target, greatest(g.start_on, g.effective_on) AS from_on,
        coalesce(lead(g.effective_on) OVER (PARTITION BY g.goal_id ORDER BY g.revision), g.due_on) AS to_on
    FROM mine m JOIN goal g ON g.goal_id = m.plan_id AND g.retracted_at IS NULL
    UNION ALL
    SELECT plan_id, 1, start_on, due_on, baseline, target, start_on, due_on FROM mine WHERE plan_kind = 'intervention'
), aimline_end AS (
    SELECT *, unnest([from_on, to_on]) AS on_date FROM aimline WHERE baseline IS NOT NULL AND target IS NOT NULL AND to_on > from_on
), season(season, month, day, next_year) AS (
    -- The middle of the weeks that Hasbrouck and Tindal (2017) test in: 16 to 17 weeks apart.
    VALUES ('fall', 9, 15, 0), ('winter', 1, 15, 1), ('spring', 5, 10, 1)
), norm AS (
    SELECT m.plan_id, n.percentile, y.fall_year, make_date(y.fall_year + s.next_year, s.month, s.day) AS on_date, n.level
    FROM (SELECT *, unnest(generate_series(year(start_on - INTERVAL 7 MONTH), year(due_on - INTERVAL 7 MONTH))) AS fall_year FROM mine) y
    JOIN mine m ON m.plan_id = y.plan_id
    JOIN growth_norm n ON n.measure_id = m.measure_id AND n.grade = m.grade AND n.percentile IN (25, 50) AND n.level IS NOT NULL
    JOIN season s ON s.season = n.season
), fitted AS (
    SELECT
        p.plan_id, p.start_on, p.floor, p.ceiling, p.sign, p.weeks_planned, g.weeks, g.level_at_start, p.sign * g.roi_per_week AS slope, g.level_var,
        p.sign * g.level_roi_cov AS cov, g.roi_se ** 2 AS slope_var, threshold['median_of_three_variance'] * g.residual_sd ** 2 AS scatter
    FROM mine p JOIN growth g ON g.plan_id = p.plan_id AND g.series_id BETWEEN $first AND $last CROSS JOIN threshold_now
), trend_week AS (
    SELECT *, least(unnest(generate_series(0, ceil(weeks)::INTEGER)), weeks) AS week FROM fitted WHERE slope IS NOT NULL AND weeks > 0
), trend AS (
    SELECT
        plan_id, start_on + round(week * 7)::INTEGER AS on_date, level_at_start + slope * week AS level,
        sqrt(greatest(level_var + 2 * week * cov + week ** 2 * slope_var, 0)) AS half
    FROM trend_week
), pooled AS (
    -- The variance of goals/projection.py. SQL has no t quantiles: the one used is read off the stored interval at due_on.
    SELECT
        f.* EXCLUDE (level_var, cov, slope_var, slope), j.pooled_level_at_start AS level_0, f.sign * j.pooled_roi AS slope, j.pooled_level_var AS level_var,
        f.sign * j.pooled_level_roi_cov AS cov, j.pooled_roi_se ** 2 AS slope_var, j.projected_lower, j.projected_upper
    FROM fitted f JOIN projection j ON j.plan_id = f.plan_id AND j.series_id BETWEEN $first AND $last
    WHERE j.projected IS NOT NULL AND f.weeks < f.weeks_planned
), quantile AS (
    SELECT
        *, greatest(level_0 + slope * weeks_planned - projected_lower, projected_upper - level_0 - slope * weeks_planned)
            / nullif(sqrt(level_var + 2 * weeks_planned * cov + weeks_planned ** 2 * slope_var + scatter), 0) AS t
    FROM pooled
), projection_week AS (
    SELECT *, least(weeks + unnest(generate_series(0, ceil(weeks_planned - weeks)::INTEGER)), weeks_planned) AS week FROM quantile
), projected AS (
    SELECT
        plan_id, start_on + round(week * 7)::INTEGER AS on_date, floor, ceiling, level_0 + slope * week AS level,
        coalesce(t, 0) * sqrt(greatest(level_var + 2 * week * cov + week ** 2 * slope_var + scatter, 0)) AS half
    FROM projection_week
)
SELECT plan_id, 'aimline' AS line, part, on_date, baseline + (target - baseline) * (on_date - start_on) / nullif(due_on - start_on, 0) AS level, NULL AS lower, NULL AS upper
FROM aimline_end
UNION ALL
SELECT plan_id, 'norm', percentile * 10000 + fall_year, on_date, level, NULL, NULL FROM norm
UNION ALL
SELECT DISTINCT plan_id, 'trend', 1, on_date, level, level - half, level + half FROM trend
UNION ALL
SELECT DISTINCT
    plan_id, 'projection', 1, on_date, least(greatest(level, coalesce(floor, level)), coalesce(ceiling, level)),
    least(greatest(level - half, coalesce(floor, level - half)), coalesce(ceiling, level)),
    least(greatest(level + half, coalesce(floor, level)), coalesce(ceiling, level + half))
FROM projected
ORDER BY plan_id, line, part, on_date;
