-- How numbers are written in sentences. Rounded before they are printed, so that a full run and a refresh print the same.

CREATE OR REPLACE MACRO rate_words(rate) AS replace(format('{:.2f}', round(round(rate, 9), 2) + 0.0), '-', '−');
CREATE OR REPLACE MACRO level_words(level) AS
    replace(format('{:.6g}', round(round(level, 9), CASE WHEN abs(level) < 10 THEN 2 ELSE 1 END) + 0.0), '-', '−');
-- A 90% interval, as a range that people read; it agrees with the one-sided rule that the verdict uses.
CREATE OR REPLACE MACRO growth_words(sign, rate, standard_error) AS
    CASE WHEN sign < 0 THEN 'Improving ' ELSE 'Growing ' END || rate_words(rate)
    || ' a week (between ' || rate_words(rate - 1.645 * standard_error) || ' and ' || rate_words(rate + 1.645 * standard_error) || ')';
CREATE OR REPLACE MACRO day_words(on_date) AS strftime(on_date, '%-d %B %Y');
-- Whatever the verdict and the day: a goal met at once, or growth of nothing, must not be read as growth.
CREATE OR REPLACE MACRO behind_words(required_roi) AS
    CASE WHEN required_roi <= 0 THEN ' The target is not beyond the baseline: check both.' ELSE '' END;
CREATE OR REPLACE MACRO count_words(n, noun) AS format('{} ', n) || noun || CASE WHEN n = 1 THEN '' ELSE 's' END;

CREATE OR REPLACE VIEW event_choice AS
SELECT c.event, c.field, c.code, c.title, c.standard, c.sort_order FROM event_code c WHERE c.event <> '*'
UNION ALL
SELECT k.event, c.field, c.code, c.title, c.standard, c.sort_order
FROM event_code c CROSS JOIN event_kind k
WHERE c.event = '*' AND list_contains(string_split(k.asks, '|'), c.field)
    AND NOT EXISTS (SELECT 1 FROM event_code o WHERE o.event = k.event AND o.field = c.field);
COMMENT ON VIEW event_choice IS 'What a field of each kind of event may hold: its own codes, else those that every event shares. Key: event, field, code.';
