-- The inputs of the analysis as they hold now. Models read these views and nothing else of the input tables,
-- so that a refresh (touched series only) and a replay (as known on a past day) put narrower temporary tables of the same names in front.

CREATE OR REPLACE VIEW series_now AS SELECT * FROM series;
COMMENT ON VIEW series_now IS 'series, as the analysis reads it.';

CREATE OR REPLACE VIEW score_now AS
SELECT series_id, observed_on, form, value, phase, errors, attempts
FROM score WHERE retracted_at IS NULL AND NOT absent AND value IS NOT NULL;
COMMENT ON VIEW score_now IS 'Live scores with a value. Key: series_id, observed_on, form.';

CREATE OR REPLACE VIEW intervention_now AS SELECT * FROM intervention WHERE retracted_at IS NULL;
COMMENT ON VIEW intervention_now IS 'Live interventions. Key: intervention_id.';

CREATE OR REPLACE VIEW session_now AS SELECT * FROM intervention_session WHERE retracted_at IS NULL;
COMMENT ON VIEW session_now IS 'Live sessions. Key: intervention_id, held_on, ordinal.';

CREATE OR REPLACE VIEW goal_now AS
SELECT * FROM goal WHERE retracted_at IS NULL
QUALIFY row_number() OVER (PARTITION BY goal_id ORDER BY revision DESC) = 1;
COMMENT ON VIEW goal_now IS 'Goals at the revision in force. Key: goal_id.';

CREATE OR REPLACE VIEW phase_change_now AS SELECT * FROM phase_change WHERE retracted_at IS NULL;
COMMENT ON VIEW phase_change_now IS 'Live phase changes. Key: series_id, changed_on.';

CREATE OR REPLACE VIEW calendar_now AS SELECT * FROM calendar_day WHERE retracted_at IS NULL;
COMMENT ON VIEW calendar_now IS 'Live calendar rows. Key: school_id, on_date.';

CREATE OR REPLACE VIEW enrolment_now AS SELECT student_id, school_id, enrolled_on FROM enrolment;
COMMENT ON VIEW enrolment_now IS 'Every school of each student and the day of enrolment; the latest is where a plan''s school days are counted.';

CREATE OR REPLACE VIEW prior_now AS
SELECT * FROM prior
QUALIFY dense_rank() OVER (ORDER BY recorded_at DESC, prior_version DESC) = 1;
COMMENT ON VIEW prior_now IS 'The prior version in force. Key: measure_id, grade.';

CREATE OR REPLACE VIEW threshold_now AS
SELECT map_from_entries(list((name, value))) AS threshold FROM setting WHERE retracted_at IS NULL;
COMMENT ON VIEW threshold_now IS 'All live settings as one map; models read threshold[''name''].';

CREATE OR REPLACE VIEW boundary_now AS
SELECT
    chosen_alarm AS false_alarm, chosen_claim AS false_claim, min(week) AS first_week,
    list(z_critical ORDER BY week) FILTER (WHERE false_alarm = chosen_alarm) AS z_critical,
    list(z_critical ORDER BY week) FILTER (WHERE false_alarm = chosen_claim) AS z_critical_success
FROM sequential_boundary CROSS JOIN (
    -- The largest total in the table that is not above the one chosen.
    SELECT
        coalesce(max(false_alarm) FILTER (WHERE false_alarm <= threshold['boundary_false_alarm'] + 1e-9), min(false_alarm)) AS chosen_alarm,
        coalesce(max(false_alarm) FILTER (WHERE false_alarm <= threshold['success_false_claim'] + 1e-9), min(false_alarm)) AS chosen_claim
    FROM sequential_boundary CROSS JOIN threshold_now
)
GROUP BY chosen_alarm, chosen_claim;
COMMENT ON VIEW boundary_now IS 'The sequential boundary in force, one critical value a week from first_week on: for calls of ineffective, and for claims of success. One row.';

CREATE OR REPLACE VIEW process_event_now AS SELECT * FROM process_event WHERE retracted_at IS NULL;
COMMENT ON VIEW process_event_now IS 'Live events of the process. Key: event_id.';

CREATE OR REPLACE VIEW absence_now AS SELECT student_id, on_date FROM absence WHERE retracted_at IS NULL;
COMMENT ON VIEW absence_now IS 'Live absences. Key: student_id, on_date.';

CREATE OR REPLACE VIEW school_year_now AS SELECT * FROM school_year WHERE retracted_at IS NULL;
COMMENT ON VIEW school_year_now IS 'Live school years. Key: school_id, school_year.';

CREATE OR REPLACE VIEW reporting_period_now AS SELECT * FROM reporting_period WHERE retracted_at IS NULL;
COMMENT ON VIEW reporting_period_now IS 'Live reporting periods. Key: school_id, ends_on.';
