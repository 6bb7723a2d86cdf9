-- Where each student of the process stands now: the last row of step_history. Key: student_id.
SELECT student_id, round, step, step_title, from_on AS since_on, event_id, is_closed, CASE WHEN is_closed THEN because END AS closed_because, because
FROM step_history
QUALIFY row_number() OVER (PARTITION BY student_id ORDER BY ordinal DESC) = 1
