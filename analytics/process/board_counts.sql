-- How many time limits of the board's students have which standing. Key: clock, standing.
SELECT clock, min(title) AS title, standing, count(*)::INTEGER AS clocks
FROM ({clocks})
WHERE clock IS NOT NULL
GROUP BY clock, standing
ORDER BY min(title), standing
