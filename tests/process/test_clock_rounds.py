"""What starts, meets, ends, lifts and moves a clock: exceptions, agreements, rounds, ages, reports, states without rules."""

from collections.abc import Mapping
from typing import Any

import pytest
from clock_store import Case, clock, new_store, record, run, worked

CONSENT = "2025-11-03 consent_received"
EVALUATED = f"{CONSENT}\n2026-01-05 evaluation_completed"
REVIEWED = "2027-02-01 annual_review_held outcome=continue\n2027-02-03 iep_agreed"
DENIED = "2025-12-10 evaluation_completed\n2025-12-15 eligibility_determined outcome=not_eligible"
IEP = "2026-01-20 eligibility_determined outcome=eligible category=SLD\n2026-02-10 iep_agreed\n2026-02-17 services_started"
REFUSED = "2026-01-20 eligibility_determined outcome=eligible category=SLD\n2026-01-22 services_consent_refused"
GONE = "2025-12-01 child_not_produced\n2025-12-10 child_not_produced"
LEAP = "2024-02-20 eligibility_determined outcome=eligible category=SLD\n2024-02-29 iep_agreed"
CASES = {
    "open": Case("WY", CONSENT, "evaluation", today="2025-12-15"),
    "soon": Case("WY", CONSENT, "evaluation", today="2025-12-20"),
    "on the day": Case("WY", CONSENT, "evaluation", today="2026-01-02"),
    "overdue": Case("WY", CONSENT, "evaluation", today="2026-01-03"),
    "on time": Case("WY", f"{CONSENT}\n2026-01-02 evaluation_completed", "evaluation"),
    "late": Case("WY", f"{EVALUATED} reason=child_unavailable", "evaluation"),
    "explained": Case("WY", f"{EVALUATED}\n2026-01-06 delay_explained about=evaluation reason=other", "evaluation"),
    "one appointment missed": Case("WY", f"{CONSENT}\n2025-12-01 child_not_produced", "evaluation"),
    "two appointments missed": Case("WY", f"{CONSENT}\n{GONE}", "evaluation"),
    "evaluated after all": Case("WY", f"{CONSENT}\n{GONE}\n2026-02-01 evaluation_completed", "evaluation"),
    "missed when it was late": Case("WY", f"{CONSENT}\n2026-01-10 child_not_produced\n2026-01-12 child_not_produced", "evaluation"),
    "moved here": Case("WY", f"{CONSENT}\n2025-12-05 transferred_in source=same_state agreed_on=2026-01-30", "evaluation"),
    "moved here without a date": Case("WY", f"{CONSENT}\n2025-12-05 transferred_in source=same_state", "evaluation"),
    "extended": Case("WY", f"{CONSENT}\n2025-12-20 extension_agreed agreed_on=2026-01-20 reason=initial_sld_evaluation", "evaluation"),
    "extended twice": Case(
        "WY", f"{CONSENT}\n2025-12-20 extension_agreed agreed_on=2026-01-20\n2026-01-19 extension_agreed agreed_on=2026-02-03", "evaluation"
    ),
    "extended too late": Case("WY", f"{CONSENT}\n2026-01-03 extension_agreed agreed_on=2026-02-03", "evaluation"),
    "extended to an earlier day": Case("WY", f"{CONSENT}\n2025-12-20 extension_agreed agreed_on=2025-12-24", "evaluation"),
    "revoked": Case("WY", f"{CONSENT}\n2025-11-20 consent_revoked", "evaluation"),
    "left when it was late": Case("WY", f"{CONSENT}\n2026-01-12 transferred_out", "evaluation"),
    "consent given twice": Case("WY", f"{CONSENT}\n2025-11-10 consent_received", "evaluation"),
    "asked again": Case("WY", f"{CONSENT}\n2025-12-01 evaluation_completed\n2026-03-02 consent_received", "evaluation", round=2),
    "IEP meeting": Case("WY", IEP, "iep_meeting"),
    "services refused before the meeting": Case("WY", REFUSED, "iep_meeting"),
    "services refused before the meeting in TX": Case("TX", f"{EVALUATED}\n2026-01-08 services_consent_refused", "iep_meeting"),
    "not eligible": Case("WY", f"{CONSENT}\n{DENIED}", "evaluation"),
    "services": Case("WY", IEP.rsplit("\n", 1)[0], "services"),
    "services in LA": Case("LA", IEP, "services"),
    "start of school": Case("WY", "2026-05-11 eligibility_determined outcome=eligible", "iep_in_effect"),
    "start of an unknown year": Case("WY", "2027-09-01 eligibility_determined outcome=eligible", "iep_in_effect", today="2027-09-02"),
    "review of a leap day": Case("WY", LEAP, "annual_review", today="2024-03-01"),
    "reevaluation of a leap day": Case("WY", LEAP.replace("2024-02-20", "2024-02-29"), "reevaluation", today="2024-03-01"),
    "second review": Case("WY", f"{IEP}\n{REVIEWED}", "annual_review", round=2, today="2027-03-01"),
    "reevaluation": Case("WY", IEP, "reevaluation"),
    "second agreed": Case("WY", f"{IEP}\n2026-05-01 early_reevaluation_agreed", "reevaluation"),
    "waived": Case("WY", f"{IEP}\n2028-12-01 reevaluation_waived agreed_on=2028-12-01", "reevaluation", round=2, today="2029-01-01"),
    "ID in PA": Case("PA", IEP.replace("SLD", "ID"), "reevaluation"),
    "SLD in PA": Case("PA", IEP, "reevaluation"),
    "no longer eligible": Case("WY", f"{IEP}\n2026-06-01 reevaluation_completed outcome=not_eligible", "annual_review"),
    "transition at 16": Case("WY", IEP, "transition", born="2010-03-15"),
    "first IEP after 16": Case("WY", IEP, "transition", born="2009-03-15"),
    "transition at 14 in NJ": Case("NJ", IEP, "transition", born="2012-03-15"),
    "born on a leap day": Case("WY", IEP, "age_of_majority", born="2012-02-29"),
    "majority in AL": Case("AL", IEP, "age_of_majority", born="2012-03-15"),
    "15 in CO before the review": Case("CO", IEP, "transition", born="2011-05-01", today="2026-06-01"),
    "reviewed at 15 in CO": Case("CO", f"{IEP}\n2026-06-01 annual_review_held outcome=continue", "transition", born="2011-05-01"),
    "no review at 15 in CO": Case("CO", IEP, "transition", born="2011-05-01", today="2027-03-01"),
    "first IEP at 15 in CO": Case("CO", IEP, "transition", born="2010-05-01"),
    "far from 15 in CO": Case("CO", IEP, "transition", born="2013-05-01"),
    "majority in CO": Case("CO", IEP, "age_of_majority", born="2012-03-15"),
    "majority in PA": Case("PA", IEP, "age_of_majority", born="2012-03-15"),
    "moved to CA": Case("CA", "2025-10-01 transferred_in source=same_state", "transfer", today="2025-10-15"),
    "moved to TX": Case("TX", "2025-10-01 transferred_in source=same_state", "transfer", today="2025-10-15"),
    "plan made": Case("WY", f"{IEP}\n2026-02-20 transition_plan_agreed", "transition", born="2010-03-15"),
}  # fmt: skip
Found = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    return worked(CASES)


