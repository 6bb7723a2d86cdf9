-- The least-squares slope since the start against the slope of the aimline: flatter: change; steeper: raise the goal. Key: plan_id.
-- Source: NCII, Decision Rules for Analyzing Academic Progress Monitoring Data (trend line method); see docs/methods/trend-line.md.
WITH trend AS (
    SELECT a.*, a.sign * f.slope AS slope, threshold['trend_line_minimum_occasions']::INTEGER AS needed
    FROM aimline_now a LEFT JOIN line_fit f USING (part_id) CROSS JOIN threshold_now
),
called AS (
    SELECT
        *,
        CASE
            WHEN NOT has_aimline OR n < needed OR slope IS NULL THEN 'not enough data'
            WHEN round(slope - required_roi, 9) < 0 THEN 'change'
            WHEN round(slope - required_roi, 9) > 0 THEN 'raise'
            ELSE 'keep'
        END AS call
    FROM trend
)
SELECT
    plan_id, series_id, 'trend_line' AS rule_id, call,
    CASE WHEN call <> 'not enough data' THEN slope END AS statistic,
    CASE WHEN call <> 'not enough data' THEN required_roi END AS compared_with,
    CASE
        WHEN call = 'not enough data' THEN coalesce(missing, format('{} of the {} scores that the rule needs.', n, needed))
        ELSE format('Over {} scores growth is {:.3g} a week, {} the {:.3g} of the aimline.', n, slope,
            CASE call WHEN 'change' THEN 'less than' WHEN 'raise' THEN 'more than' ELSE 'equal to' END, required_roi)
    END AS reason
FROM called
