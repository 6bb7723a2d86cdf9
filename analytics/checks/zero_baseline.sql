SELECT p.plan_id FROM plan p JOIN phase_trend t ON t.plan_id = p.plan_id AND t.against = 'initial' AND t.part = 'A'
WHERE p.baseline_source = 'stated' AND p.baseline = 0 AND t.median <> 0
