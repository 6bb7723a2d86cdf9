-- How often each rule is wrong, by simulation; of Aimline's own, with the total of false alarms chosen in the settings.
-- Key: rule_id, error_to_growth, autocorrelation, probes_per_week, baseline_scores, week.
SELECT e.rule_id, coalesce(r.name, replace(e.rule_id, '_', ' ')) AS rule, e.boundary_false_alarm, e.error_to_growth, e.autocorrelation, e.probes_per_week,
    e.baseline_scores, e.week, e.false_alarm_once, e.false_alarm_ever, e.miss_once, e.miss_ever, e.miss_half_ever
FROM rule_error_rate e LEFT JOIN (SELECT rule_id, max(name) AS name FROM decision_rule GROUP BY rule_id) r ON r.rule_id = e.rule_id
WHERE e.boundary_false_alarm IS NULL OR e.boundary_false_alarm = (SELECT false_alarm FROM boundary_now)
ORDER BY e.rule_id, e.error_to_growth, e.autocorrelation, e.probes_per_week, e.baseline_scores, e.week;
