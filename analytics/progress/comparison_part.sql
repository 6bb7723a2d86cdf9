-- One row a phase of a comparison, its occasions as lists in order of time, so that later models need no joins and no sorting.
-- Key: part_id; also plan_id, against, part. Scores stay in the measure's own direction; `sign` says which way is better.
SELECT
    row_number() OVER ()::INTEGER AS part_id, plan_id, series_id, against, part, sign, len(occasions)::INTEGER AS n, first_on, last_on,
    list_transform(occasions, lambda o: o.weeks) AS weeks,
    list_transform(occasions, lambda o: o.value) AS value,
    list_transform(occasions, lambda o: o.mean_value) AS mean_value,
    list_transform(occasions, lambda o: o.n_probes) AS n_probes
FROM (
    SELECT
        plan_id, series_id, against, part, any_value(sign) AS sign, min(observed_on) AS first_on, max(observed_on) AS last_on,
        list_sort(list({'weeks': weeks, 'value': value, 'mean_value': mean_value, 'n_probes': n_probes::DOUBLE})) AS occasions
    FROM comparison_score
    GROUP BY plan_id, series_id, against, part
)
