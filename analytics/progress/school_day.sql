-- Every date that a plan touches, with the school days and the days of breaks before it, by school (* for schools without rows of their own).
-- Key: school_id, on_date. A date without a calendar row is a school day from Monday to Friday; any day on which children attend counts
-- (34 CFR 300.11(c)(1)). What lies between two school years is summer, whether or not the calendar says so.
-- A break is a stretch of at least break_minimum_days without school: growth is taken to stand still in it, and no score is due.
WITH span AS (
    -- So many days more that a stretch at the edge is seen for what it is, whichever plans are looked at.
    SELECT min(start_on) - threshold['break_minimum_days']::INTEGER AS first_on, max(greatest(due_on, end_on)) + threshold['break_minimum_days']::INTEGER AS last_on
    FROM plan CROSS JOIN threshold_now GROUP BY threshold
),
school_of AS (
    SELECT DISTINCT coalesce(school_id, '*') AS school_id FROM plan
),
dates AS (
    SELECT school_id, on_date::DATE AS on_date
    FROM school_of CROSS JOIN (SELECT unnest(generate_series(first_on::TIMESTAMP, last_on::TIMESTAMP, INTERVAL 1 DAY)) AS on_date FROM span)
),
summer AS (
    SELECT school_id, last_day AS after_day, lead(first_day) OVER (PARTITION BY school_id ORDER BY first_day) AS before_day FROM school_year_now
),
marked AS (
    SELECT
        d.school_id, d.on_date,
        coalesce(c.is_school_day, a.is_school_day, isodow(d.on_date) <= 5 AND NOT EXISTS (
            FROM summer s WHERE s.school_id IN (d.school_id, '*') AND s.after_day < d.on_date AND s.before_day > d.on_date
        )) AS is_school_day
    FROM dates d
    LEFT JOIN calendar_now c ON c.school_id = d.school_id AND c.on_date = d.on_date
    LEFT JOIN calendar_now a ON a.school_id = '*' AND a.on_date = d.on_date
),
counted AS (
    SELECT
        *, coalesce(sum(is_school_day::INTEGER) OVER before_it, 0) AS school_days_before
    FROM marked
    WINDOW before_it AS (PARTITION BY school_id ORDER BY on_date ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
-- Days without school between the same two school days are one stretch.
stretch AS (
    SELECT *, NOT is_school_day AND count(*) FILTER (WHERE NOT is_school_day) OVER (PARTITION BY school_id, school_days_before) >= threshold['break_minimum_days'] AS is_break
    FROM counted CROSS JOIN threshold_now
)
SELECT
    school_id, on_date, is_school_day, school_days_before,
    coalesce(sum(is_break::INTEGER) OVER (PARTITION BY school_id ORDER BY on_date ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) / 7.0 AS break_weeks_before
FROM stretch
