-- The tables of a store as version 3 had them, with their comments; tests/store/test_old_stores.py opens it with today's program.
-- People and places: who learns where, who works with whom, and on which days school is held.

CREATE TABLE school (
    school_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    district VARCHAR NOT NULL,
    state VARCHAR
);
COMMENT ON TABLE school IS 'A school of the district. Key: school_id.';
COMMENT ON COLUMN school.school_id IS 'Identifier of the school in the student information system.';
COMMENT ON COLUMN school.name IS 'Name as staff know it.';
COMMENT ON COLUMN school.district IS 'Name of the district the school belongs to.';
COMMENT ON COLUMN school.state IS 'Two-letter state code; decides the legal clocks.';

CREATE TABLE calendar_day (
    school_id VARCHAR NOT NULL,
    on_date DATE NOT NULL,
    is_school_day BOOLEAN NOT NULL,
    label VARCHAR,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE calendar_day IS 'One row a school and date: whether children attend (34 CFR 300.11(c)). Key among live rows: school_id, on_date. A date without a row counts as a school day if it is Monday to Friday.';
COMMENT ON COLUMN calendar_day.school_id IS 'School the day belongs to; * for every school.';
COMMENT ON COLUMN calendar_day.on_date IS 'The calendar date.';
COMMENT ON COLUMN calendar_day.is_school_day IS 'True where children are in attendance for instruction, a partial day included.';
COMMENT ON COLUMN calendar_day.label IS 'Why there is no school, as printed in the calendar: winter break, snow day.';
COMMENT ON COLUMN calendar_day.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN calendar_day.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE staff (
    staff_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    email VARCHAR
);
COMMENT ON TABLE staff IS 'A person who works for the district. Key: staff_id.';
COMMENT ON COLUMN staff.staff_id IS 'Identifier of the person in the student information system.';
COMMENT ON COLUMN staff.name IS 'Name as colleagues know it.';
COMMENT ON COLUMN staff.email IS 'Address used at sign-in.';

CREATE TABLE student (
    student_id VARCHAR PRIMARY KEY,
    public_key VARCHAR NOT NULL DEFAULT replace(uuid()::VARCHAR, '-', ''),
    first_name VARCHAR NOT NULL,
    last_name VARCHAR NOT NULL,
    born_on DATE
);
CREATE UNIQUE INDEX student_by_key ON student (public_key);
COMMENT ON TABLE student IS 'Every enrolled student, monitored or not. Key: student_id.';
COMMENT ON COLUMN student.student_id IS 'Identifier of the student in the student information system.';
COMMENT ON COLUMN student.public_key IS 'Opaque random key used in page addresses; it authorises nothing.';
COMMENT ON COLUMN student.first_name IS 'Given name.';
COMMENT ON COLUMN student.last_name IS 'Family name.';
COMMENT ON COLUMN student.born_on IS 'Date of birth.';

CREATE TABLE enrolment (
    student_id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    school_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    enrolled_on DATE NOT NULL,
    left_on DATE
);
COMMENT ON TABLE enrolment IS 'Where a student is enrolled and in which grade. Key: student_id, school_id, enrolled_on.';
COMMENT ON COLUMN enrolment.student_id IS 'The student.';
COMMENT ON COLUMN enrolment.school_id IS 'The school.';
COMMENT ON COLUMN enrolment.grade IS 'Grade: K, 1 to 12.';
COMMENT ON COLUMN enrolment.enrolled_on IS 'First day of the enrolment.';
COMMENT ON COLUMN enrolment.left_on IS 'Last day of the enrolment; empty while it runs.';

CREATE TABLE class (
    class_id VARCHAR PRIMARY KEY,
    school_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    grade VARCHAR,
    school_year VARCHAR
);
COMMENT ON TABLE class IS 'A class or intervention group. Key: class_id.';
COMMENT ON COLUMN class.class_id IS 'Identifier of the class.';
COMMENT ON COLUMN class.school_id IS 'The school it meets in.';
COMMENT ON COLUMN class.name IS 'Name as staff know it: Grade 3, room 12.';
COMMENT ON COLUMN class.grade IS 'Grade, if the class has one.';
COMMENT ON COLUMN class.school_year IS 'School year, written 2025-26.';

CREATE TABLE class_member (
    class_id VARCHAR NOT NULL,
    student_id VARCHAR NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE
);
COMMENT ON TABLE class_member IS 'Which students are in a class. Key: class_id, student_id, from_on.';
COMMENT ON COLUMN class_member.class_id IS 'The class.';
COMMENT ON COLUMN class_member.student_id IS 'The student.';
COMMENT ON COLUMN class_member.from_on IS 'First day in the class.';
COMMENT ON COLUMN class_member.to_on IS 'Last day in the class; empty while it runs.';

CREATE TABLE staff_assignment (
    staff_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL CHECK (role IN ('teacher', 'interventionist', 'case_manager', 'principal', 'district')),
    scope VARCHAR NOT NULL CHECK (scope IN ('student', 'class', 'school', 'district')),
    scope_id VARCHAR NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE staff_assignment IS 'Who works with whom, from when to when, in which role: the only source of a reason to see a student. Key among live rows: staff_id, role, scope, scope_id, from_on.';
COMMENT ON COLUMN staff_assignment.staff_id IS 'The member of staff.';
COMMENT ON COLUMN staff_assignment.role IS 'teacher, interventionist, case_manager, principal or district.';
COMMENT ON COLUMN staff_assignment.scope IS 'What the assignment reaches: one student, a class, a school or the district.';
COMMENT ON COLUMN staff_assignment.scope_id IS 'Identifier of that student, class or school; * for the district.';
COMMENT ON COLUMN staff_assignment.from_on IS 'First day the assignment gives a reason.';
COMMENT ON COLUMN staff_assignment.to_on IS 'Last day the assignment gives a reason; empty while it runs.';
COMMENT ON COLUMN staff_assignment.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN staff_assignment.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';
-- What is measured, how well, and how students usually grow on it.

CREATE TABLE measure (
    measure_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    area VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    metric VARCHAR NOT NULL CHECK (metric IN ('count', 'rate', 'percentage', 'proportion', 'other')),
    direction VARCHAR NOT NULL CHECK (direction IN ('increase', 'decrease')),
    floor DOUBLE,
    ceiling DOUBLE,
    standard_error DOUBLE,
    probe_interval_days DOUBLE NOT NULL DEFAULT 7,
    probe_levels VARCHAR,
    forms VARCHAR,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE measure IS 'A measure of progress: a curriculum-based measure, a rating, a count of a behaviour. Key: measure_id.';
COMMENT ON COLUMN measure.measure_id IS 'Short identifier used in files: orf, math_cbm, talk_outs.';
COMMENT ON COLUMN measure.name IS 'Name as staff know it: Oral reading fluency.';
COMMENT ON COLUMN measure.area IS 'Area of need: reading, math, writing, behaviour, communication.';
COMMENT ON COLUMN measure.unit IS 'Unit of a score: words correct per minute.';
COMMENT ON COLUMN measure.metric IS 'Scale for the log response ratio (SingleCaseES): count, rate, percentage, proportion or other.';
COMMENT ON COLUMN measure.direction IS 'Which way is better: increase or decrease.';
COMMENT ON COLUMN measure.floor IS 'Lowest possible score; empty if none.';
COMMENT ON COLUMN measure.ceiling IS 'Highest possible score; empty if none.';
COMMENT ON COLUMN measure.standard_error IS 'Typical residual standard deviation of one score around a student''s own line, in score units; empty if unknown.';
COMMENT ON COLUMN measure.probe_interval_days IS 'Usual days between probes.';
COMMENT ON COLUMN measure.probe_levels IS 'Probe levels offered, separated by |.';
COMMENT ON COLUMN measure.forms IS 'Alternate forms offered, separated by |; empty if unnumbered.';
COMMENT ON COLUMN measure.source IS 'Where the range and the standard error come from.';

CREATE TABLE growth_norm (
    measure_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    season VARCHAR NOT NULL CHECK (season IN ('fall', 'winter', 'spring', 'year')),
    percentile INTEGER,
    level DOUBLE,
    roi_per_week DOUBLE,
    roi_sd DOUBLE,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE growth_norm IS 'Published levels and rates of improvement by grade. Key: measure_id, grade, season, percentile.';
COMMENT ON COLUMN growth_norm.measure_id IS 'The measure.';
COMMENT ON COLUMN growth_norm.grade IS 'Grade of the norm group.';
COMMENT ON COLUMN growth_norm.season IS 'fall, winter or spring for a level; year for a rate of improvement.';
COMMENT ON COLUMN growth_norm.percentile IS 'Percentile of the norm group, 1 to 99; empty for a mean.';
COMMENT ON COLUMN growth_norm.level IS 'Score at that percentile and season, in score units.';
COMMENT ON COLUMN growth_norm.roi_per_week IS 'Rate of improvement, score units a week.';
COMMENT ON COLUMN growth_norm.roi_sd IS 'Standard deviation of the rate between students, score units a week.';
COMMENT ON COLUMN growth_norm.source IS 'Citation.';

CREATE TABLE benchmark (
    measure_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    season VARCHAR NOT NULL CHECK (season IN ('fall', 'winter', 'spring')),
    label VARCHAR NOT NULL,
    level DOUBLE NOT NULL,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE benchmark IS 'Cut scores a school works with. Key: measure_id, grade, season, label.';
COMMENT ON COLUMN benchmark.measure_id IS 'The measure.';
COMMENT ON COLUMN benchmark.grade IS 'Grade.';
COMMENT ON COLUMN benchmark.season IS 'Testing season.';
COMMENT ON COLUMN benchmark.label IS 'Name of the cut: benchmark, some risk.';
COMMENT ON COLUMN benchmark.level IS 'Score at the cut, in score units.';
COMMENT ON COLUMN benchmark.source IS 'Citation.';
-- What is tried with a student and what was observed. Rows that a verdict rests on are never overwritten:
-- a correction retracts the old row and adds a new one.

CREATE TABLE series (
    series_id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    student_id VARCHAR NOT NULL,
    measure_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    probes_per_week DOUBLE,
    standard_error DOUBLE,
    floor DOUBLE,
    ceiling DOUBLE
);
COMMENT ON TABLE series IS 'One student on one measure at one probe level. Scores belong to it; interventions and goals point at it. Key: series_id.';
COMMENT ON COLUMN series.series_id IS 'Identifier of the series.';
COMMENT ON COLUMN series.student_id IS 'The student.';
COMMENT ON COLUMN series.measure_id IS 'The measure.';
COMMENT ON COLUMN series.grade IS 'Probe level (grade of the probes), which need not be the student''s grade.';
COMMENT ON COLUMN series.probes_per_week IS 'Scheduled occasions a week; empty takes the measure''s probe interval.';
COMMENT ON COLUMN series.standard_error IS 'Residual standard deviation of one score, where it differs from the measure''s; score units.';
COMMENT ON COLUMN series.floor IS 'Lowest possible score, where it differs from the measure''s.';
COMMENT ON COLUMN series.ceiling IS 'Highest possible score, where it differs from the measure''s.';

CREATE TABLE intervention (
    intervention_id VARCHAR NOT NULL,
    series_id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('instruction', 'accommodation', 'behaviour_support')),
    programme VARCHAR NOT NULL,
    area VARCHAR,
    tier INTEGER,
    direction VARCHAR CHECK (direction IN ('increase', 'decrease')),
    baseline DOUBLE,
    target DOUBLE,
    start_on DATE NOT NULL,
    due_on DATE NOT NULL,
    ended_on DATE,
    planned_sessions_per_week DOUBLE,
    planned_minutes DOUBLE,
    provider_staff_id VARCHAR,
    known_on DATE,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE intervention IS 'A pre-referral intervention, accommodation or behaviour support, judged on one series. Key among live rows: intervention_id.';
COMMENT ON COLUMN intervention.intervention_id IS 'Identifier of the plan; never shared with a goal.';
COMMENT ON COLUMN intervention.series_id IS 'The series it is judged on.';
COMMENT ON COLUMN intervention.kind IS 'instruction, accommodation or behaviour_support.';
COMMENT ON COLUMN intervention.programme IS 'Name of the programme or accommodation.';
COMMENT ON COLUMN intervention.area IS 'Area of need.';
COMMENT ON COLUMN intervention.tier IS 'Tier 1, 2 or 3 of the multi-tiered system of supports.';
COMMENT ON COLUMN intervention.direction IS 'Which way is better for this plan; empty takes the measure''s.';
COMMENT ON COLUMN intervention.baseline IS 'Level stated by the team at the start, score units; empty takes the median of the last three baseline occasions.';
COMMENT ON COLUMN intervention.target IS 'Level to be reached by due_on, score units.';
COMMENT ON COLUMN intervention.start_on IS 'First day of the intervention.';
COMMENT ON COLUMN intervention.due_on IS 'Planned last day.';
COMMENT ON COLUMN intervention.ended_on IS 'Last day, if it ended before due_on.';
COMMENT ON COLUMN intervention.planned_sessions_per_week IS 'Sessions planned a school week of five days; empty where delivery is not counted.';
COMMENT ON COLUMN intervention.planned_minutes IS 'Planned minutes a session.';
COMMENT ON COLUMN intervention.provider_staff_id IS 'Who delivers it.';
COMMENT ON COLUMN intervention.known_on IS 'Day from which a past-day replay may know the row; empty takes start_on.';
COMMENT ON COLUMN intervention.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN intervention.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE intervention_session (
    intervention_id VARCHAR NOT NULL,
    held_on DATE NOT NULL,
    ordinal INTEGER NOT NULL DEFAULT 1,
    status VARCHAR NOT NULL CHECK (status IN ('held', 'student_absent', 'not_held')),
    reason VARCHAR,
    minutes DOUBLE,
    fidelity DOUBLE CHECK (fidelity BETWEEN 0 AND 1),
    known_on DATE,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE intervention_session IS 'A session that was held, missed by the student, or not held. Key among live rows: intervention_id, held_on, ordinal.';
COMMENT ON COLUMN intervention_session.intervention_id IS 'The intervention.';
COMMENT ON COLUMN intervention_session.held_on IS 'Day it was held or should have been.';
COMMENT ON COLUMN intervention_session.ordinal IS 'First, second … session of the day.';
COMMENT ON COLUMN intervention_session.status IS 'held, student_absent or not_held; a student''s absence is not the provider''s omission.';
COMMENT ON COLUMN intervention_session.reason IS 'Why it was not held.';
COMMENT ON COLUMN intervention_session.minutes IS 'Minutes delivered.';
COMMENT ON COLUMN intervention_session.fidelity IS 'Share of the programme''s steps carried out, 0 to 1.';
COMMENT ON COLUMN intervention_session.known_on IS 'Day from which a past-day replay may know the row; empty takes held_on.';
COMMENT ON COLUMN intervention_session.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN intervention_session.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE goal (
    goal_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    series_id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    statement VARCHAR NOT NULL,
    condition VARCHAR,
    direction VARCHAR CHECK (direction IN ('increase', 'decrease')),
    baseline DOUBLE,
    target DOUBLE NOT NULL,
    criterion VARCHAR NOT NULL DEFAULT 'end_level' CHECK (criterion IN ('end_level', 'consecutive', 'k_of_n')),
    criterion_k INTEGER,
    criterion_n INTEGER,
    minimum_trials INTEGER,
    start_on DATE NOT NULL,
    due_on DATE NOT NULL,
    effective_on DATE NOT NULL,
    changed_because VARCHAR,
    known_on DATE,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE goal IS 'A measurable annual goal (34 CFR 300.320(a)(2)) and each of its revisions; the highest live revision is in force. Key among live rows: goal_id, revision.';
COMMENT ON COLUMN goal.goal_id IS 'Identifier of the goal; never shared with an intervention.';
COMMENT ON COLUMN goal.revision IS '1 for the goal as written, 2 and on for each change by the team.';
COMMENT ON COLUMN goal.series_id IS 'The series it is judged on.';
COMMENT ON COLUMN goal.statement IS 'The goal in the words of the IEP.';
COMMENT ON COLUMN goal.condition IS 'Under what condition the skill is shown: given a grade 3 passage.';
COMMENT ON COLUMN goal.direction IS 'Which way is better for this goal; empty takes the measure''s.';
COMMENT ON COLUMN goal.baseline IS 'Level stated by the team at start_on, score units; empty takes the median of the last three occasions before start_on.';
COMMENT ON COLUMN goal.target IS 'Level to be reached, score units.';
COMMENT ON COLUMN goal.criterion IS 'end_level: median of the last three occasions at the due date; consecutive: n occasions in a row; k_of_n: k of the last n occasions.';
COMMENT ON COLUMN goal.criterion_k IS 'k of k_of_n.';
COMMENT ON COLUMN goal.criterion_n IS 'n of consecutive and of k_of_n.';
COMMENT ON COLUMN goal.minimum_trials IS 'Trials an occasion needs before it counts towards the criterion.';
COMMENT ON COLUMN goal.start_on IS 'First day of the goal; the aimline starts here at the baseline.';
COMMENT ON COLUMN goal.due_on IS 'Day by which it is to be met, usually the annual review.';
COMMENT ON COLUMN goal.effective_on IS 'First day on which this revision holds.';
COMMENT ON COLUMN goal.changed_because IS 'Why the team changed the goal.';
COMMENT ON COLUMN goal.known_on IS 'Day from which a past-day replay may know the row; empty takes effective_on.';
COMMENT ON COLUMN goal.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN goal.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE phase_change (
    series_id VARCHAR NOT NULL,
    changed_on DATE NOT NULL,
    label VARCHAR NOT NULL,
    known_on DATE,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE phase_change IS 'A change within an intervention that starts a new phase (group size, minutes, setting). Key among live rows: series_id, changed_on.';
COMMENT ON COLUMN phase_change.series_id IS 'The series.';
COMMENT ON COLUMN phase_change.changed_on IS 'First day of the new phase.';
COMMENT ON COLUMN phase_change.label IS 'What changed, in a few words.';
COMMENT ON COLUMN phase_change.known_on IS 'Day from which a past-day replay may know the row; empty takes changed_on.';
COMMENT ON COLUMN phase_change.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN phase_change.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE score (
    series_id VARCHAR NOT NULL,
    observed_on DATE NOT NULL,
    form VARCHAR NOT NULL DEFAULT '1',
    value DOUBLE,
    phase VARCHAR CHECK (phase IN ('baseline', 'intervention')),
    errors DOUBLE,
    attempts DOUBLE,
    absent BOOLEAN NOT NULL DEFAULT false,
    note VARCHAR,
    origin VARCHAR NOT NULL CHECK (origin IN ('typed', 'imported')),
    import_id VARCHAR,
    recorded_by VARCHAR,
    known_on DATE,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE score IS 'One probe. Key among live rows: series_id, observed_on, form. Several forms on a day make one occasion.';
COMMENT ON COLUMN score.series_id IS 'The series.';
COMMENT ON COLUMN score.observed_on IS 'Day of the probe.';
COMMENT ON COLUMN score.form IS 'Form of the probe, or its ordinal within the day.';
COMMENT ON COLUMN score.value IS 'The score in the measure''s unit; empty only where absent.';
COMMENT ON COLUMN score.phase IS 'baseline or intervention where the file says so; empty goes by the plan''s start.';
COMMENT ON COLUMN score.errors IS 'Errors made, where counted.';
COMMENT ON COLUMN score.attempts IS 'Trials offered, where counted.';
COMMENT ON COLUMN score.absent IS 'The student was absent: the occasion was due and gave no score. Never a zero.';
COMMENT ON COLUMN score.note IS 'A remark on this score.';
COMMENT ON COLUMN score.origin IS 'typed on a page or imported from a file.';
COMMENT ON COLUMN score.import_id IS 'The import that brought it.';
COMMENT ON COLUMN score.recorded_by IS 'staff_id of who typed it.';
COMMENT ON COLUMN score.known_on IS 'Day from which a past-day replay may know the row; empty takes observed_on.';
COMMENT ON COLUMN score.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN score.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';
CREATE INDEX score_by_series ON score (series_id);
CREATE INDEX intervention_session_by_intervention ON intervention_session (intervention_id);

CREATE TABLE note (
    note_id VARCHAR NOT NULL DEFAULT replace(uuid()::VARCHAR, '-', ''),
    student_id VARCHAR NOT NULL,
    series_id VARCHAR,
    on_date DATE NOT NULL,
    text VARCHAR NOT NULL,
    written_by VARCHAR,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE note IS 'A remark on a date, or on one series at a date, drawn on the chart. Key: note_id.';
COMMENT ON COLUMN note.note_id IS 'Identifier of the note.';
COMMENT ON COLUMN note.student_id IS 'The student it is about.';
COMMENT ON COLUMN note.series_id IS 'The series it is drawn on; empty for all of the student''s.';
COMMENT ON COLUMN note.on_date IS 'The day it is about.';
COMMENT ON COLUMN note.text IS 'The remark.';
COMMENT ON COLUMN note.written_by IS 'staff_id of who wrote it.';
COMMENT ON COLUMN note.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN note.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';
-- What came in from files, what was refused and why, and what a person must decide.

CREATE TABLE import (
    import_id VARCHAR PRIMARY KEY,
    file_name VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    imported_by VARCHAR,
    imported_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    is_complete BOOLEAN NOT NULL DEFAULT false,
    rows_read BIGINT NOT NULL,
    rows_added BIGINT NOT NULL,
    rows_corrected BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    rows_retracted BIGINT NOT NULL DEFAULT 0,
    rows_conflicting BIGINT NOT NULL DEFAULT 0,
    rows_rejected BIGINT NOT NULL
);
COMMENT ON TABLE import IS 'One file taken in. Key: import_id.';
COMMENT ON COLUMN import.import_id IS 'Identifier of the import.';
COMMENT ON COLUMN import.file_name IS 'Name of the file, without its folder.';
COMMENT ON COLUMN import.file_sha256 IS 'SHA-256 of the file''s bytes, hexadecimal.';
COMMENT ON COLUMN import.format IS 'Format it was recognised as.';
COMMENT ON COLUMN import.imported_by IS 'staff_id of who imported it; empty from the command line.';
COMMENT ON COLUMN import.imported_at IS 'When it was committed (UTC).';
COMMENT ON COLUMN import.is_complete IS 'The file says it is complete: rows absent from it were retracted.';
COMMENT ON COLUMN import.rows_read IS 'Rows read, the header not counted.';
COMMENT ON COLUMN import.rows_added IS 'Rows new to the store.';
COMMENT ON COLUMN import.rows_corrected IS 'Rows that replaced an imported row of the same key with another value.';
COMMENT ON COLUMN import.rows_unchanged IS 'Rows the store had already.';
COMMENT ON COLUMN import.rows_retracted IS 'Rows withdrawn since a complete file no longer holds them.';
COMMENT ON COLUMN import.rows_conflicting IS 'Rows that differ from a typed score and wait on the review list.';
COMMENT ON COLUMN import.rows_rejected IS 'Rows refused; see rejected_row.';

CREATE TABLE rejected_row (
    import_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    line BIGINT NOT NULL,
    column_name VARCHAR,
    value VARCHAR,
    reason VARCHAR NOT NULL,
    remedy VARCHAR NOT NULL
);
COMMENT ON TABLE rejected_row IS 'A row that was refused, kept so that it can be mended. Key: import_id, file_name, line, column_name.';
COMMENT ON COLUMN rejected_row.import_id IS 'The import that refused it.';
COMMENT ON COLUMN rejected_row.file_name IS 'The file.';
COMMENT ON COLUMN rejected_row.line IS 'Line in the file, the header being line 1.';
COMMENT ON COLUMN rejected_row.column_name IS 'Column at fault; empty where the whole row is.';
COMMENT ON COLUMN rejected_row.value IS 'What stood there.';
COMMENT ON COLUMN rejected_row.reason IS 'Why it was refused.';
COMMENT ON COLUMN rejected_row.remedy IS 'What to do about it.';

CREATE TABLE score_conflict (
    conflict_id VARCHAR NOT NULL DEFAULT replace(uuid()::VARCHAR, '-', ''),
    series_id VARCHAR NOT NULL,
    observed_on DATE NOT NULL,
    form VARCHAR NOT NULL,
    typed_value DOUBLE,
    imported_value DOUBLE,
    import_id VARCHAR NOT NULL,
    found_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    resolved_at TIMESTAMP,
    resolved_by VARCHAR,
    kept VARCHAR CHECK (kept IN ('typed', 'imported'))
);
COMMENT ON TABLE score_conflict IS 'The review list: a typed and an imported value for one probe that differ. The typed value stands until a person decides. Key: conflict_id.';
COMMENT ON COLUMN score_conflict.conflict_id IS 'Identifier of the conflict.';
COMMENT ON COLUMN score_conflict.series_id IS 'The series.';
COMMENT ON COLUMN score_conflict.observed_on IS 'Day of the probe.';
COMMENT ON COLUMN score_conflict.form IS 'Form of the probe.';
COMMENT ON COLUMN score_conflict.typed_value IS 'The value typed on a page.';
COMMENT ON COLUMN score_conflict.imported_value IS 'The value in the file.';
COMMENT ON COLUMN score_conflict.import_id IS 'The import that brought the file.';
COMMENT ON COLUMN score_conflict.found_at IS 'When the difference was found (UTC).';
COMMENT ON COLUMN score_conflict.resolved_at IS 'When a person decided (UTC); empty while it waits.';
COMMENT ON COLUMN score_conflict.resolved_by IS 'staff_id of who decided.';
COMMENT ON COLUMN score_conflict.kept IS 'Which value was kept.';
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
-- Who changed what, and what this file is.

CREATE TABLE audit_event (
    event_id VARCHAR NOT NULL DEFAULT replace(uuid()::VARCHAR, '-', ''),
    happened_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    staff_id VARCHAR,
    action VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    row_key VARCHAR NOT NULL,
    student_id VARCHAR,
    before_value VARCHAR,
    after_value VARCHAR
);
COMMENT ON TABLE audit_event IS 'One change to stored data, written in the transaction that made it. Key: event_id.';
COMMENT ON COLUMN audit_event.event_id IS 'Identifier of the event.';
COMMENT ON COLUMN audit_event.happened_at IS 'When (UTC).';
COMMENT ON COLUMN audit_event.staff_id IS 'Who; empty for the command line.';
COMMENT ON COLUMN audit_event.action IS 'add, correct, retract, import, undo, resolve.';
COMMENT ON COLUMN audit_event.table_name IS 'The table changed.';
COMMENT ON COLUMN audit_event.row_key IS 'Key of the row, parts joined by |.';
COMMENT ON COLUMN audit_event.student_id IS 'The student concerned, if one.';
COMMENT ON COLUMN audit_event.before_value IS 'The value before; empty for an addition.';
COMMENT ON COLUMN audit_event.after_value IS 'The value after; empty for a retraction.';

CREATE TABLE store_info (
    name VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);
COMMENT ON TABLE store_info IS 'Facts about this file: schema_version, is_demo, demo_today, data_version. Key: name.';
COMMENT ON COLUMN store_info.name IS 'Name of the fact.';
COMMENT ON COLUMN store_info.value IS 'Its value as text.';
-- The seven steps of the IEP process: what happened (events, never overwritten), and what the law says is due (rules as data).
-- Steps, clocks and due dates are derived from these tables by the models in analytics/process and are never typed in.

CREATE TABLE event_kind (
    event VARCHAR PRIMARY KEY,
    step INTEGER NOT NULL CHECK (step BETWEEN 1 AND 7),
    title VARCHAR NOT NULL,
    asks VARCHAR,
    required VARCHAR,
    is_final BOOLEAN NOT NULL DEFAULT false,
    ed_fi VARCHAR,
    citation VARCHAR,
    sort_order INTEGER NOT NULL
);
COMMENT ON TABLE event_kind IS 'The kinds of events of the process. Key: event. Reference data of the program (process/event_kinds.csv).';
COMMENT ON COLUMN event_kind.event IS 'Name of the event: consent_received.';
COMMENT ON COLUMN event_kind.step IS 'Step it belongs to: 1 pre-referral, 2 referral, 3 identification, 4 eligibility, 5 IEP development, 6 implementation, 7 evaluation and review.';
COMMENT ON COLUMN event_kind.title IS 'What people call it: Consent received.';
COMMENT ON COLUMN event_kind.asks IS 'Columns of process_event that its form asks for beside the day and the note, separated by |.';
COMMENT ON COLUMN event_kind.required IS 'Which of those must be filled, separated by |.';
COMMENT ON COLUMN event_kind.is_final IS 'Whether the form asks for confirmation because the event ends or refuses something.';
COMMENT ON COLUMN event_kind.ed_fi IS 'IDEAEventType of Ed-Fi Data Standard 6.1, where there is one.';
COMMENT ON COLUMN event_kind.citation IS 'The law that names the event, with its paragraph.';
COMMENT ON COLUMN event_kind.sort_order IS 'Order in lists.';

CREATE TABLE event_code (
    event VARCHAR NOT NULL,
    field VARCHAR NOT NULL CHECK (field IN ('source', 'outcome', 'category', 'reason')),
    code VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    standard VARCHAR,
    sort_order INTEGER NOT NULL
);
COMMENT ON TABLE event_code IS 'What a coded field of an event may hold. Key: event, field, code. Reference data of the program (process/event_codes.csv).';
COMMENT ON COLUMN event_code.event IS 'The kind of event; * for every kind that asks for the field.';
COMMENT ON COLUMN event_code.field IS 'Column of process_event: source, outcome, category or reason.';
COMMENT ON COLUMN event_code.code IS 'The code that is stored: parent; eligible; SLD.';
COMMENT ON COLUMN event_code.title IS 'What people read.';
COMMENT ON COLUMN event_code.standard IS 'Where the code comes from: EDFacts FS009; Ed-Fi 6.1 EvaluationDelayReason; Aimline.';
COMMENT ON COLUMN event_code.sort_order IS 'Order in lists.';

CREATE TABLE event_rule (
    rule_id VARCHAR PRIMARY KEY,
    event VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    other_events VARCHAR,
    within VARCHAR,
    unless_events VARCHAR,
    leaves_alone VARCHAR,
    length INTEGER,
    effect VARCHAR NOT NULL CHECK (effect IN ('refuse', 'flag')),
    message VARCHAR NOT NULL,
    citation VARCHAR
);
COMMENT ON TABLE event_rule IS 'What may follow what. Key: rule_id. Reference data of the program (process/event_rules.csv). An event is named alone or with a code it must carry: eligibility_determined:eligible.';
COMMENT ON COLUMN event_rule.rule_id IS 'Name of the rule: evaluation_started_needs_consent.';
COMMENT ON COLUMN event_rule.event IS 'The event that the rule is about; * for every event.';
COMMENT ON COLUMN event_rule.kind IS 'needs: one of other_events must have happened by that day; not_after: none of them may have happened on an earlier day; only_once: the event itself may not have; not_within_months: none of them in so many months before; not_twice_a_day; needs_fields: these columns must be filled; and others, each told in docs/process.md.';
COMMENT ON COLUMN event_rule.other_events IS 'The events it is held against, separated by |; for needs_fields columns of process_event, empty for those that event_kind requires.';
COMMENT ON COLUMN event_rule.within IS 'Events the latest of which begins the stretch looked at, separated by |; empty, or none of them yet, looks at everything.';
COMMENT ON COLUMN event_rule.unless_events IS 'Events that lift the rule if one of them happened since the event it is held against, separated by |.';
COMMENT ON COLUMN event_rule.leaves_alone IS 'Events that a rule for every event does not apply to, separated by |.';
COMMENT ON COLUMN event_rule.length IS 'Months of not_within_months; age in years that under_age asks to be younger than.';
COMMENT ON COLUMN event_rule.effect IS 'refuse: the event is not stored; flag: it is stored, and the page says what is odd.';
COMMENT ON COLUMN event_rule.message IS 'What people read, with what to do; {day} stands for the day of the event it is held against, {other} for what is missing or unknown.';
COMMENT ON COLUMN event_rule.citation IS 'The law it rests on, with its paragraph.';

CREATE TABLE concern (
    concern_id VARCHAR NOT NULL,
    student_id VARCHAR NOT NULL,
    raised_on DATE NOT NULL,
    raised_by VARCHAR NOT NULL,
    area VARCHAR,
    what VARCHAR NOT NULL,
    where_seen VARCHAR,
    when_seen VARCHAR,
    how_often VARCHAR,
    since_when VARCHAR,
    strengths VARCHAR,
    how_learns VARCHAR,
    recorded_by VARCHAR,
    known_on DATE,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE concern IS 'The concern that starts it all. A correction retracts and adds. Key among live rows: concern_id.';
COMMENT ON COLUMN concern.concern_id IS 'Identifier of the concern.';
COMMENT ON COLUMN concern.student_id IS 'The student.';
COMMENT ON COLUMN concern.raised_on IS 'Day it was raised.';
COMMENT ON COLUMN concern.raised_by IS 'Who raised it: teacher, parent, student, another.';
COMMENT ON COLUMN concern.area IS 'Area of need: reading, mathematics, writing, behaviour, speech, attention, other.';
COMMENT ON COLUMN concern.what IS 'What is seen, in plain words.';
COMMENT ON COLUMN concern.where_seen IS 'Where it is seen.';
COMMENT ON COLUMN concern.when_seen IS 'At what times or in which lessons.';
COMMENT ON COLUMN concern.how_often IS 'How often.';
COMMENT ON COLUMN concern.since_when IS 'Since when.';
COMMENT ON COLUMN concern.strengths IS 'What the child does well.';
COMMENT ON COLUMN concern.how_learns IS 'How the child learns best.';
COMMENT ON COLUMN concern.recorded_by IS 'Member of staff who typed it.';
COMMENT ON COLUMN concern.known_on IS 'Day from which a past-day replay may know the row; empty takes raised_on.';
COMMENT ON COLUMN concern.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN concern.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE process_event (
    event_id VARCHAR NOT NULL,
    student_id VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    happened_on DATE NOT NULL,
    source VARCHAR,
    outcome VARCHAR,
    category VARCHAR,
    reason VARCHAR,
    agreed_on DATE,
    concern_id VARCHAR,
    intervention_id VARCHAR,
    about VARCHAR,
    people VARCHAR,
    note VARCHAR,
    flagged VARCHAR,
    recorded_by VARCHAR,
    retracted_because VARCHAR,
    known_on DATE,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE process_event IS 'What happened in the process, append-only: a correction retracts the row and enters a new one. Named after Ed-Fi 6.1 IDEAEvent and the pre-referral and referral events it lacks. Key among live rows: event_id.';
COMMENT ON COLUMN process_event.event_id IS 'Identifier of the event.';
COMMENT ON COLUMN process_event.student_id IS 'The student.';
COMMENT ON COLUMN process_event.event IS 'Kind of event; see event_kind.';
COMMENT ON COLUMN process_event.happened_on IS 'Day it happened; for consent and referrals the day it was received.';
COMMENT ON COLUMN process_event.source IS 'Who it came from: parent, teacher, physician, public_health_nurse, day_care, agency.';
COMMENT ON COLUMN process_event.outcome IS 'What was decided: continue, change, fade, refer; eligible, not_eligible.';
COMMENT ON COLUMN process_event.category IS 'Disability category (EDFacts code) of an eligibility determination; exit reason of an exit.';
COMMENT ON COLUMN process_event.reason IS 'Why it was late, refused, waived or changed; a code of event_code.';
COMMENT ON COLUMN process_event.agreed_on IS 'A date agreed in writing: the extended limit, the day services are to start.';
COMMENT ON COLUMN process_event.concern_id IS 'The concern it belongs to.';
COMMENT ON COLUMN process_event.intervention_id IS 'The intervention it is about.';
COMMENT ON COLUMN process_event.about IS 'What it is about where more than one thing could be meant: the clock whose delay is explained, the report''s period.';
COMMENT ON COLUMN process_event.people IS 'Who took part, as the team wrote it.';
COMMENT ON COLUMN process_event.note IS 'Details in plain words.';
COMMENT ON COLUMN process_event.flagged IS 'Rules that called it odd when it was entered, separated by |; see event_rule.';
COMMENT ON COLUMN process_event.recorded_by IS 'Member of staff who entered it.';
COMMENT ON COLUMN process_event.retracted_because IS 'Why it was taken back.';
COMMENT ON COLUMN process_event.known_on IS 'Day from which a past-day replay may know the row; empty takes happened_on.';
COMMENT ON COLUMN process_event.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN process_event.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE contact (
    contact_id VARCHAR NOT NULL,
    student_id VARCHAR NOT NULL,
    contacted_on DATE NOT NULL,
    how VARCHAR NOT NULL CHECK (how IN ('telephone', 'letter', 'email', 'meeting', 'home_visit', 'other')),
    with_whom VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    was_reached BOOLEAN NOT NULL DEFAULT true,
    recorded_by VARCHAR,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE contact IS 'The log of contacts with parents (34 CFR 300.322(d)). Key among live rows: contact_id.';
COMMENT ON COLUMN contact.contact_id IS 'Identifier of the contact.';
COMMENT ON COLUMN contact.student_id IS 'The student.';
COMMENT ON COLUMN contact.contacted_on IS 'Day of the contact or attempt.';
COMMENT ON COLUMN contact.how IS 'telephone, letter, email, meeting, home_visit or other.';
COMMENT ON COLUMN contact.with_whom IS 'With whom: mother, guardian.';
COMMENT ON COLUMN contact.about IS 'What was said or sent.';
COMMENT ON COLUMN contact.was_reached IS 'False for an attempt that reached nobody.';
COMMENT ON COLUMN contact.recorded_by IS 'Member of staff who entered it.';
COMMENT ON COLUMN contact.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN contact.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE restricted_note (
    restricted_note_id VARCHAR NOT NULL,
    student_id VARCHAR NOT NULL,
    on_date DATE NOT NULL,
    text VARCHAR NOT NULL,
    recorded_by VARCHAR,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE restricted_note IS 'A note that a reason to see the student does not open: it needs the second permission in staff_permission. Key among live rows: restricted_note_id.';
COMMENT ON COLUMN restricted_note.restricted_note_id IS 'Identifier of the note.';
COMMENT ON COLUMN restricted_note.student_id IS 'The student.';
COMMENT ON COLUMN restricted_note.on_date IS 'The day it is about.';
COMMENT ON COLUMN restricted_note.text IS 'The note.';
COMMENT ON COLUMN restricted_note.recorded_by IS 'Member of staff who wrote it.';
COMMENT ON COLUMN restricted_note.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN restricted_note.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE staff_permission (
    staff_id VARCHAR NOT NULL,
    permission VARCHAR NOT NULL CHECK (permission IN ('restricted_notes')),
    from_on DATE NOT NULL,
    to_on DATE,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE staff_permission IS 'What a member of staff may do beyond their assignments, from when to when. Key among live rows: staff_id, permission, from_on.';
COMMENT ON COLUMN staff_permission.staff_id IS 'The member of staff.';
COMMENT ON COLUMN staff_permission.permission IS 'restricted_notes: may read and write restricted notes of students they have a reason to see.';
COMMENT ON COLUMN staff_permission.from_on IS 'First day it holds.';
COMMENT ON COLUMN staff_permission.to_on IS 'Last day it holds; empty while it runs.';
COMMENT ON COLUMN staff_permission.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN staff_permission.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE clock_rule (
    clock_rule_id VARCHAR PRIMARY KEY,
    state VARCHAR NOT NULL,
    clock VARCHAR NOT NULL,
    category VARCHAR,
    title VARCHAR NOT NULL,
    start_event VARCHAR NOT NULL,
    first_day INTEGER NOT NULL DEFAULT 1 CHECK (first_day IN (0, 1)),
    length INTEGER,
    unit VARCHAR CHECK (unit IN ('calendar_day', 'school_day', 'business_day', 'month', 'year', 'age_year', 'school_year', 'reporting_period')),
    stop_events VARCHAR NOT NULL,
    second_start_event VARCHAR,
    second_length INTEGER,
    third_start_event VARCHAR,
    third_length INTEGER,
    not_before_years INTEGER,
    is_once BOOLEAN NOT NULL DEFAULT false,
    leaves_out VARCHAR,
    break_days INTEGER,
    absence_rule VARCHAR,
    absence_days INTEGER,
    end_of_year_rule VARCHAR,
    end_of_year_from INTEGER,
    end_of_year_to INTEGER,
    end_of_year_days INTEGER,
    exceptions VARCHAR,
    soon_days INTEGER NOT NULL DEFAULT 14,
    rule_text VARCHAR NOT NULL,
    citation VARCHAR NOT NULL,
    verification VARCHAR NOT NULL CHECK (verification IN ('read', 'secondary', 'memory')),
    verified_on DATE,
    verified_how VARCHAR
);
COMMENT ON TABLE clock_rule IS 'The legal time limits: one row a state and clock; US holds where the state has no row of its own. Key: clock_rule_id. Reference data of the program (process/clock_rules.csv). Not legal advice.';
COMMENT ON COLUMN clock_rule.clock_rule_id IS 'Name of the rule: TX_evaluation.';
COMMENT ON COLUMN clock_rule.state IS 'Two-letter code of the state; US for the federal default.';
COMMENT ON COLUMN clock_rule.clock IS 'Which clock it is, the same in all states: answer_request, evaluation, iep_meeting, services, iep_in_effect, annual_review, reevaluation, transition, age_of_majority, progress_report, transfer; assessment and implementation where a state has those.';
COMMENT ON COLUMN clock_rule.category IS 'Disability category for which the row holds in the place of the one without a category; empty for every student.';
COMMENT ON COLUMN clock_rule.title IS 'What people call it: Evaluation.';
COMMENT ON COLUMN clock_rule.start_event IS 'Events that start it, separated by |; with an outcome after a colon (eligibility_determined:eligible) where only that one does. The first since the last stop counts.';
COMMENT ON COLUMN clock_rule.first_day IS 'Which day is day 1: 1 the day after the event, 0 the day itself.';
COMMENT ON COLUMN clock_rule.length IS 'How many units; empty where the law gives no number (as soon as possible).';
COMMENT ON COLUMN clock_rule.unit IS 'What is counted; age_year: birthdays, but not before the start; school_year: first days of school after the start; reporting_period: each period that ends while the clock runs.';
COMMENT ON COLUMN clock_rule.stop_events IS 'Events that stop it, separated by |, with an outcome as in start_event.';
COMMENT ON COLUMN clock_rule.second_start_event IS 'Event of a second limit; the earlier of both dates holds.';
COMMENT ON COLUMN clock_rule.second_length IS 'Length of that second limit, in the same unit.';
COMMENT ON COLUMN clock_rule.third_start_event IS 'Event of a third limit; the earliest of all dates holds.';
COMMENT ON COLUMN clock_rule.third_length IS 'Length of that third limit, in the same unit.';
COMMENT ON COLUMN clock_rule.not_before_years IS 'What stops it may not come sooner than so many years after the start, unless both sides agree.';
COMMENT ON COLUMN clock_rule.is_once IS 'True where it does not start again after it was stopped, until the student has left and come back.';
COMMENT ON COLUMN clock_rule.leaves_out IS 'Calendar days that are not counted, separated by |: summer; breaks, from the first to the last weekday without school; breaks_until_return, to the day before school is held again.';
COMMENT ON COLUMN clock_rule.break_days IS 'A break counts as one from so many weekdays in a row without school; see leaves_out for how long it lasts.';
COMMENT ON COLUMN clock_rule.absence_rule IS 'How the student''s absences move the limit: all_once_reached adds every day of absence once absence_days are reached; beyond adds the days above them.';
COMMENT ON COLUMN clock_rule.absence_days IS 'Days of absence that rule speaks of.';
COMMENT ON COLUMN clock_rule.end_of_year_rule IS 'Name of the rule for starts near the end of the school year: TX_june_30, MA_14_days, IL_before_next_year; CA_after_start for referrals near it.';
COMMENT ON COLUMN clock_rule.end_of_year_from IS 'That rule holds with at least so many school days left in the school year (CA_after_start: calendar days).';
COMMENT ON COLUMN clock_rule.end_of_year_to IS 'That rule holds with at most so many school days left in the school year (CA_after_start: calendar days).';
COMMENT ON COLUMN clock_rule.end_of_year_days IS 'Calendar days after the last day of school (CA_after_start: after the first day of the next year), where that rule gives such a limit.';
COMMENT ON COLUMN clock_rule.exceptions IS 'Events that change the limit, separated by |, each with what it does: ends (the clock is over), lifts (no limit any more; lifts after 2: from the second time), moves (to the date agreed), pauses, resumes, frees (the earliest day no longer holds).';
COMMENT ON COLUMN clock_rule.soon_days IS 'Calendar days before the due date from which it is called due soon. Aimline''s own choice, no law.';
COMMENT ON COLUMN clock_rule.rule_text IS 'The rule in plain words.';
COMMENT ON COLUMN clock_rule.citation IS 'The law with its paragraph.';
COMMENT ON COLUMN clock_rule.verification IS 'read: the text of the law or the state''s own page was read; secondary: from another''s account; memory: not checked, shown as such.';
COMMENT ON COLUMN clock_rule.verified_on IS 'Day it was checked.';
COMMENT ON COLUMN clock_rule.verified_how IS 'Where it was read.';

CREATE TABLE school_year (
    school_id VARCHAR NOT NULL,
    school_year VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE school_year IS 'First and last day of instruction; what lies between two years is summer. Key among live rows: school_id, school_year.';
COMMENT ON COLUMN school_year.school_id IS 'The school; * for every school.';
COMMENT ON COLUMN school_year.school_year IS 'School year, written 2025-26.';
COMMENT ON COLUMN school_year.first_day IS 'First day of instruction.';
COMMENT ON COLUMN school_year.last_day IS 'Last day of instruction.';
COMMENT ON COLUMN school_year.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN school_year.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE reporting_period (
    school_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    ends_on DATE NOT NULL,
    report_due_on DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE reporting_period IS 'When report cards go out, and with them the reports on goals (34 CFR 300.320(a)(3)(ii)). Key among live rows: school_id, ends_on.';
COMMENT ON COLUMN reporting_period.school_id IS 'The school; * for every school.';
COMMENT ON COLUMN reporting_period.name IS 'Name of the period: first quarter.';
COMMENT ON COLUMN reporting_period.ends_on IS 'Last day of the period.';
COMMENT ON COLUMN reporting_period.report_due_on IS 'Day on which its reports are due.';
COMMENT ON COLUMN reporting_period.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN reporting_period.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE holiday (
    state VARCHAR NOT NULL,
    on_date DATE NOT NULL,
    name VARCHAR NOT NULL
);
COMMENT ON TABLE holiday IS 'Federal (US) and state holidays, on which no business day falls (34 CFR 300.11(b)). Key: state, on_date. Filled by the program from the package holidays.';
COMMENT ON COLUMN holiday.state IS 'Two-letter code of the state; US for federal holidays.';
COMMENT ON COLUMN holiday.on_date IS 'The day it is observed.';
COMMENT ON COLUMN holiday.name IS 'Name of the holiday.';

CREATE TABLE absence (
    student_id VARCHAR NOT NULL,
    on_date DATE NOT NULL,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE absence IS 'School days on which a student was absent, for the clocks that count them. Key among live rows: student_id, on_date.';
COMMENT ON COLUMN absence.student_id IS 'The student.';
COMMENT ON COLUMN absence.on_date IS 'The day.';
COMMENT ON COLUMN absence.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN absence.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE event_draft (
    staff_id VARCHAR NOT NULL,
    student_id VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    PRIMARY KEY (staff_id, student_id, event)
);
COMMENT ON TABLE event_draft IS 'A form that somebody began and has not recorded. Key: staff_id, student_id, event. Gone once recorded or thrown away.';
COMMENT ON COLUMN event_draft.staff_id IS 'Whose draft it is; nobody else sees it.';
COMMENT ON COLUMN event_draft.student_id IS 'The student.';
COMMENT ON COLUMN event_draft.event IS 'The kind of event, or concern, contact or restricted_note.';
COMMENT ON COLUMN event_draft.content IS 'The fields as JSON.';
COMMENT ON COLUMN event_draft.saved_at IS 'When it was last saved (UTC).';

CREATE TABLE dismissal (
    staff_id VARCHAR NOT NULL,
    student_id VARCHAR NOT NULL,
    clock VARCHAR NOT NULL,
    due_on DATE NOT NULL,
    reason VARCHAR NOT NULL,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE dismissal IS 'An entry of the digest that its reader put aside, and why; a due date that moves brings it back. Key among live rows: staff_id, student_id, clock, due_on.';
COMMENT ON COLUMN dismissal.staff_id IS 'The reader.';
COMMENT ON COLUMN dismissal.student_id IS 'The student.';
COMMENT ON COLUMN dismissal.clock IS 'The clock put aside.';
COMMENT ON COLUMN dismissal.due_on IS 'Its due date at the time.';
COMMENT ON COLUMN dismissal.reason IS 'Why it was put aside.';
COMMENT ON COLUMN dismissal.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN dismissal.retracted_at IS 'When it was brought back (UTC); empty while it holds.';
INSERT INTO store_info VALUES ('schema_version', '3'), ('data_version', '0'), ('is_demo', 'false');
