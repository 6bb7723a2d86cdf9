-- Which event breaks which rule of event_rule. Key: event_id, rule_id.
-- Reads rule_event (the events under judgement, with place: their order for the student), rule_student, rule_enrolment (with the state of the
-- school), rule_plan, rule_concern and
-- rule_reach (how far back enrolments go at all: before that day nobody's can be held against an event),
-- which event_judging.py makes for one typed event and for an imported file alike; $today is the day it stands on. start_place is the place of
-- the event that begins the stretch looked at, witness_id the earliest event that the rule holds against this one; both may be empty.
WITH rule AS (
    SELECT r.*, k.event AS of_event, k.required, nullif(split_part(r.event, ':', 2), '') AS of_code
    FROM event_rule r JOIN event_kind k ON (r.event = '*' OR split_part(r.event, ':', 1) = k.event)
        AND NOT coalesce(list_contains(string_split(r.leaves_alone, '|'), k.event), false)
), applied AS (
    SELECT e.*, r.rule_id, r.kind, r.length, r.other_events, r.required
    FROM rule_event e JOIN rule r ON r.of_event = e.event
    WHERE r.of_code IS NULL OR r.of_code IN (e.outcome, e.category, e.reason, e.source)
), named AS (
    SELECT rule_id, 'other' AS part, unnest(string_split(other_events, '|')) AS name FROM event_rule WHERE kind IN ('needs', 'not_after', 'not_within_months')
    UNION ALL SELECT rule_id, 'within', unnest(string_split(within, '|')) FROM event_rule
    UNION ALL SELECT rule_id, 'unless', unnest(string_split(unless_events, '|')) FROM event_rule
    UNION ALL SELECT rule_id, 'other', of_event FROM rule WHERE kind = 'only_once'
), other AS (
    SELECT DISTINCT rule_id, part, split_part(name, ':', 1) AS event, nullif(split_part(name, ':', 2), '') AS code FROM named
), met AS (
    SELECT a.event_id, a.rule_id, a.kind, a.length, a.happened_on, n.part, o.event_id AS other_id, o.happened_on AS other_on,
        o.moment AS other_moment, o.place AS other_place
    FROM applied a
    JOIN other n ON n.rule_id = a.rule_id
    JOIN rule_event o ON o.student_id = a.student_id AND o.event = n.event
    WHERE o.event_id <> a.event_id AND o.happened_on <= a.happened_on
        AND (n.code IS NULL OR n.code IN (o.outcome, o.category, o.reason, o.source))
), referral AS (
    -- Of the referrals those that open a stretch: none is open yet, neither by a referral nor by a consent, since the last one ended.
    SELECT event_id FROM (
        SELECT event_id, event, lag(event) OVER (PARTITION BY student_id ORDER BY place) AS before
        FROM rule_event WHERE event IN ('referral_received', 'consent_received', 'referral_declined', 'consent_refused', 'consent_revoked', 'eligibility_determined', 'exited')
    ) WHERE event = 'referral_received' AND (before IS NULL OR before NOT IN ('referral_received', 'consent_received'))
), start AS (
    -- What an event needs may lie before a second referral; what speaks against it is looked for since the last one only.
    SELECT m.event_id, m.rule_id, max(m.other_moment) AS moment, arg_max(m.other_place, m.other_moment) AS place
    FROM met m JOIN rule_event o ON o.event_id = m.other_id
    WHERE m.part = 'within' AND (m.kind <> 'needs' OR o.event <> 'referral_received' OR m.other_id IN (SELECT event_id FROM referral))
    GROUP BY m.event_id, m.rule_id
), held AS (
    SELECT m.event_id, m.rule_id, m.kind, m.other_id, m.other_on, m.other_moment
    FROM met m LEFT JOIN start s ON s.event_id = m.event_id AND s.rule_id = m.rule_id
    WHERE m.part = 'other' AND CASE m.kind
        WHEN 'needs' THEN s.moment IS NULL OR m.other_moment >= s.moment
        WHEN 'not_after' THEN m.other_on < m.happened_on AND (s.moment IS NULL OR m.other_moment > s.moment)
        WHEN 'only_once' THEN m.other_on < m.happened_on AND (s.moment IS NULL OR m.other_moment > s.moment)
        WHEN 'not_within_months' THEN m.other_on < m.happened_on AND m.other_on + to_months(m.length) > m.happened_on
        END
), lifted AS (
    SELECT DISTINCT h.event_id, h.rule_id, h.other_id
    FROM held h JOIN met u ON u.event_id = h.event_id AND u.rule_id = h.rule_id AND u.part = 'unless' AND u.other_moment > h.other_moment
), field AS (
    SELECT event_id, event, unnest([
        {'name': 'source', 'title': 'Who it came from', 'value': source}, {'name': 'outcome', 'title': 'What was decided', 'value': outcome},
        {'name': 'category', 'title': 'The category', 'value': category}, {'name': 'reason', 'title': 'The reason', 'value': reason},
        {'name': 'agreed_on', 'title': 'The date agreed', 'value': agreed_on::VARCHAR}, {'name': 'concern_id', 'title': 'The concern', 'value': concern_id},
        {'name': 'intervention_id', 'title': 'The intervention', 'value': intervention_id}, {'name': 'about', 'title': 'What it is about', 'value': about},
        {'name': 'people', 'title': 'Who took part', 'value': people},
        {'name': 'last_iep_on', 'title': 'The day of the last IEP', 'value': last_iep_on::VARCHAR},
        {'name': 'last_evaluation_on', 'title': 'The day of the last evaluation', 'value': last_evaluation_on::VARCHAR}
    ], recursive := true)
    FROM rule_event
), attended AS (
    SELECT student_id, min(enrolled_on) AS first_on, CASE WHEN count(*) = count(left_on) THEN max(left_on) END AS gone_on FROM rule_enrolment GROUP BY student_id
), dated AS (
    SELECT a.event_id, a.rule_id, a.kind, a.length, a.happened_on, s.born_on, f.name, f.title, try_cast(f.value AS DATE) AS on_date
    FROM applied a
    JOIN field f ON f.event_id = a.event_id AND list_contains(string_split(a.other_events, '|'), f.name)
    LEFT JOIN rule_student s ON s.student_id = a.student_id
    WHERE a.kind IN ('date_not_after', 'date_within_months')
), extension AS (
    -- The rule on evaluations of the student's state; the federal one where Aimline has none of that state.
    SELECT a.event_id, a.rule_id, a.kind, r.allows_extension, r.extension_text
    FROM applied a
    LEFT JOIN (SELECT student_id, upper(trim(arg_max(state, enrolled_on))) AS state FROM rule_enrolment GROUP BY student_id) e ON e.student_id = a.student_id
    JOIN clock_rule r ON r.clock = 'evaluation' AND r.category IS NULL
        AND r.state = CASE WHEN e.state IN (SELECT state FROM clock_rule WHERE clock = 'evaluation') THEN e.state ELSE 'US' END
    WHERE a.kind IN ('extension_allowed', 'extension_not_checked')
), broken AS (
    SELECT a.event_id, a.rule_id, NULL::VARCHAR AS witness_id, NULL::DATE AS day, NULL::VARCHAR AS other, 'happened_on' AS column_name
    FROM applied a ANTI JOIN held h ON h.event_id = a.event_id AND h.rule_id = a.rule_id WHERE a.kind = 'needs'
    UNION ALL
    SELECT h.event_id, h.rule_id, arg_min(h.other_id, (h.other_moment, h.other_id)), min(h.other_on), NULL, 'happened_on'
    FROM held h ANTI JOIN lifted l ON l.event_id = h.event_id AND l.rule_id = h.rule_id AND l.other_id = h.other_id
    WHERE h.kind <> 'needs' GROUP BY h.event_id, h.rule_id
    UNION ALL
    SELECT a.event_id, a.rule_id, arg_min(o.event_id, (o.entry, o.event_id)), a.happened_on, NULL, 'happened_on'
    FROM applied a JOIN rule_event o ON o.student_id = a.student_id AND o.event = a.event AND o.happened_on = a.happened_on
    WHERE a.kind = 'not_twice_a_day' AND o.intervention_id IS NOT DISTINCT FROM a.intervention_id AND o.about IS NOT DISTINCT FROM a.about
        -- Two people may ask on one day: referrals, requests for help and complaints are told apart by who made them.
        AND (o.source IS NOT DISTINCT FROM a.source OR a.event NOT IN ('referral_received', 'help_requested', 'complaint_received'))
        AND (o.entry < a.entry OR (o.entry = a.entry AND o.event_id < a.event_id))
    GROUP BY a.event_id, a.rule_id, a.happened_on
    UNION ALL
    SELECT event_id, rule_id, NULL, happened_on, NULL, 'happened_on' FROM applied WHERE kind = 'not_in_future' AND happened_on > $today
    UNION ALL
    SELECT event_id, rule_id, NULL, happened_on, NULL, 'agreed_on' FROM applied
    WHERE kind = 'agreed_within_months' AND (agreed_on < happened_on OR agreed_on > happened_on + to_months(length))
    UNION ALL
    SELECT event_id, rule_id, NULL, NULL, string_agg(title, ', ' ORDER BY title), min(name) FROM dated
    WHERE CASE kind WHEN 'date_not_after' THEN on_date > happened_on OR on_date < born_on ELSE on_date + to_months(length) < happened_on END
    GROUP BY event_id, rule_id
    UNION ALL
    SELECT event_id, rule_id, NULL, NULL, extension_text, 'reason' FROM extension
    WHERE allows_extension = CASE kind WHEN 'extension_allowed' THEN 'no' ELSE 'not checked' END
    UNION ALL
    SELECT a.event_id, a.rule_id, NULL, s.born_on, NULL, CASE a.kind WHEN 'under_age' THEN 'category' ELSE 'happened_on' END
    FROM applied a JOIN rule_student s ON s.student_id = a.student_id
    WHERE CASE a.kind WHEN 'not_before_birth' THEN a.happened_on < s.born_on WHEN 'under_age' THEN a.happened_on >= s.born_on + to_years(a.length) END
    UNION ALL
    SELECT a.event_id, a.rule_id, NULL, CASE a.kind WHEN 'enrolled' THEN t.gone_on ELSE t.first_on END, NULL, 'happened_on'
    FROM applied a JOIN attended t ON t.student_id = a.student_id
    WHERE CASE a.kind WHEN 'not_before_enrolment' THEN a.happened_on < t.first_on AND a.happened_on >= (SELECT first_on FROM rule_reach) WHEN 'enrolled' THEN a.happened_on > t.gone_on END
    UNION ALL
    SELECT a.event_id, a.rule_id, NULL, NULL, string_agg(f.title, ', ' ORDER BY f.title), min(f.name)
    FROM applied a JOIN field f ON f.event_id = a.event_id AND f.value IS NULL
    WHERE a.kind = 'needs_fields' AND list_contains(string_split(coalesce(a.other_events, a.required), '|'), f.name)
    GROUP BY a.event_id, a.rule_id
    UNION ALL
    SELECT a.event_id, a.rule_id, NULL, NULL, '“' || min(f.value) || '”', min(f.name)
    FROM applied a JOIN field f ON f.event_id = a.event_id AND f.name IN ('source', 'outcome', 'category', 'reason') AND f.value IS NOT NULL
    ANTI JOIN event_choice c ON c.event = f.event AND c.field = f.name AND c.code = f.value
    WHERE a.kind = 'known_code' GROUP BY a.event_id, a.rule_id
    UNION ALL
    SELECT e.event_id, r.rule_id, NULL, NULL, '“' || e.event || '”', 'event'
    FROM rule_event e ANTI JOIN event_kind k ON k.event = e.event JOIN event_rule r ON r.kind = 'known_event'
    UNION ALL
    SELECT a.event_id, a.rule_id, NULL, NULL, a.intervention_id, 'intervention_id'
    FROM applied a ANTI JOIN rule_plan p ON p.intervention_id = a.intervention_id AND p.student_id = a.student_id
    WHERE a.kind = 'own_plan' AND a.intervention_id IS NOT NULL
    UNION ALL
    SELECT a.event_id, a.rule_id, NULL, NULL, a.concern_id, 'concern_id'
    FROM applied a ANTI JOIN rule_concern p ON p.concern_id = a.concern_id AND p.student_id = a.student_id
    WHERE a.kind = 'own_plan' AND a.concern_id IS NOT NULL
)
SELECT b.event_id, b.rule_id, r.kind, r.effect, r.event = '*' AS is_general, b.column_name, b.witness_id, s.place AS start_place, r.citation,
    replace(replace(r.message, '{day}', coalesce(strftime(b.day, '%-d %B %Y'), '')), '{other}', coalesce(b.other, '')) AS message
FROM broken b
JOIN event_rule r ON r.rule_id = b.rule_id
LEFT JOIN start s ON s.event_id = b.event_id AND s.rule_id = b.rule_id
