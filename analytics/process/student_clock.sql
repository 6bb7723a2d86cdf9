-- The legal clocks of each student: when each round started, when it is due, what stopped it. Key: student_id, clock, round.
WITH explained AS (
    -- The team's own words on a delay, given while the clock ran or after it was met.
    SELECT student_id, clock, segment, arg_max(reason, place) AS reason
    FROM (
        SELECT r.student_id, r.clock, r.segment, e.reason, e.place
        FROM (FROM clock_event WHERE event = 'delay_explained') e
        JOIN clock_round r ON r.student_id = e.student_id AND r.clock = e.about AND r.start_place <= e.place
        QUALIFY row_number() OVER (PARTITION BY e.event_id ORDER BY r.start_place DESC) = 1
    )
    GROUP BY student_id, clock, segment
),
-- The last day of which a calendar or a school year says something, and the first.
known AS (
    SELECT calendar_id, min(on_date) FILTER (is_known) AS known_from, max(on_date) FILTER (is_known) AS known_to FROM clock_calendar GROUP BY calendar_id
),
-- Who left every school that they were enrolled at, and when.
gone AS (
    SELECT student_id, max(left_on) AS gone_on FROM enrolment GROUP BY student_id HAVING count(*) = count(left_on)
),
ran AS (
    SELECT
        r.*, r.round AS round_no, r.started_on AS begun_on, r.is_met AS was_met, NULL AS period, d.due_on, d.limit_on,
        CASE WHEN r.second_start_event IS NOT NULL THEN d.limited_by END AS limited_by, d.day_zero, d.base_n, d.waiting_added, d.absence_added,
        CASE WHEN d.due_on > d.unmoved_due_on THEN d.due_on END AS extended_to, coalesce(d.is_paused, false) AS is_paused,
        CASE WHEN r.is_met THEN r.closed_on END AS stopped_on, CASE WHEN r.is_met THEN r.closing_event_id END AS stop_event_id,
        CASE WHEN r.is_met THEN r.closing_event END AS stop_event, CASE WHEN r.is_met THEN r.closing_reason END AS stop_reason
    FROM clock_round r
    JOIN clock_due d ON d.student_id = r.student_id AND d.clock = r.clock AND d.segment = r.segment
    WHERE r.unit IS DISTINCT FROM 'reporting_period'
    UNION ALL BY NAME
    SELECT
        r.*, p.round AS round_no, p.ends_on AS begun_on, p.stopped_on IS NOT NULL AS was_met, p.period, p.due_on, p.due_on AS limit_on,
        false AS is_paused, p.stopped_on, p.stop_event_id, p.stop_event, p.stop_reason
    FROM clock_report p
    JOIN (FROM clock_round WHERE unit = 'reporting_period') r ON r.student_id = p.student_id AND r.clock = p.clock AND r.segment = p.segment
)
SELECT
    o.student_id, o.clock, o.round_no::INTEGER AS round, o.clock_rule_id, nullif(o.in_state, '') AS state, o.falls_back, o.calendar_id,
    o.start_event_id, o.start_event, o.begun_on AS started_on, o.period,
    CASE WHEN NOT o.is_paused THEN o.due_on END AS due_on, o.limit_on, o.limited_by,
    CASE WHEN NOT o.is_freed THEN (o.started_on + to_years(o.not_before_years))::DATE END AS not_before_on,
    CASE WHEN o.counting IS NOT NULL THEN b.n - o.base_n WHEN o.unit = 'calendar_day' THEN o.due_on - o.day_zero END::INTEGER AS days_counted,
    (coalesce(o.waiting_added, 0) + coalesce(o.absence_added, 0))::INTEGER AS days_added,
    CASE WHEN o.counting IS NOT NULL THEN (o.due_on - o.day_zero) - (b.n - o.base_n) ELSE 0 END::INTEGER AS days_left_out,
    o.extended_to, o.is_paused, o.stopped_on, o.stop_event_id, o.stop_event,
    -- An exception that came when the limit had passed lifts nothing; what ends a clock ends it at any time.
    CASE
        WHEN o.lifted_on <= coalesce(o.due_on, o.lifted_on) THEN o.lifted_because
        WHEN NOT o.was_met AND o.closing_event IS NOT NULL AND NOT o.is_met THEN o.closing_event
    END AS lifted_because,
    CASE WHEN o.lifted_on <= coalesce(o.due_on, o.lifted_on) THEN o.lifted_on WHEN NOT o.was_met AND NOT o.is_met THEN o.closed_on END AS lifted_on,
    o.was_met OR (o.closing_event IS NOT NULL AND NOT o.is_met) AS is_over,
    -- What began before the enrolment ended ends with it where no event says so; what began later, as a referral, runs.
    CASE WHEN NOT (o.was_met OR (o.closing_event IS NOT NULL AND NOT o.is_met)) AND o.started_on <= g.gone_on THEN g.gone_on END AS enrolment_ended_on,
    coalesce(x.reason, o.stop_reason) AS late_reason, CASE WHEN x.reason IS NOT NULL THEN 'delay_explained' WHEN o.stop_reason IS NOT NULL THEN o.stop_event END AS late_reason_event,
    -- Only a count of days of school leans on a calendar.
    NOT (coalesce(o.unit IN ('school_day', 'school_year') OR o.leaves_out IS NOT NULL OR (o.end_of_year_rule IS NOT NULL AND o.unit <> 'age_year'), false)
        AND NOT coalesce(o.begun_on >= k.known_from AND o.due_on <= k.known_to, false)) AS is_calendar_known
FROM ran o
LEFT JOIN clock_counted_day b ON b.calendar_id = o.calendar_id AND b.state = o.in_state AND b.counting = o.counting AND b.on_date = o.due_on
LEFT JOIN gone g ON g.student_id = o.student_id
LEFT JOIN known k ON k.calendar_id = o.calendar_id
LEFT JOIN explained x ON x.student_id = o.student_id AND x.clock = o.clock AND x.segment = o.segment
