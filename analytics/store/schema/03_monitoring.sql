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
