-- How far the scores of the two phases overlap. Key: comparison_id. Everything is in the direction of improvement.
-- `pair` holds, for each score of A, its comparison with each score of B: 1 better, 0 tied, -1 worse.
-- Tau is its mean, NAP = (1 + Tau) / 2 (Parker & Vannest 2009); the variance is the unbiased one of Sen (1967) and Mee (1990).
WITH pairs AS (
    SELECT
        comparison_id, sign, n_a, n_b, a, b, median_a, CASE WHEN sign > 0 THEN list_max(a) ELSE -list_min(a) END AS best_a,
        list_transform(a, lambda x: list_transform(b, lambda y: sign * sign(y - x))) AS pair
    FROM comparison
    WHERE n_a > 0 AND n_b > 0
),
score AS (
    SELECT
        *,
        list_transform(pair, lambda row: list_sum(row)) AS score_a,
        list_transform(range(n_b), lambda j: list_sum(list_transform(pair, lambda row: row[j + 1]))) AS score_b,
        list_sum(list_transform(pair, lambda row: list_dot_product(row, row))) AS untied
    FROM pairs
),
tau AS (
    SELECT *, list_sum(score_a) AS s, list_sum(score_a) / (n_a * n_b) AS tau FROM score
),
part AS (
    SELECT
        *,
        greatest(least((1 + tau) / 2, 1 - 0.5 / (n_a * n_b)), 0.5 / (n_a * n_b)) AS inner_nap,
        list_sum(list_transform(score_a, lambda r: (r - n_b * tau) ** 2)) / (4 * n_a * n_b ** 2) AS q1,
        list_sum(list_transform(score_b, lambda r: (r - n_a * tau) ** 2)) / (4 * n_a ** 2 * n_b) AS q2,
        (untied / (n_a * n_b) - tau ** 2) / 4 AS x
    FROM tau
),
spread AS (
    SELECT *, (inner_nap * (1 - inner_nap) + n_b * q1 + n_a * q2 - 2 * x) / nullif((n_a - 1) * (n_b - 1), 0) AS variance FROM part
)
SELECT
    comparison_id, n_a, n_b, s, (1 + tau) / 2 AS nap, CASE WHEN variance >= 0 THEN sqrt(variance) END AS nap_se, tau,
    -- Share of B better than every score of A (Scruggs, Mastropieri & Casto 1987), and better than the median of A, ties half (Ma 2006).
    len(list_filter(b, lambda y: sign * y > best_a)) / n_b AS pnd,
    list_sum(list_transform(b, lambda y: 0.5 + 0.5 * sign(sign * (y - median_a)))) / n_b AS pem
FROM spread
