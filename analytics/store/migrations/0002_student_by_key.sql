-- A page finds its student by the key in its address.
CREATE UNIQUE INDEX IF NOT EXISTS student_by_key ON student (public_key);
