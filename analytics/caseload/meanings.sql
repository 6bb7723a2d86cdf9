-- What the columns of a table mean, from the data dictionary. Key: name.
SELECT column_name AS name, comment AS meaning
FROM duckdb_columns() WHERE NOT internal AND database_name = current_database() AND table_name = $table_name
ORDER BY column_index;
