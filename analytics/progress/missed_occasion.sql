-- Scheduled occasions without a score between the start and the last score, counted in school days. Key: plan_id.
SELECT
    p.plan_id,
    greatest(floor(round((l.school_days_before + l.is_school_day::INTEGER - f.school_days_before) / 5.0 * p.probes_per_week, 9)) - g.n_scores, 0)::INTEGER
        AS missed_occasions
FROM plan p
JOIN growth g USING (plan_id)
LEFT JOIN school_day f ON f.school_id = coalesce(p.school_id, '*') AND f.on_date = p.start_on
LEFT JOIN school_day l ON l.school_id = coalesce(p.school_id, '*') AND l.on_date = least(g.last_on, p.end_on)
