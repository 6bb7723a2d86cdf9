-- Whether the viewer may change settings on $today: they move the verdicts of every student, so it takes a principal or district office with a
-- reason to see every student who is enrolled. One row.
SELECT
    EXISTS (
        SELECT 1 FROM staff_assignment
        WHERE staff_id = $viewer AND role IN ('principal', 'district') AND retracted_at IS NULL
            AND from_on <= $today AND (to_on IS NULL OR to_on >= $today)
    )
    AND NOT EXISTS (
        SELECT 1 FROM enrolment
        WHERE enrolled_on <= $today AND (left_on IS NULL OR left_on >= $today)
            AND student_id NOT IN (SELECT student_id FROM visible_students($viewer, $today))
    ) AS may_change
