-- Every series of some students ($student_ids: those of the class $class_id that class_members gave to the viewer): its range, its last
-- score on $today, and when the next probe is due. Their running plans are given ($running_series and $running_start, one entry a plan,
-- from class_plans), which spares a second search through every plan of the district. Key: series_id.
-- A probe is due one interval after the last score, or at the start of the plan, on the first school day from then on; after an absence it
-- is due on the next school day. Series without a running plan are never due.
WITH mine AS (SELECT * FROM series_now WHERE list_contains($student_ids, student_id)),
named AS (SELECT student_id, public_key, first_name, last_name FROM student WHERE student_id IN (SELECT unnest($student_ids))),
running AS (
    SELECT series_id, min(start_on) AS start_on, count(*)::INTEGER AS n_plans
    FROM (SELECT unnest($running_series::VARCHAR[]) AS series_id, unnest($running_start::DATE[]) AS start_on) GROUP BY series_id
),
probe AS (
    SELECT c.series_id, c.observed_on, median(c.value) AS value, bool_and(c.absent) AS absent, CASE WHEN count(*) = 1 THEN max(c.errors) END AS errors
    FROM score c SEMI JOIN mine ON mine.series_id = c.series_id
    WHERE c.retracted_at IS NULL AND c.observed_on <= $today GROUP BY ALL
),
latest AS (
    SELECT series_id, arg_max(value, observed_on) FILTER (value IS NOT NULL) AS last_value,
        arg_max_null(errors, observed_on) FILTER (value IS NOT NULL) AS last_errors,
        max(observed_on) FILTER (value IS NOT NULL) AS last_on, max(observed_on) FILTER (absent) AS absent_on
    FROM probe GROUP BY series_id
),
wanted AS (
    SELECT mine.series_id,
        greatest(coalesce(l.last_on + round(coalesce(7 / nullif(mine.probes_per_week, 0), m.probe_interval_days))::INTEGER, r.start_on),
            l.absent_on + 1) AS wanted_on
    FROM mine JOIN running r USING (series_id) JOIN measure m USING (measure_id) LEFT JOIN latest l USING (series_id)
),
day AS (
    SELECT unnest(generate_series(least(min(wanted_on), $today)::TIMESTAMP, greatest(max(wanted_on), $today) + INTERVAL 120 DAY, INTERVAL 1 DAY))::DATE AS on_date
    FROM wanted
),
school_day AS (
    SELECT day.on_date, row_number() OVER (ORDER BY day.on_date) AS number
    FROM day
    LEFT JOIN calendar_now own ON own.on_date = day.on_date AND own.school_id = (SELECT school_id FROM class WHERE class_id = $class_id)
    LEFT JOIN calendar_now every_school ON every_school.on_date = day.on_date AND every_school.school_id = '*'
    WHERE coalesce(own.is_school_day, every_school.is_school_day, isodow(day.on_date) < 6)
),
due AS (
    SELECT w.series_id, d.on_date AS next_due_on,
        greatest(0, (SELECT min(number) FROM school_day WHERE on_date >= $today) - d.number)::INTEGER AS school_days_overdue
    FROM wanted w ASOF JOIN school_day d ON d.on_date >= w.wanted_on
)
SELECT s.series_id, s.student_id, st.public_key, st.first_name || ' ' || st.last_name AS student, m.measure_id, m.name AS measure, m.unit, m.metric,
    s.grade, coalesce(s.floor, m.floor) AS floor, coalesce(s.ceiling, m.ceiling) AS ceiling,
    l.last_value, l.last_errors, l.last_on, $today - l.last_on AS days_since, l.absent_on, coalesce(r.n_plans, 0) AS n_plans, due.next_due_on, due.school_days_overdue
FROM mine s
JOIN named st ON st.student_id = s.student_id
JOIN measure m ON m.measure_id = s.measure_id
LEFT JOIN latest l ON l.series_id = s.series_id
LEFT JOIN running r ON r.series_id = s.series_id
LEFT JOIN due ON due.series_id = s.series_id
ORDER BY m.name, st.last_name, st.first_name, s.grade, s.series_id;
