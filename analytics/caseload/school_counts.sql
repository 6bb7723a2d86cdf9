-- Plans by verdict and by one thing at a time: programme, tier and grade of interventions, measure and grade of goals.
-- Plans that ran at any time from $since to $today, of students enrolled today in $school_ids; a school of which the viewer may not see
-- every student counts nothing. Key: plan_kind, dimension, value, verdict.
WITH visible AS (SELECT DISTINCT student_id FROM visible_students($viewer, $today)),
enrolled AS (
    SELECT school_id, student_id, grade FROM enrolment
    WHERE list_contains($school_ids, school_id) AND enrolled_on <= $today AND (left_on IS NULL OR left_on >= $today)
),
open_school AS (
    SELECT school_id FROM enrolled LEFT JOIN visible USING (student_id) GROUP BY school_id HAVING bool_and(visible.student_id IS NOT NULL)
),
member AS (SELECT student_id, min(grade) AS grade FROM enrolled SEMI JOIN open_school USING (school_id) GROUP BY student_id),
counted AS (
    SELECT v.plan_kind, v.verdict, v.plan_id, v.student_id,
        unnest(CASE v.plan_kind WHEN 'intervention' THEN ['programme', 'tier', 'grade'] ELSE ['measure', 'grade'] END) AS dimension,
        unnest(CASE v.plan_kind WHEN 'intervention'
            THEN [v.programme, coalesce('Tier ' || v.tier, 'no tier'), 'Grade ' || member.grade] ELSE [m.name, 'Grade ' || member.grade] END) AS value
    FROM verdict_on($today) v
    JOIN member ON member.student_id = v.student_id
    JOIN measure m ON m.measure_id = v.measure_id
    WHERE v.end_on >= $since AND v.start_on <= $today
)
SELECT plan_kind, dimension, value, verdict, count(*)::INTEGER AS n_plans, count(DISTINCT student_id)::INTEGER AS n_students
FROM counted GROUP BY ALL
ORDER BY plan_kind, dimension, value, verdict;
