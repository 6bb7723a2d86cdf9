-- What each decision rule says of each plan of a student, with its simulated error rates for the nearest schedule and week, and between the two
-- nearest errors by its own (on the scale of logarithms; beyond the smallest or largest simulated, that one: is_beyond). Aimline's own
-- rule is among them, without a call: the verdict is its call. Key: plan_id, rule_id; Aimline's own first, then by name.
WITH mine AS (
    SELECT
        p.plan_id, p.plan_kind, p.probes_per_week, coalesce(g.residual_sd, p.standard_error) / nullif(abs(p.required_roi), 0) AS error_to_growth, g.weeks,
        g.n_baseline, g.autocorrelation
    FROM plan p LEFT JOIN growth g ON g.plan_id = p.plan_id
    WHERE p.student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
), near AS (
    SELECT m.plan_id, m.error_to_growth AS own, e.*
    FROM mine m JOIN rule_error_rate e ON m.weeks >= e.week
    WHERE e.boundary_false_alarm IS NULL OR e.boundary_false_alarm = (SELECT false_alarm FROM boundary_now)
    -- One setting for each simulated error: the nearest schedule, correlation and baseline, the last week.
    QUALIFY row_number() OVER (
        PARTITION BY m.plan_id, e.rule_id, e.error_to_growth
        ORDER BY abs(e.probes_per_week - m.probes_per_week), abs(e.autocorrelation - m.autocorrelation), abs(e.baseline_scores - m.n_baseline), m.weeks - e.week
    ) = 1
), around AS (
    SELECT
        plan_id, rule_id, any_value(own) AS own, any_value(week) AS week, any_value(autocorrelation) AS autocorrelation,
        any_value(probes_per_week) AS probes_per_week, any_value(baseline_scores) AS baseline_scores,
        coalesce(max(error_to_growth) FILTER (WHERE error_to_growth <= own), min(error_to_growth)) AS low,
        coalesce(min(error_to_growth) FILTER (WHERE error_to_growth >= own), max(error_to_growth)) AS high
    FROM near GROUP BY plan_id, rule_id
), weighed AS (
    SELECT *, coalesce(ln(own / low) / nullif(ln(high / low), 0), 0) AS share FROM around
), rated AS (
    SELECT
        w.plan_id, w.rule_id, w.week, w.autocorrelation, w.probes_per_week, w.baseline_scores, least(greatest(w.own, w.low), w.high) AS error_to_growth,
        w.own > w.high AS is_beyond, a.false_alarm_ever + w.share * (b.false_alarm_ever - a.false_alarm_ever) AS false_alarm_ever,
        a.miss_ever + w.share * (b.miss_ever - a.miss_ever) AS miss_ever
    FROM weighed w
    JOIN near a ON a.plan_id = w.plan_id AND a.rule_id = w.rule_id AND a.error_to_growth = w.low
    JOIN near b ON b.plan_id = w.plan_id AND b.rule_id = w.rule_id AND b.error_to_growth = w.high
), called AS (
    SELECT plan_id, rule_id, false AS is_own, call, reason, statistic, compared_with FROM rule_call WHERE plan_id IN (SELECT plan_id FROM mine)
    UNION ALL BY NAME
    SELECT plan_id, CASE plan_kind WHEN 'goal' THEN 'aimline_probability' ELSE 'aimline_sequential' END AS rule_id, true AS is_own FROM mine
)
SELECT
    c.plan_id, c.rule_id, c.is_own, coalesce(r.name, replace(c.rule_id, '_', ' ')) AS rule, c.call, c.reason, c.statistic, c.compared_with, e.week,
    e.false_alarm_ever, e.miss_ever, e.error_to_growth, e.is_beyond, e.autocorrelation, e.probes_per_week, e.baseline_scores, r.algorithm, r.source
FROM called c
LEFT JOIN decision_rule r ON r.rule_id = c.rule_id
LEFT JOIN rated e ON e.plan_id = c.plan_id AND e.rule_id = c.rule_id
QUALIFY row_number() OVER (PARTITION BY c.plan_id, c.rule_id ORDER BY r.rule_version DESC) = 1
ORDER BY c.plan_id, c.is_own DESC, rule;
