-- What is overdue or due soon of the viewer's students, the most urgent first, at most $most. Key: student_id, clock, round.
-- With $only_mine the viewer's own students alone. found counts all of it, overdue what is late. standing: as clock_on has it.
WITH due AS MATERIALIZED (
    SELECT c.student_id, c.clock, c.round, c.due_on
    FROM student_clock c
    JOIN clock_rule r ON r.clock_rule_id = c.clock_rule_id
    SEMI JOIN (FROM student_step WHERE NOT is_closed) p ON p.student_id = c.student_id
    SEMI JOIN (
        FROM visible_students($viewer, $today) WHERE NOT $only_mine OR role IN ('teacher', 'interventionist', 'case_manager')
    ) v ON v.student_id = c.student_id
    WHERE NOT c.is_over AND NOT c.is_paused AND c.due_on <= $today + r.soon_days
        AND NOT (c.lifted_because IS NOT NULL AND c.lifted_on <= c.due_on)
), counted AS (
    SELECT count(*)::INTEGER AS found, (count(*) FILTER (due_on < $today))::INTEGER AS overdue FROM due
), page AS (
    SELECT * FROM due ORDER BY due_on, student_id, clock, round LIMIT $most
)
SELECT
    p.student_id, p.clock, p.round, n.found, n.overdue, CASE WHEN p.due_on < $today THEN 'overdue' ELSE 'due soon' END AS standing,
    p.due_on, (p.due_on - $today)::INTEGER AS days_left, CASE WHEN p.due_on < $today THEN ($today - p.due_on)::INTEGER END AS days_late,
    k.period, false AS is_paused, NULL::DATE AS stopped_on, NULL::DATE AS lifted_on, r.title, r.length, r.verification, s.public_key, s.first_name, s.last_name
FROM page p
JOIN student_clock k ON k.student_id = p.student_id AND k.clock = p.clock AND k.round = p.round
JOIN clock_rule r ON r.clock_rule_id = k.clock_rule_id
JOIN student s ON s.student_id = p.student_id
CROSS JOIN counted n
ORDER BY p.due_on, p.student_id, p.clock, p.round
