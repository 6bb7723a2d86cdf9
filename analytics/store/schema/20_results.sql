-- What the analysis says: refreshed, never written by hand. Made by the models that pipeline.py lists; one SELECT each.
-- Improvement is positive in every rate, change and effect size; levels (baseline, target, projected) stay in the measure's own unit and direction.
-- A series_id that stands once or twice in a table is stored as it is: a typed score looks for one in each table, and to unpack them all would
-- take longer than everything else of that search.

CREATE TABLE plan (
    plan_id VARCHAR, plan_kind VARCHAR, student_id VARCHAR, series_id VARCHAR USING COMPRESSION uncompressed, measure_id VARCHAR, grade VARCHAR,
    title VARCHAR, intervention_kind VARCHAR, programme VARCHAR, tier INTEGER, area VARCHAR, metric VARCHAR,
    direction VARCHAR, sign DOUBLE, start_on DATE, due_on DATE, end_on DATE, weeks_planned DOUBLE,
    baseline DOUBLE, baseline_source VARCHAR, target DOUBLE, required_roi DOUBLE,
    criterion VARCHAR, criterion_k INTEGER, criterion_n INTEGER, minimum_trials INTEGER,
    planned_sessions_per_week DOUBLE, planned_minutes DOUBLE, probes_per_week DOUBLE,
    floor DOUBLE, ceiling DOUBLE, standard_error DOUBLE, school_id VARCHAR
);
COMMENT ON TABLE plan IS 'Interventions and goals in force, in one shape. Key: plan_id.';
COMMENT ON COLUMN plan.plan_id IS 'intervention_id or goal_id.';
COMMENT ON COLUMN plan.plan_kind IS 'intervention or goal.';
COMMENT ON COLUMN plan.student_id IS 'The student.';
COMMENT ON COLUMN plan.series_id IS 'The series it is judged on.';
COMMENT ON COLUMN plan.measure_id IS 'The measure.';
COMMENT ON COLUMN plan.grade IS 'Probe level.';
COMMENT ON COLUMN plan.title IS 'Programme of an intervention, statement of a goal.';
COMMENT ON COLUMN plan.intervention_kind IS 'instruction, accommodation or behaviour_support; empty for a goal.';
COMMENT ON COLUMN plan.programme IS 'Programme of an intervention; empty for a goal.';
COMMENT ON COLUMN plan.tier IS 'Tier of an intervention; empty for a goal.';
COMMENT ON COLUMN plan.area IS 'Area of need.';
COMMENT ON COLUMN plan.metric IS 'Scale of the measure: count, rate, percentage, proportion, other.';
COMMENT ON COLUMN plan.direction IS 'Which way is better: increase or decrease.';
COMMENT ON COLUMN plan.sign IS '1 for increase, -1 for decrease.';
COMMENT ON COLUMN plan.start_on IS 'First day of the intervention phase; the aimline starts here.';
COMMENT ON COLUMN plan.due_on IS 'Day by which the target is to be reached; the aimline ends here.';
COMMENT ON COLUMN plan.end_on IS 'Last day whose scores count: the earlier of due_on and the day it ended.';
COMMENT ON COLUMN plan.weeks_planned IS 'Weeks from start_on to due_on.';
COMMENT ON COLUMN plan.baseline IS 'Level at which the aimline starts, score units; empty if there is none.';
COMMENT ON COLUMN plan.baseline_source IS 'stated, observed (median of the last three baseline occasions) or none.';
COMMENT ON COLUMN plan.target IS 'Level at which the aimline ends, score units.';
COMMENT ON COLUMN plan.required_roi IS 'Slope of the aimline, improvement positive, score units a week; empty without baseline or target.';
COMMENT ON COLUMN plan.criterion IS 'end_level, consecutive or k_of_n.';
COMMENT ON COLUMN plan.criterion_k IS 'k of k_of_n.';
COMMENT ON COLUMN plan.criterion_n IS 'n of consecutive and k_of_n.';
COMMENT ON COLUMN plan.minimum_trials IS 'Trials an occasion needs before it counts towards the criterion.';
COMMENT ON COLUMN plan.planned_sessions_per_week IS 'Sessions planned a school week; empty where delivery is not counted.';
COMMENT ON COLUMN plan.planned_minutes IS 'Planned minutes a session.';
COMMENT ON COLUMN plan.probes_per_week IS 'Scheduled occasions a week.';
COMMENT ON COLUMN plan.floor IS 'Lowest possible score.';
COMMENT ON COLUMN plan.ceiling IS 'Highest possible score.';
COMMENT ON COLUMN plan.standard_error IS 'Residual standard deviation of one score stated for the series or the measure.';
COMMENT ON COLUMN plan.school_id IS 'School whose calendar applies.';

