"""Due dates worked by hand, state by state. The comment beside a row writes out the count; CLOSED in clock_store.py is its calendar."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from clock_store import Case, worked

CONSENT, REFERRAL, ELIGIBLE = "consent_received", "referral_received", "eligibility_determined outcome=eligible category=SLD"


def cases(text: str) -> list[list[str]]:
    """Rows of a table written with |; what stands behind # is the count in words."""
    rows = [line.split("#")[0] for line in text.strip().splitlines() if not line.strip().startswith("#")]
    return [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows if row.strip()]


# | state | consent received | due |
FROM_CONSENT = """
| US | 2025-11-03 | 2026-01-02 |  # November 27, December 31 = 58, January 2
| US | 2026-01-10 | 2026-03-11 |  # January 21, February 28 = 49, March 11
| US | 2024-01-10 | 2024-03-10 |  # leap year: January 21, February 29 = 50, March 10
| AZ | 2025-11-03 | 2026-01-02 |  # as the federal rule
# School days: 4-7 Nov 4, 10-14 9, 17-21 14, Thanksgiving, 1-5 Dec 19, 8-12 24, 15-19 29, winter break, 5-9 Jan 34, 12-16 39, 20-23
# 43, 26 and 27 Jan 45
| TX | 2025-11-03 | 2026-01-27 |
| WA | 2025-11-03 | 2026-01-20 |  # the same count: 39 by 16 Jan, not the 19th, the 40th is Tuesday, 20 Jan
| MI | 2025-11-03 | 2026-01-05 |  # the same count: 29 by 19 Dec, the 30th is the first day after the break
| MN | 2025-11-03 | 2026-01-05 |  # also 30 school days
| NV | 2025-11-03 | 2026-01-27 |  # also 45 school days
# 3-5 Sep 3, then five a week: 12 Sep 8, 19 13, 26 18, 3 Oct 23, 10 28, 17 33, 24 38, 31 43, 7 Nov 48, 14 53, 21 58, Thanksgiving, 1
# and 2 Dec 60
| IL | 2025-09-02 | 2025-12-02 |
| OR | 2025-09-02 | 2025-12-02 |  # also 60 school days
| KY | 2025-09-02 | 2025-12-02 |  # also 60 school days
# 24-27 Mar 4, 3 Apr 9, 10 14, 17 19, 24 24, 1 May 29, 8 34, 15 39, 22 44, 29 (without the 25th) 48, 5 Jun 53: fewer than 60 are left
| IL | 2026-03-23 | 2026-08-23 |  # the day before the first day of the next year, 24 Aug
# 14-17 Apr 4, 24 9, 1 May 14, 8 19, 15 24, 22 29, 29 33, 5 Jun 38 school days left
| TX | 2026-04-13 | 2026-06-30 |  # between 35 and 44 are left
| TX | 2026-04-16 | 2026-06-30 |  # 35 are left: 17 Apr 1, 24 6, 1 May 11, 8 16, 15 21, 22 26, 29 30, 5 Jun 35
| TX | 2026-04-17 | 2026-09-07 |  # 34 are left; 24-28 Aug 39, 31 Aug - 4 Sep 44, 7 Sep 45 (this calendar closes no school that day)
| TX | 2026-04-03 | 2026-06-30 |  # 44 are left
| TX | 2026-04-02 | 2026-06-05 |  # 45 are left: the 45th is the last day of school
| MA | 2026-04-13 | 2026-06-19 |  # between 30 and 45 are left: 14 days after 5 Jun
| PA | 2026-05-20 | 2026-10-06 |  # May 11, 1-5 June 16, summer 6 Jun - 23 Aug, 24-31 Aug 24, September 54, October 6
| PA | 2025-11-03 | 2026-01-02 |  # breaks count in Pennsylvania
# Thanksgiving takes five weekdays, which is not more than five; the winter break takes ten and counting goes on on 5 Jan
| CA | 2025-11-10 | 2026-01-23 |  # 11-30 Nov 20, 1-21 Dec 41, 5-23 Jan 60
| CA | 2025-12-01 | 2026-02-13 |  # 2-21 Dec 20, 5-31 Jan 47, 13 Feb 60
# Five closed days in a row are enough, and the weekends around them are left out, too.
| GA | 2025-11-10 | 2026-02-03 |  # 11-21 Nov 11, 1-19 Dec 30, 5 Jan 31, 3 Feb 60
| FL | 2025-11-10 | 2026-01-27 |  # 11-23 Nov 13, 29-30 Nov 15, 1-21 Dec 36, 3-4 Jan 38, 5-18 Jan 52, without 19 Jan, 20-27 Jan 60
# Business days: 18-21 Nov 4, 24-26 and 28 8, 5 Dec 13, 12 18, 19 23, 22-24 and 26 27, 29-31 and 2 Jan 31, 9 36, 16 41, 20-23 45, 30
# 50, 6 Feb 55, 13 60
| LA | 2025-11-17 | 2026-02-13 |
| NJ | 2025-11-03 | 2026-02-01 |  # 90 days: November 27, December 58, January 89, 1 Feb
"""


