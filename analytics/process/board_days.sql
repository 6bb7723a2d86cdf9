-- How many time limits of the board are due on each day from $due_from to $due_to. Key: due_on.
SELECT due_on, count(*)::INTEGER AS clocks
FROM ({clocks})
WHERE due_on BETWEEN $due_from AND $due_to AND NOT is_paused
    AND (len($clocks::VARCHAR[]) = 0 OR list_contains($clocks::VARCHAR[], clock)) AND (len($standings::VARCHAR[]) = 0 OR list_contains($standings::VARCHAR[], standing))
    AND (len($steps::INTEGER[]) = 0 OR list_contains($steps::INTEGER[], step))
GROUP BY due_on
ORDER BY due_on
