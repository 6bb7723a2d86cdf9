-- Both kinds of verdict in one shape.

CREATE OR REPLACE VIEW verdict AS
SELECT 'intervention' AS plan_kind, * FROM intervention_verdict UNION ALL BY NAME SELECT 'goal' AS plan_kind, * FROM goal_verdict;
COMMENT ON VIEW verdict IS 'Both kinds of verdict, as of the last score. Key: plan_id.';
