-- The last four scores all on the worse side of the aimline: change; all on the better side: raise the goal; else keep. Key: plan_id.
-- Source: NCII, Decision Rules for Analyzing Academic Progress Monitoring Data (four-point method); see docs/methods/four-point.md.
WITH last AS (
    SELECT
        a.*, threshold['four_point_n']::INTEGER AS k,
        a.gap[-threshold['four_point_n']::INTEGER:] AS last_gap, a.value[-threshold['four_point_n']::INTEGER:] AS last_value
    FROM aimline_now a CROSS JOIN threshold_now
),
counted AS (
    SELECT
        *, len(list_filter(last_gap, lambda g: g < 0)) AS n_worse, len(list_filter(last_gap, lambda g: g > 0)) AS n_better,
        array_to_string(list_transform(last_value, lambda v: format('{:.4g}', v)), ', ') AS shown
    FROM last
),
called AS (
    SELECT
        *,
        CASE WHEN NOT has_aimline OR n < k THEN 'not enough data' WHEN n_worse = k THEN 'change' WHEN n_better = k THEN 'raise' ELSE 'keep' END AS call
    FROM counted
)
SELECT
    plan_id, series_id, 'four_point' AS rule_id, call,
    CASE WHEN call <> 'not enough data' THEN n_worse::DOUBLE END AS statistic,
    CASE WHEN call <> 'not enough data' THEN k::DOUBLE END AS compared_with,
    CASE call
        WHEN 'change' THEN format('The last {} scores ({}) are all {} the aimline.', k, shown, worse_side)
        WHEN 'raise' THEN format('The last {} scores ({}) are all {} the aimline.', k, shown, better_side)
        WHEN 'keep' THEN format('Of the last {} scores ({}), {} are {} the aimline.', k, shown, n_worse, worse_side)
        ELSE coalesce(missing, format('{} of the {} scores that the rule needs.', n, k))
    END AS reason
FROM called
