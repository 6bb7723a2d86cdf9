-- The two phases of a comparison side by side. Key: comparison_id; also plan_id, against. A phase without scores is empty.
SELECT
    row_number() OVER ()::INTEGER AS comparison_id, f.plan_id, f.series_id, f.against, f.sign, p.metric, f.n_a, f.n_b, f.a, f.b,
    f.mean_a, f.mean_b, f.sd_a, f.sd_b, f.median_a
FROM (
    SELECT
        plan_id, series_id, against, any_value(sign) AS sign,
        any_value(n) FILTER (part = 'A') AS n_a, any_value(n) FILTER (part = 'B') AS n_b,
        any_value(value) FILTER (part = 'A') AS a, any_value(value) FILTER (part = 'B') AS b,
        any_value(mean) FILTER (part = 'A') AS mean_a, any_value(mean) FILTER (part = 'B') AS mean_b,
        any_value(sd) FILTER (part = 'A') AS sd_a, any_value(sd) FILTER (part = 'B') AS sd_b,
        any_value(median) FILTER (part = 'A') AS median_a
    FROM line_fit
    GROUP BY plan_id, series_id, against
) f
JOIN plan p USING (plan_id)
