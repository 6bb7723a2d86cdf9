-- What moved the due dates of one student, in words, if the viewer may see them. Key: clock, round, from_on, kind.
SELECT o.clock, o.round, o.from_on, o.to_on, o.kind, o.days, o.why
FROM clock_left_out o
WHERE o.student_id = $student AND o.student_id IN (SELECT student_id FROM visible_students($viewer, $today))
ORDER BY o.clock, o.round, o.kind = 'weekends', o.from_on, o.kind
