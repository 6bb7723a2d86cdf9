-- Words that depend on the day they are read. They are computed here from the day given, and never stored.

CREATE OR REPLACE MACRO verdict_on(today, students := NULL::VARCHAR[]) AS TABLE
-- Which schools have days of their own is asked twice: a WITH used twice would stand over the whole query, and DuckDB then reads and joins
-- every column of it, wanted or not (NOT MATERIALIZED is forgotten when a macro is stored).
WITH day AS (
    -- Most schools keep the district's days ('*') alone.
    SELECT s.school_id, d.on_date, coalesce(c.is_school_day, a.is_school_day, isodow(d.on_date) <= 5) AS is_school_day
    FROM (SELECT school_id FROM calendar_day WHERE retracted_at IS NULL UNION SELECT '*') s
    CROSS JOIN (SELECT unnest(generate_series(today::TIMESTAMP - INTERVAL 120 DAY, today::TIMESTAMP, INTERVAL 1 DAY))::DATE AS on_date) d
    LEFT JOIN calendar_day c ON c.school_id = s.school_id AND c.on_date = d.on_date AND c.retracted_at IS NULL
    LEFT JOIN calendar_day a ON a.school_id = '*' AND a.on_date = d.on_date AND a.retracted_at IS NULL
),
-- School days after each of the last 120 days, up to today: more than that is long overdue anyway.
since AS (
    SELECT school_id, on_date, coalesce(sum(is_school_day::INTEGER) OVER (PARTITION BY school_id ORDER BY on_date DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS school_days_after
    FROM day
),
dated AS (
    SELECT
        v.* EXCLUDE (verdict, reason, advice), v.verdict AS stored_verdict, v.reason AS stored_reason, v.advice AS stored_advice,
        p.title, p.programme, p.intervention_kind, p.tier, p.area, p.measure_id, p.grade, p.direction, p.start_on, p.due_on, p.end_on, p.target, p.baseline, p.criterion, p.probes_per_week, p.school_id,
        datediff('day', v.last_on, today) AS days_since_last_score, datediff('day', today, p.due_on) AS days_left,
        -- Occasions that were due after the last score and before today.
        CASE WHEN p.start_on > today THEN 0
            ELSE floor(round(greatest(coalesce(s.school_days_after, 120) - 1, 0) / 5.0 * p.probes_per_week, 9)) END::INTEGER AS recent_missed,
        p.end_on < today AS has_ended, threshold['missed_occasions_limit'] AS missed_limit
    FROM verdict v
    JOIN plan p USING (plan_id)
    LEFT JOIN (SELECT DISTINCT school_id FROM calendar_day WHERE retracted_at IS NULL) own ON own.school_id = p.school_id
    LEFT JOIN since s ON s.school_id = coalesce(own.school_id, '*') AND s.on_date = coalesce(v.last_on, p.start_on)
    CROSS JOIN threshold_now
    -- Said of both tables: the optimiser does not carry a list from one to the other.
    WHERE students IS NULL OR (list_contains(students, v.student_id) AND list_contains(students, p.student_id))
),
worded AS (
    SELECT
        *,
        CASE
            WHEN plan_kind = 'goal' AND stored_verdict = 'attained' THEN 'attained'
            WHEN plan_kind = 'goal' AND due_on < today AND criterion_met
                -- A level at the due date cannot be read off scores that stopped long before.
                AND round((due_on - last_on) / 7.0 * probes_per_week, 9) > missed_limit + 1 THEN 'no recent data'
            WHEN plan_kind = 'goal' AND due_on < today THEN CASE WHEN criterion_met THEN 'attained' ELSE 'not attained' END
            WHEN plan_kind = 'goal' AND recent_missed >= missed_limit THEN 'no recent data'
            WHEN plan_kind = 'intervention' AND NOT has_ended AND stored_verdict <> 'not delivered' AND recent_missed >= missed_limit AND stored_verdict <> 'no data' THEN 'no data'
            ELSE stored_verdict
        END AS verdict
    FROM dated
)
SELECT
    -- What is decided is no forecast any more.
    * EXCLUDE (missed_limit) REPLACE (CASE WHEN plan_kind = 'goal' AND verdict = 'attained' THEN 1::DOUBLE WHEN verdict = 'not attained' THEN 0::DOUBLE ELSE probability END AS probability),
    CASE
        WHEN start_on > today THEN format('It starts on {}; nothing can be said before.', day_words(start_on)) || behind_words(required_roi)
        WHEN has_ended AND verdict = 'too early' THEN 'It ended on ' || day_words(end_on) || ' before the data could tell. '
            || regexp_replace(stored_reason, ' About \d+ more scores? should settle it at the earliest, if growth goes on as now\.', '')
        WHEN verdict = stored_verdict THEN stored_reason
        WHEN verdict = 'attained' THEN format('The goal''s criterion was met by {}.', day_words(due_on)) || behind_words(required_roi)
        WHEN verdict = 'not attained' THEN format('The due date, {}, has passed without meeting the criterion.', day_words(due_on))
            || CASE WHEN last_on IS NULL THEN ' No score was recorded.'
                WHEN round((due_on - last_on) / 7.0 * probes_per_week, 9) > missed_limit + 1 THEN format(' The last score is from {}.', day_words(last_on))
                ELSE '' END || behind_words(required_roi)
        WHEN last_on IS NULL THEN stored_reason
        WHEN plan_kind = 'goal' AND due_on < today THEN format('The due date, {}, has passed, and the last score is from {}: too long before it to tell whether the criterion was met.', day_words(due_on), day_words(last_on))
            || behind_words(required_roi)
        ELSE format('{} scheduled scores were missed since the last one, on {}. Until then: {}.', recent_missed, day_words(last_on), stored_verdict) || behind_words(required_roi)
    END AS reason,
    CASE
        WHEN start_on > today THEN 'Wait for the start.'
        -- A score after the end counts no more, so that nobody is asked for one.
        WHEN has_ended AND verdict IN ('too early', 'effective', 'no data') THEN 'Let the team judge with the chart in hand.'
        WHEN verdict = stored_verdict THEN stored_advice
        WHEN verdict = 'attained' THEN 'Record that the goal is met, and set the next one.'
        WHEN verdict = 'not attained' OR (plan_kind = 'goal' AND due_on < today) THEN 'Meet to review the goal: continue, revise it, or set a new one (34 CFR 300.324(b)).'
        ELSE 'Give a probe and enter the score.'
    END AS advice,
    -- Most urgent first: what the team must decide, then what a teacher must do, then what is going well.
    CASE verdict
        WHEN 'ineffective' THEN 90 WHEN 'off track' THEN 85 WHEN 'not attained' THEN 80 WHEN 'not delivered' THEN 75
        -- A plan that has just begun owes no score yet.
        WHEN 'no recent data' THEN CASE WHEN recent_missed >= missed_limit THEN 60 ELSE 5 END
        WHEN 'no data' THEN CASE WHEN recent_missed >= missed_limit THEN 60 ELSE 5 END
        WHEN 'target reached' THEN 50 WHEN 'attained' THEN 45 WHEN 'uncertain' THEN 20 WHEN 'too early' THEN 15 ELSE 10
    END * CASE WHEN has_ended THEN 0.1 ELSE 1 END AS urgency
FROM worded;
COMMENT ON MACRO TABLE verdict_on IS 'Verdicts as they read on a day, of some students or of all: no data, no recent data, attained and not attained applied; the probability of a goal that is decided is 1 or 0. Key: plan_id.';
