-- Weekdays on which nobody had a score or a session while many plans ran: days without school, where no calendar says so.
-- A weekday that is seldom used at all (no probes or sessions on Wednesdays) is judged by its week. Key: on_date.
WITH record AS (
    SELECT observed_on AS on_date FROM score_now UNION SELECT held_on FROM session_now
),
dates AS (
    SELECT unnest(generate_series(min(on_date)::TIMESTAMP, max(on_date)::TIMESTAMP, INTERVAL 1 DAY))::DATE AS on_date FROM record
),
marked AS (
    SELECT d.on_date, r.on_date IS NOT NULL AS has_record, isodow(d.on_date) AS weekday, date_trunc('week', d.on_date) AS week
    FROM dates d LEFT JOIN record r USING (on_date) WHERE isodow(d.on_date) <= 5
),
judged AS (
    SELECT
        on_date, has_record, bool_or(has_record) OVER (PARTITION BY week) AS week_has_record,
        avg(has_record::INTEGER) OVER (PARTITION BY weekday) >= threshold['inferred_weekday_share'] AS weekday_is_used
    FROM marked CROSS JOIN threshold_now
),
running AS (
    SELECT on_date, count(*) AS plans
    FROM dates JOIN (SELECT start_on, due_on FROM intervention_now UNION ALL SELECT start_on, due_on FROM goal_now) p
        ON on_date BETWEEN p.start_on AND p.due_on
    GROUP BY on_date
)
SELECT j.on_date
FROM judged j JOIN running r USING (on_date) CROSS JOIN threshold_now
WHERE r.plans >= threshold['inferred_break_plans'] AND NOT CASE WHEN j.weekday_is_used THEN j.has_record ELSE j.week_has_record END
