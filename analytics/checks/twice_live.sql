SELECT 'score ' || series_id || ' ' || observed_on || ' ' || form FROM score WHERE retracted_at IS NULL GROUP BY series_id, observed_on, form HAVING count(*) > 1
UNION ALL SELECT 'intervention ' || intervention_id FROM intervention WHERE retracted_at IS NULL GROUP BY intervention_id HAVING count(*) > 1
UNION ALL SELECT 'session ' || intervention_id || ' ' || held_on FROM intervention_session WHERE retracted_at IS NULL GROUP BY intervention_id, held_on, ordinal HAVING count(*) > 1
UNION ALL SELECT 'goal ' || goal_id || ' revision ' || revision FROM goal WHERE retracted_at IS NULL GROUP BY goal_id, revision HAVING count(*) > 1
UNION ALL SELECT 'series ' || series_id FROM series GROUP BY series_id HAVING count(*) > 1
