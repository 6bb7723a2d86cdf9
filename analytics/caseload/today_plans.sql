-- The viewer's plans on $today with what each asks for. Key: plan_id.
-- section: intervention and goal ask for a decision, overdue for a score, waiting for nothing.
-- A plan that ran to its due date still asks for its decision until another of its kind runs on the same series, or the school year is over.
WITH mine AS (
    SELECT student_id, bool_or(role IN ('teacher', 'interventionist', 'case_manager')) AS is_mine
    FROM visible_students($viewer, $today) GROUP BY student_id
), replaced AS (
    -- By key and short: most plans have not ended, and to look over each series in full took a third of the time.
    SELECT e.plan_id FROM plan e JOIN plan o ON o.series_id = e.series_id AND o.plan_kind = e.plan_kind WHERE e.end_on < $today AND o.end_on >= $today
), asks (verdict, section) AS (
    VALUES ('no data', 'overdue'), ('no recent data', 'overdue'), ('ineffective', 'intervention'), ('not delivered', 'intervention'),
        ('target reached', 'intervention'), ('off track', 'goal'), ('not attained', 'goal'), ('attained', 'goal')
)
SELECT v.plan_id, v.student_id, mine.is_mine, v.verdict, v.urgency, v.days_left, v.title, coalesce(asks.section, 'waiting') AS section
FROM verdict_on($today) v
JOIN mine ON mine.student_id = v.student_id
ANTI JOIN replaced ON replaced.plan_id = v.plan_id
LEFT JOIN asks ON asks.verdict = v.verdict
WHERE NOT v.has_ended OR (v.end_on = v.due_on AND v.end_on >= date_trunc('year', $today - INTERVAL 6 MONTH) + INTERVAL 6 MONTH)
