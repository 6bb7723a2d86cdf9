-- The first and the last of the series of a student's plans. Reads that name them find their rows in few blocks of the large tables.
SELECT min(series_id) AS first, max(series_id) AS last
FROM plan
WHERE student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student);
