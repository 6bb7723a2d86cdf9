-- Change only if even the upper one-sided confidence limit of the slope is below the slope of the aimline; raise the goal only if the lower
-- limit is above it; else keep: the scores cannot tell yet. Key: plan_id.
-- Source: Van Norman, Christ & Newell (2017), doi:10.17105/SPR-2017-0065.V46-3; see docs/methods/upper-confidence-limit.md.
WITH trend AS (
    SELECT
        a.*, a.sign * f.slope AS slope, t.slope_limit * sqrt(f.residual_variance / f.sxx) AS margin,
        greatest(threshold['slope_limit_minimum_occasions'], 3)::INTEGER AS needed, threshold['slope_limit_level'] AS level
    FROM aimline_now a
    LEFT JOIN line_fit f USING (part_id)
    LEFT JOIN t_quantile t ON t.df = f.n - 2
    CROSS JOIN threshold_now
),
called AS (
    SELECT
        *,
        CASE
            WHEN NOT has_aimline OR n < needed OR margin IS NULL THEN 'not enough data'
            WHEN round(slope + margin - required_roi, 9) < 0 THEN 'change'
            WHEN round(slope - margin - required_roi, 9) > 0 THEN 'raise'
            ELSE 'keep'
        END AS call
    FROM trend
)
SELECT
    plan_id, series_id, 'upper_confidence_limit' AS rule_id, call,
    CASE WHEN call <> 'not enough data' THEN slope + margin END AS statistic,
    CASE WHEN call <> 'not enough data' THEN required_roi END AS compared_with,
    CASE call
        WHEN 'change' THEN format('With {:.0f}% confidence growth is below {:.3g} a week; the aimline asks for {:.3g}.', 100 * level, slope + margin, required_roi)
        WHEN 'raise' THEN format('With {:.0f}% confidence growth is above {:.3g} a week; the aimline asks for {:.3g}.', 100 * level, slope - margin, required_roi)
        WHEN 'keep' THEN format('Growth lies between {:.3g} and {:.3g} a week; the {:.3g} of the aimline is within.', slope - margin, slope + margin, required_roi)
        ELSE coalesce(missing, format('{} of the {} scores that the rule needs.', n, needed))
    END AS reason
FROM called
