-- Fitted level and aimline at the last occasion, and the t statistics of the tests, before they become normal deviates. Key: plan_id.
WITH own AS (
    SELECT
        plan_id, avg(mean_value * sign) AS own_mean, max(observed_on) AS last_on, greatest(max(weeks), 0) AS weeks,
        -- The last three occasions, without sorting every score of the district.
        list_sort(max_by(value, observed_on, 3)) AS last_values
    FROM comparison_score WHERE against = 'initial' AND part = 'B'
    GROUP BY plan_id
),
fitted AS (
    SELECT
        p.plan_id, p.series_id, p.sign, g.* EXCLUDE (plan_id), o.own_mean, o.last_on, o.weeks, p.required_roi, p.baseline * p.sign AS baseline, p.target * p.sign AS target,
        CASE len(last_values) % 2 WHEN 1 THEN last_values[(len(last_values) + 1) // 2] ELSE (last_values[1] + last_values[2]) / 2 END AS last_three_median,
        g.level + g.roi * o.weeks AS level_now,
        g.level_var + 2 * o.weeks * g.level_roi_cov + o.weeks * o.weeks * g.roi_var AS level_now_var,
        p.baseline * p.sign + p.required_roi * o.weeks AS aimline_now,
        threshold['half_growth'] AS half, threshold['median_of_three_variance'] AS median_variance,
        threshold['on_pace_boundary_week']::INTEGER AS on_pace_week, ceil(round(o.weeks, 9))::INTEGER AS week_of_plan
    FROM plan p
    JOIN growth_line g USING (plan_id)
    JOIN own o USING (plan_id)
    CROSS JOIN threshold_now
)
SELECT
    f.*,
    (required_roi - roi) / nullif(sqrt(roi_var), 0) AS t_below_required,
    -- Half of the growth asked for; of a plan that asks for none, all of it.
    (roi - least(half * required_roi, required_roi)) / nullif(sqrt(roi_var), 0) AS t_above_half,
    (level_now - (baseline + least(half * required_roi, required_roi) * weeks))
        -- The line of half the gain starts at a baseline that is itself uncertain: a median of three scores, or one.
        / nullif(sqrt(level_now_var + variance * CASE WHEN n_baseline >= 3 THEN median_variance ELSE 1 END), 0) AS t_level_above_half,
    -- The boundary is a list by week; before its first week and after its last it is what it is there.
    b.z_critical[least(greatest(week_of_plan - b.first_week + 1, 1), len(b.z_critical))] AS z_critical,
    b.z_critical_success[least(greatest(least(week_of_plan, on_pace_week) - b.first_week + 1, 1), len(b.z_critical))] AS z_critical_on_pace,
    c.change, c.change_se, c.change / nullif(c.change_se, 0) AS t_change, c.df AS change_df,
    r.prior_version, r.prior_source
FROM fitted f
JOIN plan_prior r USING (plan_id)
LEFT JOIN baseline_change c USING (plan_id)
CROSS JOIN boundary_now b
