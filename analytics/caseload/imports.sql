-- Files that were taken in, newest first, with who did it. Key: import_id.
SELECT i.import_id, i.file_name, i.format, i.imported_at, coalesce(s.name, i.imported_by, 'command line') AS imported_by,
    i.rows_read, i.rows_added, i.rows_corrected, i.rows_unchanged, i.rows_retracted, i.rows_conflicting, i.rows_rejected
FROM import i LEFT JOIN staff s ON s.staff_id = i.imported_by
ORDER BY i.imported_at DESC, i.file_name
LIMIT $most;
