-- The students of the board by step, each with the most urgent time limit among those wanted. Key: step, student_id.
-- found, overdue and soon count the students of the step; of each step come the rows after $skip[step], at most $most[step].
-- $clocks, $standings and $steps narrow; with clocks or standings, a student without such a time limit is not listed.
WITH urgent AS (
    SELECT
        student_id, any_value(step) AS step, any_value(step_title) AS step_title, any_value(since_on) AS since_on, any_value(is_mine) AS is_mine,
        count(clock)::INTEGER AS clocks, min(urgency) AS urgency, arg_min({{'clock': clock, 'round': round, 'standing': standing}}, urgency) AS first
    FROM ({clocks})
    WHERE (len($clocks::VARCHAR[]) = 0 OR list_contains($clocks::VARCHAR[], clock))
        AND (len($standings::VARCHAR[]) = 0 OR list_contains($standings::VARCHAR[], standing))
        AND (len($steps::INTEGER[]) = 0 OR list_contains($steps::INTEGER[], step))
    GROUP BY student_id
), counted AS (
    SELECT
        step, count(*)::INTEGER AS found, count(*) FILTER (first.standing = 'overdue')::INTEGER AS overdue,
        count(*) FILTER (first.standing = 'due soon')::INTEGER AS soon
    FROM urgent GROUP BY step
), page AS (
    SELECT student_id, step, step_title, since_on, is_mine, clocks, urgency, unnest(first)
    FROM (SELECT *, row_number() OVER (PARTITION BY step ORDER BY urgency, student_id) AS place FROM urgent)
    WHERE place > list_extract($skip::INTEGER[], step) AND place <= list_extract($skip::INTEGER[], step) + list_extract($most::INTEGER[], step)
)
SELECT c.step AS of_step, c.found, c.overdue, c.soon, a.*
FROM counted c
LEFT JOIN ({shown}) a ON a.step = c.step
ORDER BY c.step, a.urgency, a.last_name, a.first_name, a.student_id
