-- Interventions and goals in one shape, with the baseline and the slope of the aimline. Key: plan_id.
WITH written AS (
    SELECT
        intervention_id AS plan_id, 'intervention' AS plan_kind, series_id, programme AS title, kind AS intervention_kind, programme, tier, area,
        direction, baseline, target, start_on, due_on, least(due_on, coalesce(ended_on, due_on)) AS end_on, 'end_level' AS criterion,
        NULL::INTEGER AS criterion_k, NULL::INTEGER AS criterion_n, NULL::INTEGER AS minimum_trials, planned_sessions_per_week, planned_minutes
    FROM intervention_now
    UNION ALL BY NAME
    SELECT
        goal_id AS plan_id, 'goal' AS plan_kind, series_id, statement AS title, direction, baseline, target, start_on, due_on, due_on AS end_on,
        criterion, criterion_k, criterion_n, minimum_trials
    FROM goal_now
),
-- The median of the last three occasions before the start (NCII; the practice of drawing an aimline).
observed AS (
    SELECT plan_id, median(value) AS baseline FROM (
        SELECT w.plan_id, o.value, row_number() OVER (PARTITION BY w.plan_id ORDER BY o.observed_on DESC) AS from_last
        FROM written w JOIN occasion o
            ON o.series_id = w.series_id AND (o.phase = 'baseline' OR (o.phase IS NULL AND o.observed_on < w.start_on))
        WHERE w.baseline IS NULL
    ) WHERE from_last <= 3
    GROUP BY plan_id
),
place AS (
    SELECT student_id, max_by(school_id, enrolled_on) AS school_id
    FROM enrolment_now WHERE student_id IN (SELECT student_id FROM series_now)
    GROUP BY student_id
),
joined AS (
    SELECT
        w.plan_id, w.plan_kind, s.student_id, w.series_id, s.measure_id, s.grade, w.title, w.intervention_kind, w.programme, w.tier,
        coalesce(w.area, m.area) AS area, m.metric, coalesce(w.direction, m.direction) AS direction,
        CASE coalesce(w.direction, m.direction) WHEN 'decrease' THEN -1.0 ELSE 1.0 END AS sign,
        w.start_on, w.due_on, w.end_on, (w.due_on - w.start_on) / 7.0 AS weeks_planned,
        coalesce(w.baseline, o.baseline) AS baseline,
        CASE WHEN w.baseline IS NOT NULL THEN 'stated' WHEN o.baseline IS NOT NULL THEN 'observed' ELSE 'none' END AS baseline_source,
        w.target, w.criterion, w.criterion_k, w.criterion_n, w.minimum_trials, w.planned_sessions_per_week, w.planned_minutes,
        coalesce(s.probes_per_week, 7.0 / nullif(m.probe_interval_days, 0)) AS probes_per_week,
        coalesce(s.floor, m.floor) AS floor, coalesce(s.ceiling, m.ceiling) AS ceiling,
        coalesce(s.standard_error, m.standard_error) AS standard_error, p.school_id
    FROM written w
    JOIN series_now s USING (series_id)
    JOIN measure m USING (measure_id)
    LEFT JOIN observed o USING (plan_id)
    LEFT JOIN place p USING (student_id)
)
SELECT *, sign * (target - baseline) / nullif(weeks_planned, 0) AS required_roi FROM joined
