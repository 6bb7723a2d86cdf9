-- The reports on goals that are due: one for each reporting period that ends while an IEP runs. Key: student_id, segment, ends_on.
-- A report belongs to the period that it names, or else to the one that ended last before it was sent.
WITH period AS (
    SELECT school_id, name, ends_on, report_due_on, coalesce(lag(ends_on) OVER (PARTITION BY school_id ORDER BY ends_on), DATE '1900-01-01') AS previous_ends_on
    FROM reporting_period_now
),
stay AS (
    SELECT
        e.student_id, e.enrolled_on, coalesce(lead(e.enrolled_on) OVER (PARTITION BY e.student_id ORDER BY e.enrolled_on), DATE '9999-01-01') AS until_on,
        CASE WHEN e.school_id IN (SELECT school_id FROM period) THEN e.school_id ELSE '*' END AS period_school
    FROM enrolment e
),
due AS (
    SELECT r.student_id, r.clock, r.segment, r.start_place, p.*, row_number() OVER (PARTITION BY r.student_id, r.clock ORDER BY p.ends_on) AS round
    FROM (FROM clock_round WHERE unit = 'reporting_period') r
    JOIN stay s ON s.student_id = r.student_id
    JOIN period p ON p.school_id = s.period_school AND p.ends_on >= s.enrolled_on AND p.ends_on < s.until_on
    WHERE p.ends_on >= r.started_on AND (r.closed_on IS NULL OR p.ends_on < r.closed_on)
),
part AS (
    SELECT DISTINCT in_state, clock, unnest(string_split(stop_events, '|')) AS event FROM clock_in_force WHERE unit = 'reporting_period'
),
sent AS (
    SELECT d.student_id, d.clock, d.ends_on, e.event_id, e.event, e.happened_on, e.reason
    FROM clock_event e
    JOIN part p ON p.in_state = e.state AND p.event = e.event
    JOIN due d ON d.student_id = e.student_id AND d.clock = p.clock AND d.previous_ends_on < e.happened_on
    WHERE e.about IN (d.name, d.ends_on::VARCHAR) OR d.ends_on <= e.happened_on
    QUALIFY row_number() OVER (PARTITION BY e.event_id ORDER BY e.about IN (d.name, d.ends_on::VARCHAR) DESC, d.ends_on DESC) = 1
)
SELECT
    d.student_id, d.clock, d.segment, d.round, d.name AS period, d.ends_on, d.report_due_on AS due_on,
    min(s.happened_on) AS stopped_on, arg_min(s.event_id, s.happened_on) AS stop_event_id, arg_min(s.event, s.happened_on) AS stop_event,
    arg_min(s.reason, s.happened_on) AS stop_reason
FROM due d
LEFT JOIN sent s ON s.student_id = d.student_id AND s.clock = d.clock AND s.ends_on = d.ends_on
GROUP BY ALL
