-- Every date that a plan touches, with the school days before it, by school (* for schools without rows of their own). Key: school_id, on_date.
-- A date without a calendar row is a school day from Monday to Friday; any day on which children attend counts (34 CFR 300.11(c)(1)).
WITH span AS (
    SELECT min(start_on) AS first_on, max(end_on) AS last_on FROM plan
),
school_of AS (
    SELECT DISTINCT coalesce(school_id, '*') AS school_id FROM plan
),
dates AS (
    SELECT school_id, on_date::DATE AS on_date
    FROM school_of CROSS JOIN (SELECT unnest(generate_series(first_on::TIMESTAMP, last_on::TIMESTAMP, INTERVAL 1 DAY)) AS on_date FROM span)
),
marked AS (
    SELECT d.school_id, d.on_date, coalesce(c.is_school_day, a.is_school_day, isodow(d.on_date) <= 5) AS is_school_day
    FROM dates d
    LEFT JOIN calendar_now c ON c.school_id = d.school_id AND c.on_date = d.on_date
    LEFT JOIN calendar_now a ON a.school_id = '*' AND a.on_date = d.on_date
)
SELECT
    school_id, on_date, is_school_day,
    coalesce(sum(is_school_day::INTEGER) OVER (PARTITION BY school_id ORDER BY on_date ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS school_days_before
FROM marked
