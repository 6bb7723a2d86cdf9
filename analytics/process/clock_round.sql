-- Each time a clock ran: from the first event that starts it to the first that closes it. Key: student_id, clock, segment.
WITH opened AS (
    SELECT
        student_id, clock, segment, state, born_on, min(place) AS start_place, arg_min(event_id, place) AS start_event_id,
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
        list(m.happened_on ORDER BY m.place) FILTER (list_contains(m.effects, 'lifts'))[max(m.times) FILTER (list_contains(m.effects, 'lifts'))] AS lifted_on,
        min(m.event) FILTER (list_contains(m.effects, 'lifts')) AS lifted_because,
        list({'agreed_on': m.agreed_on, 'happened_on': m.happened_on} ORDER BY m.place) FILTER (list_contains(m.effects, 'moves') AND m.agreed_on IS NOT NULL) AS moves,
        min(m.happened_on) FILTER (list_contains(m.effects, 'pauses')) AS paused_on,
        min(m.happened_on) FILTER (list_contains(m.effects, 'resumes')) AS resumed_on,
        bool_or(list_contains(m.effects, 'frees')) AS is_freed
    FROM opened o
    JOIN (FROM clock_mark WHERE list_has_any(effects, ['lifts', 'moves', 'pauses', 'resumes', 'frees'])) m
        ON m.student_id = o.student_id AND m.clock = o.clock AND m.segment = o.segment AND m.place > o.start_place
    GROUP BY o.student_id, o.clock, o.segment
),
school_of AS (
    SELECT student_id, school_id, enrolled_on FROM enrolment
),
own AS (
    SELECT school_id FROM calendar_now WHERE school_id <> '*' UNION SELECT school_id FROM school_year_now WHERE school_id <> '*'
),
placed AS (
    -- The calendar is that of the school where the student was when the clock started, or else where they came first.
    SELECT o.*, coalesce(e.school_id, f.school_id) AS school_id
    FROM opened o
    ASOF LEFT JOIN school_of e ON e.student_id = o.student_id AND e.enrolled_on <= o.started_on
    LEFT JOIN (SELECT student_id, arg_min(school_id, enrolled_on) AS school_id FROM school_of GROUP BY student_id) f ON f.student_id = o.student_id
)
SELECT
    o.*, coalesce(own.school_id, '*') AS calendar_id,
    c.event_id AS closing_event_id, c.event AS closing_event, c.happened_on AS closed_on, c.reason AS closing_reason, coalesce(c.is_met, false) AS is_met,
    i.lifted_on, CASE WHEN i.lifted_on IS NOT NULL THEN i.lifted_because END AS lifted_because, i.moves, i.paused_on,
    CASE WHEN i.resumed_on >= i.paused_on THEN i.resumed_on END AS resumed_on, coalesce(i.is_freed, false) AS is_freed,
    r.* EXCLUDE (clock, category, state, start_event, title, rule_text, citation, verification, verified_on, verified_how)
FROM placed o
LEFT JOIN own ON own.school_id = o.school_id
LEFT JOIN closed c ON c.student_id = o.student_id AND c.clock = o.clock AND c.segment = o.segment
LEFT JOIN inside i ON i.student_id = o.student_id AND i.clock = o.clock AND i.segment = o.segment
JOIN clock_in_force r ON r.in_state = o.state AND r.clock = o.clock AND (r.category IS NULL OR r.category = o.category)
QUALIFY row_number() OVER (PARTITION BY o.student_id, o.clock, o.segment ORDER BY r.category NULLS LAST) = 1