CREATE TABLE phase_trend (
    plan_id VARCHAR, series_id VARCHAR USING COMPRESSION uncompressed, against VARCHAR, part VARCHAR,
    n INTEGER, n_probes INTEGER, first_on DATE, last_on DATE, weeks_span DOUBLE, mean DOUBLE, median DOUBLE, sd DOUBLE,
    ols_intercept DOUBLE, ols_slope DOUBLE, ols_slope_se DOUBLE, ols_slope_lower DOUBLE, ols_slope_upper DOUBLE, residual_sd DOUBLE,
    mean_weeks DOUBLE, sxx DOUBLE, theil_sen_slope DOUBLE, theil_sen_lower DOUBLE, theil_sen_upper DOUBLE, theil_sen_intercept DOUBLE, autocorrelation DOUBLE
);
COMMENT ON TABLE phase_trend IS 'Level and trend of each phase of each comparison. Weeks count from the plan''s start_on. Key: plan_id, against, part.';
COMMENT ON COLUMN phase_trend.plan_id IS 'The plan.';
COMMENT ON COLUMN phase_trend.series_id IS 'The series.';
COMMENT ON COLUMN phase_trend.against IS 'initial: compared with the initial baseline; previous: with the phase just before, where that is another.';
COMMENT ON COLUMN phase_trend.part IS 'A for the phase compared with, B for the plan''s own phase.';
COMMENT ON COLUMN phase_trend.n IS 'Occasions.';
COMMENT ON COLUMN phase_trend.n_probes IS 'Probes; more than n where a day has several.';
COMMENT ON COLUMN phase_trend.first_on IS 'First occasion.';
COMMENT ON COLUMN phase_trend.last_on IS 'Last occasion.';
COMMENT ON COLUMN phase_trend.weeks_span IS 'Weeks from the first to the last occasion.';
COMMENT ON COLUMN phase_trend.mean IS 'Mean of the occasions, score units.';
COMMENT ON COLUMN phase_trend.median IS 'Median of the occasions, score units.';
COMMENT ON COLUMN phase_trend.sd IS 'Standard deviation (n - 1), score units.';
COMMENT ON COLUMN phase_trend.ols_intercept IS 'Level of the fitted line at start_on, score units.';
COMMENT ON COLUMN phase_trend.ols_slope IS 'Least-squares slope, improvement positive, score units a week.';
COMMENT ON COLUMN phase_trend.ols_slope_se IS 'Its standard error, days as clusters.';
COMMENT ON COLUMN phase_trend.ols_slope_lower IS 'Lower limit of its 95% t interval.';
COMMENT ON COLUMN phase_trend.ols_slope_upper IS 'Upper limit of its 95% t interval.';
COMMENT ON COLUMN phase_trend.residual_sd IS 'Residual standard deviation (n - 2), score units.';
COMMENT ON COLUMN phase_trend.mean_weeks IS 'Mean time of the occasions, weeks since start_on.';
COMMENT ON COLUMN phase_trend.sxx IS 'Sum of squared deviations of time, weeks squared.';
COMMENT ON COLUMN phase_trend.theil_sen_slope IS 'Median of pairwise slopes (Theil 1950; Sen 1968), improvement positive, a week.';
COMMENT ON COLUMN phase_trend.theil_sen_lower IS 'Lower limit of Sen''s 95% interval.';
COMMENT ON COLUMN phase_trend.theil_sen_upper IS 'Upper limit of Sen''s 95% interval.';
COMMENT ON COLUMN phase_trend.theil_sen_intercept IS 'Median of value minus slope times weeks, score units.';
COMMENT ON COLUMN phase_trend.autocorrelation IS 'Lag-1 autocorrelation of the residuals of the line, order of time.';

