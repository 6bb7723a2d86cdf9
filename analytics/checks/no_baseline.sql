-- Plans with a target and nothing to start the aimline from. Key: plan_id.
SELECT plan_id FROM plan WHERE baseline IS NULL AND target IS NOT NULL
