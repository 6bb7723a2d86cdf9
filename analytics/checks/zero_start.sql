-- A first score of zero that lies further below the next six than these lie apart; three must have followed. Key: series_id.
SELECT series_id || ' ' || first_on
FROM (
    SELECT
        series_id, min(observed_on) AS first_on, min_by(value, observed_on) AS first_value, (min_by(value, observed_on, 7))[2:] AS following
    FROM (SELECT series_id, observed_on, avg(value) AS value FROM score_now GROUP BY series_id, observed_on)
    GROUP BY series_id
)
WHERE first_value = 0 AND len(following) >= 3 AND list_min(following) > list_max(following) - list_min(following)
