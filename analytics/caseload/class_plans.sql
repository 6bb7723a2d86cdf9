-- The running plans of the class's students whom the viewer may see on $today, with their verdicts; most urgent first. Key: plan_id.
WITH member AS (
    SELECT DISTINCT m.student_id FROM class_member m
    SEMI JOIN visible_students($viewer, $today) v ON v.student_id = m.student_id
    WHERE m.class_id = $class_id AND m.from_on <= $today AND (m.to_on IS NULL OR m.to_on >= $today)
)
SELECT v.plan_id, v.plan_kind, v.series_id, st.public_key, st.first_name || ' ' || st.last_name AS student, m.name AS measure, m.unit,
    v.title, v.verdict, v.reason, v.roi_per_week, v.roi_se, v.required_roi, v.probability, v.start_on, v.due_on, v.baseline, v.target
FROM verdict_on($today) v
JOIN plan p ON p.plan_id = v.plan_id
JOIN student st ON st.student_id = p.student_id
JOIN measure m ON m.measure_id = v.measure_id
WHERE p.student_id IN (SELECT student_id FROM member) AND p.start_on <= $today AND p.end_on >= $today
ORDER BY v.urgency DESC, st.last_name, st.first_name, v.plan_id;
