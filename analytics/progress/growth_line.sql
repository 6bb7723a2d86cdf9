-- The student's own growth by generalised least squares: an error that is correlated from week to week (continuous-time AR(1)),
-- the correlation and the spread borrowed from classmates, no prior on the slope. Key: plan_id.
-- Two lines: `tied` is flat through the baseline scores and bends at the start; `own` sees only the scores since the start.
-- Everything is in the direction of improvement here (value * sign). Method: Harvey (1989) Forecasting, structural time series
-- models and the Kalman filter, section 9.1 (irregularly spaced AR(1)); the transform below is the exact square root of its inverse covariance.
WITH observed AS (
    SELECT
        c.plan_id, c.part, c.weeks, c.mean_value * c.sign AS y, p.prior_autocorrelation AS rho,
        c.n_probes / (1 + (c.n_probes - 1) * t.day_share) AS weight
    FROM comparison_score c
    JOIN (SELECT plan_id, autocorrelation AS prior_autocorrelation FROM plan_prior) p USING (plan_id)
    CROSS JOIN (SELECT threshold['day_share'] AS day_share, threshold['baseline_window_weeks'] AS baseline_window FROM threshold_now) t
    WHERE c.against = 'initial' AND (c.part = 'B' OR c.weeks >= -t.baseline_window)
),
-- A stated baseline without scores behind it counts as one occasion at the start.
stated AS (
    SELECT p.plan_id, 'A' AS part, -p.weeks_apart AS weeks, p.baseline * p.sign AS y, r.autocorrelation AS rho, threshold['stated_baseline_occasions'] AS weight
    FROM (SELECT *, 1.0 AS weeks_apart FROM plan) p
    JOIN plan_prior r USING (plan_id)
    CROSS JOIN threshold_now
    WHERE p.baseline_source = 'stated' AND p.plan_id NOT IN (SELECT plan_id FROM observed WHERE part = 'A')
),
occasion_row AS (
    SELECT *, sqrt(weight) AS root, CASE WHEN part = 'A' THEN 0 ELSE greatest(weeks, 0) END AS x FROM (SELECT * FROM observed UNION ALL BY NAME SELECT * FROM stated)
),
neighbour AS (
    SELECT
        *,
        lag(weeks) OVER line AS weeks_before, lag(root) OVER line AS root_before, lag(x) OVER line AS x_before, lag(y) OVER line AS y_before,
        lag(part) OVER line AS part_before
    FROM occasion_row
    WINDOW line AS (PARTITION BY plan_id ORDER BY part, weeks)
),
correlated AS (
    SELECT *, CASE WHEN weeks_before IS NULL OR rho = 0 OR weeks <= weeks_before THEN 0 ELSE pow(rho, weeks - weeks_before) END AS phi FROM neighbour
),
white AS (
    SELECT
        plan_id, part,
        (root - phi * coalesce(root_before, 0)) / sqrt(1 - phi * phi) AS one,
        (root * x - phi * coalesce(root_before * x_before, 0)) / sqrt(1 - phi * phi) AS x,
        (root * y - phi * coalesce(root_before * y_before, 0)) / sqrt(1 - phi * phi) AS y,
        -- The first score since the start has no neighbour in the line that stands alone.
        part = 'B' AND part_before IS DISTINCT FROM 'B' AS starts_own, y = round(y) AS is_whole, root, root * x AS root_x, root * y AS root_y
    FROM correlated
),
sums AS (
    SELECT
        plan_id,
        count(*) FILTER (WHERE part = 'A') AS n_baseline, count(*) FILTER (WHERE part = 'B') AS n_scores,
        sum(one * one) AS t11, sum(one * x) AS t1x, sum(x * x) AS txx, sum(one * y) AS t1y, sum(x * y) AS txy,
        sum(own_one * own_one) AS o11, sum(own_one * own_x) AS o1x, sum(own_x * own_x) AS oxx,
        sum(own_one * own_y) AS o1y, sum(own_x * own_y) AS oxy, sum(own_y * own_y) AS oyy,
        bool_and(is_whole) AS is_whole,
        sum(one * one) FILTER (WHERE part = 'A') AS a11, sum(one * y) FILTER (WHERE part = 'A') AS a1y, sum(y * y) FILTER (WHERE part = 'A') AS ayy
    FROM (
        SELECT
            *,
            CASE WHEN part = 'B' THEN CASE WHEN starts_own THEN root ELSE one END END AS own_one,
            CASE WHEN part = 'B' THEN CASE WHEN starts_own THEN root_x ELSE x END END AS own_x,
            CASE WHEN part = 'B' THEN CASE WHEN starts_own THEN root_y ELSE y END END AS own_y
        FROM white
    )
    GROUP BY plan_id
),
determinant AS (
    SELECT
        *,
        CASE WHEN n_scores >= 2 AND oxx * o11 - o1x * o1x > 1e-9 * o11 * oxx THEN o11 * oxx - o1x * o1x END AS own_det,
        CASE WHEN n_scores >= 1 AND txx * t11 - t1x * t1x > 1e-9 * t11 * txx THEN t11 * txx - t1x * t1x END AS tied_det
    FROM sums
),
line AS (
    SELECT
        d.*,
        (oxx * o1y - o1x * oxy) / own_det AS own_level, (o11 * oxy - o1x * o1y) / own_det AS own_roi,
        oxx / own_det AS own_level_v, o11 / own_det AS own_roi_v, -o1x / own_det AS own_cov_v,
        (txx * t1y - t1x * txy) / tied_det AS tied_level, (t11 * txy - t1x * t1y) / tied_det AS tied_roi,
        txx / tied_det AS tied_level_v, t11 / tied_det AS tied_roi_v, -t1x / tied_det AS tied_cov_v,
        a1y / nullif(a11, 0) AS baseline_level, 1 / nullif(a11, 0) AS baseline_v
    FROM determinant d
),
-- The student's own scatter is that around the line since the start and around the mean of the baseline, so that a step between them is none of it.
-- The borrowed spread counts for a share of what it is worth, so that a student who scatters more than most is not judged by the others' scatter.
own_spread AS (
    SELECT
        l.*, r.autocorrelation, r.residual_sd, threshold['borrowed_spread_share'] * r.residual_df AS borrowed_df,
        greatest(n_scores - 2, 0) + greatest(n_baseline - 1, 0) AS own_df,
        CASE WHEN n_scores > 2 AND own_det IS NOT NULL THEN greatest(oyy - own_level * o1y - own_roi * oxy, 0) ELSE 0 END
            + CASE WHEN n_baseline > 1 THEN greatest(ayy - baseline_level * a1y, 0) ELSE 0 END AS own_squares,
        threshold['baseline_departure_z'] AS departure_z
    FROM line l JOIN plan_prior r USING (plan_id) CROSS JOIN threshold_now
),
spread AS (
    SELECT
        *, borrowed_df + own_df AS df,
        -- Whole scores are rounded ones: even equal scores leave the variance of rounding, 1/12 (Sheppard's correction), unknown.
        CASE WHEN borrowed_df + own_df > 0 THEN greatest(
            CASE WHEN is_whole THEN 1 / 12.0 ELSE 0 END,
            (borrowed_df * coalesce(residual_sd * residual_sd, 0) + own_squares) / (borrowed_df + own_df)
        ) END AS variance
    FROM own_spread
),
chosen AS (
    SELECT
        *,
        n_baseline > 0 AND tied_det IS NOT NULL
            AND (own_det IS NULL OR abs(own_level - baseline_level) <= departure_z * sqrt(greatest(variance, 0) * (own_level_v + baseline_v)))
            AS uses_baseline
    FROM spread
)
SELECT
    plan_id, n_scores::INTEGER AS n_scores, n_baseline::INTEGER AS n_baseline, uses_baseline, autocorrelation, variance, df,
    CASE WHEN uses_baseline THEN tied_level ELSE own_level END AS level,
    CASE WHEN uses_baseline THEN tied_roi ELSE own_roi END AS roi,
    variance * CASE WHEN uses_baseline THEN tied_level_v ELSE own_level_v END AS level_var,
    variance * CASE WHEN uses_baseline THEN tied_roi_v ELSE own_roi_v END AS roi_var,
    variance * CASE WHEN uses_baseline THEN tied_cov_v ELSE own_cov_v END AS level_roi_cov
FROM chosen
