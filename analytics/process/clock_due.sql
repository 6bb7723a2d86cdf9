-- When each round is due: the earliest of its limits, after absences, waiting, the end of the school year and agreements. Key: student_id, clock, segment.
WITH absent AS (
    SELECT r.student_id, r.clock, r.segment, r.absence_rule, r.absence_days, count(DISTINCT a.on_date) AS n
    FROM (FROM clock_round WHERE absence_rule IS NOT NULL) r
    JOIN clock_limit l ON l.student_id = r.student_id AND l.clock = r.clock AND l.segment = r.segment AND l.limit_no = 1
    JOIN absence_now a ON a.student_id = r.student_id AND a.on_date > l.day_zero AND a.on_date <= l.due_on
    JOIN clock_calendar d ON d.calendar_id = r.calendar_id AND d.on_date = a.on_date AND d.is_school_day
    GROUP BY ALL
),
waited AS (
    -- From the day after consent was asked for to the day it came, in days that count.
    SELECT r.student_id, r.clock, r.segment, coalesce(b.n - a.n, r.resumed_on - r.paused_on) AS n
    FROM (FROM clock_round WHERE resumed_on IS NOT NULL) r
    LEFT JOIN clock_counted_day a ON a.calendar_id = r.calendar_id AND a.state = r.state AND a.counting = r.counting AND a.on_date = r.paused_on
    LEFT JOIN clock_counted_day b ON b.calendar_id = r.calendar_id AND b.state = r.state AND b.counting = r.counting AND b.on_date = r.resumed_on
),
added AS (
    SELECT
        r.student_id, r.clock, r.segment, coalesce(w.n, 0) AS waiting_added,
        CASE
            WHEN a.absence_rule = 'all_once_reached' AND a.n >= a.absence_days THEN a.n
            WHEN a.absence_rule = 'beyond' THEN greatest(a.n - a.absence_days, 0)
            ELSE 0
        END AS absence_added
    FROM clock_round r
    LEFT JOIN absent a ON a.student_id = r.student_id AND a.clock = r.clock AND a.segment = r.segment
    LEFT JOIN waited w ON w.student_id = r.student_id AND w.clock = r.clock AND w.segment = r.segment
    WHERE a.n IS NOT NULL OR w.n IS NOT NULL
),
later AS (
    SELECT
        l.student_id, l.clock, l.segment, l.limit_no, l.limited_by, l.due_on AS limit_on, l.day_zero, l.base_n,
        CASE WHEN d.on_date IS NOT NULL THEN d.on_date WHEN l.counting IS NULL THEN l.due_on + (a.waiting_added + a.absence_added)::INTEGER ELSE l.due_on END AS due_on
    FROM clock_limit l
    JOIN added a ON a.student_id = l.student_id AND a.clock = l.clock AND a.segment = l.segment
    LEFT JOIN (FROM clock_counted_day WHERE is_counted) d
        ON d.calendar_id = l.calendar_id AND d.state = l.state AND d.counting = l.counting AND d.n = l.base_n + l.length + a.waiting_added + a.absence_added
    UNION ALL
    SELECT l.student_id, l.clock, l.segment, l.limit_no, l.limited_by, l.due_on, l.day_zero, l.base_n, l.due_on
    FROM clock_limit l
    ANTI JOIN added a ON a.student_id = l.student_id AND a.clock = l.clock AND a.segment = l.segment
),
earliest AS (
    SELECT
        student_id, clock, segment, min(limit_on) AS limit_on, min(due_on) AS counted_due_on, arg_min(limited_by, sooner) AS limited_by,
        arg_min(day_zero, sooner) AS day_zero, arg_min(base_n, sooner) AS base_n
    -- Of two limits on one day the one that the rule names first.
    FROM (SELECT *, (due_on - DATE '1900-01-01') * 10 + limit_no AS sooner FROM later) GROUP BY student_id, clock, segment
),
stretch AS (
    SELECT student_id, event, happened_on, place, count(*) FILTER (
        event IN ('referral_declined', 'consent_refused', 'consent_revoked', 'eligibility_determined', 'transferred_out', 'exited')
    ) OVER (PARTITION BY student_id ORDER BY place) AS n_ended
    FROM clock_event
    WHERE student_id IN (SELECT student_id FROM clock_round WHERE end_of_year_rule = 'CA_after_start')
),
-- The first referral of what is running, as for the limits.
opening AS (
    SELECT student_id, min(happened_on) AS happened_on, min(place) AS place FROM stretch WHERE event = 'referral_received' GROUP BY student_id, n_ended
),
referred AS (
    SELECT r.student_id, r.clock, r.segment, arg_max(e.happened_on, e.place) AS happened_on
    FROM (FROM clock_round WHERE end_of_year_rule = 'CA_after_start') r
    JOIN opening e ON e.student_id = r.student_id AND e.place <= r.start_place
    GROUP BY r.student_id, r.clock, r.segment
),
at_year_end AS (
    SELECT
        r.student_id, r.clock, r.segment,
        CASE r.end_of_year_rule
            WHEN 'TX_june_30' THEN make_date(year(c.last_day), 6, 30)
            WHEN 'MA_14_days' THEN c.last_day + r.end_of_year_days
            WHEN 'IL_before_next_year' THEN c.next_first_day - 1
            WHEN 'CA_after_start' THEN c.next_first_day + r.end_of_year_days
        END AS year_end_due_on
    FROM (FROM clock_round WHERE end_of_year_rule IS NOT NULL) r
    LEFT JOIN referred f ON f.student_id = r.student_id AND f.clock = r.clock AND f.segment = r.segment
    JOIN clock_calendar c ON c.calendar_id = r.calendar_id AND c.on_date <= c.last_day
        -- California asks when the referral came, the others when the clock started.
        AND c.on_date = CASE WHEN r.end_of_year_rule = 'CA_after_start' THEN f.happened_on ELSE r.started_on END
    JOIN clock_calendar e ON e.calendar_id = r.calendar_id AND e.on_date = c.last_day
    WHERE CASE WHEN r.end_of_year_rule = 'CA_after_start' THEN c.last_day - c.on_date ELSE e.n_school_days - c.n_school_days END
        BETWEEN r.end_of_year_from AND r.end_of_year_to
),
ruled AS (
    SELECT
        r.student_id, r.clock, r.segment, r.moves, e.* EXCLUDE (student_id, clock, segment),
        coalesce(a.waiting_added, 0) AS waiting_added, coalesce(a.absence_added, 0) AS absence_added,
        r.paused_on IS NOT NULL AND r.resumed_on IS NULL AND NOT r.is_met AND r.paused_on <= e.counted_due_on AS is_paused,
        -- Absences that lengthen the count take the place of the rule for the end of the year (TEC 29.004(a-1)).
        CASE WHEN coalesce(a.absence_added, 0) = 0 THEN y.year_end_due_on END AS year_end_due_on
    FROM clock_round r
    LEFT JOIN earliest e ON e.student_id = r.student_id AND e.clock = r.clock AND e.segment = r.segment
    LEFT JOIN added a ON a.student_id = r.student_id AND a.clock = r.clock AND a.segment = r.segment
    LEFT JOIN at_year_end y ON y.student_id = r.student_id AND y.clock = r.clock AND y.segment = r.segment
)
SELECT
    * EXCLUDE (moves), coalesce(year_end_due_on, counted_due_on) AS unmoved_due_on,
    -- An agreement holds if it was made before the limit that it moves had passed; it never shortens.
    CASE WHEN moves IS NULL THEN coalesce(year_end_due_on, counted_due_on) ELSE list_reduce(
        list_prepend({'agreed_on': coalesce(year_end_due_on, counted_due_on), 'happened_on': NULL::DATE}, moves),
        lambda held, m: {
            'agreed_on': CASE WHEN m.happened_on <= held.agreed_on THEN greatest(held.agreed_on, m.agreed_on) ELSE held.agreed_on END,
            'happened_on': NULL::DATE
        }
    ).agreed_on END AS due_on
FROM ruled
