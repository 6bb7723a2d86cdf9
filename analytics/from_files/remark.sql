-- What in the files a verdict passes over, or takes as it is although it cannot be, told behind its reason. Key: plan_id. Scores later than
-- $ahead_of are no part of what is judged.
WITH scored AS (
    SELECT
        p.plan_id, p.plan_kind, p.target, p.baseline, p.floor, p.ceiling, p.due_on,
        count(*) FILTER (WHERE n.observed_on > p.end_on) AS late,
        count(*) FILTER (WHERE n.phase = 'intervention' AND n.observed_on < p.start_on) AS early,
        count(*) FILTER (WHERE n.value < p.floor OR n.value > p.ceiling) AS impossible
    FROM plan p LEFT JOIN score_now n USING (series_id)
    GROUP BY ALL
),
ahead AS (
    SELECT series_id, count(*) AS ahead FROM staged_scores WHERE score IS NOT NULL AND observed_on > $ahead_of GROUP BY series_id
),
repeated AS (
    SELECT series_id, sum(n - 1)::INTEGER AS repeated
    FROM (SELECT series_id, count(*) AS n FROM staged_scores WHERE score IS NOT NULL AND form IS NULL GROUP BY series_id, observed_on, score)
    GROUP BY series_id
),
worded AS (
    SELECT
        s.*, a.ahead, r.repeated, concat_ws(' to ', level_words(s.floor), level_words(s.ceiling)) AS range_words,
        s.plan_kind = 'intervention' AND (coalesce(g.criterion, 'end_level') <> 'end_level' OR coalesce(g.k, g.n, g.minimum_trials) IS NOT NULL) AS criterion_unused
    FROM scored s JOIN staged_goals g USING (plan_id) LEFT JOIN ahead a ON a.series_id = g.series_id LEFT JOIN repeated r ON r.series_id = g.series_id
)
SELECT
    plan_id,
    nullif(concat_ws(' ',
        CASE WHEN target > ceiling THEN format('The target, {}, is above the highest possible score, {}.', level_words(target), level_words(ceiling)) END,
        CASE WHEN target < floor THEN format('The target, {}, is below the lowest possible score, {}.', level_words(target), level_words(floor)) END,
        CASE WHEN impossible > 0 THEN count_words(impossible, 'score') || ' outside the possible range (' || range_words || ') counted as given.' END,
        CASE WHEN early > 0 THEN count_words(early, 'score') || ' before the start marked as intervention: '
            || CASE plan_kind WHEN 'goal' THEN 'not counted.' ELSE 'counted as such where no other intervention was running.' END END,
        CASE WHEN late > 0 THEN count_words(late, 'score') || format(' after {} not counted.', day_words(due_on)) END,
        CASE WHEN ahead > 0 THEN count_words(ahead, 'score') || ' dated in the future not counted.' END,
        CASE WHEN repeated > 0 THEN count_words(repeated, 'row') || ' of the same day and value as another, without a form: counted as further probes.' END,
        CASE WHEN criterion_unused THEN 'Its criterion was passed over: an intervention is judged by its growth.' END
    ), '') AS remark
FROM worded
