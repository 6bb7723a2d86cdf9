-- Who changed what, and what this file is.

CREATE TABLE audit_event (
    event_id VARCHAR NOT NULL DEFAULT replace(uuid()::VARCHAR, '-', ''),
    happened_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    staff_id VARCHAR,
    action VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    row_key VARCHAR NOT NULL,
    student_id VARCHAR,
    before_value VARCHAR,
    after_value VARCHAR
);
COMMENT ON TABLE audit_event IS 'One change to stored data, written in the transaction that made it. Key: event_id.';
COMMENT ON COLUMN audit_event.event_id IS 'Identifier of the event.';
COMMENT ON COLUMN audit_event.happened_at IS 'When (UTC).';
COMMENT ON COLUMN audit_event.staff_id IS 'Who; empty for the command line.';
COMMENT ON COLUMN audit_event.action IS 'add, correct, retract, import, undo, resolve.';
COMMENT ON COLUMN audit_event.table_name IS 'The table changed.';
COMMENT ON COLUMN audit_event.row_key IS 'Key of the row, parts joined by |.';
COMMENT ON COLUMN audit_event.student_id IS 'The student concerned, if one.';
COMMENT ON COLUMN audit_event.before_value IS 'The value before; empty for an addition.';
COMMENT ON COLUMN audit_event.after_value IS 'The value after; empty for a retraction.';

CREATE TABLE store_info (
    name VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);
COMMENT ON TABLE store_info IS 'Facts about this file: schema_version, is_demo, demo_today, data_version. Key: name.';
COMMENT ON COLUMN store_info.name IS 'Name of the fact.';
COMMENT ON COLUMN store_info.value IS 'Its value as text.';
