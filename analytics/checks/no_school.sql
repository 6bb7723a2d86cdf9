-- Scores and held sessions on a day on which the student's school is closed; without a calendar row Saturday and Sunday are. Key: series_id, day.
WITH observed AS (
    SELECT series_id, observed_on AS on_date, 'score' AS what FROM score_now
    UNION
    SELECT i.series_id, n.held_on, 'session' FROM session_now n JOIN intervention_now i USING (intervention_id) WHERE n.status = 'held'
),
place AS (
    SELECT student_id, max_by(school_id, enrolled_on) AS school_id FROM enrolment GROUP BY student_id
)
SELECT o.what || ' of ' || o.series_id || ' on ' || o.on_date
FROM observed o
JOIN series s USING (series_id)
LEFT JOIN place p USING (student_id)
LEFT JOIN calendar_now c ON c.school_id = p.school_id AND c.on_date = o.on_date
LEFT JOIN calendar_now a ON a.school_id = '*' AND a.on_date = o.on_date
WHERE NOT coalesce(c.is_school_day, a.is_school_day, isodow(o.on_date) <= 5)
