-- Open clocks of the viewer's students that are overdue or due within $days days, and those the viewer put aside. Key: student_id, clock, round.
-- is_dismissed: put aside by this viewer for this very due date, with the reason.
SELECT
    c.student_id, s.public_key, s.first_name, s.last_name, c.clock, c.round, c.title, c.period, c.standing, c.due_on, c.days_left, c.days_late,
    c.rule_text, c.citation, c.verification, c.falls_back, c.is_calendar_known, d.staff_id IS NOT NULL AS is_dismissed, d.reason AS dismissed_because, d.recorded_at AS dismissed_at
FROM clock_on($today) c
SEMI JOIN (FROM visible_students($viewer, $today)) v ON v.student_id = c.student_id
JOIN student s ON s.student_id = c.student_id
LEFT JOIN dismissal d ON d.staff_id = $viewer AND d.student_id = c.student_id AND d.clock = c.clock AND d.due_on = c.due_on AND d.retracted_at IS NULL
WHERE c.is_open AND c.due_on <= $today + $days::INTEGER
ORDER BY c.urgency, c.due_on, s.last_name, s.first_name, c.student_id, c.clock