CREATE TABLE effect_size (
    plan_id VARCHAR, series_id VARCHAR, against VARCHAR, statistic VARCHAR, value DOUBLE, se DOUBLE, ci_lower DOUBLE, ci_upper DOUBLE
);
COMMENT ON TABLE effect_size IS 'Effect sizes of each comparison, named as in SingleCaseES. Key: plan_id, against, statistic.';
COMMENT ON COLUMN effect_size.plan_id IS 'The plan.';
COMMENT ON COLUMN effect_size.series_id IS 'The series.';
COMMENT ON COLUMN effect_size.against IS 'initial or previous, as in phase_trend.';
COMMENT ON COLUMN effect_size.statistic IS 'NAP, Tau, PND, PEM, SMD, LRRi or LRRd; proportions are 0 to 1.';
COMMENT ON COLUMN effect_size.value IS 'The estimate; improvement is positive (above one half for NAP, PND, PEM).';
COMMENT ON COLUMN effect_size.se IS 'Its standard error, where one exists; assumes independent observations.';
COMMENT ON COLUMN effect_size.ci_lower IS 'Lower limit of its 95% interval, where one exists.';
COMMENT ON COLUMN effect_size.ci_upper IS 'Upper limit of its 95% interval, where one exists.';

CREATE TABLE piecewise (
    plan_id VARCHAR, series_id VARCHAR USING COMPRESSION uncompressed, against VARCHAR,
    level_change DOUBLE, level_change_se DOUBLE, level_change_lower DOUBLE, level_change_upper DOUBLE,
    trend_change DOUBLE, trend_change_se DOUBLE, trend_change_lower DOUBLE, trend_change_upper DOUBLE, df DOUBLE
);
COMMENT ON TABLE piecewise IS 'Level and trend change from the piecewise (interrupted time series) model: a line in each phase, one residual variance. Key: plan_id, against.';
COMMENT ON COLUMN piecewise.plan_id IS 'The plan.';
COMMENT ON COLUMN piecewise.series_id IS 'The series.';
COMMENT ON COLUMN piecewise.against IS 'initial or previous, as in phase_trend.';
COMMENT ON COLUMN piecewise.level_change IS 'Jump at start_on, improvement positive, score units.';
COMMENT ON COLUMN piecewise.level_change_se IS 'Its standard error.';
COMMENT ON COLUMN piecewise.level_change_lower IS 'Lower limit of its 95% t interval.';
COMMENT ON COLUMN piecewise.level_change_upper IS 'Upper limit of its 95% t interval.';
COMMENT ON COLUMN piecewise.trend_change IS 'Change of slope, improvement positive, score units a week.';
COMMENT ON COLUMN piecewise.trend_change_se IS 'Its standard error.';
COMMENT ON COLUMN piecewise.trend_change_lower IS 'Lower limit of its 95% t interval.';
COMMENT ON COLUMN piecewise.trend_change_upper IS 'Upper limit of its 95% t interval.';
COMMENT ON COLUMN piecewise.df IS 'Residual degrees of freedom, n_A + n_B - 4.';

