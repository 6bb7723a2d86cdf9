-- Put each known loose score on a series: placed_score with series_id; arriving_series with those to be started.
CREATE OR REPLACE TABLE enrolled_grade AS
SELECT k.row_id, arg_max(e.grade, e.enrolled_on) AS grade
FROM known_score k JOIN enrolment e
    ON e.student_id = k.student_id AND e.enrolled_on <= k.on_date AND (e.left_on IS NULL OR e.left_on >= k.on_date)
GROUP BY k.row_id
----
-- A score without a grade of its own: the grade of the only series on the measure, else of the enrolment.
CREATE OR REPLACE TABLE graded_score AS
WITH only_series AS (
    SELECT student_id, measure_id, any_value(grade) AS grade, count(DISTINCT grade) AS grades FROM series GROUP BY student_id, measure_id
)
SELECT k.* REPLACE (CASE WHEN k.grade IS NOT NULL THEN k.grade WHEN o.grades = 1 THEN o.grade ELSE e.grade END AS grade),
    k.grade IS NULL AND o.grades IS NULL AS takes_latest_grade
FROM known_score k
LEFT JOIN only_series o USING (student_id, measure_id)
LEFT JOIN enrolled_grade e USING (row_id)
----
UPDATE graded_score g SET grade = latest.grade
FROM (SELECT student_id, measure_id, arg_max(grade, on_date) AS grade FROM graded_score WHERE takes_latest_grade GROUP BY student_id, measure_id) latest
WHERE g.takes_latest_grade AND g.student_id = latest.student_id AND g.measure_id = latest.measure_id
----
INSERT INTO rejection
SELECT 'score', file_no, row_id, line, $student_id_label, student_id, 'has no enrolment on that day, so the probe level is not known',
    'Give the probe level (--map grade=COLUMN, or grade==3), or import enrolment.csv first.'
FROM graded_score WHERE grade IS NULL
----
CREATE OR REPLACE TABLE found_series AS
SELECT student_id, measure_id, grade, min(series_id) AS series_id, count(*) AS found FROM series GROUP BY student_id, measure_id, grade
----
INSERT INTO rejection
SELECT 'score', file_no, row_id, line, $student_id_label, g.student_id, 'has ' || f.found || ' series on this measure and grade',
    'Name the series itself: import the scores as score.csv with series_id.'
FROM graded_score g JOIN found_series f USING (student_id, measure_id, grade) WHERE f.found > 1
----
INSERT INTO arriving_series (file_no, is_made, series_id, student_id, measure_id, grade)
SELECT min(g.file_no), true, replace(uuid()::VARCHAR, '-', ''), g.student_id, g.measure_id, g.grade
FROM graded_score g ANTI JOIN found_series f USING (student_id, measure_id, grade)
WHERE g.grade IS NOT NULL GROUP BY g.student_id, g.measure_id, g.grade
----
CREATE OR REPLACE TABLE placed_score AS
SELECT g.*, coalesce(f.series_id, a.series_id) AS series_id
FROM graded_score g
LEFT JOIN found_series f USING (student_id, measure_id, grade)
LEFT JOIN arriving_series a ON a.student_id = g.student_id AND a.measure_id = g.measure_id AND a.grade = g.grade AND a.is_made
WHERE g.row_id NOT IN (SELECT row_id FROM rejection WHERE row_id IS NOT NULL)
