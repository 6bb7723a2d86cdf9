-- Change only if even the upper one-sided confidence limit of the slope is below the slope of the aimline; raise the goal only if the lower
-- limit is above it; else keep: the scores cannot tell yet. Key: plan_id.
-- Source: Van Norman, Christ & Newell (2017), doi:10.17105/SPR-2017-0065.V46-3; see docs/methods/upper-confidence-limit.md.
SELECT
    plan_id, series_id, 'upper_confidence_limit' AS rule_id, missing, n, needed, lowest, highest,
    upper AS statistic, required_roi AS compared_with,
    CASE
        WHEN highest < 0 THEN format('With {:.0f}% confidence growth is below {:.3g} a week; the aimline asks for {:.3g}.', level, upper, required_roi)
        WHEN lowest > 0 THEN format('With {:.0f}% confidence growth is above {:.3g} a week; the aimline asks for {:.3g}.', level, lower, required_roi)
        ELSE format('Growth lies between {:.3g} and {:.3g} a week; the {:.3g} of the aimline is within.', lower, upper, required_roi)
    END AS reason
FROM (
    SELECT *, growth - margin AS lower, growth + margin AS upper, round(lower - required_roi, 9) AS lowest, round(upper - required_roi, 9) AS highest
    FROM (
        SELECT
            a.*, a.sign * f.slope AS growth, t.slope_limit * sqrt(f.residual_variance / nullif(f.sxx, 0)) AS margin,
            greatest(threshold['slope_limit_minimum_occasions'], 3)::INTEGER AS needed, 100 * threshold['slope_limit_level'] AS level
        FROM aimline_now a
        LEFT JOIN line_fit f USING (part_id)
        LEFT JOIN t_quantile t ON t.df = f.n - 2
        CROSS JOIN threshold_now
    )
)
