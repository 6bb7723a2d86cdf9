-- Students in the process who left every school they were enrolled at before $today, with no exit or transfer out that closed it. Key: student_id.
SELECT s.student_id || ' left school on ' || max(e.left_on) || ', no exit recorded: record the exit'
FROM student_step s
JOIN enrolment e ON e.student_id = s.student_id
WHERE NOT s.is_closed
GROUP BY s.student_id
HAVING count(*) = count(e.left_on) AND max(e.left_on) < $today
ORDER BY s.student_id
