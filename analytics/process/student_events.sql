-- The events of a student ($student) whom $viewer may see on $today, those taken back or corrected included. Key: event_id, recorded_at, retracted_at.
-- Titles stand beside the codes. taken_back is true of the last version of an event that stands no more; what a correction replaced is a row of its own
-- with the same event_id, retracted_at and retracted_because. flags: rule_id, message and citation of each rule that called it odd.
WITH flag AS (
    SELECT e.event_id, e.recorded_at, list({'rule_id': r.rule_id, 'message': replace(r.message, ' on {day}', ' before'), 'citation': r.citation} ORDER BY r.rule_id) AS flags
    FROM (SELECT DISTINCT event_id, recorded_at, unnest(string_split(flagged, '|')) AS rule_id FROM process_event WHERE student_id = $student) e
    JOIN event_rule r ON r.rule_id = e.rule_id
    GROUP BY e.event_id, e.recorded_at
)
SELECT e.event_id, e.event, k.title, k.step, k.sort_order, k.citation, k.is_final, e.happened_on,
    e.source, e.outcome, e.category, e.reason, s.title AS source_title, o.title AS outcome_title, c.title AS category_title, r.title AS reason_title,
    e.agreed_on, e.concern_id, w.what AS concern_title, e.intervention_id, i.programme AS intervention_title, e.about, e.people, e.note, e.last_iep_on, e.last_evaluation_on,
    coalesce(f.flags, []) AS flags, e.recorded_by, a.name AS recorded_by_name, e.recorded_at, e.known_on, e.retracted_at, e.retracted_because,
    e.retracted_at IS NOT NULL AND max(coalesce(e.retracted_at, TIMESTAMP '9999-01-01')) OVER version = e.retracted_at AS taken_back
FROM process_event e
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = e.student_id
JOIN event_kind k ON k.event = e.event
LEFT JOIN event_choice s ON s.event = e.event AND s.field = 'source' AND s.code = e.source
LEFT JOIN event_choice o ON o.event = e.event AND o.field = 'outcome' AND o.code = e.outcome
LEFT JOIN event_choice c ON c.event = e.event AND c.field = 'category' AND c.code = e.category
LEFT JOIN event_choice r ON r.event = e.event AND r.field = 'reason' AND r.code = e.reason
LEFT JOIN (SELECT concern_id, any_value(what) AS what FROM concern WHERE retracted_at IS NULL GROUP BY concern_id) w ON w.concern_id = e.concern_id
LEFT JOIN (SELECT intervention_id, any_value(programme) AS programme FROM intervention WHERE retracted_at IS NULL GROUP BY intervention_id) i
    ON i.intervention_id = e.intervention_id
LEFT JOIN staff a ON a.staff_id = e.recorded_by
LEFT JOIN flag f ON f.event_id = e.event_id AND f.recorded_at = e.recorded_at
WHERE e.student_id = $student
WINDOW version AS (PARTITION BY e.event_id)
ORDER BY e.happened_on DESC, k.sort_order DESC, e.recorded_at DESC
