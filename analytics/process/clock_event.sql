-- The live events of the process in the order in which they happened, with what decides the rules of the student. Key: event_id.
-- On one day the order is that of the steps (event_kind.sort_order). category: the disability found last, up to the event.
WITH placed AS (
    SELECT
        e.*,
        row_number() OVER (PARTITION BY e.student_id ORDER BY e.happened_on, k.sort_order, e.recorded_at, e.event_id) AS place
    FROM process_event_now e
    LEFT JOIN event_kind k ON k.event = e.event
),
latest_school AS (
    SELECT n.student_id, arg_max(s.state, n.enrolled_on) AS state
    FROM enrolment n LEFT JOIN school s ON s.school_id = n.school_id
    GROUP BY n.student_id
)
SELECT
    p.event_id, p.student_id, p.event, p.happened_on, p.outcome, p.reason, p.agreed_on, p.about, p.place,
    last_value(CASE WHEN p.event IN ('eligibility_determined', 'reevaluation_completed') THEN p.category END IGNORE NULLS)
        OVER (PARTITION BY p.student_id ORDER BY p.place) AS category,
    upper(trim(coalesce(l.state, ''))) AS state, s.born_on
FROM placed p
LEFT JOIN student s ON s.student_id = p.student_id
LEFT JOIN latest_school l ON l.student_id = p.student_id
