-- What each rule says that each event does to its clock: it starts, meets, ends, lifts, moves, pauses, resumes or frees it.
-- Key: clock_rule_id, event, outcome, effect. times: how often the event must come to do it. It follows from the rules alone; a rule for one
-- category leaves the events to the rule for everybody.
WITH rule AS (
    FROM clock_rule WHERE category IS NULL
),
part AS (
    SELECT clock_rule_id, 'starts' AS effect, unnest(string_split(start_event, '|')) AS event FROM rule
    UNION ALL
    SELECT clock_rule_id, 'meets', unnest(string_split(stop_events, '|')) FROM rule WHERE unit IS DISTINCT FROM 'reporting_period'
    UNION ALL
    SELECT clock_rule_id, split_part(said, '=', 2), split_part(said, '=', 1)
    FROM (SELECT clock_rule_id, unnest(string_split(exceptions, '|')) AS said FROM rule)
)
SELECT
    clock_rule_id, split_part(event, ':', 1) AS event, nullif(split_part(event, ':', 2), '') AS outcome,
    split_part(effect, ' after ', 1) AS effect, coalesce(try_cast(split_part(effect, ' after ', 2) AS INTEGER), 1) AS times
FROM part
