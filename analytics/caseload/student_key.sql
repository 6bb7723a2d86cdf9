-- The student behind a public key. Whether the viewer may see them is student_find's to say. Key: student_id; no row for an unknown key.
SELECT student_id FROM student WHERE public_key = $key;
