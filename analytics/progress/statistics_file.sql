-- What the stored models say, under the names of the statistics file: raw direction and one session as the unit of time, as R prints it.
-- Key: plan_id, statistic. The file's plan has first_session, the session at which phase B starts.
WITH trend AS (
    SELECT t.*, p.sign, p.first_session FROM phase_trend t JOIN plan p USING (plan_id)
),
effect AS (
    -- SingleCaseES turns LRRd so that a wanted decrease is negative; the store keeps improvements positive.
    SELECT plan_id, statistic, CASE statistic WHEN 'LRRd' THEN -1 ELSE 1 END AS turn, value, se, ci_lower, ci_upper FROM effect_size
)
SELECT
    plan_id, statistic, turn * value AS value, se,
    CASE WHEN turn > 0 THEN ci_lower ELSE -ci_upper END AS ci_lower, CASE WHEN turn > 0 THEN ci_upper ELSE -ci_lower END AS ci_upper
FROM effect
UNION ALL
SELECT p.plan_id, 'n_' || e.part, coalesce(t.n, 0)::DOUBLE, NULL, NULL, NULL
FROM plan p CROSS JOIN (VALUES ('A'), ('B')) e (part) LEFT JOIN trend t ON t.plan_id = p.plan_id AND t.part = e.part
UNION ALL
SELECT plan_id, 'median_' || part, median, NULL, NULL, NULL FROM trend
UNION ALL
SELECT
    plan_id, 'ols_slope_' || part, sign * ols_slope, ols_slope_se,
    CASE WHEN sign > 0 THEN ols_slope_lower ELSE -ols_slope_upper END, CASE WHEN sign > 0 THEN ols_slope_upper ELSE -ols_slope_lower END
FROM trend
UNION ALL
SELECT plan_id, 'ols_see_' || part, residual_sd, NULL, NULL, NULL FROM trend
UNION ALL
SELECT
    plan_id, 'theil_sen_slope_' || part, sign * theil_sen_slope, NULL,
    CASE WHEN sign > 0 THEN theil_sen_lower ELSE -theil_sen_upper END, CASE WHEN sign > 0 THEN theil_sen_upper ELSE -theil_sen_lower END
FROM trend
UNION ALL
SELECT plan_id, 'theil_sen_intercept_B', theil_sen_intercept - sign * theil_sen_slope * first_session, NULL, NULL, NULL FROM trend WHERE part = 'B'
