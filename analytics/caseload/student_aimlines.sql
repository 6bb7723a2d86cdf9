-- The aimline of each plan of a student, broken where the goal was changed. Key: plan_id, revision; a straight line from (from_on, from_level) to (to_on, to_level).
WITH mine AS (
    SELECT * FROM plan WHERE student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
), revised AS (
    SELECT
        m.plan_id, g.revision, g.start_on, g.due_on, coalesce(g.baseline, m.baseline) AS baseline, g.target, greatest(g.start_on, g.effective_on) AS from_on,
        coalesce(lead(g.effective_on) OVER (PARTITION BY g.goal_id ORDER BY g.revision), g.due_on) AS to_on
    FROM mine m JOIN goal g ON g.goal_id = m.plan_id AND g.retracted_at IS NULL
    UNION ALL
    SELECT plan_id, 1, start_on, due_on, baseline, target, start_on, due_on FROM mine WHERE plan_kind = 'intervention'
)
SELECT
    plan_id, revision, from_on, to_on, target,
    baseline + (target - baseline) * (from_on - start_on) / nullif(due_on - start_on, 0) AS from_level,
    baseline + (target - baseline) * (to_on - start_on) / nullif(due_on - start_on, 0) AS to_level
FROM revised
WHERE baseline IS NOT NULL AND target IS NOT NULL AND to_on > from_on
ORDER BY plan_id, revision;
