-- Will this goal be met? As of its last score; what depends on the day is added by verdict_on(today). Key: plan_id.
WITH judged AS (
    SELECT
        p.plan_id, p.series_id, p.student_id, p.sign, p.target, p.due_on, p.required_roi, p.criterion, p.criterion_n, p.criterion_k, p.minimum_trials,
        g.* EXCLUDE (plan_id, series_id), c.on_pace, c.changed_from_baseline, c.enough,
        j.probability, j.probability_own, j.projected, j.projected_lower, j.projected_upper, j.more_scores,
        a.criterion_met, a.criterion_met_on, a.occasions, m.missed_occasions, t.threshold
    FROM plan p
    LEFT JOIN growth g USING (plan_id)
    JOIN claim c USING (plan_id)
    LEFT JOIN projection j USING (plan_id)
    LEFT JOIN attainment a USING (plan_id)
    LEFT JOIN missed_occasion m USING (plan_id)
    CROSS JOIN threshold_now t
    WHERE p.plan_kind = 'goal'
),
decided AS (
    SELECT
        *,
        CASE
            WHEN coalesce(n_scores, 0) = 0 THEN 'no recent data'
            WHEN criterion <> 'end_level' AND criterion_met THEN 'attained'
            WHEN NOT enough OR probability IS NULL THEN 'uncertain'
            WHEN round(probability, 9) >= threshold['on_track_probability'] THEN 'on track'
            WHEN round(probability, 9) <= threshold['off_track_probability'] AND round(probability_own, 9) < threshold['own_probability_half'] THEN 'off track'
            ELSE 'uncertain'
        END AS verdict
    FROM judged
),
worded AS (
    SELECT
        *,
        CASE criterion
            WHEN 'consecutive' THEN level_words(target) || format(' in {} occasions in a row', criterion_n)
            WHEN 'k_of_n' THEN level_words(target) || format(' in {} of {} occasions', criterion_k, criterion_n)
            ELSE level_words(target)
        END AS target_words,
        growth_words(sign, roi_per_week, roi_se) AS growth_words,
        count_words(n_scores, 'score') || ' over ' || count_words(floor(round(weeks, 9))::INTEGER, 'week') AS data_words,
        CASE WHEN probability > 0.99 THEN 'more than 99%' WHEN probability < 0.01 THEN 'less than 1%' ELSE format('{:.0f}%', round(100 * probability, 6)) END AS probability_words,
        'Expected at ' || level_words(projected) || ' on ' || day_words(due_on) || ' (80% interval ' || level_words(projected_lower) || ' to ' || level_words(projected_upper) || '); the goal is ' AS projection_words
    FROM decided
)
SELECT
    plan_id, series_id, student_id, verdict, on_pace, changed_from_baseline, probability, probability_on_pace, probability_changed,
    coalesce(CASE
        WHEN verdict = 'no recent data' THEN 'No score has been recorded since the goal began.'
        WHEN verdict = 'attained' THEN 'The criterion, ' || target_words || ', was met on ' || day_words(criterion_met_on) || '.'
        WHEN NOT enough THEN 'Only ' || data_words || ': a verdict needs at least ' || format('{:.0f} over {:.0f} weeks.', threshold['minimum_occasions'], threshold['minimum_weeks'])
        WHEN probability IS NULL THEN 'The scores so far do not determine a line to project.'
        ELSE projection_words || target_words || '. The probability that it is met is ' || probability_words || ', from ' || data_words || '. ' || growth_words || '.'
            || CASE
                WHEN verdict <> 'uncertain' THEN ''
                WHEN round(probability, 9) <= threshold['off_track_probability'] THEN ' The student''s own scores alone do not yet say so.'
                WHEN more_scores IS NOT NULL THEN ' About ' || count_words(more_scores::INTEGER, 'more score') || ' should settle it at the earliest, if growth goes on as now.'
                ELSE ' It may stay open until the due date.'
            END
    END, 'The scores so far do not determine a line.')
        || CASE WHEN minimum_trials IS NOT NULL AND occasions = 0 AND n_scores > 0 THEN format(' No occasion counts yet: none states {} trials or more.', minimum_trials) ELSE '' END
        || behind_words(required_roi) AS reason,
    CASE verdict
        WHEN 'no recent data' THEN 'Give a probe and enter the score.'
        WHEN 'attained' THEN 'Record that the goal is met, and set the next one.'
        WHEN 'on track' THEN 'Keep going, and keep probing as scheduled.'
        WHEN 'off track' THEN 'Change the instruction now, or meet to revise the goal (34 CFR 300.324(b)(1)(ii)).'
        ELSE 'Keep going, and keep probing as scheduled.'
    END AS advice,
    coalesce(n_scores, 0)::INTEGER AS n_scores, weeks, last_on, roi_per_week, roi_se, required_roi, projected, projected_lower, projected_upper,
    NULL::DOUBLE AS dosage, missed_occasions, 'aimline_probability' AS rule, '1' AS rule_version,
    to_json({
        'on_track_probability': threshold['on_track_probability'], 'off_track_probability': threshold['off_track_probability'], 'own_probability_half': threshold['own_probability_half'],
        'minimum_occasions': threshold['minimum_occasions'], 'minimum_weeks': threshold['minimum_weeks'], 'criterion': criterion, 'criterion_k': criterion_k, 'criterion_n': criterion_n,
        'minimum_trials': minimum_trials
    })::VARCHAR AS parameters,
    coalesce(prior_version::VARCHAR, (SELECT any_value(prior_version) FROM prior_now)) AS prior_version, coalesce(criterion_met, false) AS criterion_met, criterion_met_on, probability_own
FROM worded
