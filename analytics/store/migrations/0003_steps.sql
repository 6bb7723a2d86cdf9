-- The steps of the process: see schema/21_steps.sql, which a new store is made from.

CREATE TABLE process_step (
    step INTEGER PRIMARY KEY,
    title VARCHAR NOT NULL,
    question VARCHAR NOT NULL
);
COMMENT ON TABLE process_step IS 'The seven steps of the process. Key: step. Reference data of the program (process/steps.csv).';
COMMENT ON COLUMN process_step.step IS '1 to 7.';
COMMENT ON COLUMN process_step.title IS 'What people call it: Pre-referral.';
COMMENT ON COLUMN process_step.question IS 'The question that the step answers.';

CREATE TABLE step_move (
    event VARCHAR NOT NULL,
    outcome VARCHAR,
    from_steps VARCHAR NOT NULL,
    to_step VARCHAR NOT NULL,
    through_step INTEGER,
    tells VARCHAR,
    because VARCHAR NOT NULL
);
COMMENT ON TABLE step_move IS 'How events move a student from step to step; what is not named moves nobody. Key: event, outcome. Reference data of the program (process/step_moves.csv).';
COMMENT ON COLUMN step_move.event IS 'Kind of event.';
COMMENT ON COLUMN step_move.outcome IS 'The outcome it must have; empty for any.';
COMMENT ON COLUMN step_move.from_steps IS 'Where the student may stand before, separated by |: none (not in the process), 1 to 7, closed.';
COMMENT ON COLUMN step_move.to_step IS 'Where the student stands after: 1 to 7, or closed.';
COMMENT ON COLUMN step_move.through_step IS 'A step that begins and ends on the same day: an annual review passes through step 7 back to step 6.';
COMMENT ON COLUMN step_move.tells IS 'Column of process_event whose words are put behind the reason: category of an exit.';
COMMENT ON COLUMN step_move.because IS 'Why, in plain words.';

CREATE TABLE next_word (
    step INTEGER NOT NULL,
    is_closed BOOLEAN NOT NULL,
    after_event VARCHAR,
    outcome VARCHAR,
    clock VARCHAR,
    sentence VARCHAR NOT NULL,
    likely VARCHAR NOT NULL
);
COMMENT ON TABLE next_word IS 'What happens next, in plain words. Key: step, is_closed, after_event, outcome. Reference data of the program (process/next_words.csv).';
COMMENT ON COLUMN next_word.step IS 'The step the student stands at; 0 before the first event, and for a closed process whatever its step.';
COMMENT ON COLUMN next_word.is_closed IS 'Whether the process is closed.';
COMMENT ON COLUMN next_word.after_event IS 'The last event that the sentence follows; empty after any other.';
COMMENT ON COLUMN next_word.outcome IS 'The outcome it must have; empty for any.';
COMMENT ON COLUMN next_word.clock IS 'The clock whose due date is told with it, if it runs.';
COMMENT ON COLUMN next_word.sentence IS 'The sentence.';
COMMENT ON COLUMN next_word.likely IS 'Events that are likely to be recorded next, separated by |, the likeliest first.';

CREATE TABLE step_history (
    student_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    step_title VARCHAR NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE,
    is_closed BOOLEAN NOT NULL,
    event_id VARCHAR NOT NULL,
    because VARCHAR NOT NULL
);
COMMENT ON TABLE step_history IS 'Every step a student has been at, derived from the events. Key: student_id, ordinal.';
COMMENT ON COLUMN step_history.student_id IS 'The student.';
COMMENT ON COLUMN step_history.ordinal IS 'Order, from 1.';
COMMENT ON COLUMN step_history.round IS 'Times the process was begun: a referral after a closed one begins the next round.';
COMMENT ON COLUMN step_history.step IS 'The step, 1 to 7; of a closed process the step in which it ended.';
COMMENT ON COLUMN step_history.step_title IS 'What people call it; Closed for a closed process.';
COMMENT ON COLUMN step_history.from_on IS 'First day.';
COMMENT ON COLUMN step_history.to_on IS 'Day on which the next one began; empty while it lasts.';
COMMENT ON COLUMN step_history.is_closed IS 'Whether the process was closed then.';
COMMENT ON COLUMN step_history.event_id IS 'The event that brought the student here.';
COMMENT ON COLUMN step_history.because IS 'Why, in plain words.';

CREATE TABLE student_step (
    student_id VARCHAR NOT NULL,
    round INTEGER NOT NULL,
    step INTEGER NOT NULL,
    step_title VARCHAR NOT NULL,
    since_on DATE NOT NULL,
    event_id VARCHAR NOT NULL,
    is_closed BOOLEAN NOT NULL,
    closed_because VARCHAR,
    because VARCHAR NOT NULL
);
COMMENT ON TABLE student_step IS 'Where each student of the process stands: the last row of step_history. Key: student_id.';
COMMENT ON COLUMN student_step.student_id IS 'The student.';
COMMENT ON COLUMN student_step.round IS 'Times the process was begun.';
COMMENT ON COLUMN student_step.step IS 'The step, 1 to 7; of a closed process the step in which it ended.';
COMMENT ON COLUMN student_step.step_title IS 'What people call the step; Closed for a closed process.';
COMMENT ON COLUMN student_step.since_on IS 'Day since which the student stands there.';
COMMENT ON COLUMN student_step.event_id IS 'The event that brought the student here.';
COMMENT ON COLUMN student_step.is_closed IS 'Whether the process is closed: not eligible, consent refused, exited, transferred out, pre-referral closed.';
COMMENT ON COLUMN student_step.closed_because IS 'Why it is closed, in plain words; empty while it runs.';
COMMENT ON COLUMN student_step.because IS 'Why the student stands there, in plain words.';
