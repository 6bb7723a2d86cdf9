-- The viewer's students who have a plan, whose name holds $search (plain lower case; empty finds all), by last name, at most $most of them.
-- Key: public_key; found is how many there are in all.
WITH enrolled AS (
    SELECT student_id, grade, school_id FROM enrolment WHERE enrolled_on <= $today AND (left_on IS NULL OR left_on >= $today)
), planned AS (
    SELECT student_id, count(*) AS plans FROM plan
    WHERE student_id IN (SELECT student_id FROM visible_students($viewer, $today)) GROUP BY student_id
)
SELECT s.public_key, s.first_name, s.last_name, e.grade, c.name AS school, p.plans, count(*) OVER () AS found
FROM planned p
JOIN student s ON s.student_id = p.student_id
LEFT JOIN enrolled e ON e.student_id = s.student_id
LEFT JOIN school c ON c.school_id = e.school_id
WHERE contains(lower(strip_accents(s.first_name || ' ' || s.last_name)), $search)
ORDER BY s.last_name, s.first_name, s.public_key
LIMIT $most;
