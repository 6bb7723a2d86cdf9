-- What each series brings to the fit of priors: its occasions, from the plan with the most scores on it. Key: series_id, weeks.
-- Direction of improvement; up to the first summer, because how growth slows is learnt within a school year. No more series of one measure and grade than prior_maximum_series: the fit is then as good as it will be.
WITH scored AS (
    SELECT plan_id, count(*) FILTER (WHERE part = 'B') AS n FROM comparison_score CROSS JOIN threshold_now
    WHERE against = 'initial' AND weeks - school_weeks <= threshold['prior_maximum_break_weeks']
    GROUP BY plan_id
),
-- Plans are chosen before their occasions are read, which are forty times as many.
longest AS (
    SELECT
        p.plan_id, p.series_id, p.measure_id, p.grade, p.sign, CASE WHEN p.sign > 0 THEN p.floor ELSE -p.ceiling END AS lowest,
        CASE WHEN p.sign > 0 THEN p.ceiling ELSE -p.floor END AS highest
    FROM scored s JOIN plan p ON p.plan_id = s.plan_id JOIN measure m ON m.measure_id = p.measure_id CROSS JOIN threshold_now
    WHERE p.direction = m.direction AND s.n >= threshold['prior_minimum_occasions']
    QUALIFY row_number() OVER (PARTITION BY p.series_id ORDER BY s.n DESC, p.plan_id) = 1
),
drawn AS (
    SELECT *, row_number() OVER (PARTITION BY measure_id, grade ORDER BY hash(series_id), series_id) AS place FROM longest
)
SELECT
    d.series_id, d.measure_id, coalesce(d.grade, '') AS grade, d.sign, d.lowest, d.highest, c.observed_on, c.part = 'A' AS is_baseline, c.school_weeks AS weeks, c.mean_value * c.sign AS y,
    c.n_probes / (1 + (c.n_probes - 1) * threshold['day_share']) AS weight
FROM drawn d CROSS JOIN threshold_now JOIN comparison_score c ON c.plan_id = d.plan_id
WHERE d.place <= threshold['prior_maximum_series'] AND c.against = 'initial' AND c.weeks - c.school_weeks <= threshold['prior_maximum_break_weeks'] AND (c.part = 'B' OR c.weeks >= -threshold['baseline_window_weeks'])
ORDER BY measure_id, grade, series_id, is_baseline DESC, observed_on