# | state | referral received | due | clock |
FROM_REFERRAL = """
# Without Election Day, Veterans Day, Thanksgiving and the day after, Christmas, New Year, Martin Luther King Day; the school's
# break counts.
# 5-7 Nov 3, 10-14 7, 17-21 12, 24-26 15, 1-5 Dec 20, 8-12 25, 15-19 30, 22-26 34, 29-2 Jan 38, 5-9 43, 12-16 48, 20-23 52, 26-30
# 57, 2-6 Feb 62, 11 Feb 65
| VA | 2025-11-03 | 2026-02-11 | evaluation |
| NC | 2026-05-20 | 2026-08-18 | evaluation |  # May 11, June 41, July 72, 18 Aug 90: summer counts
| WA | 2025-10-06 | 2025-11-10 | answer_request |  # 7-10 Oct 4, 17 9, 24 14, 31 19, 7 Nov 24, 10 Nov 25
| TX | 2025-11-17 | 2025-12-15 | answer_request |  # 18-21 Nov 4, Thanksgiving, 1-5 Dec 9, 8-12 14, 15 Dec 15
| WI | 2025-11-17 | 2025-12-09 | answer_request |  # business days: 18-21 Nov 4, 24-26 and 28 8, 1-5 Dec 13, 8 and 9 Dec 15
| OH | 2025-10-01 | 2025-10-31 | answer_request |
| NJ | 2025-11-14 | 2025-12-09 | answer_request |  # 15-23 Nov 9, Thanksgiving break to Friday, 29-30 Nov 11, 9 Dec 20
| NJ | 2026-06-01 | 2026-06-21 | answer_request |  # summer counts
| PA | 2025-10-01 | None | answer_request |  # no number for a written request
| CA | 2025-12-15 | 2026-01-13 | answer_request |  # 16-21 Dec 6, break to 4 Jan, 5-13 Jan 15
| CA | 2026-05-28 | 2026-09-03 | answer_request |  # eight days before the last day of school: 10 days after 24 Aug
"""


