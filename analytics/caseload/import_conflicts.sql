-- The review list: typed and imported values that differ and wait for a decision, of students whom the viewer may see on $today. Key: conflict_id.
SELECT c.conflict_id, s.student_id, st.first_name || ' ' || st.last_name AS student, m.name AS measure, c.observed_on, c.form, c.typed_value, c.imported_value,
    i.file_name, c.found_at
FROM score_conflict c
JOIN series_now s ON s.series_id = c.series_id
SEMI JOIN visible_students($viewer, $today) v ON v.student_id = s.student_id
JOIN student st ON st.student_id = s.student_id
JOIN measure m ON m.measure_id = s.measure_id
LEFT JOIN import i ON i.import_id = c.import_id
WHERE c.resolved_at IS NULL
ORDER BY c.found_at, st.last_name, st.first_name, c.observed_on, c.conflict_id;
