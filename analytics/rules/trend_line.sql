-- The least-squares slope since the start against the slope of the aimline: flatter: change; steeper: raise the goal. Key: plan_id.
-- Source: NCII, Decision Rules for Analyzing Academic Progress Monitoring Data (trend line method); see docs/methods/trend-line.md.
SELECT
    plan_id, series_id, 'trend_line' AS rule_id, missing, n, needed, distance AS lowest, distance AS highest,
    growth AS statistic, required_roi AS compared_with,
    format('Over {} scores growth is {:.3g} a week, {} the {:.3g} of the aimline.', n, growth,
        CASE WHEN distance < 0 THEN 'less than' WHEN distance > 0 THEN 'more than' ELSE 'equal to' END, required_roi) AS reason
FROM (
    SELECT
        a.*, a.sign * f.slope AS growth, round(a.sign * f.slope - a.required_roi, 9) AS distance,
        threshold['trend_line_minimum_occasions']::INTEGER AS needed
    FROM aimline_now a LEFT JOIN line_fit f USING (part_id) CROSS JOIN threshold_now
)