TEN = "2025-12-01 2025-12-02 2025-12-03 2025-12-04 2025-12-05 2025-12-08 2025-12-09 2025-12-10 2025-12-11 2025-12-12"
TX = f"2025-11-03 {CONSENT}"
CT = f"2025-09-08 {REFERRAL}\n2025-09-15 consent_requested"
CASES = {
    **{f"{state} {day}": Case(state, f"{day} {CONSENT}", "evaluation") for state, day, _ in cases(FROM_CONSENT)},
    **{f"{state} {day} {clock}": Case(state, f"{day} {REFERRAL}", clock) for state, day, _, clock in cases(FROM_REFERRAL)},
    "snow in TX": Case("TX", TX, "evaluation", also_closed="2026-01-12 Snow day"),
    "snow in US": Case("US", TX, "evaluation", also_closed="2026-01-02 Snow day"),
    "two absences": Case("TX", TX, "evaluation", absences="2025-12-01 2025-12-02"),
    "three absences": Case("TX", TX, "evaluation", absences="2025-12-01 2025-12-02 2025-12-03"),
    "absent on the first day": Case("TX", TX, "evaluation", absences="2025-11-03 2025-12-02 2025-12-03"),
    "absent in a break": Case("TX", TX, "evaluation", absences="2025-11-25 2025-12-02 2025-12-03"),
    "absent near the end": Case("TX", f"2026-04-13 {CONSENT}", "evaluation", absences="2026-04-20 2026-04-21 2026-04-22"),
    "ten absences": Case("FL", f"2025-11-10 {CONSENT}", "evaluation", absences=TEN),
    "eight absences": Case("FL", f"2025-11-10 {CONSENT}", "evaluation", absences=TEN[: 8 * 11]),
    "MD late consent": Case("MD", f"2025-10-01 {REFERRAL}\n2025-11-03 {CONSENT}", "evaluation"),
    "MD early consent": Case("MD", f"2025-10-01 {REFERRAL}\n2025-10-10 {CONSENT}", "evaluation"),
    "MD asked twice": Case(
        "MD", f"2025-09-02 {REFERRAL} source=parent\n2025-10-15 {REFERRAL} source=teacher\n2025-11-10 {CONSENT}", "evaluation"
    ),
    "MD asked again": Case(
        "MD", f"2025-09-02 {REFERRAL}\n2025-09-10 referral_declined reason=other\n2025-10-15 {REFERRAL}\n2025-12-10 {CONSENT}", "evaluation"
    ),
    "CA asked twice": Case("CA", f"2026-05-01 {REFERRAL}\n2026-05-20 {REFERRAL}\n2026-05-22 {CONSENT}", "evaluation", today="2026-08-01"),
    "CA asked in May": Case("CA", f"2026-05-20 {REFERRAL}\n2026-05-22 {CONSENT}", "evaluation", today="2026-08-01"),
    "OH asked twice": Case(
        "OH",
        f"2025-10-01 {REFERRAL}\n2025-11-03 {CONSENT}\n2025-12-15 {REFERRAL}\n2026-01-10 evaluation_completed\n2026-01-20 {ELIGIBLE}",
        "iep_meeting",
    ),
    "OH tie": Case("OH", "2026-01-05 consent_received\n2026-03-06 eligibility_determined outcome=eligible category=SLD", "iep_meeting"),
    "OH": Case("OH", f"2025-10-01 {REFERRAL}\n2025-11-03 {CONSENT}\n2026-01-10 evaluation_completed\n2026-01-20 {ELIGIBLE}", "iep_meeting"),
    "CA late referral": Case("CA", f"2026-05-10 {REFERRAL}\n2026-05-15 {CONSENT}", "evaluation"),
    "CA earlier referral": Case("CA", f"2026-05-01 {REFERRAL}\n2026-05-15 {CONSENT}", "evaluation"),
    "CT": Case("CT", f"{CT}\n2025-09-29 {CONSENT}", "evaluation"),
    "CT waiting": Case("CT", CT, "evaluation"),
}


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    return worked(CASES)


Found = Mapping[str, Mapping[str, Any]]


@pytest.mark.parametrize(("state", "consent", "expected"), cases(FROM_CONSENT))
def test_the_evaluation_is_due_so_many_days_after_consent(found: Found, state: str, consent: str, expected: str) -> None:
    row = found[f"{state} {consent}"]
    assert (str(row["due_on"]), row["clock_rule_id"]) == (expected, f"{state}_evaluation")


@pytest.mark.parametrize(("state", "referral", "expected", "clock"), cases(FROM_REFERRAL))
def test_a_clock_that_starts_with_the_referral(found: Found, state: str, referral: str, expected: str, clock: str) -> None:
    row = found[f"{state} {referral} {clock}"]
    assert (str(row["due_on"]), row["clock_rule_id"]) == (expected, f"{state}_{clock}")


def test_a_closure_added_later_moves_school_days_and_says_so(found: Found) -> None:
    row = found["snow in TX"]
    assert str(row["due_on"]) == "2026-01-28"  # 44 school days by 27 Jan, one more
    assert "Snow day, 12 January 2026: 1 day not counted" in row["why"]
    assert "Winter break, 22 December 2025 to 2 January 2026: 12 days not counted" in row["why"]
    assert row["days_counted"] == 45 and row["days_left_out"] == 86 - 45  # 4 Nov to 28 Jan are 86 days
    assert str(found["snow in US"]["due_on"]) == "2026-01-02", "calendar days count whatever the school does"


