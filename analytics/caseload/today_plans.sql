-- The viewer's plans on $today with what each asks for. Key: plan_id.
-- section: intervention and goal ask for a decision, overdue for a score, waiting for nothing.
-- A plan that ran to its due date still asks for its decision until another of its kind runs on the same series, or the school year is over.
WITH mine AS (
    SELECT student_id, bool_or(role IN ('teacher', 'interventionist', 'case_manager')) AS is_mine
    FROM visible_students($viewer, $today) GROUP BY student_id
), asking AS (
    SELECT v.plan_id, v.plan_kind, v.series_id, v.student_id, v.verdict, v.title, v.urgency, v.days_left, v.has_ended, mine.is_mine
    FROM verdict_on($today) v
    JOIN mine ON mine.student_id = v.student_id
    WHERE NOT v.has_ended OR (v.end_on = v.due_on AND v.end_on >= date_trunc('year', $today - INTERVAL 6 MONTH) + INTERVAL 6 MONTH)
), standing AS (
    SELECT * FROM asking QUALIFY NOT has_ended OR NOT bool_or(NOT has_ended) OVER (PARTITION BY series_id, plan_kind)
)
SELECT
    plan_id, student_id, is_mine, verdict, urgency, days_left, title,
    CASE
        WHEN verdict IN ('no data', 'no recent data') THEN 'overdue'
        WHEN verdict IN ('ineffective', 'not delivered', 'target reached') THEN 'intervention'
        WHEN verdict IN ('off track', 'not attained', 'attained') THEN 'goal'
        ELSE 'waiting'
    END AS section
FROM standing
