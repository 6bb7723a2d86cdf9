-- Where each kind of event leads from each of nine places: 0 not in the process, 1 to 7 the steps, 8 closed. Key: event, outcome.
-- leads: a text of nine digits, one for each place. It follows from the vocabulary alone.
WITH move AS (
    SELECT *, CASE to_step WHEN 'closed' THEN '8' ELSE to_step END AS target,
        list_transform(string_split(from_steps, '|'), lambda p: CASE p WHEN 'none' THEN '0' WHEN 'closed' THEN '8' ELSE p END) AS places
    FROM step_move
)
SELECT
    m.event, m.outcome, m.through_step, m.tells, m.because,
    string_agg(CASE WHEN list_contains(m.places, p.place::VARCHAR) THEN m.target ELSE p.place::VARCHAR END, '' ORDER BY p.place) AS leads
FROM move m CROSS JOIN range(9) AS p(place)
GROUP BY ALL
