-- Plans whose target or baseline cannot be scored on their measure. Key: plan_id.
SELECT plan_id || ' asks for ' || target || ' from ' || coalesce(baseline::VARCHAR, 'no baseline')
FROM plan WHERE target < floor OR target > ceiling OR baseline < floor OR baseline > ceiling
