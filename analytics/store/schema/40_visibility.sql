-- Who may see whom: default deny. A student is visible only through a live assignment, and only while it runs.

CREATE OR REPLACE MACRO visible_students(viewer, today) AS TABLE
WITH assignment AS (
    SELECT * FROM staff_assignment
    WHERE staff_id = viewer AND retracted_at IS NULL AND from_on <= today AND (to_on IS NULL OR to_on >= today)
)
SELECT a.scope_id AS student_id, a.role, replace(a.role, '_', ' ') || ' of this student' AS reason
FROM assignment a SEMI JOIN student s ON s.student_id = a.scope_id WHERE a.scope = 'student'
UNION
SELECT m.student_id, a.role, replace(a.role, '_', ' ') || ' of ' || c.name
FROM assignment a JOIN class c ON c.class_id = a.scope_id
JOIN class_member m ON m.class_id = a.scope_id AND m.from_on <= today AND (m.to_on IS NULL OR m.to_on >= today)
WHERE a.scope = 'class'
UNION
SELECT e.student_id, a.role, replace(a.role, '_', ' ') || ' at ' || s.name
FROM assignment a JOIN school s ON s.school_id = a.scope_id
JOIN enrolment e ON e.school_id = a.scope_id AND e.enrolled_on <= today AND (e.left_on IS NULL OR e.left_on >= today)
WHERE a.scope = 'school'
UNION ALL
-- Every student, and no reason that is also one above: they need not be compared with each other, which took most of a page's time.
SELECT s.student_id, a.role, replace(a.role, '_', ' ') || ' office' AS reason
FROM (SELECT DISTINCT role FROM assignment WHERE scope = 'district') a CROSS JOIN student s;
