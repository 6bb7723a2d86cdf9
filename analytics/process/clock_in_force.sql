-- The rules that hold in each state that occurs: its own, and the federal ones for clocks of which it has none. Key: in_state, clock_rule_id.
-- falls_back: Aimline has no rule of that state on evaluations, so that the federal one stands in for a rule that the state may well have.
-- counting: what has to be told apart when days are numbered; empty where plain dates are enough.
WITH states AS (
    SELECT DISTINCT state AS in_state FROM clock_event
)
SELECT
    s.in_state, s.in_state NOT IN (SELECT state FROM clock_rule WHERE clock = 'evaluation') AS falls_back, r.*,
    CASE
        WHEN r.unit IN ('school_day', 'business_day') THEN r.unit
        WHEN r.unit = 'calendar_day' AND r.leaves_out IS NOT NULL THEN concat_ws(' ', 'without', r.leaves_out, r.break_days)
    END AS counting
FROM states s
JOIN clock_rule r ON r.state IN (s.in_state, 'US')
WHERE r.state = s.in_state OR (s.in_state, r.clock) NOT IN (SELECT (state, clock) FROM clock_rule WHERE category IS NULL)
