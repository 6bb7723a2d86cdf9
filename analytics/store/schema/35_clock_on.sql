-- The clocks as they read on a day. What depends on the day is computed here from the day given, and never stored.

CREATE OR REPLACE MACRO clock_on(today, students := NULL::VARCHAR[]) AS TABLE
WITH read AS (
    SELECT
        c.* REPLACE (
            CASE WHEN c.enrolment_ended_on < today AND c.lifted_because IS NULL THEN 'enrolment_ended' ELSE c.lifted_because END AS lifted_because,
            CASE WHEN c.enrolment_ended_on < today AND c.lifted_because IS NULL THEN c.enrolment_ended_on ELSE c.lifted_on END AS lifted_on
        ), r.title, r.length, r.unit, r.rule_text, r.citation, r.verification, r.verified_on, r.verified_how, r.soon_days, r.state AS rule_state,
        CASE r.verification
            WHEN 'read' THEN 'Read in the law or on the state''s own page on ' || day_words(r.verified_on) || ': ' || r.verified_how || '.'
            WHEN 'secondary' THEN 'From another''s account, not checked against the law (' || day_words(r.verified_on) || '): ' || r.verified_how || '.'
            ELSE 'Not checked: from memory. Ask your state or counsel before you rely on it.'
        END AS verification_words,
        CASE
            WHEN c.lifted_because IS NOT NULL AND c.lifted_on <= coalesce(c.due_on, c.lifted_on) THEN 'lifted'
            WHEN c.stopped_on IS NOT NULL THEN CASE WHEN c.stopped_on > c.due_on THEN 'met late' ELSE 'met on time' END
            WHEN c.is_over OR c.enrolment_ended_on < today THEN 'lifted'
            WHEN c.is_paused OR (c.due_on IS NULL AND r.length IS NOT NULL) THEN 'not yet known'
            WHEN c.due_on < today THEN 'overdue'
            WHEN c.due_on - today <= r.soon_days THEN 'due soon'
            ELSE 'running'
        END AS standing
    FROM student_clock c
    JOIN clock_rule r ON r.clock_rule_id = c.clock_rule_id
    WHERE (students IS NULL OR list_contains(students, c.student_id))
        -- The report of a period that has not ended yet is told once it comes near.
        AND (c.started_on <= today OR c.due_on - today <= r.soon_days)
)
SELECT
    *,
    standing IN ('running', 'due soon', 'overdue', 'not yet known') AS is_open,
    CASE WHEN standing IN ('running', 'due soon', 'overdue') THEN due_on - today END AS days_left,
    CASE
        WHEN standing = 'overdue' THEN today - due_on WHEN standing = 'met late' THEN stopped_on - due_on
        WHEN standing = 'lifted' AND lifted_on > due_on THEN lifted_on - due_on
    END AS days_late,
    -- Overdue first, the longest first; then what is due soon; then what the law wants as soon as possible, since somebody waits for it; then
    -- what runs, by its day; what waits for consent or cannot be told yet; and what is over last.
    CASE standing WHEN 'overdue' THEN 1 WHEN 'due soon' THEN 2 WHEN 'running' THEN CASE WHEN due_on IS NULL THEN 3 ELSE 4 END WHEN 'not yet known' THEN 5 ELSE 6 END AS urgency
FROM read;
COMMENT ON MACRO TABLE clock_on IS 'Clocks as they read on a day, of some students or of all, with their rule. standing: running, due soon, overdue, met on time, met late, lifted, not yet known. Key: student_id, clock, round.';
