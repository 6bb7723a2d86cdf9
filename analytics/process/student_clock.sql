-- The legal clocks of each student: when each round started, when it is due, what stopped it. Key: student_id, clock, round.
WITH explained AS (
    -- The team's own words on a delay, given while the clock ran or after it was met.
    SELECT r.student_id, r.clock, r.segment, arg_max(e.reason, e.place) AS reason
    FROM (FROM clock_event WHERE event = 'delay_explained') e
    ASOF JOIN clock_round r ON r.student_id = e.student_id AND r.clock = e.about AND r.start_place <= e.place
    GROUP BY r.student_id, r.clock, r.segment
),
-- The last day of which a calendar or a school year says something, and the first.
known AS (
    SELECT calendar_id, min(on_date) FILTER (is_known) AS known_from, max(on_date) FILTER (is_known) AS known_to FROM clock_calendar GROUP BY calendar_id
),
round AS (
    SELECT
        r.student_id, r.clock, row_number() OVER (PARTITION BY r.student_id, r.clock ORDER BY r.segment) AS round, r.segment,
        r.started_on, NULL AS period, d.due_on, d.limit_on,
        CASE WHEN r.second_start_event IS NOT NULL THEN d.limited_by END AS limited_by, d.day_zero, d.base_n, d.waiting_added, d.absence_added,
        CASE WHEN d.due_on > d.unmoved_due_on THEN d.due_on END AS extended_to, coalesce(d.is_paused, false) AS is_paused, r.is_met,
        CASE WHEN r.is_met THEN r.closed_on END AS stopped_on, CASE WHEN r.is_met THEN r.closing_event_id END AS stop_event_id,
        CASE WHEN r.is_met THEN r.closing_event END AS stop_event, CASE WHEN r.is_met THEN r.closing_reason END AS stop_reason
    FROM clock_round r
    JOIN clock_due d ON d.student_id = r.student_id AND d.clock = r.clock AND d.segment = r.segment
    WHERE r.unit IS DISTINCT FROM 'reporting_period'
    UNION ALL BY NAME
    SELECT student_id, clock, round, segment, ends_on AS started_on, period, due_on, due_on AS limit_on, stopped_on IS NOT NULL AS is_met, false AS is_paused,
        stopped_on, stop_event_id, stop_event, stop_reason
    FROM clock_report
)
SELECT
    o.student_id, o.clock, o.round::INTEGER AS round, r.clock_rule_id, nullif(r.in_state, '') AS state, r.falls_back, r.calendar_id,
    r.start_event_id, r.start_event, o.started_on, o.period,
    CASE WHEN NOT o.is_paused THEN o.due_on END AS due_on, o.limit_on, o.limited_by,
    CASE WHEN NOT r.is_freed THEN (r.started_on + to_years(r.not_before_years))::DATE END AS not_before_on,
    CASE WHEN r.counting IS NOT NULL THEN b.n - o.base_n WHEN r.unit = 'calendar_day' THEN o.due_on - o.day_zero END::INTEGER AS days_counted,
    (coalesce(o.waiting_added, 0) + coalesce(o.absence_added, 0))::INTEGER AS days_added,
    CASE WHEN r.counting IS NOT NULL THEN (o.due_on - o.day_zero) - (b.n - o.base_n) ELSE 0 END::INTEGER AS days_left_out,
    o.extended_to, o.is_paused, o.stopped_on, o.stop_event_id, o.stop_event,
    -- An exception that came when the limit had passed lifts nothing; what ends a clock ends it at any time.
    CASE
        WHEN r.lifted_on <= coalesce(o.due_on, r.lifted_on) THEN r.lifted_because
        WHEN NOT o.is_met AND r.closing_event IS NOT NULL AND NOT r.is_met THEN r.closing_event
    END AS lifted_because,
    CASE WHEN r.lifted_on <= coalesce(o.due_on, r.lifted_on) THEN r.lifted_on WHEN NOT o.is_met AND NOT r.is_met THEN r.closed_on END AS lifted_on,
    o.is_met OR (r.closing_event IS NOT NULL AND NOT r.is_met) AS is_over,
    coalesce(x.reason, o.stop_reason) AS late_reason, CASE WHEN x.reason IS NOT NULL THEN 'delay_explained' WHEN o.stop_reason IS NOT NULL THEN o.stop_event END AS late_reason_event,
    -- Only a count of days of school leans on a calendar.
    NOT (coalesce(r.unit IN ('school_day', 'school_year') OR r.leaves_out IS NOT NULL OR r.end_of_year_rule IS NOT NULL, false)
        AND NOT coalesce(o.started_on >= k.known_from AND o.due_on <= k.known_to, false)) AS is_calendar_known
FROM round o
JOIN clock_round r ON r.student_id = o.student_id AND r.clock = o.clock AND r.segment = o.segment
LEFT JOIN clock_counted_day b ON b.calendar_id = r.calendar_id AND b.state = r.in_state AND b.counting = r.counting AND b.on_date = o.due_on
LEFT JOIN known k ON k.calendar_id = r.calendar_id
LEFT JOIN explained x ON x.student_id = o.student_id AND x.clock = o.clock AND x.segment = o.segment
