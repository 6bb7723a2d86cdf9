-- Each change that somebody made to a setting, newest first, with what stood before it. Key: name, recorded_at.
SELECT
    n.name, n.recorded_at, b.value AS before, n.value AS after, coalesce(s.name, n.recorded_by, 'command line') AS changed_by, n.source AS reason,
    n.retracted_at IS NULL AS is_in_force
FROM setting n
JOIN setting b ON b.name = n.name AND b.retracted_at = n.recorded_at
LEFT JOIN staff s ON s.staff_id = n.recorded_by
ORDER BY n.recorded_at DESC, n.name