CREATE TABLE growth (
    plan_id VARCHAR, series_id VARCHAR USING COMPRESSION uncompressed, n_scores INTEGER, n_baseline INTEGER, last_on DATE, weeks DOUBLE, last_three_median DOUBLE,
    uses_baseline BOOLEAN, level_at_start DOUBLE, roi_per_week DOUBLE, roi_se DOUBLE, level_var DOUBLE, level_roi_cov DOUBLE,
    level_now DOUBLE, aimline_now DOUBLE, residual_sd DOUBLE, residual_df DOUBLE, autocorrelation DOUBLE,
    z_below_required DOUBLE, z_above_half DOUBLE, z_level_above_half DOUBLE, z_critical DOUBLE, z_critical_on_pace DOUBLE,
    change DOUBLE, change_se DOUBLE, z_change DOUBLE, probability_on_pace DOUBLE, probability_changed DOUBLE, prior_version VARCHAR, prior_source VARCHAR
);
COMMENT ON TABLE growth IS 'The student''s own growth since start_on by generalised least squares with borrowed residual spread and autocorrelation, and its tests. Key: plan_id.';
COMMENT ON COLUMN growth.plan_id IS 'The plan.';
COMMENT ON COLUMN growth.series_id IS 'The series.';
COMMENT ON COLUMN growth.n_scores IS 'Occasions since start_on.';
COMMENT ON COLUMN growth.n_baseline IS 'Occasions of the baseline within the baseline window.';
COMMENT ON COLUMN growth.last_on IS 'Last occasion since start_on.';
COMMENT ON COLUMN growth.weeks IS 'Weeks from start_on to the last occasion.';
COMMENT ON COLUMN growth.last_three_median IS 'Median of the last three occasions, score units.';
COMMENT ON COLUMN growth.uses_baseline IS 'True if the line is tied to the baseline scores; false if the first scores depart from them and the line stands alone.';
COMMENT ON COLUMN growth.level_at_start IS 'Fitted level at start_on, score units.';
COMMENT ON COLUMN growth.roi_per_week IS 'Fitted rate of improvement, improvement positive, score units a week; no prior on the slope.';
COMMENT ON COLUMN growth.roi_se IS 'Its standard error.';
COMMENT ON COLUMN growth.level_var IS 'Variance of level_at_start.';
COMMENT ON COLUMN growth.level_roi_cov IS 'Covariance of level_at_start (improvement direction) and roi_per_week.';
COMMENT ON COLUMN growth.level_now IS 'Fitted level at the last occasion, score units.';
COMMENT ON COLUMN growth.aimline_now IS 'Aimline at the last occasion, score units.';
COMMENT ON COLUMN growth.residual_sd IS 'Residual standard deviation used: the student''s own and the borrowed, pooled by degrees of freedom.';
COMMENT ON COLUMN growth.residual_df IS 'Degrees of freedom of residual_sd.';
COMMENT ON COLUMN growth.autocorrelation IS 'Autocorrelation at one week used.';
COMMENT ON COLUMN growth.z_below_required IS 'Evidence that growth is below the required ROI: (required - fitted) / SE, as a normal deviate.';
COMMENT ON COLUMN growth.z_above_half IS 'Evidence that growth is above half the required ROI, as a normal deviate.';
COMMENT ON COLUMN growth.z_level_above_half IS 'Evidence that the level is above half the gain the aimline asks for by now, as a normal deviate.';
COMMENT ON COLUMN growth.z_critical IS 'Sequential boundary at this week.';
COMMENT ON COLUMN growth.z_critical_on_pace IS 'The boundary for claims of success: the same, but it does not rise again, so that more scores on pace never take a claim back.';
COMMENT ON COLUMN growth.change IS 'Mean since start_on minus the baseline extrapolated along its own trend, improvement positive, score units.';
COMMENT ON COLUMN growth.change_se IS 'Its standard error.';
COMMENT ON COLUMN growth.z_change IS 'Evidence of that change, as a normal deviate; empty with too few baseline scores.';
COMMENT ON COLUMN growth.probability_on_pace IS 'Probability from the student''s own scores that growth is at or above the required ROI, 0 to 1.';
COMMENT ON COLUMN growth.probability_changed IS 'Probability of an improvement beyond the baseline''s own trend, 0 to 1.';
COMMENT ON COLUMN growth.prior_version IS 'Version of the priors used.';
COMMENT ON COLUMN growth.prior_source IS 'Where they come from.';

