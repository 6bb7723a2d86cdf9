-- What is overdue or due soon of the viewer's students, the most urgent first, at most $most. Key: student_id, clock, round.
-- With $only_mine the viewer's own students alone. found counts all of it, overdue what is late.
WITH due AS MATERIALIZED (
    SELECT c.*
    FROM clock_on($today) c
    SEMI JOIN (FROM student_step WHERE NOT is_closed) p ON p.student_id = c.student_id
    SEMI JOIN (
        FROM visible_students($viewer, $today) WHERE NOT $only_mine OR role IN ('teacher', 'interventionist', 'case_manager')
    ) v ON v.student_id = c.student_id
    WHERE NOT c.is_over AND c.standing IN ('overdue', 'due soon')
), counted AS (
    SELECT count(*)::INTEGER AS found, (count(*) FILTER (standing = 'overdue'))::INTEGER AS overdue FROM due
), first AS (
    SELECT * FROM due ORDER BY due_on, student_id, clock, round LIMIT $most
)
SELECT f.*, n.found, n.overdue, s.public_key, s.first_name, s.last_name
FROM first f JOIN student s ON s.student_id = f.student_id CROSS JOIN counted n
ORDER BY f.due_on, f.student_id, f.clock, f.round
