-- The viewer's students whose name holds every word of $search (plain lower case, in any order, commas aside) or whose number it is, as one
-- list by last name. One row.
-- An empty $search finds those who have a plan or of whom something of the process is recorded; a text finds any student of the viewer's, since
-- the process of a student begins before the first plan.
SELECT list(s.student_id ORDER BY s.last_name, s.first_name, s.public_key) AS students
FROM student s
WHERE s.student_id IN (SELECT student_id FROM visible_students($viewer, $today))
    AND (
        $search <> ''
        OR s.student_id IN (SELECT student_id FROM plan)
        OR s.student_id IN (SELECT student_id FROM process_event_now)
        OR s.student_id IN (SELECT student_id FROM concern WHERE retracted_at IS NULL)
    )
    AND (
        lower(s.student_id) = $search
        OR list_bool_and([
            contains(lower(strip_accents(s.first_name || ' ' || s.last_name)), word) FOR word IN string_split_regex($search, '[ ,]+')
        ])
    );
