-- What was tried for a student ($student) whom $viewer may see on $today: interventions and classroom accommodations, each with its verdict on the
-- day and the team's last decision on it. Key: intervention_id; newest first.
-- concern_id is that of an event which names both the intervention and a concern, else of the student's only concern, else empty.
WITH named AS (
    SELECT intervention_id, arg_max(concern_id, happened_on) AS concern_id FROM process_event
    WHERE student_id = $student AND retracted_at IS NULL AND intervention_id IS NOT NULL AND concern_id IS NOT NULL GROUP BY intervention_id
), single AS (
    SELECT min(concern_id) AS concern_id FROM concern WHERE student_id = $student AND retracted_at IS NULL HAVING count(*) = 1
), decided AS (
    SELECT * FROM process_event WHERE student_id = $student AND retracted_at IS NULL AND event = 'team_decision' AND intervention_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY intervention_id ORDER BY happened_on DESC, recorded_at DESC) = 1
)
SELECT j.plan_id AS intervention_id, coalesce(n.concern_id, (SELECT concern_id FROM single)) AS concern_id, j.title, j.programme,
    j.intervention_kind AS kind, j.tier, m.name AS measure, j.start_on, j.end_on, j.has_ended, j.verdict, j.reason, j.advice,
    d.outcome AS decision, o.title AS decision_title, r.title AS decision_reason, d.happened_on AS decided_on, d.people AS decided_by, d.note AS decision_note
FROM verdict_on($today, students := [$student]) j
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = j.student_id
LEFT JOIN measure m ON m.measure_id = j.measure_id
LEFT JOIN named n ON n.intervention_id = j.plan_id
LEFT JOIN decided d ON d.intervention_id = j.plan_id
LEFT JOIN event_choice o ON o.event = d.event AND o.field = 'outcome' AND o.code = d.outcome
LEFT JOIN event_choice r ON r.event = d.event AND r.field = 'reason' AND r.code = d.reason
WHERE j.plan_kind = 'intervention'
ORDER BY j.start_on DESC, j.plan_id
