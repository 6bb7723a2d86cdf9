-- Which occasions reach the target, and whether the plan's own criterion is met by the scores so far. Key: plan_id.
-- An occasion with fewer trials than the goal asks for does not count towards it.
WITH occasion_hit AS (
    SELECT
        c.plan_id, c.observed_on, round(c.value * c.sign, 9) >= round(p.target * p.sign, 9) AS hit, round(c.value * c.sign, 9) AS improvement,
        round(p.target * p.sign, 9) AS target,
        p.criterion, p.criterion_n, p.criterion_k,
        row_number() OVER (PARTITION BY c.plan_id ORDER BY c.observed_on) AS ordinal
    FROM comparison_score c JOIN plan p USING (plan_id)
    WHERE c.against = 'initial' AND c.part = 'B' AND p.target IS NOT NULL
        AND (p.minimum_trials IS NULL OR c.attempts >= p.minimum_trials)
),
plain AS (
    SELECT
        plan_id, count(*) AS occasions, max_by(hit, observed_on, 60) FILTER (WHERE criterion <> 'end_level') AS hits,
        max_by(improvement, observed_on, 3) AS last_values, any_value(target) AS target
    FROM occasion_hit GROUP BY plan_id
),
-- Hits among the last n occasions at each occasion, for the criteria that count them.
running AS (
    SELECT *, sum(hit::INTEGER) OVER (PARTITION BY plan_id ORDER BY ordinal) AS hits_so_far
    FROM occasion_hit WHERE criterion <> 'end_level'
),
windowed AS (
    SELECT r.plan_id, r.observed_on, r.hits_so_far - coalesce(b.hits_so_far, 0) AS hits, r.criterion, r.criterion_n, r.criterion_k
    FROM running r LEFT JOIN running b ON b.plan_id = r.plan_id AND b.ordinal = r.ordinal - r.criterion_n
    WHERE r.ordinal >= r.criterion_n
),
met AS (
    SELECT plan_id, min(observed_on) AS criterion_met_on
    FROM windowed
    WHERE hits >= CASE criterion WHEN 'consecutive' THEN criterion_n ELSE criterion_k END
    GROUP BY plan_id
)
SELECT
    p.plan_id, p.series_id, coalesce(a.occasions, 0)::INTEGER AS occasions,
    -- Of the criteria that count occasions: the outcomes of the last 60 as bits, the latest lowest.
    coalesce(list_reduce([0::BIGINT] || list_reverse(a.hits)::BIGINT[], lambda bits, hit: 2 * bits + hit), 0) AS recent_bits,
    -- The last three values from the latest back, in the direction of improvement.
    a.last_values,
    CASE
        WHEN p.criterion = 'end_level' THEN coalesce(a.occasions >= 3 AND list_sort(a.last_values)[2] >= a.target, false)
        ELSE m.criterion_met_on IS NOT NULL
    END AS criterion_met,
    m.criterion_met_on
FROM plan p
LEFT JOIN plain a USING (plan_id)
LEFT JOIN met m USING (plan_id)
