-- The slope through the medians of the first and the last third of the scores against the slope of the aimline: flatter: change;
-- steeper: raise the goal. One score over goes to the middle third, two over go to the outer thirds. Key: plan_id.
-- Source: Tukey (1977), Exploratory Data Analysis (resistant line); see docs/methods/tukey.md.
SELECT
    plan_id, series_id, 'tukey' AS rule_id, missing, n, needed, distance AS lowest, distance AS highest,
    growth AS statistic, required_roi AS compared_with,
    format('From the median of the first {0} scores to that of the last {0}, growth is {1:.3g} a week, {2} the {3:.3g} of the aimline.', k,
        growth, CASE WHEN distance < 0 THEN 'less than' WHEN distance > 0 THEN 'more than' ELSE 'equal to' END, required_roi) AS reason
FROM (
    SELECT *, round(growth - required_roi, 9) AS distance
    FROM (
        SELECT
            a.*, (a.n + 1) // 3 AS k, threshold['tukey_minimum_occasions']::INTEGER AS needed,
            a.sign * (list_median(a.value[-k:]) - list_median(a.value[:k])) / nullif(list_median(a.weeks[-k:]) - list_median(a.weeks[:k]), 0) AS growth
        FROM aimline_now a CROSS JOIN threshold_now
    )
)
