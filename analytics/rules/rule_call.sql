-- What each classic rule says of each plan. Key: plan_id, rule_id.
-- A rule's own file says where the student stands as a range of distances from what is required, from `lowest` to `highest`, improvement
-- positive, rounded so that a distance of nothing is none: all of it on the worse side: change; all on the better side: raise the goal.
-- The rules nest their SELECTs, since planning takes a quarter less than with WITH.
SELECT
    plan_id, series_id, rule_id,
    CASE WHEN NOT is_ready THEN 'not enough data' WHEN highest < 0 THEN 'change' WHEN lowest > 0 THEN 'raise' ELSE 'keep' END AS call,
    CASE WHEN is_ready THEN statistic END AS statistic, CASE WHEN is_ready THEN compared_with END AS compared_with,
    CASE WHEN is_ready THEN reason ELSE coalesce(missing, format('{} of the {} scores that the rule needs.', n, needed)) END AS reason
FROM (
    SELECT *, missing IS NULL AND n >= needed AND highest IS NOT NULL AS is_ready
    FROM (
        FROM consecutive_points
        UNION ALL FROM median_of_three
        UNION ALL FROM trend_line
        UNION ALL FROM tukey
        UNION ALL FROM upper_confidence_limit
    )
)
