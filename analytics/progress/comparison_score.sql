-- The occasions of each plan, told apart into the phase compared with (A) and the plan's own (B).
-- Key: plan_id, against, part, observed_on. Weeks count from the plan's start, holidays included; school_weeks leave breaks out.
WITH phase_start AS (
    SELECT
        p.plan_id, p.start_on, p.plan_kind, coalesce(p.school_id, '*') AS school_id, any_value(k.break_weeks_before) AS break_weeks_before,
        min(i.start_on) AS first_start,
        max(i.start_on) FILTER (WHERE i.start_on < p.start_on) AS previous_start
    FROM plan p LEFT JOIN intervention_now i ON i.series_id = p.series_id
    LEFT JOIN school_day k ON k.school_id = coalesce(p.school_id, '*') AND k.on_date = p.start_on
    GROUP BY p.plan_id, p.start_on, p.plan_kind, p.school_id
),
placed AS (
    SELECT
        p.plan_id, p.series_id, o.observed_on, (o.observed_on - p.start_on) / 7.0 AS weeks,
        (o.observed_on - p.start_on) / 7.0::DOUBLE - coalesce(greatest(k.break_weeks_before - f.break_weeks_before, 0), 0) AS school_weeks, o.value, o.mean_value, o.n_probes, p.sign, o.attempts,
        CASE
            WHEN o.phase = 'baseline' THEN 'A'
            WHEN o.observed_on >= p.start_on THEN 'B'
            -- A file that calls an earlier score an intervention score is believed, where no other intervention was running.
            WHEN o.phase = 'intervention' AND p.plan_kind = 'intervention' AND f.previous_start IS NULL THEN 'B'
            WHEN o.phase = 'intervention' THEN 'other'
            ELSE 'A'
        END AS part,
        -- An intervention's initial baseline ends where the first intervention on the series begins; a goal's where the goal begins.
        CASE WHEN p.plan_kind = 'goal' THEN p.start_on ELSE least(f.first_start, p.start_on) END AS baseline_end,
        f.previous_start, p.start_on, p.end_on, o.phase, p.plan_kind, threshold['goal_baseline_weeks'] AS goal_baseline_weeks
    FROM plan p CROSS JOIN threshold_now
    JOIN phase_start f USING (plan_id)
    JOIN occasion o ON o.series_id = p.series_id
    LEFT JOIN school_day k ON k.school_id = f.school_id AND k.on_date = o.observed_on
),
initial AS (
    SELECT * FROM placed
    WHERE (part = 'B' AND observed_on <= end_on)
        OR (part = 'A' AND phase = 'baseline')
        OR (part = 'A' AND observed_on < baseline_end AND (plan_kind = 'intervention' OR weeks >= -goal_baseline_weeks))
),
previous AS (
    SELECT * FROM placed
    WHERE previous_start IS NOT NULL
        AND ((part = 'B' AND observed_on <= end_on) OR (part = 'A' AND observed_on >= previous_start AND observed_on < start_on))
)
SELECT plan_id, series_id, 'initial' AS against, part, observed_on, weeks, school_weeks, value, mean_value, n_probes, sign, attempts FROM initial
UNION ALL
SELECT plan_id, series_id, 'previous' AS against, part, observed_on, weeks, school_weeks, value, mean_value, n_probes, sign, attempts FROM previous
