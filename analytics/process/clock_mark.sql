-- What each event does to each clock: it starts, meets, ends, lifts, moves, pauses, resumes or frees it. Key: student_id, clock, event_id.
-- segment counts what closed the clock before, the event itself included, so that the rounds of a clock lie in segments of their own.
-- Few kinds of events occur, so what each does is gathered once and not for every event.
WITH doing AS (
    SELECT e.state, e.event, e.outcome, r.clock, r.is_once, list(p.effect) AS effects, max(p.times) AS times
    FROM (SELECT DISTINCT state, event, outcome FROM clock_event) e
    JOIN clock_effect p ON p.event = e.event AND (p.outcome IS NULL OR p.outcome = e.outcome)
    JOIN clock_in_force r ON r.in_state = e.state AND r.clock_rule_id = p.clock_rule_id
    GROUP BY ALL
),
told AS (
    SELECT
        *, list_contains(effects, 'starts') AS is_start, list_contains(effects, 'meets') AS is_met, list_contains(effects, 'ends') AS is_end,
        list_contains(effects, 'lifts') AS is_lift, list_contains(effects, 'moves') AS is_move, list_contains(effects, 'pauses') AS is_pause,
        list_contains(effects, 'resumes') AS is_resume, list_contains(effects, 'frees') AS is_free
    FROM doing
),
mark AS (
    SELECT
        e.student_id, t.clock, e.event_id, e.event, e.happened_on, e.place, e.reason, e.agreed_on, e.category, e.state, e.born_on,
        t.* EXCLUDE (state, event, outcome, clock, effects)
    FROM clock_event e
    JOIN told t ON t.state = e.state AND t.event = e.event AND t.outcome IS NOT DISTINCT FROM e.outcome
),
numbered AS (
    SELECT
        *, count(*) FILTER (is_met OR is_end) OVER w AS segment, count(*) FILTER (is_end) OVER w AS times_ended
    FROM mark
    WINDOW w AS (PARTITION BY student_id, clock ORDER BY place)
)
SELECT *, min(place) FILTER (is_met) OVER (PARTITION BY student_id, clock, times_ended) AS first_met_place
FROM numbered
