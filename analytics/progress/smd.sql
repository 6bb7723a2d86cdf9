-- Standardised mean difference by the baseline's standard deviation, small-sample corrected. Key: comparison_id.
-- Glass (1976); the correction and the standard error as in Gingerich (1984) and Pustejovsky & Ferron (2017): independent scores, normal spread.
-- With fewer than three baseline scores the correction is zero, with a constant baseline there is no unit: empty.
WITH difference AS (
    SELECT
        comparison_id, n_a, n_b, sd_a, sd_b, 1 - 3.0 / (4 * (n_a - 1) - 1) AS correction,
        (1 - 3.0 / (4 * (n_a - 1) - 1)) * sign * (mean_b - mean_a) / nullif(sd_a, 0) AS smd
    FROM comparison
    WHERE n_a > 2
),
tested AS (
    SELECT *, correction * sqrt(1.0 / n_a + sd_b ** 2 / (n_b * nullif(sd_a, 0) ** 2) + smd ** 2 / (2 * (n_a - 1))) AS smd_se FROM difference
)
SELECT comparison_id, smd, smd_se FROM tested
