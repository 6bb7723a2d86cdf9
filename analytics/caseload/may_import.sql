-- Whether the viewer may import and read what imports refused, on $today: a file may hold any student, so it takes a reason to see every
-- student; a store without any staff is open for its first import. One row.
SELECT NOT EXISTS (SELECT 1 FROM staff) OR EXISTS (
    SELECT 1 FROM staff_assignment
    WHERE staff_id = $viewer AND role = 'district' AND scope = 'district' AND retracted_at IS NULL
        AND from_on <= $today AND (to_on IS NULL OR to_on >= $today)
) AS may_import;
