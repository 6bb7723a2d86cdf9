-- The live events of the process in the order in which they happened, with what decides the rules of the student. Key: event_id, event.
-- On one day the order is that of the steps (event_kind.sort_order). category: the disability found last, up to the event.
-- A transfer in carries as its outcome whether an evaluation was pending, or else where the student came from. What it tells of the former
-- district stands behind it as events that only the clocks read: former_iep and former_evaluation, on their own days; own_iep and
-- own_evaluation stand before the first of the kind here, which takes the place of the former one.
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
),
transfer AS (
    SELECT *, lead(place, 1, 1000000) OVER (PARTITION BY student_id ORDER BY place) AS until_place FROM placed WHERE event = 'transferred_in'
),
pending AS (
    SELECT t.event_id
    FROM transfer t JOIN placed o ON o.student_id = t.student_id AND o.place < t.place
    WHERE o.event IN ('consent_received', 'referral_declined', 'consent_refused', 'consent_revoked', 'eligibility_determined', 'transferred_out', 'exited')
    GROUP BY t.event_id HAVING arg_max(o.event, o.place) = 'consent_received'
),
replaced AS (
    SELECT o.student_id, CASE o.event WHEN 'iep_agreed' THEN 'own_iep' ELSE 'own_evaluation' END AS event, min(o.place) AS place
    FROM transfer t JOIN placed o ON o.student_id = t.student_id AND o.place > t.place AND o.place < t.until_place
    WHERE (o.event = 'iep_agreed' AND t.last_iep_on IS NOT NULL)
        OR (o.event = 'eligibility_determined' AND o.outcome = 'eligible' AND t.last_evaluation_on IS NOT NULL)
    GROUP BY o.student_id, o.event, t.place
),
ordered AS (
    SELECT * EXCLUDE (place, outcome), 3 * place AS place, CASE
        WHEN event <> 'transferred_in' THEN outcome
        WHEN event_id IN (SELECT event_id FROM pending) THEN 'evaluation_pending'
        -- Transfers were recorded without their source once.
        ELSE coalesce(source, 'same_state')
    END AS outcome
    FROM placed
    UNION ALL BY NAME
    SELECT event_id, student_id, 'former_iep' AS event, last_iep_on AS happened_on, 3 * place + 1 AS place FROM transfer WHERE last_iep_on IS NOT NULL
    UNION ALL BY NAME
    SELECT event_id, student_id, 'former_evaluation' AS event, last_evaluation_on AS happened_on, 3 * place + 1 AS place
    FROM transfer WHERE last_evaluation_on IS NOT NULL
    UNION ALL BY NAME
    SELECT p.event_id, p.student_id, r.event, p.happened_on, p.reason, 3 * p.place - 1 AS place
    FROM replaced r JOIN placed p ON p.student_id = r.student_id AND p.place = r.place
)
SELECT
    p.event_id, p.student_id, p.event, p.happened_on, p.outcome, p.reason, p.agreed_on, p.about, p.place,
    last_value(CASE WHEN p.event IN ('eligibility_determined', 'reevaluation_completed') THEN p.category END IGNORE NULLS)
        OVER (PARTITION BY p.student_id ORDER BY p.place) AS category,
    upper(trim(coalesce(l.state, ''))) AS state, s.born_on
FROM ordered p
LEFT JOIN student s ON s.student_id = p.student_id
LEFT JOIN latest_school l ON l.student_id = p.student_id
