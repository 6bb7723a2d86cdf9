-- Sessions promised and held, through the last score or session (never through today: today is not data). Key: plan_id.
WITH counted AS (
    SELECT
        p.plan_id, p.series_id, p.school_id, p.start_on, p.end_on, p.planned_sessions_per_week, g.last_on,
        max(s.held_on) AS last_session,
        count(*) FILTER (WHERE s.status = 'held') AS held,
        count(*) FILTER (WHERE s.status = 'student_absent') AS student_absent,
        count(*) FILTER (WHERE s.status = 'not_held') AS not_held,
        sum(s.minutes) FILTER (WHERE s.status = 'held') AS minutes_held,
        avg(s.fidelity) FILTER (WHERE s.status = 'held') AS mean_fidelity
    FROM plan p
    LEFT JOIN growth g USING (plan_id)
    LEFT JOIN session_now s ON s.intervention_id = p.plan_id AND s.held_on BETWEEN p.start_on AND p.end_on
    WHERE p.plan_kind = 'intervention'
    GROUP BY ALL
),
through AS (
    SELECT *, least(end_on, greatest(coalesce(last_on, last_session), coalesce(last_session, last_on))) AS through_on FROM counted
),
days AS (
    SELECT t.*, (e.school_days_before + e.is_school_day::INTEGER - f.school_days_before)::INTEGER AS school_days
    FROM through t
    LEFT JOIN school_day f ON f.school_id = coalesce(t.school_id, '*') AND f.on_date = t.start_on
    LEFT JOIN school_day e ON e.school_id = coalesce(t.school_id, '*') AND e.on_date = t.through_on
)
SELECT
    plan_id, series_id, through_on, school_days, floor(round(planned_sessions_per_week * school_days / 5.0, 9)) AS planned_sessions,
    held::INTEGER AS held, student_absent::INTEGER AS student_absent, not_held::INTEGER AS not_held,
    -- Whole sessions: a week that has just begun owes none of its last days. Where more are recorded than were planned, these are what was due.
    held / nullif(greatest(floor(round(planned_sessions_per_week * school_days / 5.0, 9)) - student_absent, held + not_held), 0) AS dosage,
    minutes_held, mean_fidelity, coalesce(planned_sessions_per_week > 0, false) AS is_counted
FROM days
