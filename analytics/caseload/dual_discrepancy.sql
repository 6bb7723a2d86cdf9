-- Dual discrepancy: is a student both low and slow among the classmates who are monitored on the same measure and probe level? Key: plan_id.
-- Level is the median of the last three occasions, growth the student's own rate of improvement. A share counts the classmates who are worse
-- off, equals as one half. Classmates have enough occasions, the last within some weeks of the student's, and count once each, with their
-- latest plan: those of the school if there are enough, else those of the district. Counts leave this SELECT, never a classmate.
-- Source: Fuchs, Fuchs & Speece (2002), doi:10.2307/1511189; Burns & Senesac (2005), doi:10.1016/j.jsp.2005.09.003;
-- see docs/methods/dual-discrepancy.md.
WITH mine AS (
    SELECT
        p.plan_id, p.measure_id, p.grade, p.sign, p.school_id, coalesce(g.n_scores, 0) AS n, g.last_on, p.sign * g.last_three_median AS level,
        g.roi_per_week AS growth, threshold['dual_discrepancy_level_cut'] AS level_cut, threshold['dual_discrepancy_growth_cut'] AS growth_cut,
        threshold['dual_discrepancy_classmates']::INTEGER AS enough, threshold['dual_discrepancy_minimum_occasions']::INTEGER AS needed,
        7 * threshold['dual_discrepancy_window_weeks'] AS window_days
    FROM plan p LEFT JOIN growth g ON g.plan_id = p.plan_id CROSS JOIN threshold_now
    WHERE p.student_id = $student AND EXISTS (SELECT 1 FROM visible_students($viewer, $today) seen WHERE seen.student_id = $student)
),
-- The plans to compare with are few; found first, they spare the join with everybody's growth.
monitored AS MATERIALIZED (
    SELECT
        m.* EXCLUDE (sign, school_id), c.plan_id AS their_plan, c.student_id, c.sign, epoch(c.start_on) AS started,
        coalesce(c.school_id = m.school_id, false) AS same_school
    FROM plan c JOIN mine m ON c.measure_id = m.measure_id AND c.grade = m.grade AND c.sign = m.sign
    WHERE c.student_id <> $student AND m.n >= m.needed AND m.growth IS NOT NULL
),
classmate AS (
    SELECT
        c.plan_id, c.enough, c.same_school,
        -- The latest plan: by its last score, then by its start, as one number, which is quicker than a pair.
        arg_max(round(c.level - c.sign * g.last_three_median, 9), epoch(g.last_on) * 1e6 + started) AS level_ahead,
        arg_max(round(c.growth - g.roi_per_week, 9), epoch(g.last_on) * 1e6 + started) AS growth_ahead
    FROM growth g JOIN monitored c ON g.plan_id = c.their_plan
    WHERE g.n_scores >= c.needed AND abs(g.last_on - c.last_on) <= c.window_days AND g.roi_per_week IS NOT NULL
    GROUP BY c.plan_id, c.enough, c.student_id, c.same_school
),
counted AS (
    SELECT
        plan_id, count(*) FILTER (same_school) >= enough AS by_school,
        CASE WHEN by_school THEN count(*) FILTER (same_school) ELSE count(*) END::INTEGER AS n_classmates,
        avg(0.5 + 0.5 * sign(level_ahead)) FILTER (same_school) AS level_in_school, avg(0.5 + 0.5 * sign(growth_ahead)) FILTER (same_school) AS growth_in_school,
        avg(0.5 + 0.5 * sign(level_ahead)) AS level_in_district, avg(0.5 + 0.5 * sign(growth_ahead)) AS growth_in_district
    FROM classmate GROUP BY plan_id, enough
),
called AS (
    SELECT
        m.*, coalesce(n_classmates, 0) AS n_classmates,
        format('{:.3g}%', 100 * level_cut) || CASE WHEN growth_cut = level_cut THEN '' ELSE format(' and {:.3g}%', 100 * growth_cut) END AS cuts,
        CASE WHEN by_school THEN 'in this school' ELSE 'in the district' END AS place,
        CASE WHEN n_classmates >= enough THEN CASE WHEN by_school THEN level_in_school ELSE level_in_district END END AS level_share,
        CASE WHEN n_classmates >= enough THEN CASE WHEN by_school THEN growth_in_school ELSE growth_in_district END END AS growth_share,
        CASE WHEN level_share IS NULL THEN 'not enough data'
            WHEN round(level_share - level_cut, 9) < 0 AND round(growth_share - growth_cut, 9) < 0 THEN 'change' ELSE 'keep' END AS call
    FROM mine m LEFT JOIN counted c ON c.plan_id = m.plan_id
)
SELECT
    c.plan_id, r.rule_id, r.name AS rule, c.call, c.n_classmates, c.level_share, c.growth_share AS statistic,
    CASE WHEN call <> 'not enough data' THEN growth_cut END AS compared_with, r.algorithm, r.source,
    CASE
        WHEN n < needed THEN format('{} of the {} scores that the rule needs.', n, needed)
        WHEN call = 'not enough data' THEN format('Fewer than {} classmates are monitored on this measure at the same time.', enough)
        ELSE format('Of {} monitored classmates {}, {:.3g}% have a worse level and {:.3g}% improve less; {} below {}.', n_classmates, place,
            100 * level_share, 100 * growth_share, CASE call WHEN 'change' THEN 'both are' ELSE 'the rule calls if both are' END, cuts)
    END AS reason
FROM called c JOIN decision_rule r ON r.rule_id = 'dual_discrepancy'
QUALIFY row_number() OVER (PARTITION BY c.plan_id ORDER BY r.rule_version DESC) = 1
ORDER BY c.plan_id;
