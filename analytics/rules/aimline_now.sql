-- What every classic rule starts from: the scores since the start against the aimline. Key: plan_id. Plans without a score have empty lists.
-- `gap` is score minus aimline in the direction of improvement, rounded so that a score on the line is on it.
SELECT
    p.plan_id, p.series_id, p.sign, p.required_roi, p.baseline, coalesce(c.n, 0) AS n, c.part_id, c.weeks, c.value,
    list_transform(c.value, lambda v, i: round(p.sign * (v - p.baseline) - p.required_roi * c.weeks[i], 9)) AS gap,
    CASE WHEN p.sign > 0 THEN 'below' ELSE 'above' END AS worse_side,
    CASE WHEN p.sign > 0 THEN 'above' ELSE 'below' END AS better_side,
    CASE WHEN p.required_roi IS NULL THEN 'There is no aimline: a baseline, a target and two dates are needed.' END AS missing
FROM plan p
LEFT JOIN comparison_part c ON c.plan_id = p.plan_id AND c.against = 'initial' AND c.part = 'B'