CREATE TABLE projection (
    plan_id VARCHAR, series_id VARCHAR USING COMPRESSION uncompressed, projected DOUBLE, projected_lower DOUBLE, projected_upper DOUBLE, probability DOUBLE, probability_own DOUBLE,
    pooled_level_at_start DOUBLE, pooled_roi DOUBLE, pooled_roi_se DOUBLE, pooled_level_var DOUBLE, pooled_level_roi_cov DOUBLE, df DOUBLE, more_scores INTEGER
);
COMMENT ON TABLE projection IS 'Where the student will be at due_on: growth pooled with classmates of the district on the same measure and grade. Key: plan_id.';
COMMENT ON COLUMN projection.plan_id IS 'The plan.';
COMMENT ON COLUMN projection.series_id IS 'The series.';
COMMENT ON COLUMN projection.projected IS 'Expected median of the last three occasions at due_on, score units, within floor and ceiling.';
COMMENT ON COLUMN projection.projected_lower IS 'Lower limit of the 80% interval of that median.';
COMMENT ON COLUMN projection.projected_upper IS 'Upper limit of that interval.';
COMMENT ON COLUMN projection.probability IS 'Probability that the plan''s own criterion is met by due_on, 0 to 1.';
COMMENT ON COLUMN projection.probability_own IS 'The same from the student''s own scores alone: neither level nor growth is borrowed.';
COMMENT ON COLUMN projection.pooled_level_at_start IS 'Where the straight line from the pooled level at the last score to projected at due_on has its level at start_on, score units; for the chart.';
COMMENT ON COLUMN projection.pooled_roi IS 'Rate of improvement of that line, improvement positive, score units a week.';
COMMENT ON COLUMN projection.pooled_roi_se IS 'Its standard error.';
COMMENT ON COLUMN projection.pooled_level_var IS 'Variance of pooled_level_at_start.';
COMMENT ON COLUMN projection.pooled_level_roi_cov IS 'Covariance of level (improvement direction) and rate.';
COMMENT ON COLUMN projection.df IS 'Degrees of freedom of the interval.';
COMMENT ON COLUMN projection.more_scores IS 'Scheduled scores still needed to settle the verdict at the present estimate; empty if they will not before due_on.';

CREATE TABLE delivery (
    plan_id VARCHAR, series_id VARCHAR USING COMPRESSION uncompressed, through_on DATE, school_days INTEGER, planned_sessions DOUBLE, held INTEGER, student_absent INTEGER, not_held INTEGER,
    dosage DOUBLE, minutes_held DOUBLE, mean_fidelity DOUBLE, is_counted BOOLEAN
);
COMMENT ON TABLE delivery IS 'Sessions promised and held, up to the last score or session. Key: plan_id. Interventions only.';
COMMENT ON COLUMN delivery.plan_id IS 'The intervention.';
COMMENT ON COLUMN delivery.series_id IS 'The series.';
COMMENT ON COLUMN delivery.through_on IS 'Last day counted.';
COMMENT ON COLUMN delivery.school_days IS 'School days from start_on to through_on.';
COMMENT ON COLUMN delivery.planned_sessions IS 'Sessions planned on those school days.';
COMMENT ON COLUMN delivery.held IS 'Sessions held.';
COMMENT ON COLUMN delivery.student_absent IS 'Sessions missed since the student was absent; taken off the planned ones.';
COMMENT ON COLUMN delivery.not_held IS 'Sessions recorded as not held.';
COMMENT ON COLUMN delivery.dosage IS 'held / sessions due, 0 to 1; due are planned - student_absent, or held + not_held where these are more. Empty where delivery is not counted.';
COMMENT ON COLUMN delivery.minutes_held IS 'Minutes delivered.';
COMMENT ON COLUMN delivery.mean_fidelity IS 'Mean fidelity of the sessions held that state one, 0 to 1.';
COMMENT ON COLUMN delivery.is_counted IS 'True if sessions are planned, so that delivery is counted.';

CREATE TABLE rule_call (
    plan_id VARCHAR, series_id VARCHAR, rule_id VARCHAR, call VARCHAR, statistic DOUBLE, compared_with DOUBLE, reason VARCHAR
);
COMMENT ON TABLE rule_call IS 'What each classic decision rule says of each plan. Key: plan_id, rule_id.';
COMMENT ON COLUMN rule_call.plan_id IS 'The plan.';
COMMENT ON COLUMN rule_call.series_id IS 'The series.';
COMMENT ON COLUMN rule_call.rule_id IS 'The rule, as in decision_rule.';
COMMENT ON COLUMN rule_call.call IS 'change, keep, raise or not enough data.';
COMMENT ON COLUMN rule_call.statistic IS 'What the rule computed, improvement direction.';
COMMENT ON COLUMN rule_call.compared_with IS 'What it compared it with.';
COMMENT ON COLUMN rule_call.reason IS 'The call in plain English.';

