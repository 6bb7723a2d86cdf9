-- The thresholds in force. Key: name.
SELECT name, value, unit, meaning, source FROM setting WHERE retracted_at IS NULL ORDER BY name;
