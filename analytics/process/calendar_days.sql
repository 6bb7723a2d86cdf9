-- The days of a stretch as a school keeps them ($school_id '*': the district). Key: on_date.
-- A school's own rows go before the district's; a day that no row names is a school day from Monday to Friday inside a school year.
WITH years AS (
    SELECT first_day, last_day FROM school_year_now
    WHERE school_id = $school_id OR (school_id = '*' AND NOT EXISTS (FROM school_year_now WHERE school_id = $school_id))
), day AS (
    SELECT unnest(generate_series($from_on::TIMESTAMP, $to_on::TIMESTAMP, INTERVAL 1 DAY))::DATE AS on_date
), told AS (
    SELECT
        d.on_date, coalesce(o.is_school_day, a.is_school_day) AS said, coalesce(o.label, a.label) AS label,
        EXISTS (FROM years) AND NOT EXISTS (FROM years y WHERE d.on_date BETWEEN y.first_day AND y.last_day) AS is_outside,
        EXISTS (FROM years y WHERE d.on_date = y.first_day) AS is_first, EXISTS (FROM years y WHERE d.on_date = y.last_day) AS is_last
    FROM day d
    LEFT JOIN calendar_now o ON o.school_id = $school_id AND o.on_date = d.on_date
    LEFT JOIN calendar_now a ON a.school_id = '*' AND a.on_date = d.on_date
)
SELECT
    t.on_date, coalesce(t.said, isodow(t.on_date) <= 5 AND NOT t.is_outside) AS is_school_day,
    -- A day of school that a row names still says its name, as a half day does.
    coalesce(t.label, CASE WHEN t.is_outside AND isodow(t.on_date) <= 5 THEN 'No school year' END) AS label, h.name AS holiday, t.is_first, t.is_last, t.said IS NOT NULL AS is_named
FROM told t
LEFT JOIN (SELECT on_date, min(name) AS name FROM holiday
    WHERE state = 'US' OR state IN (SELECT upper(trim(state)) FROM school WHERE $school_id IN ('*', school_id))
    GROUP BY on_date
) h ON h.on_date = t.on_date
ORDER BY t.on_date
