-- The viewer's students who have a plan and whose name holds $search (plain lower case; empty finds all), as one list by last name. One row.
SELECT list(s.student_id ORDER BY s.last_name, s.first_name, s.public_key) AS students
FROM student s
WHERE s.student_id IN (SELECT student_id FROM plan WHERE student_id IN (SELECT student_id FROM visible_students($viewer, $today)))
    AND contains(lower(strip_accents(s.first_name || ' ' || s.last_name)), $search);
