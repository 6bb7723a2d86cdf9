-- What each decision rule says of each plan of a student, with its simulated error rates for the nearest schedule, error and week.
-- Key: plan_id, rule_id.
WITH mine AS (
    SELECT
        p.plan_id, p.probes_per_week, coalesce(g.residual_sd, p.standard_error) / nullif(p.required_roi, 0) AS error_to_growth, g.weeks, g.n_baseline, g.autocorrelation
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
)
SELECT
    c.plan_id, c.rule_id, coalesce(r.name, replace(c.rule_id, '_', ' ')) AS rule, c.call, c.reason, c.statistic, c.compared_with, e.week, e.false_alarm_ever, e.miss_ever,
    e.error_to_growth, e.probes_per_week, r.algorithm, r.source
FROM rule_call c
JOIN mine m ON m.plan_id = c.plan_id
LEFT JOIN decision_rule r ON r.rule_id = c.rule_id
LEFT JOIN rated e ON e.plan_id = c.plan_id AND e.rule_id = c.rule_id
QUALIFY row_number() OVER (PARTITION BY c.plan_id, c.rule_id ORDER BY r.rule_version DESC) = 1
ORDER BY c.plan_id, c.rule_id;
