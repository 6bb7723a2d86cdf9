-- Scores far beyond all others of their series: further from its middle than $limit errors, where an error is that of the measure or, if larger,
-- of the series. Errors of zero tell nothing of its size. At least five other occasions must stand beside it. Key: series_id, observed_on.
WITH occasion AS (
    SELECT series_id, measure_id, observed_on, avg(value) AS value FROM score_now JOIN series_now USING (series_id) GROUP BY ALL
),
placed AS (
    SELECT *, abs(value - median(value) OVER series) AS distance, count(*) OVER series AS n FROM occasion WINDOW series AS (PARTITION BY series_id)
),
scaled AS (
    -- 1.4826 standard deviations of normal errors in their median absolute error.
    SELECT
        *, 1.4826 * greatest(
            median(distance) OVER (PARTITION BY series_id), coalesce(median(nullif(distance, 0)) OVER (PARTITION BY measure_id), 0)
        ) AS error
    FROM placed
)
SELECT series_id || ' ' || observed_on || ': ' || format('{:g}', value) FROM scaled WHERE n > 5 AND distance > $limit * error ORDER BY distance / nullif(error, 0) DESC, series_id, observed_on
