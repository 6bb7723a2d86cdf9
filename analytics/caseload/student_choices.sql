-- Some students ($students: those that student_named gave to the viewer) with the worst verdict of their running plans on $today, at most $most
-- of them, the most urgent first where $by is 'urgency', else by last name. $only is the same list where it is short, so that only their
-- verdicts are read, else empty. Key: public_key.
-- verdict is the one that asks for something first and due_on the nearest due date, both of running plans and empty where none runs; a student without a plan comes last.
WITH judged AS (
    SELECT v.student_id, count(*)::INTEGER AS plans, (count(*) FILTER (NOT v.has_ended))::INTEGER AS running,
        arg_max(v.verdict, v.urgency) FILTER (NOT v.has_ended) AS verdict, coalesce(max(v.urgency) FILTER (NOT v.has_ended), 0) AS urgency,
        min(v.due_on) FILTER (NOT v.has_ended) AS due_on
    FROM verdict_on($today, students := $only) v
    SEMI JOIN (SELECT unnest($students::VARCHAR[]) AS student_id) wanted ON wanted.student_id = v.student_id
    GROUP BY v.student_id
)
SELECT s.student_id, s.public_key, s.first_name, s.last_name, e.grade, c.name AS school, coalesce(j.plans, 0) AS plans, coalesce(j.running, 0) AS running,
    j.verdict, j.due_on
FROM (SELECT unnest($students::VARCHAR[]) AS student_id) w
JOIN student s ON s.student_id = w.student_id
LEFT JOIN judged j ON j.student_id = s.student_id
LEFT JOIN enrolment e ON e.student_id = s.student_id AND e.enrolled_on <= $today AND (e.left_on IS NULL OR e.left_on >= $today)
LEFT JOIN school c ON c.school_id = e.school_id
ORDER BY CASE WHEN $by = 'urgency' THEN -coalesce(j.urgency, -1) END, s.last_name, s.first_name, s.public_key
LIMIT $most;
