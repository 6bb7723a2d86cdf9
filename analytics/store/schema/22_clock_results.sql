-- The clocks as the models in analytics/process derive them: refreshed, never written by hand, and the same whatever the day.

CREATE TABLE student_clock (
    student_id VARCHAR, clock VARCHAR, round INTEGER, clock_rule_id VARCHAR, state VARCHAR, falls_back BOOLEAN, calendar_id VARCHAR,
    start_event_id VARCHAR, start_event VARCHAR, started_on DATE, period VARCHAR,
    due_on DATE, limit_on DATE, limited_by VARCHAR, not_before_on DATE, days_counted INTEGER, days_added INTEGER, days_left_out INTEGER,
    extended_to DATE, is_paused BOOLEAN, is_over BOOLEAN, stopped_on DATE, stop_event_id VARCHAR, stop_event VARCHAR,
    lifted_because VARCHAR, lifted_on DATE, enrolment_ended_on DATE, late_reason VARCHAR, late_reason_event VARCHAR, is_calendar_known BOOLEAN
);
COMMENT ON TABLE student_clock IS 'The legal clocks of each student, whatever the day: when each round started, when it is due, what stopped it. Key: student_id, clock, round.';
COMMENT ON COLUMN student_clock.student_id IS 'The student.';
COMMENT ON COLUMN student_clock.clock IS 'Which clock; see clock_rule.';
COMMENT ON COLUMN student_clock.round IS '1 for the first time this clock ran for the student, 2 for the second; by reporting period for progress reports.';
COMMENT ON COLUMN student_clock.clock_rule_id IS 'The rule it follows.';
COMMENT ON COLUMN student_clock.state IS 'State of the student''s school, by which the rule was chosen; empty where none is known.';
COMMENT ON COLUMN student_clock.falls_back IS 'True where Aimline has no rules of the state, so that the federal ones stand in for them.';
COMMENT ON COLUMN student_clock.calendar_id IS 'The school whose days of school were counted; * for those of the district.';
COMMENT ON COLUMN student_clock.start_event_id IS 'The event that started it.';
COMMENT ON COLUMN student_clock.start_event IS 'Kind of that event.';
COMMENT ON COLUMN student_clock.started_on IS 'Day of that event; for a progress report the day its period ends.';
COMMENT ON COLUMN student_clock.period IS 'Name of the reporting period; empty for other clocks.';
COMMENT ON COLUMN student_clock.due_on IS 'Last day on which it is met on time; empty where the law gives no number or the date cannot be told yet.';
COMMENT ON COLUMN student_clock.limit_on IS 'The same without days added for absences or waiting, end-of-year rules and agreed extensions.';
COMMENT ON COLUMN student_clock.limited_by IS 'Event whose limit is the earliest, where the rule has several.';
COMMENT ON COLUMN student_clock.not_before_on IS 'First day on which it may be met, where the rule has one and nobody agreed otherwise.';
COMMENT ON COLUMN student_clock.days_counted IS 'Days that count between start and due date, in the unit of the rule; empty where not days are counted.';
COMMENT ON COLUMN student_clock.days_added IS 'Days that the student''s absences or the wait for consent added, in the unit of the rule.';
COMMENT ON COLUMN student_clock.days_left_out IS 'Calendar days between start and due date that were not counted; see clock_left_out.';
COMMENT ON COLUMN student_clock.extended_to IS 'Date agreed in writing, where it moved the due date.';
COMMENT ON COLUMN student_clock.is_paused IS 'True while it waits for consent that was asked for, which the state does not count.';
COMMENT ON COLUMN student_clock.is_over IS 'True once it was met or ended, so that nothing is due any more.';
COMMENT ON COLUMN student_clock.stopped_on IS 'Day it was met; empty while it runs.';
COMMENT ON COLUMN student_clock.stop_event_id IS 'The event that met it.';
COMMENT ON COLUMN student_clock.stop_event IS 'Kind of that event.';
COMMENT ON COLUMN student_clock.lifted_because IS 'Kind of the event that took the limit away or ended the clock.';
COMMENT ON COLUMN student_clock.lifted_on IS 'Day of that event.';
COMMENT ON COLUMN student_clock.enrolment_ended_on IS 'Day on which the student left the last school, where the clock is not over and began before: from the day after it counts no more. No exit or transfer out is recorded then.';
COMMENT ON COLUMN student_clock.late_reason IS 'Code of why it was late, as the team explained it or as the event that met it says.';
COMMENT ON COLUMN student_clock.late_reason_event IS 'Kind of the event that gives that reason.';
COMMENT ON COLUMN student_clock.is_calendar_known IS 'False where the count reaches days that no calendar or school year covers: Monday to Friday is then taken for school.';

CREATE TABLE clock_left_out (
    student_id VARCHAR, clock VARCHAR, round INTEGER, start_event_id VARCHAR, from_on DATE, to_on DATE, kind VARCHAR, days INTEGER, why VARCHAR
);
COMMENT ON TABLE clock_left_out IS 'What moved a due date: days between start and due date that the clock did not count, and days that were added. Key: student_id, clock, round, from_on, kind.';
COMMENT ON COLUMN clock_left_out.student_id IS 'The student.';
COMMENT ON COLUMN clock_left_out.clock IS 'Which clock; see clock_rule.';
COMMENT ON COLUMN clock_left_out.round IS 'Round of the clock; see student_clock.';
COMMENT ON COLUMN clock_left_out.start_event_id IS 'The event that started the clock.';
COMMENT ON COLUMN clock_left_out.from_on IS 'First day.';
COMMENT ON COLUMN clock_left_out.to_on IS 'Last day.';
COMMENT ON COLUMN clock_left_out.kind IS 'no_school, holiday, summer, weekends; absence, waiting, extension, end_of_year.';
COMMENT ON COLUMN clock_left_out.days IS 'How many days were not counted (calendar days), or were added (in the unit of the rule; an extension: calendar days).';
COMMENT ON COLUMN clock_left_out.why IS 'In words: Winter break, 22 December 2025 to 2 January 2026: 12 days not counted.';
