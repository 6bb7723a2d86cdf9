-- Every date that a clock may touch, by calendar: whether school is held, and in which break it lies if not. Key: calendar_id, on_date.
-- A school's own rows go before the district's ('*'). Between two school years it is summer; a date that no row speaks of is a school day
-- from Monday to Friday. A break runs from its first to its last weekday without school (is_in_break), or until school is held again
-- (is_until_return); n_weekdays says how many weekdays it takes.
WITH span AS (
    -- From before the first event, so that a break it falls into is whole, to four years after the last.
    SELECT (min(happened_on) - INTERVAL 120 DAY)::DATE AS first_on, (max(happened_on) + INTERVAL 4 YEAR)::DATE AS last_on FROM clock_event
),
calendar AS (
    SELECT DISTINCT calendar_id FROM clock_round
),
years AS (
    SELECT
        c.calendar_id, y.first_day, y.last_day, lead(y.first_day) OVER (PARTITION BY c.calendar_id ORDER BY y.first_day) AS next_first_day
    FROM calendar c
    JOIN school_year_now y ON y.school_id = CASE WHEN c.calendar_id IN (SELECT school_id FROM school_year_now) THEN c.calendar_id ELSE '*' END
),
known AS (
    SELECT c.calendar_id, least(min(k.from_on), min(y.first_day)) AS known_from, greatest(max(k.to_on), max(y.last_day), max(y.next_first_day)) AS known_to
    FROM calendar c
    LEFT JOIN (SELECT school_id, min(on_date) AS from_on, max(on_date) AS to_on FROM calendar_now GROUP BY school_id) k
        ON k.school_id IN (c.calendar_id, '*')
    LEFT JOIN years y ON y.calendar_id = c.calendar_id
    GROUP BY c.calendar_id
),
date AS (
    SELECT c.calendar_id, d.on_date
    FROM calendar c CROSS JOIN (SELECT unnest(generate_series(first_on::TIMESTAMP, last_on::TIMESTAMP, INTERVAL 1 DAY))::DATE AS on_date FROM span) d
),
marked AS (
    SELECT
        d.calendar_id, d.on_date, isodow(d.on_date) <= 5 AS is_weekday, y.first_day, y.last_day, y.next_first_day,
        coalesce(d.on_date > y.last_day AND d.on_date < y.next_first_day, false) AS is_summer,
        coalesce(o.is_school_day, a.is_school_day) AS said, coalesce(o.label, a.label) AS label,
        coalesce(d.on_date BETWEEN k.known_from AND k.known_to, false) AS is_known
    FROM date d
    LEFT JOIN years y ON y.calendar_id = d.calendar_id AND y.first_day <= d.on_date AND d.on_date < coalesce(y.next_first_day, 'infinity'::DATE)
    LEFT JOIN known k ON k.calendar_id = d.calendar_id
    LEFT JOIN calendar_now o ON o.school_id = d.calendar_id AND o.on_date = d.on_date
    LEFT JOIN calendar_now a ON a.school_id = '*' AND a.on_date = d.on_date
),
held AS (
    SELECT *, coalesce(said, NOT is_summer AND is_weekday) AS is_school_day FROM marked
),
numbered AS (
    SELECT *, count(*) FILTER (is_school_day) OVER (PARTITION BY calendar_id ORDER BY on_date) AS n_school_days FROM held
),
-- From one school day to the day before the next.
run AS (
    SELECT calendar_id, n_school_days, count(*) AS n_weekdays, min(on_date) AS first_closed_on, max(on_date) AS last_closed_on
    FROM numbered WHERE is_weekday AND NOT is_school_day
    GROUP BY calendar_id, n_school_days
)
SELECT
    n.calendar_id, n.on_date, n.is_weekday, n.is_school_day, n.is_summer, n.is_known, n.label, n.first_day, n.last_day, n.next_first_day, n.n_school_days,
    coalesce(r.n_weekdays, 0) AS n_weekdays,
    NOT n.is_school_day AND n.on_date BETWEEN r.first_closed_on AND r.last_closed_on AS is_in_break,
    NOT n.is_school_day AND n.on_date >= r.first_closed_on AS is_until_return
FROM numbered n
LEFT JOIN run r ON r.calendar_id = n.calendar_id AND r.n_school_days = n.n_school_days
