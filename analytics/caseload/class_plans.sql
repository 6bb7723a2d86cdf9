-- The running plans of some students ($student_ids: those that class_members gave to the viewer) with their verdicts on $today, most urgent
-- first. Key: plan_id.
WITH named AS (
    SELECT student_id, public_key, first_name, last_name FROM student WHERE student_id IN (SELECT unnest($student_ids))
)
SELECT v.plan_id, v.plan_kind, v.series_id, st.public_key, st.first_name || ' ' || st.last_name AS student, m.name AS measure, m.unit,
    v.title, v.verdict, v.roi_per_week, v.roi_se, v.required_roi, v.probability, v.start_on, v.due_on, v.baseline, v.target
FROM verdict_on($today, students := $student_ids) v
JOIN named st ON st.student_id = v.student_id
JOIN measure m ON m.measure_id = v.measure_id
WHERE v.start_on <= $today AND v.end_on >= $today
ORDER BY v.urgency DESC, st.last_name, st.first_name, v.plan_id;
