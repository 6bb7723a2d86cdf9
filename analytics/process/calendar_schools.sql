-- The schools whose calendar a member of staff may change on $today: all and each for the district office, their own for a principal. Key: school_id.
WITH may AS (
    SELECT role, scope, scope_id FROM staff_assignment
    WHERE staff_id = $viewer AND retracted_at IS NULL AND from_on <= $today AND (to_on IS NULL OR to_on >= $today)
        AND ((role = 'district' AND scope = 'district') OR (role = 'principal' AND scope = 'school'))
)
SELECT school_id, name
FROM (SELECT school_id, name FROM school UNION ALL SELECT '*', 'All schools')
WHERE EXISTS (FROM may WHERE role = 'district') OR school_id IN (SELECT scope_id FROM may WHERE role = 'principal')
ORDER BY school_id <> '*', name, school_id
