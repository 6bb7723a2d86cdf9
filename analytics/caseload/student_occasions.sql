-- The occasions of each plan of a student, as the chart draws them: the day's median, and the piece of line it belongs to.
-- A line breaks where a phase begins and over five or more weekdays without school. Key: plan_id, observed_on.
WITH mine AS (
    SELECT plan_id, series_id, start_on, end_on, due_on, school_id FROM plan
    WHERE student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
), occasion AS (
    SELECT series_id, observed_on, median(value) AS value, count(*) AS probes, max(phase) AS phase
    FROM score_now WHERE series_id IN (SELECT series_id FROM mine) GROUP BY series_id, observed_on
), phase_start AS (
    SELECT series_id, start_on AS on_date FROM plan WHERE series_id IN (SELECT series_id FROM mine) AND plan_kind = 'intervention'
    UNION SELECT series_id, start_on FROM mine
    UNION SELECT series_id, changed_on FROM phase_change_now WHERE series_id IN (SELECT series_id FROM mine)
), closed AS (
    SELECT DISTINCT m.school_id, k.on_date
    FROM (SELECT DISTINCT school_id FROM mine) m
    JOIN calendar_now k ON k.school_id IN (m.school_id, '*') AND NOT k.is_school_day AND isodow(k.on_date) <= 5
), numbered AS (
    SELECT
        m.plan_id, o.observed_on, o.value, o.probes, m.start_on, m.end_on, o.phase, m.series_id,
        (SELECT count(*) FROM phase_start f WHERE f.series_id = m.series_id AND f.on_date <= o.observed_on) AS phases_begun,
        (SELECT count(*) FROM closed k WHERE k.school_id = m.school_id AND k.on_date < o.observed_on) AS days_closed
    FROM mine m JOIN occasion o ON o.series_id = m.series_id
), stepped AS (
    SELECT *, phases_begun <> lag(phases_begun) OVER plan_line OR days_closed - lag(days_closed) OVER plan_line >= 5 AS is_break
    FROM numbered WINDOW plan_line AS (PARTITION BY plan_id ORDER BY observed_on)
)
SELECT
    plan_id, observed_on, value, probes,
    CASE
        WHEN phase IS DISTINCT FROM 'baseline' AND observed_on BETWEEN start_on AND end_on THEN 'plan'
        WHEN observed_on > end_on THEN 'after'
        WHEN phase IS DISTINCT FROM 'intervention' AND NOT EXISTS (
            SELECT 1 FROM plan q WHERE q.series_id = s.series_id AND q.plan_kind = 'intervention' AND q.start_on <= s.observed_on AND q.plan_id <> s.plan_id
        ) THEN 'baseline'
        ELSE 'earlier'
    END AS part,
    sum(coalesce(is_break, false)::INTEGER) OVER (PARTITION BY plan_id ORDER BY observed_on) AS segment
FROM stepped s
ORDER BY plan_id, observed_on;
