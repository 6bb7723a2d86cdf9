-- The occasions of each plan of a student, as the chart draws them: the day's median, and the piece of line it belongs to.
-- A line breaks where a phase begins and over five or more weekdays without school. Key: plan_id, observed_on.
-- Asked only for a student whom student_span opens to the viewer; $first and $last are what it gives.
WITH mine AS (
    SELECT plan_id, series_id, start_on, end_on, school_id FROM plan
    WHERE student_id = $student AND series_id BETWEEN $first AND $last
), of_series AS (
    SELECT plan_id, series_id, start_on FROM plan WHERE plan_kind = 'intervention' AND series_id IN (SELECT series_id FROM mine)
), occasion AS (
    SELECT series_id, observed_on, median(value) AS value, count(*) AS probes, max(phase) AS phase
    FROM score_now WHERE series_id BETWEEN $first AND $last AND series_id IN (SELECT series_id FROM mine) GROUP BY series_id, observed_on
), begun AS (
    SELECT series_id, list(DISTINCT on_date) AS starts
    FROM (
        SELECT series_id, start_on AS on_date FROM of_series
        UNION ALL SELECT series_id, start_on FROM mine
        UNION ALL SELECT series_id, changed_on FROM phase_change_now WHERE series_id IN (SELECT series_id FROM mine)
    ) GROUP BY series_id
), tried AS (
    SELECT series_id, list({plan_id: plan_id, start_on: start_on}) AS plans FROM of_series GROUP BY series_id
), closed AS (
    SELECT m.school_id, list(DISTINCT k.on_date) AS days
    FROM mine m JOIN calendar_now k ON k.school_id IN (m.school_id, '*') AND NOT k.is_school_day AND isodow(k.on_date) <= 5 GROUP BY m.school_id
), numbered AS (
    SELECT
        m.plan_id, o.observed_on, o.value, o.probes, o.phase, m.start_on, m.end_on,
        len(list_filter(b.starts, lambda day: day <= o.observed_on)) AS phases_begun,
        coalesce(len(list_filter(c.days, lambda day: day < o.observed_on)), 0) AS days_closed,
        coalesce(len(list_filter(t.plans, lambda p: p.start_on <= o.observed_on AND p.plan_id <> m.plan_id)), 0) > 0 AS in_another
    FROM mine m
    JOIN occasion o ON o.series_id = m.series_id
    JOIN begun b ON b.series_id = m.series_id
    LEFT JOIN tried t ON t.series_id = m.series_id
    LEFT JOIN closed c ON c.school_id = m.school_id
), stepped AS (
    SELECT *, phases_begun <> lag(phases_begun) OVER plan_line OR days_closed - lag(days_closed) OVER plan_line >= 5 AS is_break
    FROM numbered WINDOW plan_line AS (PARTITION BY plan_id ORDER BY observed_on)
)
SELECT
    plan_id, observed_on, value, probes,
    CASE
        WHEN phase IS DISTINCT FROM 'baseline' AND observed_on BETWEEN start_on AND end_on THEN 'plan'
        WHEN observed_on > end_on THEN 'after'
        WHEN phase IS DISTINCT FROM 'intervention' AND NOT in_another THEN 'baseline'
        ELSE 'earlier'
    END AS part,
    sum(coalesce(is_break, false)::INTEGER) OVER (PARTITION BY plan_id ORDER BY observed_on) AS segment
FROM stepped
ORDER BY plan_id, observed_on;
