-- People and places: who learns where, who works with whom, and on which days school is held.

CREATE TABLE school (
    school_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    district VARCHAR NOT NULL,
    state VARCHAR
);
COMMENT ON TABLE school IS 'A school of the district. Key: school_id.';
COMMENT ON COLUMN school.school_id IS 'Identifier of the school in the student information system.';
COMMENT ON COLUMN school.name IS 'Name as staff know it.';
COMMENT ON COLUMN school.district IS 'Name of the district the school belongs to.';
COMMENT ON COLUMN school.state IS 'Two-letter state code; decides the legal clocks.';

CREATE TABLE calendar_day (
    school_id VARCHAR NOT NULL,
    on_date DATE NOT NULL,
    is_school_day BOOLEAN NOT NULL,
    label VARCHAR,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE calendar_day IS 'One row a school and date: whether children attend (34 CFR 300.11(c)). Key among live rows: school_id, on_date. A date without a row counts as a school day if it is Monday to Friday.';
COMMENT ON COLUMN calendar_day.school_id IS 'School the day belongs to; * for every school.';
COMMENT ON COLUMN calendar_day.on_date IS 'The calendar date.';
COMMENT ON COLUMN calendar_day.is_school_day IS 'True where children are in attendance for instruction, a partial day included.';
COMMENT ON COLUMN calendar_day.label IS 'Why there is no school, as printed in the calendar: winter break, snow day.';
COMMENT ON COLUMN calendar_day.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN calendar_day.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';

CREATE TABLE staff (
    staff_id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    email VARCHAR
);
COMMENT ON TABLE staff IS 'A person who works for the district. Key: staff_id.';
COMMENT ON COLUMN staff.staff_id IS 'Identifier of the person in the student information system.';
COMMENT ON COLUMN staff.name IS 'Name as colleagues know it.';
COMMENT ON COLUMN staff.email IS 'Address used at sign-in.';

CREATE TABLE student (
    student_id VARCHAR PRIMARY KEY,
    public_key VARCHAR NOT NULL DEFAULT replace(uuid()::VARCHAR, '-', ''),
    first_name VARCHAR NOT NULL,
    last_name VARCHAR NOT NULL,
    born_on DATE
);
CREATE UNIQUE INDEX student_by_key ON student (public_key);
COMMENT ON TABLE student IS 'Every enrolled student, monitored or not. Key: student_id.';
COMMENT ON COLUMN student.student_id IS 'Identifier of the student in the student information system.';
COMMENT ON COLUMN student.public_key IS 'Opaque random key used in page addresses; it authorises nothing.';
COMMENT ON COLUMN student.first_name IS 'Given name.';
COMMENT ON COLUMN student.last_name IS 'Family name.';
COMMENT ON COLUMN student.born_on IS 'Date of birth.';

CREATE TABLE enrolment (
    student_id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    school_id VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    enrolled_on DATE NOT NULL,
    left_on DATE
);
COMMENT ON TABLE enrolment IS 'Where a student is enrolled and in which grade. Key: student_id, school_id, enrolled_on.';
COMMENT ON COLUMN enrolment.student_id IS 'The student.';
COMMENT ON COLUMN enrolment.school_id IS 'The school.';
COMMENT ON COLUMN enrolment.grade IS 'Grade: K, 1 to 12.';
COMMENT ON COLUMN enrolment.enrolled_on IS 'First day of the enrolment.';
COMMENT ON COLUMN enrolment.left_on IS 'Last day of the enrolment; empty while it runs.';

CREATE TABLE class (
    class_id VARCHAR PRIMARY KEY,
    school_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    grade VARCHAR,
    school_year VARCHAR
);
COMMENT ON TABLE class IS 'A class or intervention group. Key: class_id.';
COMMENT ON COLUMN class.class_id IS 'Identifier of the class.';
COMMENT ON COLUMN class.school_id IS 'The school it meets in.';
COMMENT ON COLUMN class.name IS 'Name as staff know it: Grade 3, room 12.';
COMMENT ON COLUMN class.grade IS 'Grade, if the class has one.';
COMMENT ON COLUMN class.school_year IS 'School year, written 2025-26.';

CREATE TABLE class_member (
    class_id VARCHAR NOT NULL,
    student_id VARCHAR NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE
);
COMMENT ON TABLE class_member IS 'Which students are in a class. Key: class_id, student_id, from_on.';
COMMENT ON COLUMN class_member.class_id IS 'The class.';
COMMENT ON COLUMN class_member.student_id IS 'The student.';
COMMENT ON COLUMN class_member.from_on IS 'First day in the class.';
COMMENT ON COLUMN class_member.to_on IS 'Last day in the class; empty while it runs.';

CREATE TABLE staff_assignment (
    staff_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL CHECK (role IN ('teacher', 'interventionist', 'case_manager', 'principal', 'district')),
    scope VARCHAR NOT NULL CHECK (scope IN ('student', 'class', 'school', 'district')),
    scope_id VARCHAR NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE,
    recorded_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    retracted_at TIMESTAMP
);
COMMENT ON TABLE staff_assignment IS 'Who works with whom, from when to when, in which role: the only source of a reason to see a student. Key among live rows: staff_id, role, scope, scope_id, from_on.';
COMMENT ON COLUMN staff_assignment.staff_id IS 'The member of staff.';
COMMENT ON COLUMN staff_assignment.role IS 'teacher, interventionist, case_manager, principal or district.';
COMMENT ON COLUMN staff_assignment.scope IS 'What the assignment reaches: one student, a class, a school or the district.';
COMMENT ON COLUMN staff_assignment.scope_id IS 'Identifier of that student, class or school; * for the district.';
COMMENT ON COLUMN staff_assignment.from_on IS 'First day the assignment gives a reason.';
COMMENT ON COLUMN staff_assignment.to_on IS 'Last day the assignment gives a reason; empty while it runs.';
COMMENT ON COLUMN staff_assignment.recorded_at IS 'When this row was written (UTC).';
COMMENT ON COLUMN staff_assignment.retracted_at IS 'When this row was withdrawn or replaced (UTC); empty while it holds.';
