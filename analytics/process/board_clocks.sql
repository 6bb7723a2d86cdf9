-- The viewer's students in the process on $today, each with the time limits that are open, and one row without a clock where none is.
-- Key: student_id, clock, round. standing: as clock_on has it, or none. $school_ids, $class_ids and $managers narrow; empty means any.
-- Reports of periods that have not ended are listed if they are due within $ahead days. urgency: by standing, then the reports of periods
-- last, since they come for all at once, then by day.
WITH allowed AS (
    SELECT student_id, bool_or(role IN ('teacher', 'interventionist', 'case_manager')) AS is_mine
    FROM visible_students($viewer, $today) SEMI JOIN (FROM student_step WHERE NOT is_closed) p USING (student_id)
    GROUP BY student_id
), narrowed AS (
    SELECT a.* FROM allowed a
    WHERE (NOT $only_mine OR a.is_mine)
        AND (len($school_ids::VARCHAR[]) = 0 OR a.student_id IN (
            SELECT student_id FROM enrolment
            WHERE list_contains($school_ids::VARCHAR[], school_id) AND enrolled_on <= $today AND coalesce(left_on, $today) >= $today))
        AND (len($class_ids::VARCHAR[]) = 0 OR a.student_id IN (
            SELECT student_id FROM class_member
            WHERE list_contains($class_ids::VARCHAR[], class_id) AND from_on <= $today AND coalesce(to_on, $today) >= $today))
        AND (len($managers::VARCHAR[]) = 0 OR a.student_id IN (
            SELECT scope_id FROM staff_assignment
            WHERE scope = 'student' AND role = 'case_manager' AND list_contains($managers::VARCHAR[], staff_id)
                AND retracted_at IS NULL AND from_on <= $today AND coalesce(to_on, $today) >= $today))
), clock AS (
    SELECT student_id, clock, round, title, unit, started_on, due_on, is_paused, standing FROM clock_on($today) WHERE NOT is_over AND is_open
    UNION ALL
    SELECT c.student_id, c.clock, c.round, r.title, r.unit, c.started_on, c.due_on, c.is_paused, 'running'
    FROM student_clock c JOIN clock_rule r ON r.clock_rule_id = c.clock_rule_id
    WHERE NOT c.is_over AND coalesce(c.enrolment_ended_on >= $today, true) AND c.started_on > $today AND c.due_on - $today > r.soon_days AND c.due_on <= $today + $ahead::INTEGER
)
SELECT
    n.student_id, n.is_mine, p.step, p.step_title, p.since_on, c.clock, c.round, c.title, c.started_on, c.due_on, c.is_paused,
    coalesce(c.standing, 'none') AS standing,
    CASE c.standing WHEN 'overdue' THEN 1 WHEN 'due soon' THEN 2 WHEN 'running' THEN CASE WHEN c.due_on IS NULL THEN 3 ELSE 4 END WHEN 'not yet known' THEN 5 ELSE 6 END
        * 1000000 + CASE c.unit WHEN 'reporting_period' THEN 500000 ELSE 0 END + (coalesce(c.due_on, c.started_on, p.since_on) - DATE '1970-01-01') AS urgency
FROM narrowed n
JOIN student_step p ON p.student_id = n.student_id
LEFT JOIN clock c ON c.student_id = n.student_id
WHERE NOT p.is_closed
