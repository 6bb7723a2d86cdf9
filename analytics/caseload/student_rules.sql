-- What each decision rule says of each plan of a student, with its simulated error rates for the nearest schedule, error and week. Aimline's own
-- rule is among them, without a call: the verdict is its call. Key: plan_id, rule_id; Aimline's own first, then by name.
WITH mine AS (
    SELECT
        p.plan_id, p.plan_kind, p.probes_per_week, coalesce(g.residual_sd, p.standard_error) / nullif(abs(p.required_roi), 0) AS error_to_growth, g.weeks,
        g.n_baseline, g.autocorrelation
    FROM plan p LEFT JOIN growth g ON g.plan_id = p.plan_id
    WHERE p.student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
), rated AS (
    SELECT m.plan_id, e.*
    FROM mine m JOIN rule_error_rate e ON m.weeks >= e.week
    WHERE e.boundary_false_alarm IS NULL OR e.boundary_false_alarm = (SELECT false_alarm FROM boundary_now)
    QUALIFY row_number() OVER (
        PARTITION BY m.plan_id, e.rule_id
        ORDER BY abs(ln(e.error_to_growth / nullif(m.error_to_growth, 0))), abs(e.probes_per_week - m.probes_per_week),
            abs(e.autocorrelation - m.autocorrelation), abs(e.baseline_scores - m.n_baseline), m.weeks - e.week
    ) = 1
), called AS (
    SELECT plan_id, rule_id, false AS is_own, call, reason, statistic, compared_with FROM rule_call WHERE plan_id IN (SELECT plan_id FROM mine)
    UNION ALL BY NAME
    SELECT plan_id, CASE plan_kind WHEN 'goal' THEN 'aimline_probability' ELSE 'aimline_sequential' END AS rule_id, true AS is_own FROM mine
)
SELECT
    c.plan_id, c.rule_id, c.is_own, coalesce(r.name, replace(c.rule_id, '_', ' ')) AS rule, c.call, c.reason, c.statistic, c.compared_with, e.week,
    e.false_alarm_ever, e.miss_ever, e.error_to_growth, e.autocorrelation, e.probes_per_week, e.baseline_scores, r.algorithm, r.source
FROM called c
LEFT JOIN decision_rule r ON r.rule_id = c.rule_id
LEFT JOIN rated e ON e.plan_id = c.plan_id AND e.rule_id = c.rule_id
QUALIFY row_number() OVER (PARTITION BY c.plan_id, c.rule_id ORDER BY r.rule_version DESC) = 1
ORDER BY c.plan_id, c.is_own DESC, rule;
