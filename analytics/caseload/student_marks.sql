-- What is marked on each chart of a student: phase lines, sessions, notes, absences, goal changes and breaks. Key: plan_id, kind, on_date, label.
-- Asked only for a student whom student_span opens to the viewer; $first and $last are what it gives.
WITH mine AS (
    SELECT plan_id, series_id, student_id, start_on, due_on, school_id, plan_kind, title FROM plan
    WHERE student_id = $student AND series_id BETWEEN $first AND $last
), closed AS (
    -- Weekdays without school, numbered without weekends: days of one break follow each other.
    SELECT DISTINCT m.plan_id, k.on_date, k.label, (k.on_date - DATE '2000-01-03') // 7 * 5 + isodow(k.on_date) AS weekday
    FROM mine m JOIN calendar_now k ON k.school_id IN (m.school_id, '*') AND NOT k.is_school_day AND isodow(k.on_date) <= 5
), run AS (
    SELECT plan_id, on_date, label, weekday - dense_rank() OVER (PARTITION BY plan_id ORDER BY on_date) AS run FROM closed
), remarked AS (
    SELECT series_id, observed_on, unnest([{kind: 'note', label: note}, {kind: 'absent', label: if(absent, 'absent', NULL)}], recursive := true)
    FROM score WHERE series_id BETWEEN $first AND $last AND retracted_at IS NULL AND (note IS NOT NULL OR absent)
), marks AS (
    SELECT m.plan_id, 'phase' AS kind, f.start_on AS on_date, f.start_on AS to_on, f.title AS label
    FROM mine m JOIN plan f ON f.series_id = m.series_id AND f.plan_kind = 'intervention'
    UNION ALL SELECT plan_id, 'phase', start_on, start_on, 'Goal begins' FROM mine WHERE plan_kind = 'goal'
    UNION ALL SELECT m.plan_id, 'phase', f.changed_on, f.changed_on, f.label FROM mine m JOIN phase_change_now f ON f.series_id = m.series_id
    UNION ALL SELECT m.plan_id, 'goal change', g.effective_on, g.effective_on, coalesce(g.changed_because, 'goal changed')
        FROM mine m JOIN goal g ON g.goal_id = m.plan_id AND g.revision > 1 AND g.retracted_at IS NULL
    UNION ALL SELECT m.plan_id, 'session', s.held_on, s.held_on, s.status FROM mine m JOIN session_now s ON s.intervention_id = m.plan_id
    UNION ALL SELECT m.plan_id, 'note', n.on_date, n.on_date, n.text
        FROM mine m JOIN note n ON n.student_id = m.student_id AND (n.series_id IS NULL OR n.series_id = m.series_id) AND n.retracted_at IS NULL
    UNION ALL SELECT m.plan_id, c.kind, c.observed_on, c.observed_on, c.label FROM mine m JOIN remarked c ON c.series_id = m.series_id AND c.label IS NOT NULL
    UNION ALL SELECT plan_id, 'break', min(on_date), max(on_date), max(label) FROM run GROUP BY plan_id, run HAVING count(DISTINCT on_date) >= 5
)
SELECT DISTINCT plan_id, kind, on_date, to_on, label FROM marks ORDER BY plan_id, kind, on_date, label;
