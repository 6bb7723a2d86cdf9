-- A district for timing: $students monitored students, five series each, 36 weekly scores a series, one plan a series, four sessions
-- a week for the interventions. Only its size and shape matter; its numbers are drawn from hashes, so that every run is the same.

CREATE TEMP TABLE pupil AS
SELECT n, 'S' || n AS student_id, 'SCH' || n // 250 AS school_id, 'C' || n // 25 AS class_id, (n // 25 % 8 + 1)::VARCHAR AS grade
FROM range($students) t(n);

INSERT INTO school SELECT DISTINCT school_id, 'School ' || school_id, 'Benchmark', 'IA' FROM pupil;
INSERT INTO staff SELECT DISTINCT 'T' || class_id, 'Teacher of ' || class_id, NULL FROM pupil;
INSERT INTO staff SELECT DISTINCT 'P' || school_id, 'Principal of ' || school_id, NULL FROM pupil;
INSERT INTO staff VALUES ('D', 'District office', NULL);
INSERT INTO student (student_id, public_key, first_name, last_name) SELECT student_id, md5(student_id), 'First' || n, 'Last' || n FROM pupil;
INSERT INTO enrolment SELECT student_id, school_id, grade, DATE '2025-08-25', NULL FROM pupil;
INSERT INTO class SELECT DISTINCT class_id, school_id, 'Class ' || class_id, grade, '2025-26' FROM pupil;
INSERT INTO class_member SELECT class_id, student_id, DATE '2025-08-25', NULL FROM pupil;
INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on)
SELECT DISTINCT 'T' || class_id, 'teacher', 'class', class_id, DATE '2025-08-25' FROM pupil
UNION ALL SELECT DISTINCT 'P' || school_id, 'principal', 'school', school_id, DATE '2025-08-25' FROM pupil
UNION ALL SELECT 'D', 'district', 'district', '*', DATE '2025-08-25';
INSERT INTO calendar_day (school_id, on_date, is_school_day, label)
SELECT '*', unnest(generate_series(TIMESTAMP '2025-12-22', TIMESTAMP '2026-01-02', INTERVAL 1 DAY))::DATE, false, 'Winter break';

CREATE TEMP TABLE track AS
SELECT
    student_id || '-' || k AS series_id, student_id, k, n, grade,
    ['orf', 'maze', 'math_cbm', 'spelling_cls', 'cws'][k] AS measure_id,
    20 + hash(student_id, k) % 40 AS level, (hash(k, student_id) % 200) / 100.0 - 0.3 AS roi
FROM pupil CROSS JOIN range(1, 6) t(k);

INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) SELECT series_id, student_id, measure_id, grade, 1 FROM track;

-- Box and Muller's normal deviates from two hashes.
INSERT INTO score (series_id, observed_on, value, origin)
SELECT
    series_id, DATE '2025-09-01' + (7 * week)::INTEGER,
    greatest(0, round(level + roi * week + 4 * sqrt(-2 * ln((hash(series_id, week) % 999999 + 1) / 1e6)) * cos(2 * pi() * (hash(week, series_id) % 1000000) / 1e6))),
    'imported'
FROM track CROSS JOIN range(36) t(week);

INSERT INTO intervention (intervention_id, series_id, kind, programme, area, tier, target, start_on, due_on, planned_sessions_per_week, planned_minutes)
SELECT 'I-' || series_id, series_id, 'instruction', 'Programme ' || n % 12, 'reading', 2, level + 30, DATE '2025-10-27', DATE '2026-06-10', 4, 30 FROM track WHERE k = 1;
INSERT INTO goal (goal_id, series_id, statement, target, start_on, due_on, effective_on)
SELECT 'G-' || series_id, series_id, 'Will improve', level + 30, DATE '2025-10-27', DATE '2026-06-10', DATE '2025-10-27' FROM track WHERE k > 1;
INSERT INTO intervention_session (intervention_id, held_on, status, minutes)
SELECT 'I-' || series_id, DATE '2025-10-27' + (7 * week + weekday)::INTEGER, CASE WHEN hash(series_id, week, weekday) % 10 < 9 THEN 'held' ELSE 'not_held' END, 30
FROM track CROSS JOIN range(28) t(week) CROSS JOIN range(4) u(weekday) WHERE k = 1;

UPDATE store_info SET value = 'true' WHERE name = 'is_demo';
INSERT INTO store_info VALUES ('demo_today', '2026-05-08');
