-- The students of the board by step, each with the most urgent time limit among those wanted. Key: step, student_id.
-- found, overdue and soon count the students of the step; of each step come the rows after $skip[step], at most $most[step].
-- $clocks, $standings and $steps narrow; with clocks or standings, a student without such a time limit is not listed.
WITH urgent AS (
    SELECT
        student_id, any_value(step) AS step, any_value(step_title) AS step_title, any_value(since_on) AS since_on, any_value(is_mine) AS is_mine,
        count(clock)::INTEGER AS clocks, min(urgency) AS urgency, arg_min({{'clock': clock, 'round': round, 'standing': standing}}, urgency) AS first
    FROM ({clocks})
    WHERE (len($clocks::VARCHAR[]) = 0 OR list_contains($clocks::VARCHAR[], clock))
        AND (len($standings::VARCHAR[]) = 0 OR list_contains($standings::VARCHAR[], standing))
        AND (len($steps::INTEGER[]) = 0 OR list_contains($steps::INTEGER[], step))
    GROUP BY student_id
), counted AS (
    SELECT
        step, count(*)::INTEGER AS found, count(*) FILTER (first.standing = 'overdue')::INTEGER AS overdue,
        count(*) FILTER (first.standing = 'due soon')::INTEGER AS soon
    FROM urgent GROUP BY step
), page AS (
    SELECT student_id, step, step_title, since_on, is_mine, clocks, urgency, unnest(first)
    FROM (SELECT *, row_number() OVER (PARTITION BY step ORDER BY urgency, student_id) AS place FROM urgent)
    WHERE place > list_extract($skip::INTEGER[], step) AND place <= list_extract($skip::INTEGER[], step) + list_extract($most::INTEGER[], step)
)
SELECT c.step AS of_step, c.found, c.overdue, c.soon, p.*, k.* EXCLUDE (student_id, clock, round), r.title, r.length, r.unit, r.rule_text, r.citation, r.verification, r.soon_days,
    (k.due_on - $today)::INTEGER AS days_left, CASE WHEN p.standing = 'overdue' THEN ($today - k.due_on)::INTEGER END AS days_late,
    s.public_key, s.first_name, s.last_name, e.school, e.grade, m.managers
FROM counted c
LEFT JOIN page p ON p.step = c.step
LEFT JOIN student s ON s.student_id = p.student_id
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
ORDER BY c.step, p.urgency, s.last_name, s.first_name, p.student_id