CREATE TABLE intervention_verdict (
    plan_id VARCHAR, series_id VARCHAR USING COMPRESSION uncompressed, student_id VARCHAR, verdict VARCHAR, on_pace VARCHAR, changed_from_baseline VARCHAR, probability DOUBLE,
    probability_on_pace DOUBLE, probability_changed DOUBLE, reason VARCHAR, advice VARCHAR, n_scores INTEGER, weeks DOUBLE, last_on DATE,
    roi_per_week DOUBLE, roi_se DOUBLE, required_roi DOUBLE, projected DOUBLE, projected_lower DOUBLE, projected_upper DOUBLE,
    dosage DOUBLE, missed_occasions INTEGER, rule VARCHAR, rule_version VARCHAR, parameters VARCHAR, prior_version VARCHAR
);
COMMENT ON TABLE intervention_verdict IS 'Is this intervention working? As of its last score; words that depend on today are added by verdict_on(today). Key: plan_id.';
COMMENT ON COLUMN intervention_verdict.plan_id IS 'The intervention.';
COMMENT ON COLUMN intervention_verdict.series_id IS 'The series.';
COMMENT ON COLUMN intervention_verdict.student_id IS 'The student.';
COMMENT ON COLUMN intervention_verdict.verdict IS 'effective, target reached, ineffective, not delivered, too early or no data.';
COMMENT ON COLUMN intervention_verdict.on_pace IS 'yes, no or uncertain: growth or level against the aimline.';
COMMENT ON COLUMN intervention_verdict.changed_from_baseline IS 'yes, uncertain, or not claimed (too few baseline scores).';
COMMENT ON COLUMN intervention_verdict.probability IS 'Probability that the target is reached by due_on, 0 to 1.';
COMMENT ON COLUMN intervention_verdict.probability_on_pace IS 'Probability from the student''s own scores that growth is at or above the required ROI, 0 to 1.';
COMMENT ON COLUMN intervention_verdict.probability_changed IS 'Probability of an improvement beyond the baseline''s own trend, 0 to 1.';
COMMENT ON COLUMN intervention_verdict.reason IS 'Why, in plain English, with the numbers.';
COMMENT ON COLUMN intervention_verdict.advice IS 'What to consider next; the team decides.';
COMMENT ON COLUMN intervention_verdict.n_scores IS 'Occasions since the start.';
COMMENT ON COLUMN intervention_verdict.weeks IS 'Weeks from the start to the last score.';
COMMENT ON COLUMN intervention_verdict.last_on IS 'Last score.';
COMMENT ON COLUMN intervention_verdict.roi_per_week IS 'Rate of improvement, improvement positive, score units a week.';
COMMENT ON COLUMN intervention_verdict.roi_se IS 'Its standard error.';
COMMENT ON COLUMN intervention_verdict.required_roi IS 'Slope of the aimline, improvement positive, score units a week.';
COMMENT ON COLUMN intervention_verdict.projected IS 'Expected level at due_on, score units.';
COMMENT ON COLUMN intervention_verdict.projected_lower IS 'Lower limit of its 80% interval.';
COMMENT ON COLUMN intervention_verdict.projected_upper IS 'Upper limit of its 80% interval.';
COMMENT ON COLUMN intervention_verdict.dosage IS 'Share of the planned sessions held, the student''s absences taken off.';
COMMENT ON COLUMN intervention_verdict.missed_occasions IS 'Scheduled occasions without a score between the start and the last score.';
COMMENT ON COLUMN intervention_verdict.rule IS 'Rule that gave the verdict.';
COMMENT ON COLUMN intervention_verdict.rule_version IS 'Its version.';
COMMENT ON COLUMN intervention_verdict.parameters IS 'Its thresholds, as JSON.';
COMMENT ON COLUMN intervention_verdict.prior_version IS 'Version of the priors used.';

