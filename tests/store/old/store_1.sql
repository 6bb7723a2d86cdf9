-- The tables of a store as version 1 had them at first; tests/store/test_old_stores.py opens it with today's program.
CREATE TABLE audit_event (
    event_id VARCHAR DEFAULT("replace"(CAST(uuid() AS VARCHAR), '-', '')) NOT NULL,
    happened_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    staff_id VARCHAR,
    "action" VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    row_key VARCHAR NOT NULL,
    student_id VARCHAR,
    before_value VARCHAR,
    after_value VARCHAR
);
CREATE TABLE benchmark (
    measure_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    season VARCHAR NOT NULL,
    "label" VARCHAR NOT NULL,
    "level" DOUBLE NOT NULL,
    "source" VARCHAR NOT NULL,
    CHECK((season IN ('fall', 'winter', 'spring')))
);
CREATE TABLE calendar_day (
    school_id VARCHAR NOT NULL,
    on_date DATE NOT NULL,
    is_school_day BOOLEAN NOT NULL,
    "label" VARCHAR,
    recorded_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    retracted_at TIMESTAMP
);
CREATE TABLE class (
    class_id VARCHAR PRIMARY KEY,
    school_id VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    grade VARCHAR,
    school_year VARCHAR
);
CREATE TABLE class_member (
    class_id VARCHAR NOT NULL,
    student_id VARCHAR NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE
);
CREATE TABLE decision_rule (
    rule_id VARCHAR NOT NULL,
    rule_version VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    applies_to VARCHAR NOT NULL,
    algorithm VARCHAR NOT NULL,
    "source" VARCHAR NOT NULL
);
CREATE TABLE delivery (
    plan_id VARCHAR,
    series_id VARCHAR,
    through_on DATE,
    school_days INTEGER,
    planned_sessions DOUBLE,
    held INTEGER,
    student_absent INTEGER,
    not_held INTEGER,
    dosage DOUBLE,
    minutes_held DOUBLE,
    mean_fidelity DOUBLE,
    is_counted BOOLEAN
);
CREATE TABLE effect_size (
    plan_id VARCHAR,
    series_id VARCHAR,
    against VARCHAR,
    statistic VARCHAR,
    "value" DOUBLE,
    se DOUBLE,
    ci_lower DOUBLE,
    ci_upper DOUBLE
);
CREATE TABLE enrolment (
    student_id VARCHAR NOT NULL,
    school_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    enrolled_on DATE NOT NULL,
    left_on DATE
);
CREATE TABLE goal (
    goal_id VARCHAR NOT NULL,
    revision INTEGER DEFAULT(1) NOT NULL,
    series_id VARCHAR NOT NULL,
    "statement" VARCHAR NOT NULL,
    condition VARCHAR,
    direction VARCHAR,
    baseline DOUBLE,
    "target" DOUBLE NOT NULL,
    criterion VARCHAR DEFAULT('end_level') NOT NULL,
    criterion_k INTEGER,
    criterion_n INTEGER,
    minimum_trials INTEGER,
    start_on DATE NOT NULL,
    due_on DATE NOT NULL,
    effective_on DATE NOT NULL,
    changed_because VARCHAR,
    known_on DATE,
    recorded_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    retracted_at TIMESTAMP,
    CHECK((direction IN ('increase', 'decrease'))),
    CHECK((criterion IN ('end_level', 'consecutive', 'k_of_n')))
);
CREATE TABLE goal_verdict (
    plan_id VARCHAR,
    series_id VARCHAR,
    student_id VARCHAR,
    verdict VARCHAR,
    on_pace VARCHAR,
    changed_from_baseline VARCHAR,
    probability DOUBLE,
    probability_on_pace DOUBLE,
    probability_changed DOUBLE,
    reason VARCHAR,
    advice VARCHAR,
    n_scores INTEGER,
    "weeks" DOUBLE,
    last_on DATE,
    roi_per_week DOUBLE,
    roi_se DOUBLE,
    required_roi DOUBLE,
    projected DOUBLE,
    projected_lower DOUBLE,
    projected_upper DOUBLE,
    dosage DOUBLE,
    missed_occasions INTEGER,
    "rule" VARCHAR,
    rule_version VARCHAR,
    parameters VARCHAR,
    prior_version VARCHAR,
    criterion_met BOOLEAN,
    criterion_met_on DATE,
    probability_own DOUBLE
);
CREATE TABLE growth (
    plan_id VARCHAR,
    series_id VARCHAR,
    n_scores INTEGER,
    n_baseline INTEGER,
    last_on DATE,
    "weeks" DOUBLE,
    last_three_median DOUBLE,
    uses_baseline BOOLEAN,
    level_at_start DOUBLE,
    roi_per_week DOUBLE,
    roi_se DOUBLE,
    level_var DOUBLE,
    level_roi_cov DOUBLE,
    level_now DOUBLE,
    aimline_now DOUBLE,
    residual_sd DOUBLE,
    residual_df DOUBLE,
    autocorrelation DOUBLE,
    z_below_required DOUBLE,
    z_above_half DOUBLE,
    z_level_above_half DOUBLE,
    z_critical DOUBLE,
    change DOUBLE,
    change_se DOUBLE,
    z_change DOUBLE,
    probability_on_pace DOUBLE,
    probability_changed DOUBLE,
    prior_version VARCHAR,
    prior_source VARCHAR
);
CREATE TABLE growth_norm (
    measure_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    season VARCHAR NOT NULL,
    percentile INTEGER,
    "level" DOUBLE,
    roi_per_week DOUBLE,
    roi_sd DOUBLE,
    "source" VARCHAR NOT NULL,
    CHECK((season IN ('fall', 'winter', 'spring', 'year')))
);
CREATE TABLE import (
    import_id VARCHAR PRIMARY KEY,
    file_name VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    imported_by VARCHAR,
    imported_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    is_complete BOOLEAN DEFAULT(CAST('f' AS BOOLEAN)) NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_added BIGINT NOT NULL,
    rows_corrected BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    rows_retracted BIGINT DEFAULT(0) NOT NULL,
    rows_conflicting BIGINT DEFAULT(0) NOT NULL,
    rows_rejected BIGINT NOT NULL
);
CREATE TABLE intervention (
    intervention_id VARCHAR NOT NULL,
    series_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    programme VARCHAR NOT NULL,
    area VARCHAR,
    tier INTEGER,
    direction VARCHAR,
    baseline DOUBLE,
    "target" DOUBLE,
    start_on DATE NOT NULL,
    due_on DATE NOT NULL,
    ended_on DATE,
    planned_sessions_per_week DOUBLE,
    planned_minutes DOUBLE,
    provider_staff_id VARCHAR,
    known_on DATE,
    recorded_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    retracted_at TIMESTAMP,
    CHECK((kind IN ('instruction', 'accommodation', 'behaviour_support'))),
    CHECK((direction IN ('increase', 'decrease')))
);
CREATE TABLE intervention_session (
    intervention_id VARCHAR NOT NULL,
    held_on DATE NOT NULL,
    ordinal INTEGER DEFAULT(1) NOT NULL,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    "minutes" DOUBLE,
    fidelity DOUBLE,
    known_on DATE,
    recorded_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    retracted_at TIMESTAMP,
    CHECK((status IN ('held', 'student_absent', 'not_held'))),
    CHECK((fidelity BETWEEN 0 AND 1))
);
CREATE TABLE intervention_verdict (
    plan_id VARCHAR,
    series_id VARCHAR,
    student_id VARCHAR,
    verdict VARCHAR,
    on_pace VARCHAR,
    changed_from_baseline VARCHAR,
    probability DOUBLE,
    probability_on_pace DOUBLE,
    probability_changed DOUBLE,
    reason VARCHAR,
    advice VARCHAR,
    n_scores INTEGER,
    "weeks" DOUBLE,
    last_on DATE,
    roi_per_week DOUBLE,
    roi_se DOUBLE,
    required_roi DOUBLE,
    projected DOUBLE,
    projected_lower DOUBLE,
    projected_upper DOUBLE,
    dosage DOUBLE,
    missed_occasions INTEGER,
    "rule" VARCHAR,
    rule_version VARCHAR,
    parameters VARCHAR,
    prior_version VARCHAR
);
CREATE TABLE measure (
    measure_id VARCHAR PRIMARY KEY,
    "name" VARCHAR NOT NULL,
    area VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    metric VARCHAR NOT NULL,
    direction VARCHAR NOT NULL,
    floor DOUBLE,
    ceiling DOUBLE,
    standard_error DOUBLE,
    probe_interval_days DOUBLE DEFAULT(7) NOT NULL,
    probe_levels VARCHAR,
    forms VARCHAR,
    "source" VARCHAR NOT NULL,
    CHECK((metric IN ('count', 'rate', 'percentage', 'proportion', 'other'))),
    CHECK((direction IN ('increase', 'decrease')))
);
CREATE TABLE note (
    note_id VARCHAR DEFAULT("replace"(CAST(uuid() AS VARCHAR), '-', '')) NOT NULL,
    student_id VARCHAR NOT NULL,
    series_id VARCHAR,
    on_date DATE NOT NULL,
    "text" VARCHAR NOT NULL,
    written_by VARCHAR,
    recorded_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    retracted_at TIMESTAMP
);
CREATE TABLE phase_change (
    series_id VARCHAR NOT NULL,
    changed_on DATE NOT NULL,
    "label" VARCHAR NOT NULL,
    known_on DATE,
    recorded_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    retracted_at TIMESTAMP
);
CREATE TABLE phase_trend (
    plan_id VARCHAR,
    series_id VARCHAR,
    against VARCHAR,
    part VARCHAR,
    n INTEGER,
    n_probes INTEGER,
    first_on DATE,
    last_on DATE,
    weeks_span DOUBLE,
    mean DOUBLE,
    median DOUBLE,
    sd DOUBLE,
    ols_intercept DOUBLE,
    ols_slope DOUBLE,
    ols_slope_se DOUBLE,
    ols_slope_lower DOUBLE,
    ols_slope_upper DOUBLE,
    residual_sd DOUBLE,
    mean_weeks DOUBLE,
    sxx DOUBLE,
    theil_sen_slope DOUBLE,
    theil_sen_lower DOUBLE,
    theil_sen_upper DOUBLE,
    theil_sen_intercept DOUBLE,
    autocorrelation DOUBLE
);
CREATE TABLE piecewise (
    plan_id VARCHAR,
    series_id VARCHAR,
    against VARCHAR,
    level_change DOUBLE,
    level_change_se DOUBLE,
    level_change_lower DOUBLE,
    level_change_upper DOUBLE,
    trend_change DOUBLE,
    trend_change_se DOUBLE,
    trend_change_lower DOUBLE,
    trend_change_upper DOUBLE,
    df DOUBLE
);
CREATE TABLE plan (
    plan_id VARCHAR,
    plan_kind VARCHAR,
    student_id VARCHAR,
    series_id VARCHAR,
    measure_id VARCHAR,
    grade VARCHAR,
    title VARCHAR,
    intervention_kind VARCHAR,
    programme VARCHAR,
    tier INTEGER,
    area VARCHAR,
    metric VARCHAR,
    direction VARCHAR,
    sign DOUBLE,
    start_on DATE,
    due_on DATE,
    end_on DATE,
    weeks_planned DOUBLE,
    baseline DOUBLE,
    baseline_source VARCHAR,
    "target" DOUBLE,
    required_roi DOUBLE,
    criterion VARCHAR,
    criterion_k INTEGER,
    criterion_n INTEGER,
    minimum_trials INTEGER,
    planned_sessions_per_week DOUBLE,
    planned_minutes DOUBLE,
    probes_per_week DOUBLE,
    floor DOUBLE,
    ceiling DOUBLE,
    standard_error DOUBLE,
    school_id VARCHAR
);
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
    "source" VARCHAR NOT NULL,
    fitted_on DATE NOT NULL,
    recorded_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL
);
CREATE TABLE projection (
    plan_id VARCHAR,
    series_id VARCHAR,
    projected DOUBLE,
    projected_lower DOUBLE,
    projected_upper DOUBLE,
    probability DOUBLE,
    probability_own DOUBLE,
    pooled_level_at_start DOUBLE,
    pooled_roi DOUBLE,
    pooled_roi_se DOUBLE,
    pooled_level_var DOUBLE,
    pooled_level_roi_cov DOUBLE,
    df DOUBLE,
    more_scores INTEGER
);
CREATE TABLE rejected_row (
    import_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    line BIGINT NOT NULL,
    column_name VARCHAR,
    "value" VARCHAR,
    reason VARCHAR NOT NULL,
    remedy VARCHAR NOT NULL
);
CREATE TABLE rule_call (
    plan_id VARCHAR,
    series_id VARCHAR,
    rule_id VARCHAR,
    "call" VARCHAR,
    statistic DOUBLE,
    compared_with DOUBLE,
    reason VARCHAR
);
CREATE TABLE rule_error_rate (
    rule_id VARCHAR NOT NULL,
    error_to_growth DOUBLE NOT NULL,
    probes_per_week DOUBLE NOT NULL,
    baseline_scores INTEGER NOT NULL,
    "week" INTEGER NOT NULL,
    false_alarm_once DOUBLE NOT NULL,
    false_alarm_ever DOUBLE NOT NULL,
    miss_once DOUBLE NOT NULL,
    miss_ever DOUBLE NOT NULL
);
CREATE TABLE school (
    school_id VARCHAR PRIMARY KEY,
    "name" VARCHAR NOT NULL,
    district VARCHAR NOT NULL,
    state VARCHAR
);
CREATE TABLE score (
    series_id VARCHAR NOT NULL,
    observed_on DATE NOT NULL,
    form VARCHAR DEFAULT('1') NOT NULL,
    "value" DOUBLE,
    phase VARCHAR,
    errors DOUBLE,
    attempts DOUBLE,
    absent BOOLEAN DEFAULT(CAST('f' AS BOOLEAN)) NOT NULL,
    note VARCHAR,
    origin VARCHAR NOT NULL,
    import_id VARCHAR,
    recorded_by VARCHAR,
    known_on DATE,
    recorded_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    retracted_at TIMESTAMP,
    CHECK((phase IN ('baseline', 'intervention'))),
    CHECK((origin IN ('typed', 'imported')))
);
CREATE TABLE score_conflict (
    conflict_id VARCHAR DEFAULT("replace"(CAST(uuid() AS VARCHAR), '-', '')) NOT NULL,
    series_id VARCHAR NOT NULL,
    observed_on DATE NOT NULL,
    form VARCHAR NOT NULL,
    typed_value DOUBLE,
    imported_value DOUBLE,
    import_id VARCHAR NOT NULL,
    found_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    resolved_at TIMESTAMP,
    resolved_by VARCHAR,
    kept VARCHAR,
    CHECK((kept IN ('typed', 'imported')))
);
CREATE TABLE sequential_boundary (
    "week" INTEGER NOT NULL,
    z_critical DOUBLE NOT NULL,
    cumulative_error DOUBLE NOT NULL,
    "source" VARCHAR NOT NULL
);
CREATE TABLE series (
    series_id VARCHAR NOT NULL,
    student_id VARCHAR NOT NULL,
    measure_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    probes_per_week DOUBLE,
    standard_error DOUBLE,
    floor DOUBLE,
    ceiling DOUBLE
);
CREATE TABLE setting (
    "name" VARCHAR NOT NULL,
    "value" DOUBLE NOT NULL,
    unit VARCHAR NOT NULL,
    meaning VARCHAR NOT NULL,
    "source" VARCHAR NOT NULL,
    recorded_by VARCHAR,
    recorded_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    retracted_at TIMESTAMP
);
CREATE TABLE staff (
    staff_id VARCHAR PRIMARY KEY,
    "name" VARCHAR NOT NULL,
    email VARCHAR
);
CREATE TABLE staff_assignment (
    staff_id VARCHAR NOT NULL,
    "role" VARCHAR NOT NULL,
    "scope" VARCHAR NOT NULL,
    scope_id VARCHAR NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE,
    recorded_at TIMESTAMP DEFAULT(CAST(now() AS TIMESTAMP)) NOT NULL,
    retracted_at TIMESTAMP,
    CHECK(("role" IN ('teacher', 'interventionist', 'case_manager', 'principal', 'district'))),
    CHECK(("scope" IN ('student', 'class', 'school', 'district')))
);
CREATE TABLE store_info (
    "name" VARCHAR PRIMARY KEY,
    "value" VARCHAR NOT NULL
);
CREATE TABLE student (
    student_id VARCHAR PRIMARY KEY,
    public_key VARCHAR DEFAULT("replace"(CAST(uuid() AS VARCHAR), '-', '')) NOT NULL,
    first_name VARCHAR NOT NULL,
    last_name VARCHAR NOT NULL,
    born_on DATE
);
CREATE INDEX intervention_session_by_intervention ON intervention_session(intervention_id);
CREATE INDEX score_by_series ON score(series_id);
INSERT INTO store_info VALUES ('schema_version', '1'), ('data_version', '0'), ('is_demo', 'false');
