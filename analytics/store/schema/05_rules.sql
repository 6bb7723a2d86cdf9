-- Thresholds, rules and priors as data, each beside its source.

CREATE TABLE setting (
    name VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    unit VARCHAR NOT NULL,
    meaning VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    recorded_by VARCHAR,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE setting IS 'A threshold of the analysis; defaults come from rules/defaults.csv, an administrator may change them. Key among live rows: name.';
COMMENT ON COLUMN setting.name IS 'Name of the threshold.';
COMMENT ON COLUMN setting.value IS 'Its value, in unit.';
COMMENT ON COLUMN setting.unit IS 'Unit of the value.';
COMMENT ON COLUMN setting.meaning IS 'What it decides, in plain English.';
COMMENT ON COLUMN setting.source IS 'Citation, or own judgement.';
COMMENT ON COLUMN setting.recorded_by IS 'staff_id of who changed it; empty for a default.';
COMMENT ON COLUMN setting.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN setting.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

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

CREATE TABLE decision_rule (
    rule_id VARCHAR NOT NULL,
    rule_version VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    applies_to VARCHAR NOT NULL,
    algorithm VARCHAR NOT NULL,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE decision_rule IS 'The decision rules that are run, Aimline''s own among them. Key: rule_id, rule_version.';
COMMENT ON COLUMN decision_rule.rule_id IS 'Identifier: four_point, median_of_three, trend_line, upper_confidence_limit, aimline_sequential.';
COMMENT ON COLUMN decision_rule.rule_version IS 'Version of the algorithm and its parameters.';
COMMENT ON COLUMN decision_rule.name IS 'Name as the field knows it.';
COMMENT ON COLUMN decision_rule.applies_to IS 'intervention, goal or both.';
COMMENT ON COLUMN decision_rule.algorithm IS 'What it does, in one sentence.';
COMMENT ON COLUMN decision_rule.source IS 'Citation.';

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

CREATE TABLE prior (
    prior_version VARCHAR NOT NULL,
    measure_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    n_series INTEGER NOT NULL,
    roi_mean DOUBLE,
    roi_sd DOUBLE,
    maturation_mean DOUBLE,
    maturation_sd DOUBLE,
    residual_sd DOUBLE,
    residual_df DOUBLE NOT NULL,
    autocorrelation DOUBLE NOT NULL,
    source VARCHAR NOT NULL,
    fitted_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    spread_n_series INTEGER DEFAULT 0,
    level_mean DOUBLE,
    level_sd DOUBLE,
    level_roi_correlation DOUBLE,
    slowing DOUBLE,
    baseline_offset DOUBLE,
    tail_df DOUBLE,
    spread_by_level DOUBLE,
    score_step DOUBLE
);
COMMENT ON TABLE prior IS 'What is borrowed from students on the same measure and grade. Rows are only added; the latest version is in force. Race, sex and disability never enter. Key: prior_version, measure_id, grade.';
COMMENT ON COLUMN prior.prior_version IS 'Version of the fit.';
COMMENT ON COLUMN prior.measure_id IS 'The measure.';
COMMENT ON COLUMN prior.grade IS 'Probe level; * for every grade without a row of its own.';
COMMENT ON COLUMN prior.n_series IS 'Series that level and growth rest on; 0 for published values.';
COMMENT ON COLUMN prior.roi_mean IS 'Mean rate of improvement at the start of a plan, improvement positive, score units a week; empty if unknown.';
COMMENT ON COLUMN prior.roi_sd IS 'Standard deviation of the rate between students, score units a week; empty if unknown.';
COMMENT ON COLUMN prior.maturation_mean IS 'Mean rate of improvement under ordinary instruction (growth norms), improvement positive; empty if unknown.';
COMMENT ON COLUMN prior.maturation_sd IS 'Its standard deviation between students; empty if unknown.';
COMMENT ON COLUMN prior.residual_sd IS 'Residual standard deviation of one occasion around a student''s own line, score units; empty if unknown.';
COMMENT ON COLUMN prior.residual_df IS 'Degrees of freedom the residual standard deviation is worth for one student (Smyth 2004); 0 if unknown.';
COMMENT ON COLUMN prior.autocorrelation IS 'Correlation of residuals one week apart, 0 to 1.';
COMMENT ON COLUMN prior.source IS 'Fitted, or the citation of published values.';
COMMENT ON COLUMN prior.fitted_on IS 'Day of the newest score that entered the fit.';
COMMENT ON COLUMN prior.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN prior.spread_n_series IS 'Series that the spread, the correlation, the slowing and the shape of the errors rest on; 0 for published values.';
COMMENT ON COLUMN prior.level_mean IS 'Mean level at the start of a plan, score units; empty if unknown.';
COMMENT ON COLUMN prior.level_sd IS 'Standard deviation of that level between students, score units; empty if unknown.';
COMMENT ON COLUMN prior.level_roi_correlation IS 'Correlation between students of level (improvement direction) and rate of improvement; empty if unknown.';
COMMENT ON COLUMN prior.slowing IS 'Share of its rate that growth loses evenly within 36 weeks of a plan; 0 where it gains; empty if unknown, which counts as none.';
COMMENT ON COLUMN prior.baseline_offset IS 'By how much baseline scores lie beyond the start of the line through the later ones, improvement direction, score units; empty if unknown, which counts as none.';
COMMENT ON COLUMN prior.tail_df IS 'Degrees of freedom of the t distribution that the errors follow: 3 for many outliers, 200 as good as normal; empty if unknown, which counts as normal.';
COMMENT ON COLUMN prior.spread_by_level IS 'Relative change of the residual standard deviation per unit of level, improvement direction; empty if unknown, which counts as none.';
COMMENT ON COLUMN prior.score_step IS 'Step on which scores lie: 1 for whole numbers, 0 for none; empty if unknown, which takes the plan''s own scores.';
