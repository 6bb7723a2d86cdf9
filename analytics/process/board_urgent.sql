-- What is overdue or due soon of the viewer's students: one row a student with the time limit that presses most, at most $most. Key: student_id.
-- With $only_mine the viewer's own students alone. standing: as clock_on has it. Of equal standing a report of a period presses least: it comes
-- every quarter, and a student may have several. clocks counts the student's; found, overdue and students count all, of every student.
WITH due AS MATERIALIZED (
    SELECT
        c.student_id, c.due_on < $today AS is_late,
        {{'place': CASE WHEN c.due_on < $today THEN 0 ELSE 2 END + CASE r.unit WHEN 'reporting_period' THEN 1 ELSE 0 END, 'due_on': c.due_on, 'clock': c.clock, 'round': c.round}} AS one
    FROM student_clock c
    JOIN clock_rule r ON r.clock_rule_id = c.clock_rule_id
    SEMI JOIN (FROM student_step WHERE NOT is_closed) p ON p.student_id = c.student_id
    SEMI JOIN (
        FROM visible_students($viewer, $today) WHERE NOT $only_mine OR role IN ('teacher', 'interventionist', 'case_manager')
    ) v ON v.student_id = c.student_id
    WHERE NOT c.is_over AND coalesce(c.enrolment_ended_on >= $today, true) AND NOT c.is_paused AND c.due_on <= $today + r.soon_days
        AND NOT (c.lifted_because IS NOT NULL AND c.lifted_on <= c.due_on)
), counted AS (
    SELECT count(*)::INTEGER AS found, (count(*) FILTER (is_late))::INTEGER AS overdue, count(DISTINCT student_id)::INTEGER AS students FROM due
), page AS (
    SELECT student_id, min(one) AS first, unnest(min(one)), count(*)::INTEGER AS clocks FROM due GROUP BY student_id ORDER BY first, student_id LIMIT $most
)
SELECT
    p.student_id, p.clock, p.round, p.clocks, n.found, n.overdue, n.students, CASE WHEN p.due_on < $today THEN 'overdue' ELSE 'due soon' END AS standing,
    p.due_on, (p.due_on - $today)::INTEGER AS days_left, CASE WHEN p.due_on < $today THEN ($today - p.due_on)::INTEGER END AS days_late,
    k.period, k.started_on, false AS is_paused, NULL::DATE AS stopped_on, NULL::DATE AS lifted_on, r.title, r.length, r.verification, s.public_key, s.first_name, s.last_name
FROM page p
JOIN student_clock k ON k.student_id = p.student_id AND k.clock = p.clock AND k.round = p.round
JOIN clock_rule r ON r.clock_rule_id = k.clock_rule_id
JOIN student s ON s.student_id = p.student_id
CROSS JOIN counted n
ORDER BY p.first, p.student_id
