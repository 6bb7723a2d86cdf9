-- The reporting periods that hold for a school ($school_id; '*' for the district), its own before the district's. Key: ends_on.
SELECT name, ends_on, report_due_on, school_id = $school_id AS is_own
FROM reporting_period_now
WHERE school_id = $school_id OR (school_id = '*' AND NOT EXISTS (FROM reporting_period_now WHERE school_id = $school_id))
ORDER BY ends_on
