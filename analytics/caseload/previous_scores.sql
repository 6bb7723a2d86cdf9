-- The last score of some series before one day, and from which change on a score is asked about; of students whom the viewer may see on $today.
-- unusual_change (score units) is the setting implausible_change times the error of one score: the larger of the measure's (fitted on this
-- district, else stated with the series, else published) and the student's own, the root of half the mean squared difference of successive
-- occasions (von Neumann, Kent, Bellinson & Hart 1941, Annals of Mathematical Statistics 12, 153-162), taken from prior_minimum_occasions
-- occasions on. It is empty where neither is known. Key: series_id.
WITH allowed AS (
    SELECT s.series_id, s.measure_id, s.grade, s.standard_error
    FROM series_now s SEMI JOIN visible_students($viewer, $today) v ON v.student_id = s.student_id
    WHERE s.series_id IN (SELECT unnest($series_ids))
),
before AS (
    SELECT c.series_id, c.observed_on, c.form, c.value, c.errors, c.attempts
    FROM score_now c SEMI JOIN allowed ON allowed.series_id = c.series_id
    WHERE c.series_id IN (SELECT unnest($series_ids)) AND c.observed_on < $observed_on
),
last AS (
    SELECT series_id, max(observed_on) AS previous_on, arg_max({'value': value, 'errors': errors, 'attempts': attempts}, (observed_on, form)) AS probe
    FROM before GROUP BY series_id
),
day AS (SELECT series_id, observed_on, median(value) AS value FROM before GROUP BY ALL),
step AS (SELECT series_id, value - lag(value) OVER (PARTITION BY series_id ORDER BY observed_on) AS difference FROM day),
own AS (SELECT series_id, count(*) AS n, sqrt(avg(difference * difference) / 2) AS error FROM step GROUP BY series_id)
SELECT l.series_id, l.previous_on, l.probe.value AS previous_value, l.probe.errors AS previous_errors, l.probe.attempts AS previous_attempts,
    t.threshold['implausible_change'] * greatest(
        CASE WHEN own.n >= t.threshold['prior_minimum_occasions'] THEN nullif(own.error, 0) END,
        CASE WHEN greatest(g.n_series, g.spread_n_series) > 0 THEN g.residual_sd ELSE coalesce(s.standard_error, g.residual_sd, a.residual_sd, m.standard_error) END
    ) AS unusual_change
FROM last l
JOIN allowed s ON s.series_id = l.series_id
JOIN measure m ON m.measure_id = s.measure_id
JOIN own ON own.series_id = l.series_id
CROSS JOIN threshold_now t
LEFT JOIN prior_now g ON g.measure_id = s.measure_id AND g.grade = s.grade
LEFT JOIN prior_now a ON a.measure_id = s.measure_id AND a.grade = '*'
ORDER BY l.series_id;
