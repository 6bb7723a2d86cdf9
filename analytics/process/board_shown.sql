-- What is shown of the rows of `page`: the time limit with its rule, the student, school and grade, the case managers. Key: student_id, clock, round.
-- The columns of the time limit stand by name: to read all of them costs more than the rest.
SELECT p.*, k.started_on, k.due_on, k.period, k.is_paused, k.stopped_on, k.lifted_on, k.falls_back, k.is_calendar_known, r.title, r.length, r.unit, r.rule_text, r.citation, r.verification, r.soon_days,
    (k.due_on - $today)::INTEGER AS days_left, CASE WHEN p.standing = 'overdue' THEN ($today - k.due_on)::INTEGER END AS days_late,
    s.public_key, s.first_name, s.last_name, e.school, e.grade, m.managers, g.left_on
FROM page p
JOIN student s ON s.student_id = p.student_id
LEFT JOIN student_clock k ON k.student_id = p.student_id AND k.clock = p.clock AND k.round = p.round
LEFT JOIN clock_rule r ON r.clock_rule_id = k.clock_rule_id
LEFT JOIN (
    SELECT e.student_id, min(c.name) AS school, min(e.grade) AS grade FROM enrolment e JOIN school c ON c.school_id = e.school_id
    WHERE e.enrolled_on <= $today AND coalesce(e.left_on, $today) >= $today AND e.student_id IN (SELECT student_id FROM page) GROUP BY e.student_id
) e ON e.student_id = p.student_id
LEFT JOIN (
    SELECT a.scope_id AS student_id, string_agg(DISTINCT f.name, ', ' ORDER BY f.name) AS managers
    FROM staff_assignment a JOIN staff f ON f.staff_id = a.staff_id
    WHERE a.scope = 'student' AND a.role = 'case_manager' AND a.retracted_at IS NULL AND a.from_on <= $today AND coalesce(a.to_on, $today) >= $today
        AND a.scope_id IN (SELECT student_id FROM page)
    GROUP BY a.scope_id
) m ON m.student_id = p.student_id
-- The day on which somebody left every school, with no exit that closed the process.
LEFT JOIN (
    SELECT student_id, max(left_on) AS left_on FROM enrolment WHERE student_id IN (SELECT student_id FROM page)
    GROUP BY student_id HAVING count(*) = count(left_on) AND max(left_on) < $today
) g ON g.student_id = p.student_id
