-- Is this intervention working? As of its last score. Key: plan_id.
WITH judged AS (
    SELECT
        p.plan_id, p.series_id, p.student_id, p.target, p.due_on, p.required_roi, p.start_on, g.* EXCLUDE (plan_id, series_id, prior_version), g.prior_version,
        c.on_pace, c.pace_rests_on, c.changed_from_baseline, c.enough, c.reached_target, j.probability, j.projected, j.projected_lower, j.projected_upper,
        j.more_scores, d.dosage, d.held, d.planned_sessions, d.student_absent, d.school_days, d.is_counted, m.missed_occasions, t.threshold,
        coalesce(d.is_counted AND d.planned_sessions >= t.threshold['dosage_minimum_planned'] AND d.school_days >= 5 * t.threshold['dosage_minimum_weeks']
            AND round(d.dosage, 9) < t.threshold['dosage_floor'], false) AS undelivered
    FROM plan p
    LEFT JOIN growth g USING (plan_id)
    JOIN claim c USING (plan_id)
    LEFT JOIN projection j USING (plan_id)
    LEFT JOIN delivery d USING (plan_id)
    LEFT JOIN missed_occasion m USING (plan_id)
    CROSS JOIN threshold_now t
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
            WHEN on_pace = 'no' THEN 'ineffective'
            WHEN on_pace = 'yes' OR changed_from_baseline = 'yes' THEN 'effective'
            ELSE 'too early'
        END AS verdict
    FROM judged
),
-- The pieces of the sentences; rounded before printing, so that a full run and a refresh print the same.
worded AS (
    SELECT
        *,
        format('{:.2f} a week (between {:.2f} and {:.2f})', round(roi_per_week, 9) + 0.0, round(roi_per_week - 1.96 * roi_se, 9) + 0.0, round(roi_per_week + 1.96 * roi_se, 9) + 0.0) AS growth_words,
        format('{:.2f} a week', round(required_roi, 9) + 0.0) AS required_words,
        format('{} scores over {:.0f} weeks', n_scores, round(weeks, 6)) AS data_words,
        CASE
            WHEN is_counted THEN format(' {} of {:.0f} planned sessions were held{}.', held, round(planned_sessions, 6),
                CASE WHEN student_absent > 0 THEN format(' ({} more missed by the student)', student_absent) ELSE '' END)
            ELSE ' Delivery is not recorded and is taken as planned.'
        END AS delivery_words
    FROM decided
)
SELECT
    plan_id, series_id, student_id, verdict, on_pace, changed_from_baseline, probability, probability_on_pace, probability_changed,
    coalesce(CASE verdict
        WHEN 'not delivered' THEN format('{} of {:.0f} planned sessions were held ({:.0f}%), below the {:.0f}% needed to judge the intervention.{}', held, round(planned_sessions, 6),
            round(100 * dosage, 6), round(100 * threshold['dosage_floor'], 6),
            CASE WHEN student_absent > 0 THEN format(' {} sessions missed by the student are not counted against it.', student_absent) ELSE '' END)
        WHEN 'no data' THEN 'No score has been recorded since the start.'
        WHEN 'target reached' THEN format('The median of the last three scores is {:.4g}; the target is {:.4g}.', round(last_three_median, 9), round(target, 9)) || delivery_words
        WHEN 'ineffective' THEN 'Growing ' || growth_words || ', below the ' || required_words || ' the aimline asks for, and below the aimline, after ' || data_words
            || '. The student''s own scores rule the needed pace out.'
            || CASE WHEN changed_from_baseline = 'yes' THEN ' Scores did rise beyond the baseline''s own trend, but not fast enough for the target.' ELSE '' END || delivery_words
        WHEN 'effective' THEN CASE
            WHEN on_pace = 'yes' AND pace_rests_on = 'growth' THEN 'On pace: growing ' || growth_words || '; the aimline asks for ' || required_words || '. Based on ' || data_words || '.'
            WHEN on_pace = 'yes' THEN format('On pace: the level, {:.4g}, is at or above the aimline ({:.4g}) after ', round(level_now, 6), round(aimline_now, 6)) || data_words || '.'
            ELSE format('Changed from the baseline: {:.4g} better than the baseline''s own trend would give (between {:.4g} and {:.4g}).', round(change, 6), round(change - 1.96 * change_se, 6), round(change + 1.96 * change_se, 6))
                || ' Whether it is fast enough for the aimline cannot be told yet.'
            END || delivery_words
        ELSE CASE
            WHEN NOT enough THEN 'Only ' || data_words || ': a verdict needs at least ' || format('{:.0f} over {:.0f} weeks.', threshold['minimum_occasions'], threshold['minimum_weeks'])
            WHEN required_roi IS NULL THEN 'There is no aimline to judge growth by: the plan lacks a baseline or a target. So far growing ' || growth_words || '.'
            ELSE 'Growing ' || growth_words || '; the aimline asks for ' || required_words || '. After ' || data_words || ' the data cannot tell whether that is fast enough.'
                || CASE
                    WHEN more_scores IS NOT NULL THEN format(' About {:.0f} more {} should settle it if growth goes on as now.', more_scores, CASE WHEN more_scores = 1 THEN 'score' ELSE 'scores' END)
                    ELSE format(' At this growth it will not be settled before {}.', strftime(due_on, '%-d %B %Y'))
                END
            END
    END, 'The scores so far do not determine a line.') AS reason,
    CASE verdict
        WHEN 'not delivered' THEN 'Find out what kept the sessions from being held, and deliver the plan before judging it.'
        WHEN 'no data' THEN 'Give a probe and enter the score.'
        WHEN 'target reached' THEN 'Consider fading the support, or set the next target.'
        WHEN 'ineffective' THEN 'Change the intervention (intensity, group size, programme), or consider a referral. A requested evaluation must not wait for an intervention.'
        WHEN 'effective' THEN CASE WHEN on_pace = 'yes' THEN 'Keep going, and keep probing as scheduled.' ELSE 'Keep going and watch the pace; look again at the target''s date.' END
        ELSE CASE
            WHEN enough AND required_roi IS NULL THEN 'Set a baseline and a target.'
            WHEN enough AND more_scores IS NULL THEN 'Probe more often, or let the team judge with the chart in hand.'
            ELSE 'Keep going, and keep probing as scheduled.'
        END
    END AS advice,
    coalesce(n_scores, 0)::INTEGER AS n_scores, weeks, last_on, roi_per_week, roi_se, required_roi, projected, projected_lower, projected_upper, dosage, missed_occasions,
    'aimline_sequential' AS rule, '1' AS rule_version,
    to_json({
        'z_below_required': round(z_below_required, 4), 'z_above_half': round(z_above_half, 4), 'z_level_above_half': round(z_level_above_half, 4), 'z_change': round(z_change, 4),
        'z_critical': z_critical, 'dosage_floor': threshold['dosage_floor'], 'minimum_occasions': threshold['minimum_occasions'], 'minimum_weeks': threshold['minimum_weeks'],
        'change_minimum_baseline': threshold['change_minimum_baseline']
    })::VARCHAR AS parameters,
    coalesce(prior_version::VARCHAR, (SELECT any_value(prior_version) FROM prior_now)) AS prior_version
FROM worded
