-- The rows that one import refused. Key: line, column_name.
SELECT file_name, line, column_name, value, reason, remedy
FROM rejected_row WHERE import_id = $import_id
ORDER BY file_name, line, column_name;
