"""Events in, steps out: tables of what happened to one student, and where that leaves them."""

import re
from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from analytics import store
from analytics.process import running


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = store.open_store(":memory:")
    yield con
    con.close()


def happened(con: duckdb.DuckDBPyConnection, events: str, student: str = "s") -> None:
    """Store events, one a line: day, event, and outcome, source, category or reason as name=code."""
    con.execute("DELETE FROM process_event WHERE student_id = ?", [student])
    for number, line in enumerate(line for line in events.strip().splitlines() if line.strip()):
        day, event, *codes = line.split()
        more = dict(code.split("=") for code in codes)
        values = {"event_id": f"{student}{number}", "student_id": student, "event": event, "happened_on": date.fromisoformat(day), **more}
        con.execute(f"INSERT INTO process_event ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))
    with store.transaction(con) as cursor:
        running.refresh(cursor, [student])


def steps(con: duckdb.DuckDBPyConnection, student: str = "s") -> list[str]:
    """The history as lines: from, to, round, step or the step it closed in, why."""
    rows = con.execute(
        "SELECT from_on, to_on, round, CASE WHEN is_closed THEN 'closed in ' ELSE '' END || step, because FROM step_history "
        "WHERE student_id = ? ORDER BY ordinal",
        [student],
    ).fetchall()
    return [f"{a} {b or '-'} {n} {step} | {why}" for a, b, n, step, why in rows]


def lines(text: str) -> list[str]:
    return [re.sub(r"\s+", " ", line.strip()) for line in text.strip().splitlines()]


CASES = {
    "all seven steps": (
        """
        2025-09-01 help_requested source=teacher
        2025-09-08 intervention_started
        2025-11-03 team_decision outcome=refer
        2025-11-04 referral_received source=teacher
        2025-11-06 consent_requested
        2025-11-10 consent_received
        2025-11-12 evaluation_started
        2026-01-05 evaluation_completed
        2026-01-12 eligibility_determined outcome=eligible category=SLD
        2026-01-20 iep_meeting_held
        2026-01-20 iep_agreed
        2026-01-20 services_consent_received
        2026-01-21 iep_in_effect
        2026-01-22 services_started
        2027-01-15 annual_review_held outcome=revise_goals
        """,
        """
        2025-09-01 2025-11-04 1 1 | Help was requested: teacher.
        2025-11-04 2025-11-10 1 2 | A referral was received: teacher.
        2025-11-10 2026-01-05 1 3 | Consent to evaluate was received.
        2026-01-05 2026-01-12 1 4 | The evaluation was completed.
        2026-01-12 2026-01-21 1 5 | The student was found eligible: specific learning disability.
        2026-01-21 2027-01-15 1 6 | The IEP took effect.
        2027-01-15 2027-01-15 1 7 | The annual review was held: revise the goals.
        2027-01-15 - 1 6 | The annual review was held: revise the goals.
        """,
    ),
    "a referral from outside while an intervention runs": (
        """
        2025-09-08 intervention_started
        2025-09-20 referral_received source=physician
        """,
        """
        2025-09-08 2025-09-20 1 1 | An intervention started.
        2025-09-20 - 1 2 | A referral was received: physician.
        """,
    ),
    "not eligible, and a new referral a year later opens the next round": (
        """
        2025-09-01 referral_received source=parent
        2025-09-05 consent_received
        2025-10-30 evaluation_completed
        2025-11-06 eligibility_determined outcome=not_eligible
        2026-10-01 referral_received source=parent
        """,
        """
        2025-09-01 2025-09-05 1 2 | A referral was received: parent.
        2025-09-05 2025-10-30 1 3 | Consent to evaluate was received.
        2025-10-30 2025-11-06 1 4 | The evaluation was completed.
        2025-11-06 2026-10-01 1 closed in 4 | The student was found not eligible.
        2026-10-01 - 2 2 | A referral was received: parent.
        """,
    ),
    "consent refused, then given": (
        """
        2025-09-01 referral_received source=parent
        2025-09-05 consent_refused
        2025-09-25 consent_received
        """,
        """
        2025-09-01 2025-09-05 1 2 | A referral was received: parent.
        2025-09-05 2025-09-25 1 closed in 2 | The parent refused consent to evaluate.
        2025-09-25 - 2 3 | Consent to evaluate was received.
        """,
    ),
    "the pre-referral is closed, with its reason": (
        """
        2025-09-01 help_requested source=parent
        2025-12-01 pre_referral_closed reason=concern_resolved
        """,
        """
        2025-09-01 2025-12-01 1 1 | Help was requested: parent.
        2025-12-01 - 1 closed in 1 | The pre-referral was closed: the concern is resolved.
        """,
    ),
    "closing a pre-referral does not close a referral": (
        """
        2025-09-01 help_requested source=parent
        2025-11-01 referral_received source=parent
        2025-12-01 pre_referral_closed reason=concern_resolved
        """,
        """
        2025-09-01 2025-11-01 1 1 | Help was requested: parent.
        2025-11-01 - 1 2 | A referral was received: parent.
        """,
    ),
    "transferred in, reevaluated, returned to general education": (
        """
        2025-08-20 transferred_in source=same_state
        2026-02-01 reevaluation_requested source=teacher
        2026-03-01 reevaluation_completed outcome=not_eligible
        2026-03-02 exited category=TRAN
        """,
        """
        2025-08-20 2026-02-01 1 6 | The student transferred in with an IEP: from a district in the same state.
        2026-02-01 2026-03-01 1 7 | A reevaluation was requested: teacher.
        2026-03-01 - 1 closed in 7 | The reevaluation found the student no longer eligible.
        """,
    ),
    "exit and transfer out close, with the reason of the exit": (
        """
        2020-08-20 transferred_in source=another_state
        2026-06-10 exited category=GHS
        """,
        """
        2020-08-20 2026-06-10 1 6 | The student transferred in with an IEP: from a district in another state.
        2026-06-10 - 1 closed in 6 | The student exited special education: graduated with regular high school diploma.
        """,
    ),
    "a transfer during an evaluation does not jump over it": (
        """
        2025-09-01 referral_received source=parent
        2025-09-05 consent_received
        2025-10-01 transferred_in source=same_state
        """,
        """
        2025-09-01 2025-09-05 1 2 | A referral was received: parent.
        2025-09-05 - 1 3 | Consent to evaluate was received.
        """,
    ),
    "the team returns the student to general education, the exit follows": (
        """
        2025-01-08 iep_in_effect
        2026-01-08 annual_review_held outcome=return_to_general_education
        2026-01-20 exited category=TRAN
        """,
        """
        2025-01-08 2026-01-08 1 6 | The IEP took effect.
        2026-01-08 2026-01-20 1 7 | The annual review was held: return to general education.
        2026-01-20 - 1 closed in 7 | The student exited special education: transferred to regular education.
        """,
    ),
    "a complaint moves nobody": ("2025-01-08 complaint_received source=parent", ""),
}


@pytest.mark.parametrize("case", CASES)
def test_events_in_steps_out(con: duckdb.DuckDBPyConnection, case: str) -> None:
    events, expected = CASES[case]
    happened(con, events)
    assert steps(con) == lines(expected)


def test_where_a_student_stands_is_the_last_row_and_says_why_it_is_closed(con: duckdb.DuckDBPyConnection) -> None:
    happened(con, CASES["not eligible, and a new referral a year later opens the next round"][0].rsplit("2026", 1)[0])
    now = con.execute("SELECT step, step_title, since_on, is_closed, closed_because FROM student_step WHERE student_id = 's'").fetchall()
    assert now == [(4, "Closed", date(2025, 11, 6), True, "The student was found not eligible.")]


def test_events_taken_back_leave_no_step(con: duckdb.DuckDBPyConnection) -> None:
    happened(con, "2025-09-01 referral_received source=parent")
    con.execute("UPDATE process_event SET retracted_at = now()::TIMESTAMP WHERE student_id = 's'")
    with store.transaction(con) as cursor:
        running.refresh(cursor, ["s"])
    assert steps(con) == []
    assert con.execute("SELECT count(*) FROM student_step WHERE student_id = 's'").fetchall() == [(0,)]


def test_a_full_run_gives_what_the_refreshes_gave(con: duckdb.DuckDBPyConnection) -> None:
    for number, case in enumerate(CASES):
        happened(con, CASES[case][0], f"x{number}")
    before = con.execute("SELECT * FROM step_history ORDER BY ALL").fetchall()
    with store.transaction(con) as cursor:
        running.refresh(cursor, None)
    assert con.execute("SELECT * FROM step_history ORDER BY ALL").fetchall() == before


def test_each_move_names_a_kind_of_event_and_each_event_has_one_way_to_move(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT event FROM step_move ANTI JOIN event_kind USING (event)").fetchall() == []
    both = "SELECT event FROM step_move GROUP BY event HAVING count(*) FILTER (outcome IS NULL) > 0 AND count(outcome) > 0"
    assert con.execute(both).fetchall() == []
