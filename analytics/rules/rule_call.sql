-- What each classic rule says of each plan. Key: plan_id, rule_id.
SELECT plan_id, series_id, rule_id, call, statistic, compared_with, reason FROM four_point
UNION ALL
SELECT plan_id, series_id, rule_id, call, statistic, compared_with, reason FROM median_of_three
UNION ALL
SELECT plan_id, series_id, rule_id, call, statistic, compared_with, reason FROM trend_line
UNION ALL
SELECT plan_id, series_id, rule_id, call, statistic, compared_with, reason FROM upper_confidence_limit