# case | due | standing | days left or late
STANDINGS = """
| open | 2026-01-02 | running | 18 |
| soon | 2026-01-02 | due soon | 13 |
| on the day | 2026-01-02 | due soon | 0 |
| overdue | 2026-01-02 | overdue | 1 |
| on time | 2026-01-02 | met on time | None |
| late | 2026-01-02 | met late | 3 |
| one appointment missed | 2026-01-02 | overdue | 180 |
| two appointments missed | 2026-01-02 | lifted | None |
| evaluated after all | 2026-01-02 | lifted | None |
| missed when it was late | 2026-01-02 | overdue | 180 |
| moved here | 2026-01-30 | overdue | 152 |
| moved here without a date | 2026-01-02 | overdue | 180 |
| extended | 2026-01-20 | overdue | 162 |
| extended twice | 2026-02-03 | overdue | 148 |
| extended too late | 2026-01-02 | overdue | 180 |
| extended to an earlier day | 2026-01-02 | overdue | 180 |
| revoked | 2026-01-02 | lifted | None |
| left when it was late | 2026-01-02 | lifted | 10 |
| consent given twice | 2026-01-02 | overdue | 180 |
| asked again | 2026-05-01 | overdue | 61 |
| not eligible | 2026-01-02 | met on time | None |
| IEP meeting | 2026-02-19 | met on time | None |
| services | None | running | None |
| services in LA | 2026-02-24 | met on time | None |
| start of school | 2026-08-24 | running | 54 |
| start of an unknown year | None | not yet known | None |
| review of a leap day | 2025-02-28 | running | 364 |
| reevaluation of a leap day | 2027-02-28 | running | 1094 |
| second review | 2028-02-01 | running | 337 |
| reevaluation | 2029-01-20 | running | 934 |
| services refused before the meeting | 2026-02-19 | lifted | None |
| services refused before the meeting in TX | 2026-02-04 | lifted | None |
| waived | 2031-12-01 | running | 1064 |
| ID in PA | 2028-01-20 | running | 568 |
| SLD in PA | 2029-01-20 | running | 934 |
| no longer eligible | 2027-02-10 | lifted | None |
| transition at 16 | 2026-03-15 | overdue | 108 |
| first IEP after 16 | 2026-02-10 | overdue | 141 |
| transition at 14 in NJ | 2026-03-15 | overdue | 108 |
| plan made | 2026-03-15 | met on time | None |
| born on a leap day | 2029-02-28 | running | 973 |
| majority in AL | 2030-03-15 | running | 1353 |
| 15 in CO before the review | 2027-02-10 | running | 254 |
| reviewed at 15 in CO | 2026-06-01 | overdue | 30 |
| no review at 15 in CO | 2027-02-10 | overdue | 19 |
| first IEP at 15 in CO | 2026-02-10 | overdue | 141 |
| far from 15 in CO | 2028-05-01 | running | 670 |
| majority in CO | 2032-03-15 | running | 2084 |
| majority in PA | 2032-03-15 | running | 2084 |
| moved to CA | 2025-10-31 | running | 16 |
| moved to TX | 2025-10-29 | running | 14 |
"""


