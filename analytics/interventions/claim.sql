-- The two claims of a verdict, apart from each other: is growth on pace, and has it changed from the baseline? Key: plan_id (both kinds).
SELECT
    p.plan_id,
    -- "No" also asks that the student stands below the aimline: one who leapt ahead and grows slowly since is not behind.
    CASE
        WHEN NOT e.enough THEN 'uncertain'
        WHEN e.z_below_required >= e.z_critical AND e.below_aimline THEN 'no'
        WHEN (e.z_above_half >= e.z_critical_on_pace AND e.growth_enough) OR (e.z_level_above_half >= e.z_critical_on_pace AND NOT e.below_aimline) THEN 'yes'
        ELSE 'uncertain'
    END AS on_pace,
    CASE WHEN e.growth_enough AND e.z_above_half >= e.z_critical_on_pace THEN 'growth' ELSE 'level' END AS pace_rests_on,
    CASE
        WHEN e.z_change IS NULL THEN 'not claimed'
        WHEN e.enough AND e.z_change >= e.z_critical_on_pace THEN 'yes'
        ELSE 'uncertain'
    END AS changed_from_baseline,
    coalesce(e.enough, false) AS enough, e.reached_target
FROM plan p
LEFT JOIN (
    SELECT
        g.*,
        g.n_scores >= threshold['minimum_occasions'] AND round(g.weeks, 9) >= threshold['minimum_weeks'] AS enough,
        round(g.roi_per_week, 9) >= round(q.required_roi, 9) AS growth_enough,
        round(g.level_now * q.sign, 9) < round(g.aimline_now * q.sign, 9) AS below_aimline,
        g.n_scores >= 3 AND round(g.last_three_median * q.sign, 9) >= round(q.target * q.sign, 9) AS reached_target
    FROM (
        SELECT * REPLACE (
            round(z_below_required, 9) AS z_below_required, round(z_above_half, 9) AS z_above_half,
            round(z_level_above_half, 9) AS z_level_above_half, round(z_change, 9) AS z_change
        ) FROM growth
    ) g JOIN plan q USING (plan_id) CROSS JOIN threshold_now
) e USING (plan_id)
