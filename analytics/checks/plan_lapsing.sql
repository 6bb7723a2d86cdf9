SELECT p.plan_id FROM plan p WHERE p.end_on BETWEEN (SELECT max(observed_on) FROM score_now) AND (SELECT max(observed_on) + 21 FROM score_now)
