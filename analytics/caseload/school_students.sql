-- The plans behind one number of school_counts: the same plans, of one kind, value and verdict ('' for any). Key: plan_id.
WITH visible AS (SELECT DISTINCT student_id FROM visible_students($viewer, $today)),
enrolled AS (
    SELECT school_id, student_id, grade FROM enrolment
    WHERE list_contains($school_ids, school_id) AND enrolled_on <= $today AND (left_on IS NULL OR left_on >= $today)
),
open_school AS (
    SELECT school_id FROM enrolled LEFT JOIN visible USING (student_id) GROUP BY school_id HAVING bool_and(visible.student_id IS NOT NULL)
),
member AS (SELECT student_id, min(grade) AS grade FROM enrolled SEMI JOIN open_school USING (school_id) GROUP BY student_id)
SELECT v.plan_id, v.student_id, st.public_key, st.first_name || ' ' || st.last_name AS student, member.grade, m.name AS measure, v.title, v.tier, v.verdict, v.reason
FROM verdict_on($today) v
JOIN member ON member.student_id = v.student_id
JOIN measure m ON m.measure_id = v.measure_id
JOIN student st ON st.student_id = v.student_id
WHERE v.end_on >= $since AND v.start_on <= $today AND v.plan_kind = $plan_kind AND ($verdict = '' OR v.verdict = $verdict)
    AND $value = CASE $dimension
        WHEN 'programme' THEN v.programme WHEN 'tier' THEN coalesce('Tier ' || v.tier, 'no tier')
        WHEN 'measure' THEN m.name ELSE 'Grade ' || member.grade END
ORDER BY st.last_name, st.first_name, v.plan_id;
