-- The median of the last three scores against the aimline at the middle one of the three: worse side: change; better side: raise the goal.
-- (At the last one, a student exactly on the aimline would lag it by half the span.) Key: plan_id.
-- Source: NCII, Decision Rules for Analyzing Academic Progress Monitoring Data; see docs/methods/median-of-three.md.
SELECT
    plan_id, series_id, 'median_of_three' AS rule_id, missing, n, needed, distance AS lowest, distance AS highest,
    sign * level AS statistic, sign * aimline AS compared_with,
    format('The median of the last {} scores is {:.4g}, {} the aimline of {:.4g} at the middle one.', needed, level,
        CASE WHEN distance < 0 THEN worse_side WHEN distance > 0 THEN better_side ELSE 'on' END, aimline) AS reason
FROM (
    SELECT *, round(sign * (level - aimline), 9) AS distance
    FROM (
        SELECT
            a.*, k AS needed, list_median(a.value[-k:]) AS level, a.baseline + a.sign * a.required_roi * list_median(a.weeks[-k:]) AS aimline
        FROM aimline_now a CROSS JOIN (SELECT threshold['median_of_three_n']::INTEGER AS k FROM threshold_now)
    )
)
