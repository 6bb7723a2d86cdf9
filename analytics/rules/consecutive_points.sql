-- The last n scores all on the worse side of the aimline: change; all on the better side: raise the goal; else keep.
-- Three rules, each with an n of its own (three_point_n, four_point_n, six_point_n). Key: plan_id, rule_id.
-- Source: NCII, Decision Rules for Analyzing Academic Progress Monitoring Data (four-point method); see docs/methods/consecutive-points.md.
SELECT
    plan_id, series_id, rule_id, missing, n, k AS needed, list_min(last_gap) AS lowest, list_max(last_gap) AS highest,
    n_worse::DOUBLE AS statistic, k::DOUBLE AS compared_with,
    CASE
        WHEN n_worse = k THEN format('The last {} scores ({}) are all {} the aimline.', k, shown, worse_side)
        WHEN list_min(last_gap) > 0 THEN format('The last {} scores ({}) are all {} the aimline.', k, shown, better_side)
        ELSE format('Of the last {} scores ({}), {} {} {} the aimline.', k, shown, n_worse, CASE n_worse WHEN 1 THEN 'is' ELSE 'are' END, worse_side)
    END AS reason
FROM (
    SELECT
        a.*, rule_id, k, a.gap[-k:] AS last_gap, len(list_filter(a.gap[-k:], lambda g: g < 0)) AS n_worse,
        array_to_string(list_transform(a.value[-k:], lambda v: format('{:.4g}', v)), ', ') AS shown
    FROM aimline_now a CROSS JOIN (
        SELECT
            unnest(['three_point', 'four_point', 'six_point']) AS rule_id,
            unnest([threshold['three_point_n'], threshold['four_point_n'], threshold['six_point_n']])::INTEGER AS k
        FROM threshold_now
    )
)