CREATE TABLE goal_verdict (
    plan_id VARCHAR, series_id VARCHAR USING COMPRESSION uncompressed, student_id VARCHAR, verdict VARCHAR, on_pace VARCHAR, changed_from_baseline VARCHAR, probability DOUBLE,
    probability_on_pace DOUBLE, probability_changed DOUBLE, reason VARCHAR, advice VARCHAR, n_scores INTEGER, weeks DOUBLE, last_on DATE,
    roi_per_week DOUBLE, roi_se DOUBLE, required_roi DOUBLE, projected DOUBLE, projected_lower DOUBLE, projected_upper DOUBLE,
    dosage DOUBLE, missed_occasions INTEGER, rule VARCHAR, rule_version VARCHAR, parameters VARCHAR, prior_version VARCHAR,
    criterion_met BOOLEAN, criterion_met_on DATE, probability_own DOUBLE
);
COMMENT ON TABLE goal_verdict IS 'Will this goal be met? As of its last score; words that depend on today are added by verdict_on(today). Key: plan_id.';
COMMENT ON COLUMN goal_verdict.plan_id IS 'The goal.';
COMMENT ON COLUMN goal_verdict.series_id IS 'The series.';
COMMENT ON COLUMN goal_verdict.student_id IS 'The student.';
COMMENT ON COLUMN goal_verdict.verdict IS 'attained, on track, off track, uncertain or no recent data; not attained comes from verdict_on(today).';
COMMENT ON COLUMN goal_verdict.on_pace IS 'yes, no or uncertain: growth or level against the aimline.';
COMMENT ON COLUMN goal_verdict.changed_from_baseline IS 'yes, uncertain, or not claimed (too few baseline scores).';
COMMENT ON COLUMN goal_verdict.probability IS 'Probability that the goal''s own criterion is met by due_on, 0 to 1.';
COMMENT ON COLUMN goal_verdict.probability_on_pace IS 'Probability from the student''s own scores that growth is at or above the required ROI, 0 to 1.';
COMMENT ON COLUMN goal_verdict.probability_changed IS 'Probability of an improvement beyond the baseline''s own trend, 0 to 1.';
COMMENT ON COLUMN goal_verdict.reason IS 'Why, in plain English, with the numbers.';
COMMENT ON COLUMN goal_verdict.advice IS 'What to consider next; the team decides.';
COMMENT ON COLUMN goal_verdict.n_scores IS 'Occasions since the start.';
COMMENT ON COLUMN goal_verdict.weeks IS 'Weeks from the start to the last score.';
COMMENT ON COLUMN goal_verdict.last_on IS 'Last score.';
COMMENT ON COLUMN goal_verdict.roi_per_week IS 'Rate of improvement, improvement positive, score units a week.';
COMMENT ON COLUMN goal_verdict.roi_se IS 'Its standard error.';
COMMENT ON COLUMN goal_verdict.required_roi IS 'Slope of the aimline, improvement positive, score units a week.';
COMMENT ON COLUMN goal_verdict.projected IS 'Expected level at due_on, score units.';
COMMENT ON COLUMN goal_verdict.projected_lower IS 'Lower limit of its 80% interval.';
COMMENT ON COLUMN goal_verdict.projected_upper IS 'Upper limit of its 80% interval.';
COMMENT ON COLUMN goal_verdict.dosage IS 'Always empty: goals have no planned sessions.';
COMMENT ON COLUMN goal_verdict.missed_occasions IS 'Scheduled occasions without a score between the start and the last score.';
COMMENT ON COLUMN goal_verdict.rule IS 'Rule that gave the verdict.';
COMMENT ON COLUMN goal_verdict.rule_version IS 'Its version.';
COMMENT ON COLUMN goal_verdict.parameters IS 'Its thresholds, as JSON.';
COMMENT ON COLUMN goal_verdict.prior_version IS 'Version of the priors used.';
COMMENT ON COLUMN goal_verdict.criterion_met IS 'The goal''s own criterion is met by the scores so far (for end_level: the median of the last three occasions is at or past the target).';
COMMENT ON COLUMN goal_verdict.criterion_met_on IS 'Occasion at which the criterion was first met; empty for end_level.';
COMMENT ON COLUMN goal_verdict.probability_own IS 'Probability from the student''s own scores alone, no prior on the slope.';
