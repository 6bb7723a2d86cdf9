-- The clocks of one student on a day, if the viewer may see them: most urgent first. Key: clock, round.
SELECT
    c.*, coalesce(k.title, CASE c.start_event
        WHEN 'former_iep' THEN 'Last IEP in the former district' WHEN 'former_evaluation' THEN 'Last evaluation in the former district'
    END, c.start_event) AS start_title,
    coalesce(t.title, CASE c.stop_event WHEN 'own_iep' THEN 'IEP agreed here' WHEN 'own_evaluation' THEN 'Eligibility determined here' END) AS stop_title, coalesce(l.title, CASE c.lifted_because WHEN 'enrolment_ended' THEN 'Enrolment ended, no exit recorded' END) AS lifted_title, b.title AS limited_title,
    CASE WHEN c.standing IN ('met late', 'overdue') THEN coalesce(h.title, c.late_reason) END AS late_reason_title,
    CASE WHEN c.standing IN ('met late', 'overdue') THEN h.standard END AS late_reason_standard
FROM clock_on($today, students := [$student]) c
LEFT JOIN event_kind k ON k.event = c.start_event
LEFT JOIN event_kind t ON t.event = c.stop_event
LEFT JOIN event_kind l ON l.event = c.lifted_because
LEFT JOIN event_kind b ON b.event = c.limited_by
LEFT JOIN event_choice h ON h.event = c.late_reason_event AND h.field = 'reason' AND h.code = c.late_reason
WHERE c.student_id = $student AND c.student_id IN (SELECT student_id FROM visible_students($viewer, $today))
ORDER BY c.urgency, c.due_on, c.started_on DESC, c.clock, c.round
