-- Phase changes after which no score came for $limit days, as of $today, before the next change or the end of the last plan. Key: series_id, changed_on.
WITH phase AS (
    SELECT
        c.series_id, c.changed_on, c.label,
        least(
            coalesce(lead(c.changed_on) OVER (PARTITION BY c.series_id ORDER BY c.changed_on), $today::DATE + 1), p.last_end + 1, $today::DATE + 1
        ) AS until_on
    FROM phase_change_now c JOIN (SELECT series_id, max(end_on) AS last_end FROM plan GROUP BY series_id) p USING (series_id)
)
SELECT f.series_id || ' ' || f.changed_on || ' ' || f.label
FROM phase f
WHERE f.until_on - f.changed_on >= $limit
    AND NOT EXISTS (SELECT 1 FROM score_now n WHERE n.series_id = f.series_id AND n.observed_on >= f.changed_on AND n.observed_on < f.until_on)
