SELECT plan_id FROM plan WHERE required_roi <= 0
