-- The staged files as the input tables of a store that lives only in memory. A series is its own student.
INSERT INTO student (student_id, first_name, last_name) SELECT DISTINCT series_id, series_id, '' FROM staged_goals;
INSERT INTO measure (measure_id, name, area, unit, metric, direction, source)
SELECT measure, measure, 'unknown', 'points', 'other', mode(direction), 'the file of plans' FROM staged_goals
WHERE measure NOT IN (SELECT measure_id FROM measure) GROUP BY measure;
INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week, standard_error, floor, ceiling)
SELECT series_id, series_id, any_value(measure), coalesce(max(grade), ''), coalesce(max(probes_per_week), 1), max(standard_error), min(floor), max(ceiling)
FROM staged_goals GROUP BY series_id;
INSERT INTO intervention (intervention_id, series_id, kind, programme, direction, baseline, target, start_on, due_on, planned_sessions_per_week)
SELECT plan_id, series_id, 'instruction', plan_id, direction, baseline, target, start_on, due_on, planned_sessions_per_week
FROM staged_goals WHERE kind = 'intervention';
INSERT INTO goal (goal_id, series_id, statement, direction, baseline, target, criterion, criterion_k, criterion_n, minimum_trials, start_on, due_on, effective_on)
SELECT plan_id, series_id, plan_id, direction, baseline, target, coalesce(criterion, 'end_level'), k, n, minimum_trials, start_on, due_on, start_on
FROM staged_goals WHERE kind = 'goal';
INSERT INTO score (series_id, observed_on, form, value, phase, attempts, origin)
SELECT series_id, observed_on, coalesce(form, 'row ' || row_number() OVER (PARTITION BY series_id, observed_on ORDER BY line)), score, phase, attempts, 'imported'
FROM staged_scores WHERE score IS NOT NULL AND series_id IN (SELECT series_id FROM staged_goals);
INSERT INTO intervention_session (intervention_id, held_on, ordinal, status, minutes)
SELECT plan_id, held_on, row_number() OVER (PARTITION BY plan_id, held_on ORDER BY line), coalesce(status, 'held'), minutes FROM staged_sessions;
INSERT INTO calendar_day (school_id, on_date, is_school_day) SELECT '*', on_date, any_value(is_school_day) IN ('true', 'yes', '1') FROM staged_calendar GROUP BY on_date;
