-- Effect sizes of each comparison, one row each, improvement positive. Key: plan_id, against, statistic.
-- LRRi for measures to raise and LRRd for measures to lower, both on the measure's own scale; LRRd is mirrored, unlike in SingleCaseES.
WITH measured AS (
    SELECT
        c.plan_id, c.series_id, c.against, c.sign, o.nap, o.nap_se, o.tau, o.pnd, o.pem, i.nap_lower, i.nap_upper, s.smd, s.smd_se, l.lrr, l.lrr_se,
        1.959963984540054 AS z_95
    FROM comparison c
    LEFT JOIN overlap o USING (comparison_id)
    LEFT JOIN nap_interval i ON i.s = o.s AND i.n_a = o.n_a AND i.n_b = o.n_b
    LEFT JOIN smd s USING (comparison_id)
    LEFT JOIN log_response_ratio l USING (comparison_id)
)
SELECT plan_id, series_id, against, 'NAP' AS statistic, nap AS value, nap_se AS se, nap_lower AS ci_lower, nap_upper AS ci_upper FROM measured
UNION ALL
SELECT plan_id, series_id, against, 'Tau', tau, 2 * nap_se, 2 * nap_lower - 1, 2 * nap_upper - 1 FROM measured
UNION ALL
SELECT plan_id, series_id, against, 'PND', pnd, NULL, NULL, NULL FROM measured
UNION ALL
SELECT plan_id, series_id, against, 'PEM', pem, NULL, NULL, NULL FROM measured
UNION ALL
SELECT plan_id, series_id, against, 'SMD', smd, smd_se, smd - z_95 * smd_se, smd + z_95 * smd_se FROM measured
UNION ALL
SELECT plan_id, series_id, against, CASE WHEN sign > 0 THEN 'LRRi' ELSE 'LRRd' END, lrr, lrr_se, lrr - z_95 * lrr_se, lrr + z_95 * lrr_se FROM measured
