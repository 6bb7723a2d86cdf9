-- Schools whose every enrolled student the viewer has a reason to see on $today; only these may be counted. Key: school_id.
SELECT s.school_id, s.name, count(DISTINCT e.student_id)::INTEGER AS n_students
FROM school s
JOIN enrolment e ON e.school_id = s.school_id AND e.enrolled_on <= $today AND (e.left_on IS NULL OR e.left_on >= $today)
LEFT JOIN (SELECT DISTINCT student_id FROM visible_students($viewer, $today)) v ON v.student_id = e.student_id
GROUP BY ALL
HAVING bool_and(v.student_id IS NOT NULL)
ORDER BY s.name, s.school_id;
