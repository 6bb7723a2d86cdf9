-- What moved a due date: days not counted, days added, and agreements, each in words. Key: student_id, clock, round, from_on, kind.
WITH counted AS (
    SELECT s.*, r.in_state, r.counting, r.unit, r.first_day, d.day_zero, d.unmoved_due_on, d.counted_due_on, d.year_end_due_on, d.waiting_added, d.absence_added, r.paused_on, r.resumed_on
    FROM student_clock s
    JOIN clock_round r ON r.student_id = s.student_id AND r.clock = s.clock AND r.start_event_id = s.start_event_id
    JOIN clock_due d ON d.student_id = r.student_id AND d.clock = r.clock AND d.segment = r.segment
    WHERE s.due_on IS NOT NULL AND r.unit IS DISTINCT FROM 'reporting_period'
),
gap AS (
    SELECT
        c.student_id, c.clock, c.round, c.start_event_id, c.days_left_out, g.kind, g.why,
        greatest(g.from_on, c.day_zero + 1) AS from_on, least(g.to_on, c.counted_due_on) AS to_on
    FROM counted c
    JOIN clock_gap g ON g.calendar_id = c.calendar_id AND g.state = c.in_state AND g.counting = c.counting
        AND g.to_on > c.day_zero AND g.from_on <= c.counted_due_on
    WHERE c.year_end_due_on IS NULL
),
weekends AS (
    SELECT c.student_id, c.clock, c.round, c.start_event_id, c.day_zero + 1 AS from_on, c.counted_due_on AS to_on, count(d.on_date)::INTEGER AS days
    FROM counted c
    JOIN clock_counted_day d ON d.calendar_id = c.calendar_id AND d.state = c.in_state AND d.counting = c.counting AND d.kind = 'weekends'
        AND d.on_date > c.day_zero AND d.on_date <= c.counted_due_on
    WHERE c.year_end_due_on IS NULL
    GROUP BY ALL
),
said AS (
    SELECT student_id, clock, round, start_event_id, from_on, to_on, kind, (to_on - from_on + 1)::INTEGER AS days, why FROM gap
    UNION ALL
    SELECT student_id, clock, round, start_event_id, from_on, to_on, 'weekends', days, 'Saturdays and Sundays' FROM weekends
    UNION ALL
    SELECT student_id, clock, round, start_event_id, day_zero + 1, counted_due_on, 'absence', absence_added::INTEGER, 'Absent from school'
    FROM counted WHERE absence_added > 0
    UNION ALL
    SELECT student_id, clock, round, start_event_id, paused_on + 1, resumed_on, 'waiting', waiting_added::INTEGER, 'Waiting for consent'
    FROM counted WHERE waiting_added > 0
    UNION ALL
    SELECT student_id, clock, round, start_event_id, unmoved_due_on + 1, due_on, 'extension', (due_on - unmoved_due_on)::INTEGER, 'Extension agreed in writing'
    FROM counted WHERE due_on > unmoved_due_on
    UNION ALL
    SELECT student_id, clock, round, start_event_id, started_on, year_end_due_on, 'end_of_year', (year_end_due_on - started_on)::INTEGER, 'Rule for the end of the school year'
    FROM counted WHERE year_end_due_on IS NOT NULL
)
SELECT
    student_id, clock, round, start_event_id, from_on, to_on, kind, days,
    why || ', ' || CASE WHEN from_on = to_on THEN day_words(from_on) ELSE day_words(from_on) || ' to ' || day_words(to_on) END || ': '
        || CASE kind
            WHEN 'extension' THEN 'due ' || count_words(days, 'day') || ' later'
            WHEN 'end_of_year' THEN 'due on ' || day_words(to_on)
            ELSE count_words(days, 'day') || CASE WHEN kind IN ('absence', 'waiting') THEN ' added' ELSE ' not counted' END
        END AS why
FROM said
