-- Plans that end within $limit days of $today, with no other of their kind on the same series that runs on. Key: plan_id.
SELECT p.plan_id || ' ends on ' || p.end_on
FROM plan p
WHERE p.end_on BETWEEN $today::DATE AND $today::DATE + $limit::INTEGER
    AND NOT EXISTS (SELECT 1 FROM plan f WHERE f.series_id = p.series_id AND f.plan_kind = p.plan_kind AND f.end_on > p.end_on)
