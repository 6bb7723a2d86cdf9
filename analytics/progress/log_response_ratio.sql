-- Log response ratio, the change of the mean as a proportion, bias-corrected and improvement positive. Key: comparison_id.
-- Pustejovsky (2015, 2018). Counts of zero are moved to half a count over the phase; any other scale needs positive means, else it is empty.
WITH moment AS (
    SELECT
        comparison_id, sign, n_a, n_b,
        CASE WHEN metric = 'count' THEN greatest(mean_a, 1.0 / (2 * n_a)) WHEN mean_a > 0 THEN mean_a END AS mean_a,
        CASE WHEN metric = 'count' THEN greatest(mean_b, 1.0 / (2 * n_b)) WHEN mean_b > 0 THEN mean_b END AS mean_b,
        CASE WHEN metric = 'count' AND n_a > 1 THEN greatest(sd_a ** 2, 1.0 / n_a ** 3) ELSE sd_a ** 2 END AS variance_a,
        CASE WHEN metric = 'count' AND n_b > 1 THEN greatest(sd_b ** 2, 1.0 / n_b ** 3) ELSE sd_b ** 2 END AS variance_b
    FROM comparison
),
relative AS (
    SELECT *, variance_a / (n_a * mean_a ** 2) AS relative_a, variance_b / (n_b * mean_b ** 2) AS relative_b FROM moment
)
SELECT
    comparison_id,
    sign * (ln(mean_b) + relative_b / 2 - ln(mean_a) - relative_a / 2) AS lrr,
    sqrt(relative_a + relative_b) AS lrr_se
FROM relative
