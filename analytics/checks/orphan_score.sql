SELECT 'score of ' || series_id FROM score WHERE retracted_at IS NULL AND series_id NOT IN (SELECT series_id FROM series)
UNION ALL SELECT 'intervention ' || intervention_id FROM intervention WHERE retracted_at IS NULL AND series_id NOT IN (SELECT series_id FROM series)
UNION ALL SELECT 'goal ' || goal_id FROM goal WHERE retracted_at IS NULL AND series_id NOT IN (SELECT series_id FROM series)
