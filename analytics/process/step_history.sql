-- Every step that each student has been at, from the events in order. Key: student_id, ordinal.
-- A student stands at one of nine places: 0 not in the process, 1 to 7 the steps, 8 closed. An event is a text of nine digits that says for each
-- place where it leads; list_reduce reads the texts of a student one after the other and writes down the places passed.
WITH moving AS (
    SELECT e.student_id, e.event_id, e.event, e.happened_on, e.source, e.outcome, e.category, e.reason, k.step AS own_step,
        w.leads, w.through_step, w.tells, w.because, row_number() OVER (PARTITION BY e.student_id ORDER BY e.happened_on, k.sort_order, e.event_id) AS place
    FROM process_event_now e
    JOIN event_kind k ON k.event = e.event
    JOIN step_way w ON w.event = e.event AND coalesce(w.outcome, '') = CASE WHEN w.outcome IS NULL THEN '' ELSE coalesce(e.outcome, '') END
), passed AS (
    SELECT student_id, list_reduce(list_prepend('0', list(leads ORDER BY place)), lambda s, e: s || substr(e, right(s, 1)::INTEGER + 1, 1)) AS places
    FROM moving GROUP BY student_id
), moved AS (
    SELECT e.* EXCLUDE (leads), substr(p.places, e.place::INTEGER, 1) AS before, substr(p.places, e.place::INTEGER + 1, 1) AS after
    FROM moving e
    JOIN passed p ON p.student_id = e.student_id
), stood AS (
    SELECT *, unnest(CASE WHEN through_step IS NOT NULL AND before <> through_step::VARCHAR THEN [through_step::VARCHAR, after] ELSE [after] END) AS at,
        unnest(CASE WHEN through_step IS NOT NULL AND before <> through_step::VARCHAR THEN [1, 2] ELSE [1] END) AS part,
        sum(CASE WHEN before IN ('0', '8') AND (after <> before) THEN 1 ELSE 0 END) OVER (PARTITION BY student_id ORDER BY place)::INTEGER AS round
    FROM moved
    WHERE before <> after OR (through_step IS NOT NULL AND before <> '8' AND before <> '0')
)
SELECT s.student_id, row_number() OVER reading::INTEGER AS ordinal, s.round,
    CASE WHEN s.at <> '8' THEN s.at::INTEGER WHEN s.before = '0' THEN s.own_step ELSE s.before::INTEGER END AS step,
    CASE WHEN s.at = '8' THEN 'Closed' ELSE t.title END AS step_title,
    s.happened_on AS from_on, lead(s.happened_on) OVER reading AS to_on, s.at = '8' AS is_closed, s.event_id,
    s.because || coalesce(': ' || lower(left(c.title, 1)) || substr(c.title, 2), '') || '.' AS because
FROM stood s
LEFT JOIN process_step t ON t.step = s.at::INTEGER
LEFT JOIN event_choice c ON c.event = s.event AND c.field = s.tells
    AND c.code = CASE s.tells WHEN 'source' THEN s.source WHEN 'outcome' THEN s.outcome WHEN 'category' THEN s.category WHEN 'reason' THEN s.reason END
WINDOW reading AS (PARTITION BY s.student_id ORDER BY s.place, s.part)
