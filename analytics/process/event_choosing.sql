-- The arriving events to refuse in this round, with the rule that says so. Key: event_id, rule_id, because_of.
-- What comes first in a student's order is settled first: an event is refused once nothing that may still fall away could save it. A stored
-- event that breaks a rule only since the new ones came is not touched: the new one that did it is refused instead (because_of names the stored one).
WITH broken AS (
    SELECT b.*, e.student_id, e.place, e.is_arriving, w.place AS witness_place, w.is_arriving AS witness_arrives
    FROM event_breach b
    JOIN rule_event e ON e.event_id = b.event_id
    LEFT JOIN rule_event w ON w.event_id = b.witness_id
    WHERE b.effect = 'refuse' AND (e.is_arriving OR (b.event_id, b.rule_id) NOT IN (SELECT (event_id, rule_id) FROM breach_before))
), blamed AS (
    SELECT *, event_id AS refused, NULL::VARCHAR AS because_of FROM broken WHERE is_arriving
    UNION ALL
    SELECT *, witness_id, event_id FROM broken WHERE NOT is_arriving AND witness_arrives
    UNION ALL
    -- It rests on an event that a correction moved or changed.
    SELECT b.*, a.event_id, b.event_id
    FROM broken b
    JOIN rule_standing s ON s.student_id = b.student_id AND s.event_id <> b.event_id
    JOIN rule_event a ON a.event_id = s.event_id AND a.is_arriving
    WHERE NOT b.is_arriving AND b.kind = 'needs'
), first AS (
    SELECT student_id, min(place) AS place FROM blamed GROUP BY student_id
)
SELECT DISTINCT b.refused AS event_id, b.rule_id, b.column_name, b.message, b.citation, b.because_of, b.is_general
FROM blamed b
JOIN first f ON f.student_id = b.student_id
WHERE b.place = f.place OR $at_once OR (
    b.student_id NOT IN (SELECT student_id FROM rule_standing SEMI JOIN rule_arriving USING (event_id)) AND CASE
        WHEN b.kind = 'needs' THEN b.start_place IS NULL OR b.start_place < f.place
        WHEN b.witness_id IS NOT NULL THEN b.witness_place < f.place
        ELSE true END
)
