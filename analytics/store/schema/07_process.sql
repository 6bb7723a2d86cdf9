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
COMMENT ON COLUMN event_rule.kind IS 'needs: one of other_events must have happened by that day; not_after: none of them may have happened on an earlier day; only_once: the event itself may not have; not_within_months: none of them in so many months before; needs_fields: these columns must be filled; and not_twice_a_day, not_in_future, known_event, known_code, own_plan, enrolled, not_before_birth, not_before_enrolment, under_age, agreed_within_months, date_not_after, date_within_months, extension_allowed, extension_not_checked, each told in docs/process.md.';
COMMENT ON COLUMN event_rule.other_events IS 'The events it is held against, separated by |; for needs_fields columns of process_event, empty for those that event_kind requires; for date_not_after and date_within_months such columns.';
COMMENT ON COLUMN event_rule.within IS 'Events the latest of which begins the stretch looked at, separated by |; empty, or none of them yet, looks at everything. For needs a second referral begins none while a referral or a consent is open.';
COMMENT ON COLUMN event_rule.unless_events IS 'Events that lift the rule if one of them happened since the event it is held against, separated by |.';
COMMENT ON COLUMN event_rule.leaves_alone IS 'Events that a rule for every event does not apply to, separated by |.';
COMMENT ON COLUMN event_rule.length IS 'Months of not_within_months, agreed_within_months and date_within_months; age in years that under_age asks to be younger than.';
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
    retracted_at TIMESTAMP,
    last_iep_on DATE,
    last_evaluation_on DATE
);
COMMENT ON TABLE process_event IS 'What happened in the process, append-only: a correction retracts the row and enters a new one. Named after Ed-Fi 6.1 IDEAEvent and the pre-referral and referral events it lacks. Key among live rows: event_id.';
COMMENT ON COLUMN process_event.event_id IS 'Identifier of the event.';
COMMENT ON COLUMN process_event.student_id IS 'The student.';
COMMENT ON COLUMN process_event.event IS 'Kind of event; see event_kind.';
COMMENT ON COLUMN process_event.happened_on IS 'Day it happened; for consent and referrals the day it was received.';
COMMENT ON COLUMN process_event.source IS 'Who it came from: parent, teacher, physician, public_health_nurse, day_care, agency; of a transfer in same_state or another_state.';
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
COMMENT ON COLUMN process_event.last_iep_on IS 'Of a transfer in: day of the last IEP or annual review in the former district, from which the next review is due.';
COMMENT ON COLUMN process_event.last_evaluation_on IS 'Of a transfer in: day of the last finding of eligibility or reevaluation in the former district, or of the agreement to waive one.';

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
    verified_how VARCHAR,
    allows_extension VARCHAR,
    extension_text VARCHAR
);
COMMENT ON TABLE clock_rule IS 'The legal time limits: one row a state and clock; US holds where the state has no row of its own. Key: clock_rule_id. Reference data of the program (process/clock_rules.csv). Not legal advice.';
COMMENT ON COLUMN clock_rule.clock_rule_id IS 'Name of the rule: TX_evaluation.';
COMMENT ON COLUMN clock_rule.state IS 'Two-letter code of the state; US for the federal default.';
COMMENT ON COLUMN clock_rule.clock IS 'Which clock it is, the same in all states: answer_request, evaluation, iep_meeting, services, iep_in_effect, annual_review, reevaluation, transition, age_of_majority, progress_report, transfer, transfer_other_state, transfer_evaluation; assessment and implementation where a state has those.';
COMMENT ON COLUMN clock_rule.category IS 'Disability category for which the row holds in the place of the one without a category; empty for every student.';
COMMENT ON COLUMN clock_rule.title IS 'What people call it: Evaluation.';
COMMENT ON COLUMN clock_rule.start_event IS 'Events that start it, separated by |; with an outcome after a colon (eligibility_determined:eligible) where only that one does. The first since the last stop counts. clock_event makes some of its own out of a transfer in: transferred_in:same_state, :another_state, :evaluation_pending, former_iep, former_evaluation.';
COMMENT ON COLUMN clock_rule.first_day IS 'Which day is day 1: 1 the day after the event, 0 the day itself.';
COMMENT ON COLUMN clock_rule.length IS 'How many units; empty where the law gives no number (as soon as possible).';
COMMENT ON COLUMN clock_rule.unit IS 'What is counted; age_year: birthdays, but not before the start; school_year: first days of school after the start; reporting_period: each period that ends while the clock runs.';
COMMENT ON COLUMN clock_rule.stop_events IS 'Events that stop it, separated by |, with an outcome as in start_event; own_iep and own_evaluation are the first of this district after a transfer in.';
COMMENT ON COLUMN clock_rule.second_start_event IS 'Event of a second limit; the earlier of both dates holds.';
COMMENT ON COLUMN clock_rule.second_length IS 'Length of that second limit, in the same unit.';
COMMENT ON COLUMN clock_rule.third_start_event IS 'Event of a third limit; the earliest of all dates holds.';
COMMENT ON COLUMN clock_rule.third_length IS 'Length of that third limit, in the same unit.';
COMMENT ON COLUMN clock_rule.not_before_years IS 'What stops it may not come sooner than so many years after the start, unless both sides agree.';
COMMENT ON COLUMN clock_rule.is_once IS 'True where it does not start again after it was stopped, until the student has left and come back.';
COMMENT ON COLUMN clock_rule.leaves_out IS 'Calendar days that are not counted, separated by |: summer; breaks, from the first to the last weekday without school, those of the summer only where summer is named too; breaks_until_return, to the day before school is held again; breaks_with_weekends, also the weekends right before and after it.';
COMMENT ON COLUMN clock_rule.break_days IS 'A break counts as one from so many weekdays in a row without school; see leaves_out for how long it lasts.';
COMMENT ON COLUMN clock_rule.absence_rule IS 'How the student''s absences move the limit: all_once_reached adds every day of absence once absence_days are reached; beyond adds the days above them.';
COMMENT ON COLUMN clock_rule.absence_days IS 'Days of absence that rule speaks of.';
COMMENT ON COLUMN clock_rule.end_of_year_rule IS 'Name of the rule for starts near the end of the school year: TX_june_30, MA_14_days, IL_before_next_year; CA_after_start for referrals near it. CO_first_developed: due with the first IEP or review from a birthday on, and before it when the last one is due again.';
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
COMMENT ON COLUMN clock_rule.allows_extension IS 'Whether parent and school may agree in writing on a later date for any child, beyond what federal law lets everybody agree on (300.309(c), 300.301(e)): yes, no, or not checked; empty where no extension is recorded for the clock.';
COMMENT ON COLUMN clock_rule.extension_text IS 'What the law says on that, in plain words, with where it says so and how that was checked; empty where it was not checked.';

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