@pytest.mark.parametrize("line", [line for line in STANDINGS.strip().splitlines()], ids=lambda line: line.split("|")[1].strip())
def test_a_clock_reads(found: Found, line: str) -> None:
    case, expected, standing, days = (cell.strip() for cell in line.strip("|").split("|"))
    row = found[case]
    told = row["days_late"] if row["days_late"] is not None else row["days_left"]
    assert (str(row["due_on"]), row["standing"], str(told)) == (expected, standing, days)


def test_every_case_is_in_the_table() -> None:
    told = {line.split("|")[1].strip() for line in STANDINGS.strip().splitlines()}
    assert set(CASES) - told == {"explained", "second agreed"}


def test_a_birthday_far_off_needs_no_calendar(found: Found) -> None:
    assert found["far from 15 in CO"]["is_calendar_known"] and found["far from 15 in CO"]["standing"] == "running"


def test_a_delay_has_its_reason(found: Found) -> None:
    assert (found["late"]["late_reason"], found["late"]["late_reason_event"]) == ("child_unavailable", "evaluation_completed")
    assert (found["explained"]["late_reason"], found["explained"]["late_reason_event"]) == ("other", "delay_explained")


def test_an_agreement_says_by_how_much(found: Found) -> None:
    assert found["extended"]["why"] == ["Extension agreed in writing, 3 January 2026 to 20 January 2026: due 18 days later"]
    assert str(found["extended"]["extended_to"]) == "2026-01-20" and found["extended to an earlier day"]["extended_to"] is None


def test_a_reevaluation_has_an_earliest_day_unless_agreed(found: Found) -> None:
    assert str(found["reevaluation"]["not_before_on"]) == "2027-01-20"
    assert found["second agreed"]["not_before_on"] is None


@pytest.mark.parametrize(("state", "falls_back"), [("WY", True), (None, True), ("", True), ("zz", True), ("TX", False), (" tx", False)])
def test_a_state_without_rules_falls_back_to_the_federal_ones_and_says_so(state: str | None, falls_back: bool) -> None:
    con = new_store(state)
    record(con, CONSENT)
    run(con)
    row = clock(con, "evaluation")
    assert (row["falls_back"], row["clock_rule_id"]) == (falls_back, "US_evaluation" if falls_back else "TX_evaluation")
    con.close()


def test_a_student_whose_school_is_not_known_has_clocks_all_the_same() -> None:
    con = new_store("TX")
    con.execute("DELETE FROM enrolment")
    record(con, CONSENT)
    run(con)
    assert (str(clock(con, "evaluation")["due_on"]), clock(con, "evaluation")["falls_back"]) == ("2026-01-02", True)
    con.close()


def test_days_that_no_calendar_covers_count_from_monday_to_friday_and_the_row_says_so() -> None:
    con = new_store("TX", years="2025-26 2025-08-25 2025-12-19", closed="")
    record(con, CONSENT)
    run(con)
    row = clock(con, "evaluation")
    assert str(row["due_on"]) == "2026-01-05"  # nine weeks of five weekdays
    assert row["is_calendar_known"] is False and clock(new_known(), "evaluation")["is_calendar_known"] is True
    con.close()


def new_known() -> Any:
    con = new_store("TX")
    record(con, CONSENT)
    run(con)
    return con


def test_reports_are_due_for_each_period_that_ends_while_the_iep_runs() -> None:
    con = new_store("WY")
    periods = [
        ("Q2", "2026-01-30", "2026-02-06"),
        ("Q3", "2026-03-27", "2026-04-03"),
        ("Q4", "2026-06-05", "2026-06-12"),
        ("Q1", "2026-10-30", "2026-11-06"),
    ]
    con.executemany("INSERT INTO reporting_period (school_id, name, ends_on, report_due_on) VALUES ('*', ?, ?, ?)", periods)
    record(
        con,
        f"{IEP}\n2026-04-09 progress_report_sent about=Q3\n2026-06-10 progress_report_sent about=anything\n2026-09-01 exited category=TRAN",
    )
    run(con)
    rows = con.execute(
        "SELECT period, due_on::VARCHAR, stopped_on::VARCHAR FROM student_clock WHERE clock = 'progress_report' ORDER BY round"
    ).fetchall()
    # Not Q2, which ended before services began, nor Q1 of the next year, after the exit.
    assert rows == [("Q3", "2026-04-03", "2026-04-09"), ("Q4", "2026-06-12", "2026-06-10")]
    con.close()
