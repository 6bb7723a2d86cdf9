SELECT series_id FROM series WHERE student_id NOT IN (SELECT student_id FROM student) OR measure_id NOT IN (SELECT measure_id FROM measure)
