-- Students who stand at a step with an IEP since a transfer in that does not tell both days of the former district, where no event here has begun the
-- clock that lacks its day. Key: event_id.
SELECT e.student_id || ', transfer in of ' || e.happened_on || ': ' || concat_ws(' and ',
    CASE WHEN NOT list_contains(coalesce(c.clocks, []), 'annual_review') THEN 'the last IEP' END,
    CASE WHEN NOT list_contains(coalesce(c.clocks, []), 'reevaluation') THEN 'the last evaluation' END) || ' is not known'
FROM process_event_now e
JOIN student_step s ON s.student_id = e.student_id AND NOT s.is_closed AND s.step >= 6
LEFT JOIN (
    SELECT student_id, list(clock) AS clocks FROM student_clock WHERE clock IN ('annual_review', 'reevaluation') AND NOT is_over GROUP BY student_id
) c ON c.student_id = e.student_id
WHERE e.event = 'transferred_in' AND e.happened_on >= s.since_on AND NOT list_has_all(coalesce(c.clocks, []), ['annual_review', 'reevaluation'])
ORDER BY e.student_id, e.event_id
