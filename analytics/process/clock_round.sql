-- Each time a clock ran: from the first event that starts it to the first that closes it. Key: student_id, clock, segment.
WITH opened AS (
    SELECT
        student_id, clock, segment, row_number() OVER (PARTITION BY student_id, clock ORDER BY segment) AS round, state, born_on, min(place) AS start_place, arg_min(event_id, place) AS start_event_id,
        arg_min(event, place) AS start_event, arg_min(happened_on, place) AS started_on, arg_min(category, place) AS category
    FROM clock_mark
    WHERE is_start AND NOT is_end AND (NOT is_once OR first_met_place IS NULL OR place < first_met_place)
    GROUP BY student_id, clock, segment, state, born_on
),
-- What closes a segment counts itself among what closed the clock, so it lies in the next one.
closed AS (
    SELECT student_id, clock, segment - 1 AS segment, event_id, event, happened_on, reason, is_met FROM clock_mark WHERE is_met OR is_end
),
inside AS (
    SELECT
        o.student_id, o.clock, o.segment,
        list(m.happened_on ORDER BY m.place) FILTER (m.is_lift)[max(m.times) FILTER (m.is_lift)] AS lifted_on,
        min(m.event) FILTER (m.is_lift) AS lifted_because,
        list({'agreed_on': m.agreed_on, 'happened_on': m.happened_on} ORDER BY m.place) FILTER (m.is_move AND m.agreed_on IS NOT NULL) AS moves,
        min(m.happened_on) FILTER (m.is_pause) AS paused_on,
        min(m.happened_on) FILTER (m.is_resume) AS resumed_on,
        bool_or(m.is_free) AS is_freed
    FROM opened o
    JOIN (FROM clock_mark WHERE is_lift OR is_move OR is_pause OR is_resume OR is_free) m
        ON m.student_id = o.student_id AND m.clock = o.clock AND m.segment = o.segment AND m.place > o.start_place
    GROUP BY o.student_id, o.clock, o.segment
),
own AS (
    SELECT school_id FROM calendar_now WHERE school_id <> '*' UNION SELECT school_id FROM school_year_now WHERE school_id <> '*'
),
-- The calendar is that of the school where the student was when the clock started, or else where they came first.
stay AS (
    SELECT
        e.student_id, coalesce(own.school_id, '*') AS calendar_id,
        CASE WHEN row_number() OVER enrolled > 1 THEN e.enrolled_on ELSE '-infinity'::DATE END AS from_on,
        coalesce(lead(e.enrolled_on) OVER enrolled, 'infinity'::DATE) AS until_on
    FROM enrolment e
    LEFT JOIN own ON own.school_id = e.school_id
    WINDOW enrolled AS (PARTITION BY e.student_id ORDER BY e.enrolled_on, e.school_id)
),
-- A rule of the student's category goes before the one for everybody; chosen by kind of round, of which there are few.
chosen AS (
    SELECT k.state, k.clock, k.category, r.* EXCLUDE (clock, category, state, start_event, title, rule_text, citation, verification, verified_on, verified_how)
    FROM (SELECT DISTINCT state, clock, category FROM opened) k
    JOIN clock_in_force r ON r.in_state = k.state AND r.clock = k.clock AND (r.category IS NULL OR r.category = k.category)
    QUALIFY row_number() OVER (PARTITION BY k.state, k.clock, k.category ORDER BY r.category NULLS LAST) = 1
)
SELECT
    o.*, coalesce(s.calendar_id, '*') AS calendar_id,
    c.event_id AS closing_event_id, c.event AS closing_event, c.happened_on AS closed_on, c.reason AS closing_reason, coalesce(c.is_met, false) AS is_met,
    i.lifted_on, CASE WHEN i.lifted_on IS NOT NULL THEN i.lifted_because END AS lifted_because, i.moves, i.paused_on,
    CASE WHEN i.resumed_on >= i.paused_on THEN i.resumed_on END AS resumed_on, coalesce(i.is_freed, false) AS is_freed,
    r.* EXCLUDE (state, clock, category)
FROM opened o
LEFT JOIN stay s ON s.student_id = o.student_id AND s.from_on <= o.started_on AND o.started_on < s.until_on
LEFT JOIN closed c ON c.student_id = o.student_id AND c.clock = o.clock AND c.segment = o.segment
LEFT JOIN inside i ON i.student_id = o.student_id AND i.clock = o.clock AND i.segment = o.segment
JOIN chosen r ON r.state = o.state AND r.clock = o.clock AND r.category IS NOT DISTINCT FROM o.category
