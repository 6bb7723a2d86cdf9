-- What the projection of a plan rests on: its line, what is borrowed, its criterion and what stands of it. Key: plan_id.
-- Direction of improvement (value * sign); numbers are doubles, so that the numpy step reads them as they are.
SELECT
    p.plan_id, p.series_id, p.sign::DOUBLE AS sign, p.weeks_planned::DOUBLE AS weeks_planned, (p.target * p.sign)::DOUBLE AS target, p.floor, p.ceiling,
    (p.plan_kind = 'goal')::DOUBLE AS is_goal, p.required_roi, p.probes_per_week,
    e.level::DOUBLE AS level, e.roi::DOUBLE AS roi, e.level_var::DOUBLE AS level_var, e.roi_var::DOUBLE AS roi_var, e.level_roi_cov::DOUBLE AS cov, e.variance, e.df::DOUBLE AS df, e.weeks::DOUBLE AS weeks,
    e.n_scores::DOUBLE AS n_scores, CASE WHEN e.uses_baseline THEN e.n_baseline ELSE 0 END::DOUBLE AS n_baseline,
    r.roi_mean, r.roi_sd,
    greatest(floor(round((p.weeks_planned - e.weeks) * p.probes_per_week, 9)), 0)::DOUBLE AS remaining,
    -- Of a criterion that counts occasions: how many, out of how many, met already, occasions so far, their outcomes as bits (latest lowest).
    (p.criterion = 'end_level')::DOUBLE AS is_level, CASE p.criterion WHEN 'consecutive' THEN p.criterion_n WHEN 'k_of_n' THEN p.criterion_k END::DOUBLE AS hits_needed,
    CASE WHEN p.criterion <> 'end_level' THEN p.criterion_n END::DOUBLE AS out_of,
    a.criterion_met::DOUBLE AS met, a.occasions::DOUBLE AS occasions, a.recent_bits::DOUBLE AS recent_bits,
    a.hits_in_last_one::DOUBLE AS hits_in_last_one, a.hits_in_last_two::DOUBLE AS hits_in_last_two, a.hits_in_last_three::DOUBLE AS hits_in_last_three,
    threshold['median_of_three_variance'] AS median_variance, threshold['interval_level'] AS interval_level,
    threshold['half_growth'] AS half, threshold['on_pace_boundary_week'] AS on_pace_week,
    threshold['on_track_probability'] AS on_track, threshold['off_track_probability'] AS off_track
FROM growth_evidence e
JOIN plan p USING (plan_id)
JOIN plan_prior r USING (plan_id)
JOIN attainment a USING (plan_id)
CROSS JOIN threshold_now
WHERE e.roi_var IS NOT NULL AND e.df > 0 AND p.target IS NOT NULL
