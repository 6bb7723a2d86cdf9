-- Time limits of the board one by one, the most urgent first. Key: student_id, clock, round.
-- $due_from and $due_to keep those due in a stretch of days (empty: any); found counts all of them, $most and $skip choose a page.
-- $put_aside: with (all), without those that the viewer put aside at this due date, or only those, with the reason.
WITH wanted AS MATERIALIZED (
    SELECT b.student_id, b.clock, b.round, b.step, b.step_title, b.is_mine, b.standing, b.urgency, d.reason AS dismissed_because, d.recorded_at AS dismissed_at
    FROM ({clocks}) b
    LEFT JOIN (FROM dismissal WHERE staff_id = $viewer AND retracted_at IS NULL) d ON d.student_id = b.student_id AND d.clock = b.clock AND d.due_on = b.due_on
    WHERE b.clock IS NOT NULL
        AND (len($clocks::VARCHAR[]) = 0 OR list_contains($clocks::VARCHAR[], b.clock))
        AND (len($standings::VARCHAR[]) = 0 OR list_contains($standings::VARCHAR[], b.standing))
        AND (len($steps::INTEGER[]) = 0 OR list_contains($steps::INTEGER[], b.step))
        AND ($due_from::DATE IS NULL OR (b.due_on >= $due_from::DATE AND NOT b.is_paused)) AND ($due_to::DATE IS NULL OR (b.due_on <= $due_to::DATE AND NOT b.is_paused))
        AND ($put_aside = 'with' OR ($put_aside = 'only') = (d.reason IS NOT NULL))
), page AS (
    SELECT * FROM wanted ORDER BY urgency, student_id, clock, round LIMIT $most OFFSET $skip
)
SELECT p.*, (SELECT count(*) FROM wanted)::INTEGER AS found, k.* EXCLUDE (student_id, clock, round), r.title, r.length, r.unit, r.rule_text, r.citation, r.verification, r.soon_days,
    (k.due_on - $today)::INTEGER AS days_left, CASE WHEN p.standing = 'overdue' THEN ($today - k.due_on)::INTEGER END AS days_late,
    s.public_key, s.first_name, s.last_name, e.school, e.grade, m.managers
FROM page p
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
ORDER BY p.urgency, s.last_name, s.first_name, p.student_id, p.clock, p.round
