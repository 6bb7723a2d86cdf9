-- How many judged plans of each programme were effective (or reached the target), with Wilson's 95% interval (Wilson 1927, JASA 22:209-212).
-- Judged means effective, target reached or ineffective. Below the setting few_plans_compared the share is empty: too few to compare.
-- The same plans as school_counts; in order of name, since a ranking of small numbers is noise. Key: programme.
WITH visible AS (SELECT DISTINCT student_id FROM visible_students($viewer, $today)),
enrolled AS (
    SELECT school_id, student_id FROM enrolment
    WHERE list_contains($school_ids, school_id) AND enrolled_on <= $today AND (left_on IS NULL OR left_on >= $today)
),
open_school AS (
    SELECT school_id FROM enrolled LEFT JOIN visible USING (student_id) GROUP BY school_id HAVING bool_and(visible.student_id IS NOT NULL)
),
member AS (SELECT DISTINCT student_id FROM enrolled SEMI JOIN open_school USING (school_id)),
counted AS (
    SELECT v.programme, count(*)::INTEGER AS n_plans,
        count(*) FILTER (v.verdict IN ('effective', 'target reached', 'ineffective'))::INTEGER AS n_judged,
        count(*) FILTER (v.verdict IN ('effective', 'target reached'))::INTEGER AS n_effective
    FROM verdict_on($today) v
    JOIN member ON member.student_id = v.student_id
    WHERE v.plan_kind = 'intervention' AND v.end_on >= $since AND v.start_on <= $today
    GROUP BY v.programme
),
comparable AS (
    SELECT *, n_judged >= (SELECT threshold['few_plans_compared'] FROM threshold_now) AS is_comparable,
        n_effective / nullif(n_judged, 0) AS observed, 1.959963984540054 AS z  -- 97.5% quantile of the normal distribution
    FROM counted
)
SELECT programme, n_plans, n_judged, n_effective, is_comparable,
    CASE WHEN is_comparable THEN observed END AS share,
    CASE WHEN is_comparable THEN (observed + z * z / (2 * n_judged) - z * sqrt(observed * (1 - observed) / n_judged + z * z / (4 * n_judged * n_judged)))
        / (1 + z * z / n_judged) END AS share_lower,
    CASE WHEN is_comparable THEN (observed + z * z / (2 * n_judged) + z * sqrt(observed * (1 - observed) / n_judged + z * z / (4 * n_judged * n_judged)))
        / (1 + z * z / n_judged) END AS share_upper
FROM comparable
ORDER BY programme;
