-- Is this intervention working? As of its last score. Key: plan_id.
WITH judged AS (
    SELECT
        p.plan_id, p.series_id, p.student_id, p.sign, p.target, p.due_on, p.required_roi, p.start_on, g.* EXCLUDE (plan_id, series_id, prior_version), g.prior_version,
        c.on_pace, c.pace_rests_on, c.changed_from_baseline, c.enough, c.reached_target, j.probability, j.projected, j.projected_lower, j.projected_upper,
        j.more_scores, d.dosage, d.held, d.planned_sessions, d.student_absent, greatest(d.planned_sessions - d.student_absent, d.held + d.not_held) AS due_sessions, d.school_days, d.is_counted, m.missed_occasions, t.threshold,
        -- Where the student missed nearly all of them, the sessions say nothing about the provider.
        coalesce(d.is_counted AND d.planned_sessions - d.student_absent >= t.threshold['dosage_minimum_planned'] AND d.school_days >= 5 * t.threshold['dosage_minimum_weeks']
            AND round(d.dosage, 9) < t.threshold['dosage_floor'], false) AS undelivered,
        t.chosen, k.call AS chosen_call, k.reason AS chosen_reason
    FROM plan p
    LEFT JOIN growth g USING (plan_id)
    JOIN claim c USING (plan_id)
    LEFT JOIN projection j USING (plan_id)
    LEFT JOIN delivery d USING (plan_id)
    LEFT JOIN missed_occasion m USING (plan_id)
    -- The rule that an administrator chose to call an intervention ineffective, counted as in rules/setting_range.csv; 0 is Aimline's own.
    CROSS JOIN (
        SELECT threshold, [
            {'rule_id': 'three_point', 'name': 'Three-point rule', 'version': '1'}, {'rule_id': 'four_point', 'name': 'Four-point rule', 'version': '1'},
            {'rule_id': 'six_point', 'name': 'Six-point rule', 'version': '1'}, {'rule_id': 'median_of_three', 'name': 'Median of the last three', 'version': '1'},
            {'rule_id': 'trend_line', 'name': 'Trend-line rule', 'version': '1'}, {'rule_id': 'tukey', 'name': 'Tukey rule', 'version': '1'},
            {'rule_id': 'upper_confidence_limit', 'name': 'Upper confidence limit of the slope', 'version': '1'}
        ][threshold['primary_rule']::INTEGER] AS chosen
        FROM threshold_now
    ) t
    LEFT JOIN rule_call k ON k.plan_id = p.plan_id AND k.rule_id = t.chosen.rule_id
    WHERE p.plan_kind = 'intervention'
),
decided AS (
    SELECT
        *,
        CASE
            WHEN undelivered THEN 'not delivered'
            WHEN coalesce(n_scores, 0) = 0 THEN 'no data'
            WHEN NOT enough THEN 'too early'
            WHEN coalesce(reached_target, false) THEN 'target reached'
            WHEN CASE WHEN chosen IS NULL THEN on_pace = 'no' ELSE chosen_call = 'change' END THEN 'ineffective'
            WHEN on_pace = 'yes' OR (changed_from_baseline = 'yes' AND on_pace <> 'no') THEN 'effective'
            ELSE 'too early'
        END AS verdict
    FROM judged
),
-- The pieces of the sentences; rounded before printing, so that a full run and a refresh print the same.
worded AS (
    SELECT
        *,
        -- Growth is enough so far, and yet the target is more likely missed than reached: said beside the verdict, so that neither stands alone.
        coalesce(round(probability, 9) < threshold['open_chance'], false) AS is_doubtful,
        growth_words(sign, roi_per_week, roi_se) AS growth_words,
        rate_words(required_roi) || ' a week' AS required_words,
        count_words(n_scores, 'score') || ' over ' || count_words(floor(round(weeks, 9))::INTEGER, 'week') AS data_words,
        format('{} of {:.0f} sessions were held', held, round(due_sessions, 6)) AS held_words,
        CASE
            WHEN NOT is_counted THEN ' Delivery is not recorded and is taken as planned.'
            WHEN student_absent > 0 THEN ' ' || held_words || format(', {} more missed by the student.', student_absent)
            ELSE ' ' || held_words || '.'
        END AS delivery_words,
        -- Where another rule was chosen, what Aimline's own says stands beside it.
        CASE
            WHEN chosen IS NULL OR NOT enough THEN ''
            WHEN chosen_call = 'change' THEN CASE on_pace
                WHEN 'no' THEN ' Aimline''s own rule agrees: ' WHEN 'yes' THEN ' Aimline''s own rule does not agree; it finds growth on pace: '
                ELSE ' Aimline''s own rule cannot tell yet: '
            END || growth_words || '; the aimline asks for ' || required_words || '.'
            WHEN on_pace = 'no' THEN ' Aimline''s own rule finds growth too slow; the rule chosen here (' || chosen.name || ') does not call for a change.'
            ELSE ''
        END AS own_words
    FROM decided
)
SELECT
    plan_id, series_id, student_id, verdict, on_pace, changed_from_baseline, probability, probability_on_pace, probability_changed,
    coalesce(CASE verdict
        WHEN 'not delivered' THEN held_words || format(' ({:.0f}%), below the {:.0f}% needed to judge the intervention.', round(100 * dosage, 6), round(100 * threshold['dosage_floor'], 6))
            || CASE WHEN student_absent > 0 THEN format(' Sessions missed by the student ({}) are not counted.', student_absent) ELSE '' END
        WHEN 'no data' THEN 'No score has been recorded since the start.'
        WHEN 'target reached' THEN 'The median of the last three scores is ' || level_words(last_three_median) || '; the target is ' || level_words(target) || '.' || delivery_words
        WHEN 'ineffective' THEN CASE WHEN chosen_call = 'change' THEN chosen.name || ', chosen here: ' || chosen_reason || own_words || delivery_words ELSE growth_words || ', below the ' || required_words || ' the aimline asks for, and behind the aimline, after ' || data_words
            || '. By the student''s own scores the needed pace is very unlikely.'
            || CASE WHEN changed_from_baseline = 'yes' THEN ' Scores did improve beyond the baseline''s own trend, but not fast enough for the target.' ELSE '' END || delivery_words END
        WHEN 'effective' THEN CASE
            WHEN on_pace = 'yes' AND pace_rests_on = 'growth' THEN 'On pace. ' || growth_words || '; the aimline asks for ' || required_words || '. Based on ' || data_words || '.'
            WHEN on_pace = 'yes' THEN 'On pace. The level, ' || level_words(level_now) || ', is at or ahead of the aimline (' || level_words(aimline_now) || ') after ' || data_words || '.'
            ELSE 'Changed from the baseline: ' || level_words(change) || ' better than the baseline''s own trend would give (between ' || level_words(change - 1.645 * change_se) || ' and ' || level_words(change + 1.645 * change_se) || ').'
                || CASE WHEN required_roi IS NULL THEN ' There is no aimline to tell whether that is fast enough.' ELSE ' Whether it is fast enough for the aimline cannot be told yet.' END
            END || CASE WHEN is_doubtful THEN ' The target may still be missed: the probability of reaching it is ' || CASE WHEN probability < 0.01 THEN 'less than 1%.' ELSE format('{:.0f}%.', round(100 * probability, 6)) END ELSE '' END || delivery_words
        ELSE CASE
            WHEN NOT enough THEN 'Only ' || data_words || ': a verdict needs at least ' || format('{:.0f} over {:.0f} weeks.', threshold['minimum_occasions'], threshold['minimum_weeks'])
            WHEN required_roi IS NULL THEN 'There is no aimline to judge growth by: the plan lacks a ' || CASE WHEN target IS NULL THEN 'target' ELSE 'baseline' END || '. So far: ' || growth_words || '.'
            WHEN on_pace = 'no' THEN growth_words || '; the aimline asks for ' || required_words || '.'
            ELSE growth_words || '; the aimline asks for ' || required_words || '. After ' || data_words || ' the data cannot tell whether that is fast enough.'
                || CASE
                    WHEN more_scores IS NOT NULL THEN ' About ' || count_words(more_scores::INTEGER, 'more score') || ' should settle it at the earliest, if growth goes on as now.'
                    ELSE format(' At this growth it may not be settled before {}.', day_words(due_on))
                END
            END
    END, 'The scores so far do not determine a line.')
        || CASE WHEN verdict IN ('effective', 'too early') THEN own_words ELSE '' END
        || behind_words(required_roi) AS reason,
    CASE verdict
        WHEN 'not delivered' THEN 'Find out what kept the sessions from being held, and deliver the plan before judging it.'
        WHEN 'no data' THEN 'Give a probe and enter the score.'
        WHEN 'target reached' THEN 'Check with another score or two; then fade the support, or set the next target.'
        WHEN 'ineffective' THEN 'Change the intervention (intensity, group size, programme), or consider a referral. A requested evaluation must not wait for an intervention.'
        WHEN 'effective' THEN CASE WHEN on_pace = 'yes' AND is_doubtful THEN 'Keep going, and look again ' || CASE
            WHEN due_on - last_on > 7 * threshold['minimum_weeks'] THEN format('in {:.0f} weeks', threshold['minimum_weeks']) ELSE 'at the target''s date' END
            || ': the target may still be missed.' WHEN on_pace = 'yes' THEN 'Keep going, and keep probing as scheduled.' ELSE 'Keep going and watch the pace; look again at the target''s date.' END
        ELSE CASE
            WHEN enough AND required_roi IS NULL THEN CASE WHEN target IS NULL THEN 'Set a target.' ELSE 'Set a baseline.' END
            WHEN enough AND more_scores IS NULL THEN 'Probe more often, or let the team judge with the chart in hand.'
            ELSE 'Keep going, and keep probing as scheduled.'
        END
    END AS advice,
    coalesce(n_scores, 0)::INTEGER AS n_scores, weeks, last_on, roi_per_week, roi_se, required_roi, projected, projected_lower, projected_upper, dosage, missed_occasions,
    coalesce(chosen.rule_id, 'aimline_sequential') AS rule, coalesce(chosen.version, '1') AS rule_version,
    to_json({
        'z_below_required': round(z_below_required, 4), 'z_above_half': round(z_above_half, 4), 'z_level_above_half': round(z_level_above_half, 4), 'z_change': round(z_change, 4),
        'z_critical': z_critical, 'z_critical_on_pace': z_critical_on_pace, 'dosage_floor': threshold['dosage_floor'], 'minimum_occasions': threshold['minimum_occasions'], 'minimum_weeks': threshold['minimum_weeks'],
        'change_minimum_baseline': threshold['change_minimum_baseline'], 'open_chance': threshold['open_chance']
    })::VARCHAR AS parameters,
    coalesce(prior_version::VARCHAR, (SELECT any_value(prior_version) FROM prior_now)) AS prior_version
FROM worded
