SELECT intervention_id FROM intervention_now JOIN series USING (series_id) WHERE intervention_id NOT IN (SELECT plan_id FROM verdict)
UNION ALL SELECT goal_id FROM goal_now JOIN series USING (series_id) WHERE goal_id NOT IN (SELECT plan_id FROM verdict)
