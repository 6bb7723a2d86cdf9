-- The dates of each calendar numbered by each way of counting that a rule needs. Key: calendar_id, state, counting, on_date.
-- n: how many days that count lie up to and with the date; why: what keeps a date from being counted, if it is not only a weekend.
WITH counting AS (
    SELECT DISTINCT calendar_id, in_state AS state, counting, unit, leaves_out, break_days FROM clock_round WHERE counting IS NOT NULL
),
holidays AS (
    SELECT s.state, h.on_date, min(h.name) AS name
    FROM (SELECT DISTINCT state, unnest(['US', state]) AS of_state FROM counting WHERE unit = 'business_day') s
    JOIN holiday h ON h.state = s.of_state
    GROUP BY s.state, h.on_date
),
judged AS (
    SELECT
        c.calendar_id, c.state, c.counting, d.on_date, d.is_weekday, d.is_known, h.name AS holiday, d.label, d.is_summer,
        CASE c.unit
            WHEN 'school_day' THEN d.is_school_day
            WHEN 'business_day' THEN d.is_weekday AND h.on_date IS NULL
            ELSE NOT ((contains(c.leaves_out, 'summer') AND d.is_summer)
                -- Summer is a break only where the rule leaves it out, too.
                OR (contains(c.leaves_out, 'breaks') AND d.is_in_break AND d.n_weekdays >= c.break_days AND (NOT d.is_summer OR contains(c.leaves_out, 'summer')))
                OR (contains(c.leaves_out, 'breaks_until_return') AND d.is_until_return AND d.n_weekdays >= c.break_days)
                OR (contains(c.leaves_out, 'breaks_with_weekends') AND NOT d.is_school_day AND d.n_weekdays >= c.break_days))
        END AS is_counted,
        CASE
            WHEN c.unit = 'business_day' THEN CASE WHEN d.is_weekday AND h.on_date IS NOT NULL THEN 'holiday' END
            WHEN d.is_summer THEN 'summer'
            WHEN d.is_in_break OR (contains(c.leaves_out, 'breaks_until_return') AND d.is_until_return)
                OR (contains(c.leaves_out, 'breaks_with_weekends') AND NOT d.is_school_day AND d.n_weekdays >= c.break_days) THEN 'no_school'
        END AS kind
    FROM counting c
    JOIN clock_calendar d ON d.calendar_id = c.calendar_id
    LEFT JOIN holidays h ON h.state = c.state AND h.on_date = d.on_date
)
SELECT
    calendar_id, state, counting, on_date, is_counted, is_known, CASE WHEN NOT is_counted THEN coalesce(kind, 'weekends') END AS kind,
    coalesce(CASE WHEN kind = 'holiday' THEN holiday ELSE label END, CASE kind WHEN 'summer' THEN 'Summer' ELSE 'No school' END) AS why,
    count(*) FILTER (is_counted) OVER (PARTITION BY calendar_id, state, counting ORDER BY on_date) AS n
FROM judged
