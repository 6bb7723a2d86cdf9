-- The decision rules that are run, Aimline's own among them. Key: rule_id, rule_version.
SELECT rule_id, rule_version, name, applies_to, algorithm, source FROM decision_rule ORDER BY name, rule_version;
