-- Stretches of dates that a way of counting leaves out for one reason, other than plain weekends. Key: calendar_id, state, counting, from_on.
-- The weekends inside a break belong to it; so do the dates of summer that no calendar row names.
WITH ranked AS (
    SELECT
        *, on_date - (row_number() OVER (PARTITION BY calendar_id, state, counting, kind ORDER BY on_date))::INTEGER AS island
    FROM clock_counted_day
    WHERE NOT is_counted AND kind <> 'weekends'
)
SELECT
    calendar_id, state, counting, kind, min(on_date) AS from_on, max(on_date) AS to_on,
    -- A break with several names, as a holiday within a vacation, is told by the one that most of its days bear.
    coalesce(mode(why ORDER BY on_date) FILTER (why NOT IN ('No school', 'Summer')), min(why)) AS why
FROM ranked
GROUP BY calendar_id, state, counting, kind, island
