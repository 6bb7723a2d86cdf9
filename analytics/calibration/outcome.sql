-- What came of each plan that was over by $today, of the students whom $viewer may see (of all students where $viewer is empty). Key: plan_id.
-- A goal is met as verdict_on says. An intervention ended well if at least two of its last three scores lie on or beyond its aimline, which is
-- the same as: the median of their distances to it is not behind. `met` is empty where it was not measured to the end: too few scores, or the
-- last one longer before the end than verdict_on allows a level at the due date. `aim` is what it was judged by. `ran_its_time` is false where an
-- intervention ended before the due date, of which a stated chance speaks.
WITH over AS (
    SELECT
        v.plan_id, v.plan_kind, v.series_id, v.start_on, v.end_on, v.due_on, v.verdict, p.sign, p.baseline, p.required_roi,
        concat_ws('|', p.sign, p.target, p.due_on, p.criterion, p.criterion_k, p.criterion_n, p.minimum_trials) AS aim,
        coalesce(round((v.end_on - v.last_on) / 7.0 * v.probes_per_week, 9) <= threshold['missed_occasions_limit'] + 1, false) AS measured
    FROM verdict_on($today) v
    JOIN plan p ON p.plan_id = v.plan_id
    CROSS JOIN threshold_now
    WHERE v.end_on < $today AND ($viewer IS NULL OR v.student_id IN (SELECT student_id FROM visible_students($viewer, $today)))
),
occasion AS (
    SELECT series_id, observed_on, median(value) AS value
    FROM score_now
    WHERE phase IS DISTINCT FROM 'baseline' AND series_id IN (SELECT series_id FROM over WHERE plan_kind = 'intervention')
    GROUP BY series_id, observed_on
),
last_three AS (
    SELECT v.plan_id, round(v.sign * (o.value - v.baseline) - v.required_roi * (o.observed_on - v.start_on) / 7.0, 9) >= 0 AS on_aimline
    FROM over v JOIN occasion o ON o.series_id = v.series_id AND o.observed_on BETWEEN v.start_on AND v.end_on
    WHERE v.plan_kind = 'intervention' AND v.required_roi IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY v.plan_id ORDER BY o.observed_on DESC) <= 3
),
level AS (
    SELECT plan_id, count(*) AS n, count(*) FILTER (WHERE on_aimline) >= 2 AS on_aimline FROM last_three GROUP BY plan_id
)
SELECT
    v.plan_id, v.plan_kind, v.series_id, v.start_on, v.end_on, v.aim, v.end_on = v.due_on AS ran_its_time,
    CASE
        WHEN v.plan_kind = 'goal' AND v.verdict = 'attained' THEN true
        WHEN v.plan_kind = 'goal' AND v.verdict = 'not attained' AND v.measured THEN false
        WHEN v.plan_kind = 'intervention' AND v.measured AND l.n = 3 THEN l.on_aimline
    END AS met
FROM over v LEFT JOIN level l USING (plan_id)
ORDER BY v.plan_id
