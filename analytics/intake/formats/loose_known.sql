-- The student, measure and grade that a loose score names, as the store knows them; what it does not know is refused.
-- A measure may be named by its identifier or by its name, letter case aside; a name that two measures share names neither.
UPDATE loose_score l SET measure_id = k.measure_id
FROM (
    SELECT alias, any_value(measure_id) AS measure_id
    FROM (SELECT lower(measure_id) AS alias, measure_id FROM measure UNION SELECT lower(name), measure_id FROM measure)
    GROUP BY alias HAVING count(*) = 1
) k
WHERE lower(l.measure_id) = k.alias AND l.measure_id <> k.measure_id
----
INSERT INTO rejection
SELECT 'score', l.file_no, l.row_id, l.line, $student_id_label, l.student_id,
    CASE WHEN l.student_id IS NULL THEN 'is missing' ELSE 'is no student in the store' END,
    CASE WHEN near.student_id IS NOT NULL
        THEN 'Student ' || near.student_id || ' is: did a spreadsheet drop the leading zeros? Write the identifier as text.'
        ELSE 'Check the identifier, or import the student first (student.csv).' END
FROM loose_score l
LEFT JOIN (SELECT ltrim(student_id, '0') AS bare, min(student_id) AS student_id FROM student GROUP BY ltrim(student_id, '0')) near
    ON near.bare = ltrim(l.student_id, '0') AND near.bare <> ''
WHERE l.student_id IS NULL OR l.student_id NOT IN (SELECT student_id FROM student UNION ALL SELECT student_id FROM arriving_student WHERE student_id IS NOT NULL)
----
INSERT INTO rejection
SELECT 'score', file_no, row_id, line, $measure_id_label, measure_id,
    CASE WHEN measure_id IS NULL THEN 'is missing' ELSE 'is no measure in the store' END,
    'Write one of: ' || (SELECT string_agg(measure_id, ', ' ORDER BY measure_id) FROM measure) || '; or import measure.csv first.'
FROM loose_score
WHERE measure_id IS NULL OR measure_id NOT IN (SELECT measure_id FROM measure UNION ALL SELECT measure_id FROM arriving_measure WHERE measure_id IS NOT NULL)
----
INSERT INTO rejection
SELECT 'score', file_no, row_id, line, $grade_label, grade, 'is not a grade', 'Write K or 1 to 12.'
FROM loose_score WHERE grade IS NOT NULL AND grade_in(grade) IS NULL
----
CREATE OR REPLACE TABLE known_score AS
SELECT * REPLACE (grade_in(grade) AS grade), date_in(observed_on) AS on_date
FROM loose_score WHERE row_id NOT IN (SELECT row_id FROM rejection WHERE row_id IS NOT NULL)
