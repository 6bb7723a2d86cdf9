-- What happens next for a student ($student) whom $viewer may see on $today, in plain words. One row, or none where nothing is recorded.
-- The sentence is that of next_word for the step, the most particular first: after the latest event that it has a sentence for.
-- Somebody who left school without an exit is told first. A request for an evaluation that waits for its answer comes before what the step says.
-- due_on is the due date of the clock that the sentence speaks of, where that clock runs; one that has passed is told by
-- the clock alone, which says how late. likely lists the events likely to be recorded next.
WITH seen AS (
    SELECT DISTINCT v.student_id FROM visible_students($viewer, $today) v WHERE v.student_id = $student
), stands AS (
    SELECT s.student_id, coalesce(t.step, 0) AS step, coalesce(t.is_closed, false) AS is_closed, t.since_on, t.because
    FROM seen s LEFT JOIN student_step t ON t.student_id = s.student_id
    WHERE t.student_id IS NOT NULL OR EXISTS (SELECT 1 FROM concern c WHERE c.student_id = s.student_id AND c.retracted_at IS NULL)
), request AS (
    -- The oldest request for an evaluation that nobody has answered, at whatever step the student stands: also of one who has an IEP.
    SELECT 'came on ' || day_words(came_on) || CASE WHEN came_on < $today THEN ' and has waited ' || count_words($today - came_on, 'day') ELSE ' and waits' END
        || ' for an answer' AS waits
    FROM (
        SELECT min(c.started_on) AS came_on FROM student_clock c SEMI JOIN seen USING (student_id)
        WHERE c.clock = 'answer_request' AND NOT c.is_over AND coalesce(c.enrolment_ended_on >= $today, true) AND c.lifted_on IS NULL AND c.started_on <= $today
    )
    WHERE came_on IS NOT NULL
), gone AS (
    -- The day on which the student left the last school, of a process that nobody closed.
    SELECT max(e.left_on) AS gone_on FROM enrolment e SEMI JOIN (FROM student_step WHERE NOT is_closed) t USING (student_id)
    WHERE e.student_id = $student HAVING count(*) = count(e.left_on) AND max(e.left_on) < $today
), happened AS (
    SELECT e.event, coalesce(e.outcome, e.source) AS outcome, e.happened_on, k.sort_order FROM process_event e JOIN event_kind k ON k.event = e.event
    WHERE e.student_id = $student AND e.retracted_at IS NULL
), word AS (
    SELECT s.*, w.clock, w.sentence, w.likely
    FROM stands s
    JOIN next_word w ON w.is_closed = s.is_closed AND (w.step = s.step OR s.is_closed)
    LEFT JOIN happened h ON h.event = w.after_event AND (w.outcome IS NULL OR w.outcome = h.outcome) AND h.happened_on >= coalesce(s.since_on, h.happened_on)
    WHERE w.after_event IS NULL OR h.event IS NOT NULL
    ORDER BY w.after_event IS NULL, h.happened_on DESC, h.sort_order DESC, w.outcome IS NULL LIMIT 1
)
SELECT w.step, p.title AS step_title, w.is_closed, w.since_on, w.because, w.clock, c.due_on,
    coalesce('Left school on ' || day_words(g.gone_on) || ', and no exit is recorded: record the transfer out or the exit. Until then the process stays open. ', '')
    || CASE WHEN w.clock IS DISTINCT FROM 'answer_request' AND q.waits IS NOT NULL
        THEN 'A request for an evaluation ' || q.waits || ': ask the parent for consent, or decline in writing with the reasons. ' ELSE '' END
    || w.sentence || CASE WHEN c.due_on >= $today THEN ' Due by ' || strftime(c.due_on, '%-d %B %Y') || '.' ELSE '' END
    || CASE WHEN w.clock = 'answer_request' AND q.waits IS NOT NULL THEN ' The request ' || q.waits || '.' ELSE '' END AS sentence,
    CASE WHEN g.gone_on IS NOT NULL THEN ['transferred_out', 'exited'] ELSE [] END
    || CASE WHEN w.clock IS DISTINCT FROM 'answer_request' AND q.waits IS NOT NULL THEN ['consent_requested', 'referral_declined'] ELSE [] END
    || string_split(w.likely, '|') AS likely
FROM word w
LEFT JOIN request q ON true
LEFT JOIN gone g ON true
LEFT JOIN process_step p ON p.step = w.step
LEFT JOIN (
    SELECT clock, min(due_on) AS due_on FROM student_clock
    WHERE student_id = $student AND due_on IS NOT NULL AND coalesce(enrolment_ended_on >= $today, true) AND stopped_on IS NULL AND lifted_on IS NULL GROUP BY clock
) c ON c.clock = w.clock
