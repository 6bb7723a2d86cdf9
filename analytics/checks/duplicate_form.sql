-- A form on two days of a series. Only where forms are numbered through: more forms than probes on any day, else they are ordinals of the day.
-- Key: series_id, form.
WITH given AS (
    SELECT series_id, form, list_sort(list(DISTINCT observed_on)) AS days FROM score_now GROUP BY series_id, form
),
numbered AS (
    SELECT series_id
    FROM (SELECT series_id, observed_on, count(*) AS probes FROM score_now GROUP BY series_id, observed_on)
    JOIN (SELECT series_id, count(*) AS forms FROM given GROUP BY series_id) f USING (series_id)
    GROUP BY series_id HAVING any_value(f.forms) > max(probes)
)
SELECT g.series_id || ' form ' || g.form || ' on ' || g.days[1] || ' and ' || g.days[2]
FROM given g SEMI JOIN numbered n ON n.series_id = g.series_id
WHERE len(g.days) > 1
