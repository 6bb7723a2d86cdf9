-- The limits of each round, one for each event from which the rule counts. Key: student_id, clock, segment, limit_no.
-- The second and third count from the event that opened what is running: the first referral and the first consent since the one before was
-- declined, refused, revoked or decided. base_n: days that count up to the day before day 1.
WITH stretch AS (
    SELECT student_id, event, happened_on, place, event IN ('referral_received', 'consent_received') AS is_opening, count(*) FILTER (
        event IN ('referral_declined', 'consent_refused', 'consent_revoked', 'eligibility_determined', 'transferred_out', 'exited')
    ) OVER (PARTITION BY student_id ORDER BY place) AS n_ended
    FROM clock_event
    WHERE student_id IN (SELECT student_id FROM clock_round WHERE second_start_event IS NOT NULL)
),
opening AS (
    SELECT student_id, event, min(happened_on) AS happened_on, min(place) AS place FROM stretch WHERE is_opening GROUP BY student_id, event, n_ended
),
base AS (
    SELECT student_id, clock, segment, 1 AS limit_no, start_event AS limited_by, started_on AS base_on, length FROM clock_round WHERE length IS NOT NULL
    UNION ALL
    SELECT m.student_id, m.clock, m.segment, m.limit_no, m.event, arg_max(e.happened_on, e.place), m.length
    FROM (
        SELECT student_id, clock, segment, start_place, 2 AS limit_no, second_start_event AS event, second_length AS length
        FROM clock_round WHERE second_start_event IS NOT NULL
        UNION ALL
        SELECT student_id, clock, segment, start_place, 3, third_start_event, third_length FROM clock_round WHERE third_start_event IS NOT NULL
    ) m
    JOIN opening e ON e.student_id = m.student_id AND e.event = m.event AND e.place <= m.start_place
    GROUP BY m.student_id, m.clock, m.segment, m.limit_no, m.event, m.length
),
counted AS (
    SELECT
        b.*, r.calendar_id, r.state, r.counting, r.unit, r.started_on, r.born_on, b.base_on + r.first_day - 1 AS day_zero, d.n AS base_n
    FROM base b
    JOIN clock_round r ON r.student_id = b.student_id AND r.clock = b.clock AND r.segment = b.segment
    LEFT JOIN clock_counted_day d ON d.calendar_id = r.calendar_id AND d.state = r.state AND d.counting = r.counting AND d.on_date = b.base_on + r.first_day - 1
),
-- The latest day for the first IEP developed from a birthday on: the first event of the kind that starts the clock, or a review, from that day
-- on, and before it the day on which the year of the last one ends.
developed AS (
    SELECT
        r.student_id, r.clock, r.segment, least(
            min(e.happened_on) FILTER (e.happened_on >= r.of_age_on),
            CASE WHEN min(e.happened_on) < r.of_age_on
                THEN greatest(r.of_age_on, (max(e.happened_on) FILTER (e.happened_on < r.of_age_on) + to_years(1))::DATE) END
        ) AS due_on
    FROM (SELECT *, (born_on + to_years(length))::DATE AS of_age_on FROM clock_round WHERE end_of_year_rule = 'CO_first_developed') r
    JOIN clock_event e ON e.student_id = r.student_id AND e.event IN ('iep_agreed', 'annual_review_held') AND e.place >= r.start_place
    GROUP BY r.student_id, r.clock, r.segment, r.of_age_on
),
next_year AS (
    SELECT s.calendar_id, s.started_on, min(y.first_day) AS first_day
    FROM (SELECT DISTINCT calendar_id, started_on FROM clock_round WHERE unit = 'school_year') s
    JOIN (SELECT DISTINCT calendar_id, unnest([first_day, next_first_day]) AS first_day FROM clock_calendar) y
        ON y.calendar_id = s.calendar_id AND y.first_day > s.started_on
    GROUP BY s.calendar_id, s.started_on
)
SELECT
    c.student_id, c.clock, c.segment, c.limit_no, c.limited_by, c.base_on, c.day_zero, c.length, c.base_n, c.calendar_id, c.state, c.counting,
    CASE
        WHEN c.counting IS NOT NULL THEN d.on_date
        WHEN c.unit = 'calendar_day' THEN c.day_zero + c.length
        WHEN c.unit = 'month' THEN (c.base_on + to_months(c.length))::DATE
        WHEN c.unit = 'year' THEN (c.base_on + to_years(c.length))::DATE
        WHEN c.unit = 'age_year' AND v.due_on IS NOT NULL THEN v.due_on
        WHEN c.unit = 'age_year' THEN CASE WHEN c.born_on IS NOT NULL THEN greatest((c.born_on + to_years(c.length))::DATE, c.started_on) END
        WHEN c.unit = 'school_year' THEN y.first_day
    END AS due_on
FROM counted c
LEFT JOIN (FROM clock_counted_day WHERE is_counted) d
    ON d.calendar_id = c.calendar_id AND d.state = c.state AND d.counting = c.counting AND d.n = c.base_n + c.length
LEFT JOIN next_year y ON y.calendar_id = c.calendar_id AND y.started_on = c.started_on
LEFT JOIN developed v ON v.student_id = c.student_id AND v.clock = c.clock AND v.segment = c.segment
