"""Events for the small store of these tests, so that each kind of time limit stands on the process board."""

from datetime import date
from pathlib import Path

from analytics import store
from analytics.process import running

# student, event, day; the school is in New York, where an evaluation has 60 days from consent.
EVENTS = """
S1 2025-12-01 referral_received
S1 2025-12-20 consent_received
S2 2025-11-03 help_requested
S3 2026-02-20 referral_received
S4 2025-12-20 referral_received
S4 2026-01-09 consent_received
S5 2026-01-20 referral_received
S5 2026-02-01 consent_received
S6 2025-12-02 referral_received
S6 2025-12-22 consent_received
"""
OVERDUE, SOON, RUNNING = date(2026, 2, 18), date(2026, 3, 10), date(2026, 4, 2)  # of S1, S4 and S5


def add_events(path: Path) -> None:
    """Stores the events and derives steps and clocks."""
    con = store.open_store(path)
    with store.transaction(con) as cursor:
        for number, line in enumerate(EVENTS.split("\n")[1:-1]):
            student, day, event = line.split()
            source = "parent" if event == "referral_received" else None
            cursor.execute(
                "INSERT INTO process_event (event_id, student_id, event, happened_on, source, recorded_by) VALUES (?, ?, ?, ?, ?, 'T1')",
                [f"E{number}", student, event, day, source],
            )
        cursor.execute(
            "INSERT INTO school_year (school_id, school_year, first_day, last_day) VALUES ('*', '2025-26', '2025-08-25', '2026-06-10')"
        )
        running.refresh(cursor, None)
    con.execute("CHECKPOINT")
    con.close()