@pytest.mark.parametrize(
    ("case", "expected", "added"),
    [
        ("two absences", "2026-01-27", 0),  # too few
        ("three absences", "2026-01-30", 3),  # as many school days more: 28, 29 and 30 Jan
        ("absent on the first day", "2026-01-27", 0),  # the day of consent itself is not in the period
        ("absent in a break", "2026-01-27", 0),  # no school, no absence
        ("absent near the end", "2026-09-04", 3),  # instead of 30 June: 38 by 5 Jun, then 10 of 48: 28 Aug 43, 4 Sep 48
        ("eight absences", "2026-01-27", 0),
        ("ten absences", "2026-01-29", 2),  # two beyond eight
    ],
)
def test_absences(found: Found, case: str, expected: str, added: int) -> None:
    assert (str(found[case]["due_on"]), found[case]["days_added"]) == (expected, added)


def test_maryland_takes_the_earlier_of_two_limits(found: Found) -> None:
    # 60 from consent would be 2 Jan; 90 from the referral: October 30, November 60, December 30
    assert (str(found["MD late consent"]["due_on"]), found["MD late consent"]["limited_by"]) == ("2025-12-30", REFERRAL)
    # 60 from consent: October 21, November 51, 9 Dec; the other would be 30 Dec
    assert (str(found["MD early consent"]["due_on"]), found["MD early consent"]["limited_by"]) == ("2025-12-09", CONSENT)


def test_ohio_takes_the_earliest_of_three(found: Found) -> None:
    # 30 from eligibility 19 Feb; 90 from consent 1 Feb; 120 from the request: 30 Dec is the 90th, 29 Jan the 120th
    assert (str(found["OH"]["due_on"]), found["OH"]["limited_by"]) == ("2026-01-29", REFERRAL)
    # 90 from consent: January 26, February 54, March 85, 5 Apr; 30 from eligibility: March 25, 5 Apr: the first that the rule names
    assert (str(found["OH tie"]["due_on"]), found["OH tie"]["limited_by"]) == ("2026-04-05", "eligibility_determined")


def test_california_referral_near_the_end_of_the_year(found: Found) -> None:
    assert str(found["CA late referral"]["due_on"]) == "2026-09-23"  # 26 days before the last day of school: 30 days after 24 Aug
    assert (
        str(found["CA earlier referral"]["due_on"]) == "2026-10-01"
    )  # 35 days: 16-31 May 16, 5 Jun 21, 24-31 Aug 29, September 59, 1 Oct 60


def test_connecticut_does_not_count_the_wait_for_consent(found: Found) -> None:
    # 16-19 Sep 4, 22-26 9, 29 Sep 10 are not counted; the 55th school day after 8 Sep: 12 Sep 4, then five a week, 21 Nov 54, 1 Dec 55
    assert (str(found["CT"]["due_on"]), found["CT"]["days_added"]) == ("2025-12-01", 10)
    assert "Waiting for consent, 16 September 2025 to 29 September 2025: 10 days added" in found["CT"]["why"]
    assert (found["CT waiting"]["due_on"], found["CT waiting"]["standing"]) == (None, "not yet known")


def test_a_second_referral_does_not_move_what_counts_from_the_first(found: Found) -> None:
    # 90 days after 2 September. After a refusal the new request counts: 90 days after 15 October.
    assert (str(found["MD asked twice"]["due_on"]), found["MD asked twice"]["limited_by"]) == ("2025-12-01", REFERRAL)
    assert (str(found["MD asked again"]["due_on"]), found["MD asked again"]["limited_by"]) == ("2026-01-13", REFERRAL)
    assert (str(found["OH asked twice"]["due_on"]), found["OH asked twice"]["limited_by"]) == ("2026-01-29", REFERRAL)
    # The school year ends on 5 June: 1 May is not within its last 30 days, 20 May is.
    assert found["CA asked in May"]["due_on"] == date(2026, 9, 23)
    assert found["CA asked twice"]["due_on"] == date(2026, 10, 8)
