-- The scores of each plan as the projection takes them: measured from their own mean, in the direction of improvement; weeks of growth,
-- which may slow as in the finished years of the measure; baseline scores moved by what they usually lie off. Key: plan_id. Sums of
-- products of the columns one, growth and score after the transform that makes errors of continuous-time AR(1) independent (as in growth_line).
WITH borrowed AS NOT MATERIALIZED (
    SELECT
        p.plan_id, p.sign, g.own_mean, r.autocorrelation AS rho, r.slowing / 72 AS bend, r.baseline_offset, g.uses_baseline,
        p.baseline_source, p.baseline, threshold['day_share'] AS day_share, threshold['baseline_window_weeks'] AS baseline_window,
        threshold['stated_baseline_occasions'] AS stated_weight
    FROM growth_evidence g JOIN plan p ON p.plan_id = g.plan_id JOIN plan_prior r ON r.plan_id = g.plan_id CROSS JOIN threshold_now
    WHERE p.target IS NOT NULL
),
observed AS NOT MATERIALIZED (
    SELECT
        c.plan_id, c.part, c.weeks::DOUBLE AS weeks, c.school_weeks, c.mean_value * c.sign - b.own_mean - CASE WHEN c.part = 'A' THEN b.baseline_offset ELSE 0 END AS y,
        CASE WHEN c.n_probes = 1 THEN 1 ELSE sqrt(c.n_probes / (1 + (c.n_probes - 1) * b.day_share)) END::DOUBLE AS root, b.rho, b.bend,
        c.mean_value = round(c.mean_value) AS is_whole
    FROM comparison_score c JOIN borrowed b ON b.plan_id = c.plan_id
    WHERE c.against = 'initial' AND (c.part = 'B' OR (b.uses_baseline AND c.weeks >= -b.baseline_window))
),
-- A stated baseline without scores behind it counts as one occasion at the start.
stated AS (
    SELECT
        plan_id, 'A' AS part, -1.0::DOUBLE AS weeks, -1.0::DOUBLE AS school_weeks, baseline * sign - own_mean - baseline_offset AS y, sqrt(stated_weight)::DOUBLE AS root, rho, bend, true AS is_whole
    FROM borrowed
    WHERE baseline_source = 'stated' AND uses_baseline AND plan_id NOT IN (SELECT plan_id FROM observed WHERE part = 'A')
),
grown AS (
    -- weeks_of_growth of progress/growth_shape.py: the rate falls evenly until week 52.
    SELECT *, CASE WHEN part = 'A' OR school_weeks <= 0 THEN 0 ELSE school_weeks - bend * least(school_weeks, 52) * (2 * school_weeks - least(school_weeks, 52)) END AS x
    FROM (SELECT * FROM observed UNION ALL BY NAME SELECT * FROM stated)
),
neighbour AS (
    SELECT
        *, lag(weeks) OVER line AS weeks_before, lag(root) OVER line AS root_before, lag(x) OVER line AS x_before, lag(y) OVER line AS y_before
    FROM grown WINDOW line AS (PARTITION BY plan_id ORDER BY part, weeks)
),
correlated AS (
    SELECT *, CASE WHEN weeks_before IS NULL OR rho = 0 OR weeks <= weeks_before THEN 0 ELSE pow(rho, weeks - weeks_before) END AS phi FROM neighbour
),
white AS (
    SELECT
        plan_id, part, weeks, y, is_whole, (root - phi * coalesce(root_before, 0)) / sqrt(1 - phi * phi) AS one,
        (root * x - phi * coalesce(root_before * x_before, 0)) / sqrt(1 - phi * phi) AS growth,
        (root * y - phi * coalesce(root_before * y_before, 0)) / sqrt(1 - phi * phi) AS score
    FROM correlated
)
SELECT
    plan_id, count(*)::DOUBLE AS n_lined, avg(y) AS mean_score, max_by(y, weeks) FILTER (WHERE part = 'B') AS last_score,
    sum(one * one) AS one_one, sum(one * growth) AS one_growth, sum(growth * growth) AS growth_growth,
    sum(one * score) AS one_score, sum(growth * score) AS growth_score, sum(score * score) AS score_score,
    bool_and(is_whole)::DOUBLE AS is_whole
FROM white
GROUP BY plan_id
