"""What the clocks of a city cost: 50,000 students in the process, all anew, and one of them after an edit. measure.py runs it."""

import statistics
import time
from pathlib import Path
from typing import Any

import duckdb

from analytics import store
from analytics.process import running
from analytics.process.prepared_clocks import refresh_student

STUDENTS = 50_000
EDITS = 40
STATES = ("TX", "CA", "FL", "GA", "IL", "MD", "PA", "VA", "WA", "WY")
SCHOOLS = 100  # each with a snow day of its own, so with a calendar of its own

# Where each fifth of the students is: referred, consented, evaluated, with an IEP, reviewed once.
_EVENTS = """
INSERT INTO process_event (event_id, student_id, event, happened_on, outcome, category, known_on)
SELECT student_id || '-' || n, student_id, event, (DATE '2022-09-01' + ((i * 37) % 1200)::INTEGER + after)::DATE, outcome, category, NULL
FROM (SELECT 's' || i AS student_id, i FROM range($students) t(i)) CROSS JOIN (VALUES
    (1, 'referral_received', 0, NULL, NULL, 0), (2, 'consent_requested', 7, NULL, NULL, 0), (3, 'consent_received', 20, NULL, NULL, 1),
    (4, 'evaluation_completed', 75, NULL, NULL, 2), (5, 'eligibility_determined', 80, 'eligible', 'SLD', 2),
    (6, 'iep_meeting_held', 100, NULL, NULL, 3),
    (7, 'iep_agreed', 100, NULL, NULL, 3), (8, 'services_consent_received', 101, NULL, NULL, 3), (9, 'iep_in_effect', 104, NULL, NULL, 3),
    (10, 'services_started', 106, NULL, NULL, 3), (11, 'annual_review_held', 460, 'continue', NULL, 4),
    (12, 'progress_report_sent', 200, NULL, NULL, 4)
) v(n, event, after, outcome, category, least)
WHERE i % 5 >= least
"""


def make(path: Path, students: int) -> duckdb.DuckDBPyConnection:
    """A store with this many students in the process, in ten states, a hundred calendars, five years of school."""
    con = store.open_store(path)
    con.execute(
        "INSERT INTO school SELECT 'A' || i, 'School ' || i, 'D', $states[1 + i % len($states)] FROM range($schools) t(i)",
        {"states": list(STATES), "schools": SCHOOLS},
    )
    con.execute(
        "INSERT INTO student (student_id, first_name, last_name, born_on) "
        "SELECT 's' || i, 'S', 'T', DATE '2009-01-01' + (i % 3000)::INTEGER FROM range($n) t(i)",
        {"n": students},
    )
    con.execute(
        "INSERT INTO enrolment SELECT 's' || i, 'A' || (i % $schools), '4', DATE '2022-08-22', NULL FROM range($n) t(i)",
        {"schools": SCHOOLS, "n": students},
    )
    years = [(f"{y}-{(y + 1) % 100}", f"{y}-08-25", f"{y + 1}-06-05") for y in range(2022, 2030)]
    con.executemany("INSERT INTO school_year (school_id, school_year, first_day, last_day) VALUES ('*', ?, ?, ?)", years)
    breaks = "SELECT '*', make_date(y, 12, 22) + d::INTEGER, false, 'Winter break' FROM range(2022, 2030) t(y), range(11) u(d)"
    con.execute(f"INSERT INTO calendar_day (school_id, on_date, is_school_day, label) {breaks}")
    snow = "SELECT 'A' || i, DATE '2026-01-12' + (i % 30)::INTEGER, false, 'Snow day' FROM range($schools) t(i)"
    con.execute(f"INSERT INTO calendar_day (school_id, on_date, is_school_day, label) {snow}", {"schools": SCHOOLS})
    ends = [(f"Q{q}", f"{y}-{m}-15", f"{y}-{m}-22") for y in range(2023, 2029) for q, m in ((2, "01"), (3, "03"), (4, "06"), (1, "11"))]
    con.executemany("INSERT INTO reporting_period (school_id, name, ends_on, report_due_on) VALUES ('*', ?, ?, ?)", ends)
    con.execute(_EVENTS, {"students": students})
    con.execute(
        "INSERT INTO absence (student_id, on_date) SELECT 's' || i, DATE '2025-10-06' + d::INTEGER "
        "FROM range($n) t(i), range(4) u(d) WHERE i % 10 = 0",
        {"n": students},
    )
    return con


def clocks(path: Path) -> dict[str, Any]:
    """Seconds for all clocks anew, and milliseconds for one student's after an event was written, both in a transaction."""
    path.unlink(missing_ok=True)
    con = make(path, STUDENTS)
    spent = []
    for _ in range(3):
        start, busy = time.perf_counter(), time.process_time()
        with store.transaction(con) as cursor:
            running.refresh(cursor, None)
        spent.append((time.perf_counter() - start, time.process_time() - busy))
    edits = []
    for i in range(EDITS):
        student = f"s{i * 1237 % STUDENTS}"
        start, busy = time.perf_counter(), time.process_time()
        with store.transaction(con) as cursor:
            cursor.execute(
                "INSERT INTO process_event (event_id, student_id, event, happened_on) VALUES (?, ?, 'consent_received', '2026-02-02')",
                [f"e{i}", student],
            )
            refresh_student(con, cursor, student)
        edits.append((time.perf_counter() - start, time.process_time() - busy))
    rows, events = con.execute("SELECT (SELECT count(*) FROM student_clock), (SELECT count(*) FROM process_event)").fetchall()[0]
    con.close()
    clock, cpu = sorted(spent)[1]
    return {
        "clock_students": STUDENTS, "clock_edits": EDITS,
        "clock_events": events, "clock_rows": rows, "clock_full_s": clock, "clock_full_cpu_s": cpu,
        "clock_edit_ms": statistics.median(one for one, _ in edits) * 1000,
        "clock_edit_cpu_ms": statistics.median(one for _, one in edits) * 1000,
        "clock_edit_p95_ms": sorted(one for one, _ in edits)[int(EDITS * 0.95)] * 1000,
    }  # fmt: skip
