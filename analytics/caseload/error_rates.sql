-- How often each rule is wrong, by simulation. Key: rule_id, error_to_growth, probes_per_week, baseline_scores, week.
SELECT e.rule_id, coalesce(r.name, replace(e.rule_id, '_', ' ')) AS rule, e.error_to_growth, e.probes_per_week, e.baseline_scores, e.week,
    e.false_alarm_once, e.false_alarm_ever, e.miss_once, e.miss_ever
FROM rule_error_rate e LEFT JOIN (SELECT rule_id, max(name) AS name FROM decision_rule GROUP BY rule_id) r ON r.rule_id = e.rule_id
ORDER BY e.rule_id, e.error_to_growth, e.probes_per_week, e.baseline_scores, e.week;
