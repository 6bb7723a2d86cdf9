-- Effect sizes of each plan of a student, the piecewise model's level and trend change among them. Key: plan_id, against, statistic.
WITH mine AS (
    SELECT plan_id FROM plan WHERE student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
)
SELECT plan_id, against, statistic, value, se, ci_lower, ci_upper FROM effect_size WHERE plan_id IN (FROM mine)
UNION ALL
SELECT plan_id, against, 'level change', level_change, level_change_se, level_change_lower, level_change_upper FROM piecewise WHERE plan_id IN (FROM mine)
UNION ALL
SELECT plan_id, against, 'trend change', trend_change, trend_change_se, trend_change_lower, trend_change_upper FROM piecewise WHERE plan_id IN (FROM mine)
ORDER BY plan_id, against, statistic;
