-- The median of the last three scores against the aimline at the middle one of the three: worse side: change; better side: raise the goal.
-- (At the last one, a student exactly on the aimline would lag it by half the span.) Key: plan_id.
-- Source: NCII, Decision Rules for Analyzing Academic Progress Monitoring Data; see docs/methods/median-of-three.md.
WITH last AS (
    SELECT
        a.*, threshold['median_of_three_n']::INTEGER AS k,
        list_median(a.value[-threshold['median_of_three_n']::INTEGER:]) AS level,
        baseline + sign * required_roi * list_median(a.weeks[-threshold['median_of_three_n']::INTEGER:]) AS aimline
    FROM aimline_now a CROSS JOIN threshold_now
),
called AS (
    SELECT
        *,
        CASE
            WHEN NOT has_aimline OR n < k THEN 'not enough data'
            WHEN round(sign * (level - aimline), 9) < 0 THEN 'change'
            WHEN round(sign * (level - aimline), 9) > 0 THEN 'raise'
            ELSE 'keep'
        END AS call
    FROM last
)
SELECT
    plan_id, series_id, 'median_of_three' AS rule_id, call,
    CASE WHEN call <> 'not enough data' THEN sign * level END AS statistic,
    CASE WHEN call <> 'not enough data' THEN sign * aimline END AS compared_with,
    CASE
        WHEN call = 'not enough data' THEN coalesce(missing, format('{} of the {} scores that the rule needs.', n, k))
        ELSE format('The median of the last {} scores is {:.4g}, {} the aimline of {:.4g} at the middle one.', k, level,
            CASE call WHEN 'change' THEN worse_side WHEN 'raise' THEN better_side ELSE 'on' END, aimline)
    END AS reason
FROM called
