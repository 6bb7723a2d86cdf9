-- Level of each phase and its least-squares line. Key: part_id.
-- The line sees every probe, a day being one cluster: day means weighted by their probes, n - 2 degrees of freedom for n days.
-- Everything below is scaled by the root of the weight, so that plain sums of squares are weighted ones.
-- A constant phase is centred on its own value, which makes its slope, spread and standard error exactly zero.
WITH centre AS (
    SELECT
        part_id, plan_id, series_id, against, part, sign, n, first_on, last_on, weeks, value, mean_value, n_probes,
        CASE WHEN list_min(value) = list_max(value) THEN value[1] ELSE list_avg(value) END AS mean, list_median(value) AS median,
        list_sum(n_probes) AS weight,
        list_dot_product(n_probes, weeks) / list_sum(n_probes) AS mean_weeks,
        CASE WHEN list_min(mean_value) = list_max(mean_value) THEN mean_value[1]
            ELSE list_dot_product(n_probes, mean_value) / list_sum(n_probes) END AS mean_of_probes
    FROM comparison_part
),
deviation AS (
    SELECT
        *,
        list_transform(weeks, lambda t, i: sqrt(n_probes[i]) * (t - mean_weeks)) AS dt,
        list_transform(mean_value, lambda y, i: sqrt(n_probes[i]) * (y - mean_of_probes)) AS dy,
        list_sum(list_transform(value, lambda y: (y - mean) ** 2)) AS squares
    FROM centre
),
slope AS (
    SELECT *, list_dot_product(dt, dt) AS sxx, list_dot_product(dt, dy) / nullif(list_dot_product(dt, dt), 0) AS slope FROM deviation
),
residual AS (
    SELECT *, list_transform(dy, lambda d, i: d - coalesce(slope, 0) * dt[i]) AS e FROM slope
),
spread AS (
    SELECT *, list_dot_product(e, e) AS sse, list_transform(e, lambda r, i: r / sqrt(n_probes[i])) AS by_day FROM residual
)
SELECT
    part_id, plan_id, series_id, against, part, sign, n, first_on, last_on, value, mean, median, sqrt(squares / nullif(n - 1, 0)) AS sd,
    weight, mean_weeks, mean_of_probes, sxx, slope, sse, CASE WHEN n > 2 THEN sse / (n - 2) END AS residual_variance,
    -- The residuals of one occasion and the next, over all; what rounding leaves of a perfect fit says nothing.
    CASE WHEN n > 2 AND sse > 1e-20 * list_dot_product(dy, dy)
        THEN list_dot_product(by_day[:-2], by_day[2:]) / list_dot_product(by_day, by_day) END AS autocorrelation
FROM spread
