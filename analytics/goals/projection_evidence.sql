-- What the projection of a plan rests on: its scores, what is borrowed, its criterion and what stands of it. Key: plan_id.
-- Direction of improvement; levels are measured from the mean of the scores since the start, so that no target moves them; weeks and
-- weeks_planned leave breaks out, in which nobody grows or is scored; numbers are doubles, so that the numpy step reads them as they are.
SELECT
    p.plan_id, p.series_id, p.sign::DOUBLE AS sign, p.weeks_planned::DOUBLE AS calendar_weeks_planned, e.weeks::DOUBLE AS calendar_weeks, w.weeks_planned, w.weeks, (p.target * p.sign)::DOUBLE AS target,
    e.own_mean::DOUBLE AS own_mean, p.floor::DOUBLE AS floor, p.ceiling::DOUBLE AS ceiling, (p.plan_kind = 'goal')::DOUBLE AS is_goal,
    p.required_roi::DOUBLE AS required_roi, greatest(p.probes_per_week, 1e-9)::DOUBLE AS probes_per_week,
    e.roi::DOUBLE AS roi, e.roi_var::DOUBLE AS roi_var, e.n_scores::DOUBLE AS n_scores,
    CASE WHEN e.uses_baseline THEN e.n_baseline ELSE 0 END::DOUBLE AS n_baseline,
    s.* EXCLUDE (plan_id, is_whole),
    coalesce(r.residual_sd, 0)::DOUBLE AS residual_sd, r.residual_df::DOUBLE AS residual_df, r.autocorrelation::DOUBLE AS autocorrelation,
    r.tail_df::DOUBLE AS tail_df, r.spread_by_level::DOUBLE AS spread_by_level, r.slowing::DOUBLE AS slowing,
    coalesce(r.score_step, s.is_whole, 0)::DOUBLE AS step,
    r.roi_mean::DOUBLE AS roi_mean, r.roi_sd::DOUBLE AS roi_sd, (r.level_mean * p.sign - e.own_mean)::DOUBLE AS level_mean,
    r.level_sd::DOUBLE AS level_sd, r.level_roi_correlation::DOUBLE AS level_roi_correlation,
    -- Scheduled occasions to come; of those with too few trials, which do not count, there will be as many as so far.
    greatest(floor(round(
        (w.weeks_planned - w.weeks) * p.probes_per_week * CASE WHEN p.minimum_trials IS NULL THEN 1 ELSE (a.occasions + 1) / (e.n_scores + 1) END, 9
    )), 0)::DOUBLE AS remaining,
    (p.criterion = 'end_level')::DOUBLE AS is_level,
    CASE p.criterion WHEN 'consecutive' THEN p.criterion_n WHEN 'k_of_n' THEN p.criterion_k END::DOUBLE AS hits_needed,
    CASE WHEN p.criterion <> 'end_level' THEN p.criterion_n END::DOUBLE AS out_of,
    a.criterion_met::DOUBLE AS met, a.occasions::DOUBLE AS occasions, a.recent_bits::DOUBLE AS recent_bits,
    (a.last_values[1] - e.own_mean)::DOUBLE AS last_one, (a.last_values[2] - e.own_mean)::DOUBLE AS last_two, (a.last_values[3] - e.own_mean)::DOUBLE AS last_three,
    threshold['interval_level']::DOUBLE AS interval_level, threshold['half_growth']::DOUBLE AS half,
    threshold['on_pace_boundary_week']::DOUBLE AS on_pace_week,
    threshold['on_track_probability']::DOUBLE AS on_track, threshold['off_track_probability']::DOUBLE AS off_track
FROM growth_evidence e
JOIN plan p USING (plan_id)
JOIN plan_prior r USING (plan_id)
JOIN attainment a USING (plan_id)
JOIN line_sums s USING (plan_id)
JOIN (
    SELECT
        p.plan_id, p.weeks_planned::DOUBLE - (due.break_weeks_before - first.break_weeks_before) AS weeks_planned,
        g.weeks::DOUBLE - (last.break_weeks_before - first.break_weeks_before) AS weeks
    FROM growth_evidence g JOIN plan p ON p.plan_id = g.plan_id
    JOIN school_day first ON first.school_id = coalesce(p.school_id, '*') AND first.on_date = p.start_on
    JOIN school_day last ON last.school_id = coalesce(p.school_id, '*') AND last.on_date = g.last_on
    JOIN school_day due ON due.school_id = coalesce(p.school_id, '*') AND due.on_date = p.due_on
) w USING (plan_id)
CROSS JOIN threshold_now
WHERE e.roi_var IS NOT NULL AND e.df > 0
