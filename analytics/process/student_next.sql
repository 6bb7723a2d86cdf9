-- What happens next for a student ($student) whom $viewer may see on $today, in plain words. One row, or none where nothing is recorded.
-- The sentence is that of next_word for the step, the most particular first: after the latest event that it has a sentence for.
-- due_on is the due date of the clock that the sentence speaks of, where that clock runs; one that has passed is told by
-- the clock alone, which says how late. likely lists the events likely to be recorded next.
WITH seen AS (
    SELECT DISTINCT v.student_id FROM visible_students($viewer, $today) v WHERE v.student_id = $student
), stands AS (
    SELECT s.student_id, coalesce(t.step, 0) AS step, coalesce(t.is_closed, false) AS is_closed, t.since_on, t.because
    FROM seen s LEFT JOIN student_step t ON t.student_id = s.student_id
    WHERE t.student_id IS NOT NULL OR EXISTS (SELECT 1 FROM concern c WHERE c.student_id = s.student_id AND c.retracted_at IS NULL)
), happened AS (
    SELECT e.event, e.outcome, e.happened_on, k.sort_order FROM process_event e JOIN event_kind k ON k.event = e.event
    WHERE e.student_id = $student AND e.retracted_at IS NULL
), word AS (
    SELECT s.*, w.clock, w.sentence, w.likely
    FROM stands s
    JOIN next_word w ON w.is_closed = s.is_closed AND (w.step = s.step OR s.is_closed)
    LEFT JOIN happened h ON h.event = w.after_event AND (w.outcome IS NULL OR w.outcome = h.outcome) AND h.happened_on >= coalesce(s.since_on, h.happened_on)
    WHERE w.after_event IS NULL OR h.event IS NOT NULL
    ORDER BY w.after_event IS NULL, h.happened_on DESC, h.sort_order DESC LIMIT 1
)
SELECT w.step, p.title AS step_title, w.is_closed, w.since_on, w.because, w.clock, c.due_on,
    w.sentence || CASE WHEN c.due_on >= $today THEN ' Due by ' || strftime(c.due_on, '%-d %B %Y') || '.' ELSE '' END AS sentence,
    string_split(w.likely, '|') AS likely
FROM word w
LEFT JOIN process_step p ON p.step = w.step
LEFT JOIN (
    SELECT clock, min(due_on) AS due_on FROM student_clock
    WHERE student_id = $student AND due_on IS NOT NULL AND stopped_on IS NULL AND lifted_on IS NULL GROUP BY clock
) c ON c.clock = w.clock
