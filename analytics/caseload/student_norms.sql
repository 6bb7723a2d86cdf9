-- The 25th and 50th percentile of the probe level's norm group through each school year that a plan touches, straight between seasons.
-- The season's day is the middle of the weeks that Hasbrouck and Tindal (2017) test in: 16 to 17 weeks apart. Key: plan_id, percentile, on_date.
WITH mine AS (
    SELECT * FROM plan WHERE student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
), season(season, month, day, next_year) AS (VALUES ('fall', 9, 15, 0), ('winter', 1, 15, 1), ('spring', 5, 10, 1))
SELECT m.plan_id, n.percentile, make_date(y.fall_year + s.next_year, s.month, s.day) AS on_date, n.level, m.grade, y.fall_year
FROM mine m
CROSS JOIN LATERAL (SELECT unnest(generate_series(year(m.start_on - INTERVAL 7 MONTH), year(m.due_on - INTERVAL 7 MONTH))) AS fall_year) y
JOIN growth_norm n ON n.measure_id = m.measure_id AND n.grade = m.grade AND n.percentile IN (25, 50) AND n.level IS NOT NULL
JOIN season s ON s.season = n.season
ORDER BY m.plan_id, n.percentile, on_date;
