"""Who left school without an exit: nothing is overdue from then on, the page says why, and somebody is asked for the exit."""

from datetime import date
from typing import Any

import duckdb
import pytest
from clock_store import clock, new_store, record, run

from analytics import store
from analytics.checks import run_checks
from analytics.process import board, clocks, reading

TODAY = date(2026, 3, 2)
CONSENT = "2025-11-03 consent_received"  # due on 2 January 2026


def left(on: str | None, events: str = CONSENT, today: date = TODAY) -> duckdb.DuckDBPyConnection:
    """A store in which the student left school A on a day; its office sees every student."""
    con = new_store("WY")
    con.execute("UPDATE enrolment SET left_on = ?", [on])
    con.execute("INSERT INTO staff (staff_id, name) VALUES ('D', 'Office')")
    con.execute(
        "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES ('D', 'district', 'district', '', '2024-01-01')"
    )
    store.set_info(con, "demo_today", today.isoformat())
    record(con, events)
    run(con)
    return con


def told(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [example for one in run_checks(con) if one.check == "left_without_exit" for example in one.examples]


@pytest.mark.parametrize(
    ("on", "today", "standing", "late"),
    [
        ("2025-12-19", "2026-03-02", "lifted", None),  # before it was due
        ("2026-01-12", "2026-03-02", "lifted", 10),  # ten days late when the enrolment ended, and no more since
        ("2026-01-12", "2026-01-12", "overdue", 10),  # the last day still counts
        ("2026-01-12", "2026-01-05", "overdue", 3),  # a day of leaving that lies ahead ends nothing
        (None, "2026-03-02", "overdue", 59),
    ],
)
def test_a_clock_counts_to_the_end_of_the_enrolment_and_says_so(on: str | None, today: str, standing: str, late: int | None) -> None:
    con = left(on)
    row = clock(con, "evaluation", today=today)
    assert (row["standing"], row["days_late"], row["is_open"]) == (standing, late, standing == "overdue")
    assert (row["lifted_because"], str(row["lifted_on"])) == (("enrolment_ended", on) if standing == "lifted" else (None, "None"))
    con.close()


def test_the_page_asks_for_the_exit_and_the_board_calls_nothing_overdue() -> None:
    con = left("2025-12-19")
    assert told(con) == ["s left school on 2025-12-19, no exit recorded: record the exit"]
    step = reading.what_happens_next(con, "D", TODAY, "s")
    assert step and step["sentence"].startswith(
        "Left school on 19 December 2025, and no exit is recorded: record the transfer out or the exit."
    )
    assert step["likely"][:2] == ["transferred_out", "exited"] and "Due by" not in step["sentence"]
    row: dict[str, Any] = clocks.clocks_of_student(con, "D", TODAY, "s")[0]
    assert row["lifted_title"] == "Enrolment ended, no exit recorded"
    assert board.urgent(con, "D", TODAY, False, 10) == []
    assert board.listed(con, "D", TODAY, board.Wanted(), most=10) == []
    row = board.students(con, "D", TODAY, board.Wanted(), [0] * 7, [10] * 7)[0]
    assert (row["student_id"], row["clock"], row["left_on"], row["overdue"]) == ("s", None, date(2025, 12, 19), 0)
    con.close()


@pytest.mark.parametrize("last", ["2025-12-19 transferred_out", "2025-12-18 consent_revoked"])
def test_who_left_with_an_exit_is_not_asked_for_one(last: str) -> None:
    con = left("2025-12-19", f"{CONSENT}\n{last}")
    assert told(con) == []
    step = reading.what_happens_next(con, "D", TODAY, "s")
    assert step and "Left school" not in step["sentence"]
    con.close()


def test_who_went_to_another_school_here_has_not_left() -> None:
    con = left("2025-12-19")
    con.execute("INSERT INTO school VALUES ('B', 'Birch School', 'D', 'WY')")
    con.execute("INSERT INTO enrolment VALUES ('s', 'B', '4', DATE '2026-01-05', NULL)")
    run(con)
    assert told(con) == [] and clock(con, "evaluation", today="2026-03-02")["standing"] == "overdue"
    con.close()


def test_a_referral_that_comes_after_the_child_left_school_is_not_put_aside() -> None:
    """The district still has to find and evaluate children who are enrolled nowhere (34 CFR 300.111)."""
    con = left("2025-06-05", "2025-11-03 referral_received source=parent\n2025-11-10 consent_received")
    assert clock(con, "evaluation", today="2026-03-02")["standing"] == "overdue"
    con.close()


def test_reports_are_due_no_more() -> None:
    con = new_store("WY")
    con.execute("UPDATE enrolment SET left_on = '2025-12-19'")
    con.execute("INSERT INTO reporting_period (school_id, name, ends_on, report_due_on) VALUES ('*', 'Q2', '2026-01-23', '2026-01-30')")
    record(con, "2025-09-01 eligibility_determined outcome=eligible category=SLD\n2025-09-15 iep_agreed\n2025-09-16 services_started")
    run(con)
    assert clock(con, "progress_report", today="2026-03-02")["standing"] == "lifted"
    con.close()


@pytest.mark.parametrize(
    ("days", "missing"),
    [
        ("", "the last IEP and the last evaluation is not known"),
        (" last_iep_on=2025-03-10", "the last evaluation is not known"),
        (" last_iep_on=2025-03-10 last_evaluation_on=2024-03-10", None),
    ],
)
def test_a_transfer_without_the_days_of_the_former_district_is_found(days: str, missing: str | None) -> None:
    con = left(None, f"2025-10-01 transferred_in source=same_state{days}")
    found = [one.examples[0] for one in run_checks(con) if one.check == "transfer_without_days"]
    assert found == ([f"s, transfer in of 2025-10-01: {missing}"] if missing else [])
    con.close()
