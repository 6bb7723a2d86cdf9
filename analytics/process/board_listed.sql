-- Time limits of the board one by one, the most urgent first. Key: student_id, clock, round.
-- $due_from and $due_to keep those due in a stretch of days (empty: any); found, overdue and students count all, $most and $skip choose a page.
-- $put_aside: with (all), without those that the viewer put aside at this due date, or only those, with the reason.
WITH wanted AS MATERIALIZED (
    SELECT b.student_id, b.clock, b.round, b.step, b.step_title, b.is_mine, b.standing, b.urgency, d.reason AS dismissed_because, d.recorded_at AS dismissed_at
    FROM ({clocks}) b
    LEFT JOIN (FROM dismissal WHERE staff_id = $viewer AND retracted_at IS NULL) d ON d.student_id = b.student_id AND d.clock = b.clock AND d.due_on = b.due_on
    WHERE b.clock IS NOT NULL
        AND (len($clocks::VARCHAR[]) = 0 OR list_contains($clocks::VARCHAR[], b.clock))
        AND (len($standings::VARCHAR[]) = 0 OR list_contains($standings::VARCHAR[], b.standing))
        AND (len($steps::INTEGER[]) = 0 OR list_contains($steps::INTEGER[], b.step))
        AND ($due_from::DATE IS NULL OR (b.due_on >= $due_from::DATE AND NOT b.is_paused)) AND ($due_to::DATE IS NULL OR (b.due_on <= $due_to::DATE AND NOT b.is_paused))
        AND ($put_aside = 'with' OR ($put_aside = 'only') = (d.reason IS NOT NULL))
), page AS (
    SELECT * FROM wanted ORDER BY urgency, student_id, clock, round LIMIT $most OFFSET $skip
)
SELECT a.*, n.*
FROM ({shown}) a
CROSS JOIN (
    SELECT count(*)::INTEGER AS found, (count(*) FILTER (standing = 'overdue'))::INTEGER AS overdue, count(DISTINCT student_id)::INTEGER AS students FROM wanted
) n
ORDER BY a.urgency, a.last_name, a.first_name, a.student_id, a.clock, a.round
