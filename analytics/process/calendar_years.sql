-- The school years that hold for a school ($school_id; '*' for the district), its own before the district's, newest first. Key: school_year.
SELECT school_year, first_day, last_day, school_id = $school_id AS is_own
FROM school_year_now
WHERE school_id = $school_id OR (school_id = '*' AND NOT EXISTS (FROM school_year_now WHERE school_id = $school_id))
ORDER BY first_day DESC
