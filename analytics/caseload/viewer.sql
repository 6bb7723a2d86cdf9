-- One member of staff with the widest of the roles that run on $today; no row without one. Key: staff_id.
SELECT s.staff_id, s.name, arg_max(a.role, w.width) AS role
FROM staff s
JOIN staff_assignment a ON a.staff_id = s.staff_id AND a.retracted_at IS NULL AND a.from_on <= $today AND (a.to_on IS NULL OR a.to_on >= $today)
JOIN (VALUES ('teacher', 1), ('interventionist', 2), ('case_manager', 3), ('principal', 4), ('district', 5)) w(role, width) ON w.role = a.role
WHERE s.staff_id = $viewer
GROUP BY s.staff_id, s.name;
