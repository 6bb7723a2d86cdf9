SELECT series_id || ' ' || observed_on FROM score_conflict WHERE resolved_at IS NULL
