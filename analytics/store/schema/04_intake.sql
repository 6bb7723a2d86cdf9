-- What came in from files, what was refused and why, and what a person must decide.

CREATE TABLE import (
    import_id VARCHAR PRIMARY KEY,
    file_name VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    imported_by VARCHAR,
    imported_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    is_complete BOOLEAN NOT NULL DEFAULT false,
    rows_read BIGINT NOT NULL,
    rows_added BIGINT NOT NULL,
    rows_corrected BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    rows_retracted BIGINT NOT NULL DEFAULT 0,
    rows_conflicting BIGINT NOT NULL DEFAULT 0,
    rows_rejected BIGINT NOT NULL
);
COMMENT ON TABLE import IS 'One file taken in. Key: import_id.';
COMMENT ON COLUMN import.import_id IS 'Identifier of the import.';
COMMENT ON COLUMN import.file_name IS 'Name of the file, without its folder.';
COMMENT ON COLUMN import.file_sha256 IS 'SHA-256 of the file''s bytes, hexadecimal.';
COMMENT ON COLUMN import.format IS 'Format it was recognised as.';
COMMENT ON COLUMN import.imported_by IS 'staff_id of who imported it; empty from the command line.';
COMMENT ON COLUMN import.imported_at IS 'When it was committed (UTC).';
COMMENT ON COLUMN import.is_complete IS 'The file says it is complete: rows absent from it were retracted.';
COMMENT ON COLUMN import.rows_read IS 'Rows read, the header not counted.';
COMMENT ON COLUMN import.rows_added IS 'Rows new to the store.';
COMMENT ON COLUMN import.rows_corrected IS 'Rows that replaced an imported row of the same key with another value.';
COMMENT ON COLUMN import.rows_unchanged IS 'Rows the store had already.';
COMMENT ON COLUMN import.rows_retracted IS 'Rows withdrawn since a complete file no longer holds them.';
COMMENT ON COLUMN import.rows_conflicting IS 'Rows that differ from a typed score and wait on the review list.';
COMMENT ON COLUMN import.rows_rejected IS 'Rows refused; see rejected_row.';

CREATE TABLE rejected_row (
    import_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    line BIGINT NOT NULL,
    column_name VARCHAR,
    value VARCHAR,
    reason VARCHAR NOT NULL,
    remedy VARCHAR NOT NULL
);
COMMENT ON TABLE rejected_row IS 'A row that was refused, kept so that it can be mended. Key: import_id, file_name, line, column_name.';
COMMENT ON COLUMN rejected_row.import_id IS 'The import that refused it.';
COMMENT ON COLUMN rejected_row.file_name IS 'The file.';
COMMENT ON COLUMN rejected_row.line IS 'Line in the file, the header being line 1.';
COMMENT ON COLUMN rejected_row.column_name IS 'Column at fault; empty where the whole row is.';
COMMENT ON COLUMN rejected_row.value IS 'What stood there.';
COMMENT ON COLUMN rejected_row.reason IS 'Why it was refused.';
COMMENT ON COLUMN rejected_row.remedy IS 'What to do about it.';

CREATE TABLE score_conflict (
    conflict_id VARCHAR NOT NULL DEFAULT replace(uuid()::VARCHAR, '-', ''),
    series_id VARCHAR NOT NULL,
    observed_on DATE NOT NULL,
    form VARCHAR NOT NULL,
    typed_value DOUBLE,
    imported_value DOUBLE,
    import_id VARCHAR NOT NULL,
    found_at TIMESTAMP NOT NULL DEFAULT now()::TIMESTAMP,
    resolved_at TIMESTAMP,
    resolved_by VARCHAR,
    kept VARCHAR CHECK (kept IN ('typed', 'imported'))
);
COMMENT ON TABLE score_conflict IS 'The review list: a typed and an imported value for one probe that differ. The typed value stands until a person decides. Key: conflict_id.';
COMMENT ON COLUMN score_conflict.conflict_id IS 'Identifier of the conflict.';
COMMENT ON COLUMN score_conflict.series_id IS 'The series.';
COMMENT ON COLUMN score_conflict.observed_on IS 'Day of the probe.';
COMMENT ON COLUMN score_conflict.form IS 'Form of the probe.';
COMMENT ON COLUMN score_conflict.typed_value IS 'The value typed on a page.';
COMMENT ON COLUMN score_conflict.imported_value IS 'The value in the file.';
COMMENT ON COLUMN score_conflict.import_id IS 'The import that brought the file.';
COMMENT ON COLUMN score_conflict.found_at IS 'When the difference was found (UTC).';
COMMENT ON COLUMN score_conflict.resolved_at IS 'When a person decided (UTC); empty while it waits.';
COMMENT ON COLUMN score_conflict.resolved_by IS 'staff_id of who decided.';
COMMENT ON COLUMN score_conflict.kept IS 'Which value was kept.';
