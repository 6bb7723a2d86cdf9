-- The sequential boundary for several totals of false alarms, and error rates by autocorrelation. Both tables hold reference data only, which
-- is put in again from the program's files when the store is opened.
DROP VIEW IF EXISTS boundary_now;
DROP TABLE sequential_boundary;
DROP TABLE rule_error_rate;
CREATE TABLE sequential_boundary (
    false_alarm DOUBLE NOT NULL,
    week INTEGER NOT NULL,
    z_critical DOUBLE NOT NULL,
    cumulative_error DOUBLE NOT NULL,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE sequential_boundary IS 'Critical value of the sequential test by the total of false alarms allowed and the week of the plan; made by rules/boundary.py; the one in force is the view boundary_now. Key: false_alarm, week.';
COMMENT ON COLUMN sequential_boundary.false_alarm IS 'Total allowed: share of students exactly at the required ROI who may ever be called over weekly looks in weeks 4 to 20, 0 to 1.';
COMMENT ON COLUMN sequential_boundary.week IS 'Week of the plan in which the last score lies, the first being 1.';
COMMENT ON COLUMN sequential_boundary.z_critical IS 'A standardised difference at or beyond this value crosses the boundary.';
COMMENT ON COLUMN sequential_boundary.cumulative_error IS 'Share of students exactly at the required ROI who have crossed by this week in weekly looks, 0 to 1.';
COMMENT ON COLUMN sequential_boundary.source IS 'How the value was found.';

CREATE TABLE rule_error_rate (
    rule_id VARCHAR NOT NULL,
    boundary_false_alarm DOUBLE,
    error_to_growth DOUBLE NOT NULL,
    autocorrelation DOUBLE NOT NULL,
    probes_per_week DOUBLE NOT NULL,
    baseline_scores INTEGER NOT NULL,
    week INTEGER NOT NULL,
    false_alarm_once DOUBLE NOT NULL,
    false_alarm_ever DOUBLE NOT NULL,
    miss_once DOUBLE NOT NULL,
    miss_ever DOUBLE NOT NULL,
    miss_half_ever DOUBLE NOT NULL
);
COMMENT ON TABLE rule_error_rate IS 'Simulated error rates of each rule; made by rules/error_rates.py. Key: rule_id, boundary_false_alarm, error_to_growth, autocorrelation, probes_per_week, baseline_scores, week.';
COMMENT ON COLUMN rule_error_rate.rule_id IS 'The rule.';
COMMENT ON COLUMN rule_error_rate.boundary_false_alarm IS 'Total of false alarms that the rule''s boundary allows, 0 to 1; empty for a rule without a boundary.';
COMMENT ON COLUMN rule_error_rate.error_to_growth IS 'Standard error of one score divided by the required ROI per week (10 / 1.5 = 6.67).';
COMMENT ON COLUMN rule_error_rate.autocorrelation IS 'Correlation of the errors of two scores one week apart, as the prior of the measure knows it.';
COMMENT ON COLUMN rule_error_rate.probes_per_week IS 'Schedule.';
COMMENT ON COLUMN rule_error_rate.baseline_scores IS 'Baseline scores before the start.';
COMMENT ON COLUMN rule_error_rate.week IS 'Weeks since the start.';
COMMENT ON COLUMN rule_error_rate.false_alarm_once IS 'Share of students growing exactly at the required ROI who are called at this one look, 0 to 1.';
COMMENT ON COLUMN rule_error_rate.false_alarm_ever IS 'Share of such students called at any weekly look from week 4 up to this week, 0 to 1.';
COMMENT ON COLUMN rule_error_rate.miss_once IS 'Share of students who do not grow at all who are not called at this one look, 0 to 1.';
COMMENT ON COLUMN rule_error_rate.miss_ever IS 'Share of such students not called at any weekly look up to this week, 0 to 1. The first week at which it is at most one half is the median of the weeks to detection; at week 20 it is the share never found.';
COMMENT ON COLUMN rule_error_rate.miss_half_ever IS 'Share of students growing at half the required ROI not called at any weekly look up to this week, 0 to 1.';
