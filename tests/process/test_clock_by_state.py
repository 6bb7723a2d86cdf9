"""The evaluation of each state worked by hand four times: over breaks, over a summer, over 29 February, and with a school closed for a day.

CLOSED in clock_store.py is the calendar; in the years after 2025-26 it closes no school. The counts stand beside the groups of states.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from clock_store import Case, worked
from test_clock_days import FROM_REFERRAL as ANSWERS
from test_clock_days import cases
from test_clock_rounds import CASES as ROUNDS
from test_clock_rules import RULES, STATES
from test_transfer_clocks import CASES as TRANSFERS

FROM_REFERRAL = ("CT", "NC", "VA")
STARTS = {"breaks": "2025-11-03", "summer": "2026-05-04", "leap day": "2028-02-07", "closure": "2025-11-03"}
SEEN_ON = "2028-06-01"
SNOW = "2025-12-15 Snow day"

# states | breaks: from 3 November 2025 | summer: from 4 May 2026 | leap day: from 7 February 2028 | closure: as breaks, 15 December closed
DUE = """
# 60 calendar days: November 27, December 58, 2 Jan; May 27, June 57, 3 Jul; February 22 (leap year), March 53, 7 Apr. Closed days count.
| US AZ CO MD NH NY OH WI | 2026-01-02 | 2026-07-03 | 2028-04-07 | 2026-01-02 |
# 90 calendar days, New Jersey from consent, North Carolina from the referral: January 89, 1 Feb; July 88, 2 Aug; April 83, 7 May.
| NJ NC | 2026-02-01 | 2026-08-02 | 2028-05-07 | 2026-02-01 |
# 60 calendar days without the summer (6 Jun to 23 Aug): May 27, 5 Jun 32, 24-31 Aug 40, 20 Sep 60.
| PA | 2026-01-02 | 2026-09-20 | 2028-04-07 | 2026-01-02 |
# Also without vacations of more than five school days, until school is held again: 21 Dec 48, 5 Jan 49, 16 Jan 60.
| CA | 2026-01-16 | 2026-09-20 | 2028-04-07 | 2026-01-16 |
# Also without five closed days in a row and the weekends around them: 21 Nov 18, 1 Dec 19, 19 Dec 37, 5 Jan 38, 27 Jan 60.
| GA | 2026-01-27 | 2026-09-20 | 2028-04-07 | 2026-01-27 |
# Without any closed day: 23 Nov 20, 29-30 Nov 22, 21 Dec 43, 3-4 Jan 45, 18 Jan 59,
# not the 19th, 20 Jan 60; not 25 May: a day later; the snow day: a day later.
| FL | 2026-01-20 | 2026-09-21 | 2028-04-07 | 2026-01-21 |
# School days after 3 Nov: 7 Nov 4, 14 9, 21 14, break, 5 Dec 19, 12 24, 19 29, break, 9 Jan 34, 16 39, not the 19th, 23 43, 30 48,
# 6 Feb 53, 13 58.
# After 4 May: 8 May 4, 15 9, 22 14, not the 25th, 29 18, 5 Jun 23, summer, 28 Aug 28, 4 Sep 33, 11 38, 18 43, 25 48, 2 Oct 53, 9 58.
# After 7 Feb 2028: 11 Feb 4, 18 9, 25 14, 3 Mar with the 29th 19, 10 24, 17 29, 24 34, 31 39, 7 Apr 44, 14 49, 21 54, 28 59.
| MI MN | 2026-01-05 | 2026-09-01 | 2028-03-20 | 2026-01-06 |
| WA | 2026-01-20 | 2026-09-15 | 2028-04-03 | 2026-01-21 |
| TX NE NV CT MA | 2026-01-27 | 2026-09-22 | 2028-04-10 | 2026-01-28 |
| IN | 2026-02-03 | 2026-09-29 | 2028-04-17 | 2026-02-04 |
| KY OR | 2026-02-17 | 2026-10-13 | 2028-05-01 | 2026-02-18 |
# The same sixty, but with fewer than sixty left in the year it is due before the next one begins (24 Aug).
| IL | 2026-02-17 | 2026-08-23 | 2028-05-01 | 2026-02-18 |
# 65 business days from the referral: 7 Nov 3 (Election Day), 14 7, 21 12, 26 15, 5 Dec 20, 12 25, 19 30, 26 34, 2 Jan 38, 9 43, 16 48,
# 23 52, 30 57, 6 Feb 62, 11 Feb 65. 8 May 4, 15 9, 22 14, 29 18, 5 Jun 23, 12 28, 18 32, 26 37, 2 Jul 41, 10 46, 17 51, 24 56, 31 61,
# 6 Aug 65.
# 11 Feb 4, 18 9, 25 13 (not the 21st), 3 Mar 18, 10 23, 17 28, 24 33, 31 38, 7 Apr 43, 14 48, 21 53, 28 58, 5 May 63, 9 May 65.
| VA | 2026-02-11 | 2026-08-06 | 2028-05-09 | 2026-02-11 |
# 60 business days from consent: 7 Nov 4, 14 8, 21 13, 28 17 (not the 27th), 5 Dec 22, 12 27, 19 32, 26 36, 2 Jan 40, 9 45, 16 50, 23 54,
# 30 59, 2 Feb 60. As Virginia to 24 Jul 56, 30 Jul 60. 25 Feb 13, 3 Mar 17 (not Mardi Gras, the 29th), 10 22, 17 27, 24 32, 31 37,
# 7 Apr 42, 13 Apr 46 (not Good Friday), 21 51, 28 56, 4 May 60.
| LA | 2026-02-02 | 2026-07-30 | 2028-05-04 | 2026-02-02 |
"""


def _due() -> dict[tuple[str, str], str]:
    found = {}
    for line in DUE.strip().splitlines():
        if not line.startswith("#"):
            states, *dates = (cell.strip() for cell in line.strip().strip("|").split("|"))
            found |= {(state, sort): due for state in states.split() for sort, due in zip(STARTS, dates, strict=True)}
    return found


EXPECTED = _due()
# Other clocks of a state that count days: | case | state | events | clock | due |
IEP = "2026-01-20 eligibility_determined outcome=eligible category=SLD; 2026-02-10 iep_agreed"
OTHERS = """
| Massachusetts assesses in 30 school days | MA | 2025-11-03 consent_received | assessment | 2026-01-05 |
| Massachusetts assesses over the summer | MA | 2026-05-04 consent_received | assessment | 2026-09-01 |
| Washington reports in 35 school days | WA | 2025-11-03 consent_received | assessment | 2026-01-12 |
| Washington reports over the summer | WA | 2026-05-04 consent_received | assessment | 2026-09-08 |
| New York implements in 60 school days | NY | 2025-11-03 consent_received | implementation | 2026-02-17 |
| New York implements over the summer | NY | 2026-05-04 consent_received | implementation | 2026-10-13 |
# School days after 17 Nov: 21 Nov 4, break, 1 Dec 5, 5 Dec 9, 8 Dec 10, 12 Dec 14, 15 Dec 15
| Arizona answers in 15 school days | AZ | 2025-11-17 referral_received | answer_request | 2025-12-15 |
| Illinois answers in 14 school days | IL | 2025-11-17 referral_received | answer_request | 2025-12-12 |
| Indiana answers in 10 | IN | 2025-11-17 referral_received | answer_request | 2025-12-08 |
| Michigan answers in 10 | MI | 2025-11-17 referral_received | answer_request | 2025-12-08 |
| Massachusetts answers in 5 | MA | 2025-11-17 referral_received | answer_request | 2025-12-01 |
# Business days: 21 Nov 4, 26 Nov 7, neither Thanksgiving nor the day after, a holiday of this state, 5 Dec 12, 10 Dec 15
| New Hampshire answers in 15 business days | NH | 2025-11-17 referral_received | answer_request | 2025-12-10 |
# School days after 10 Feb: 13 Feb 3, 20 8, 24 Feb 10, 27 13, 3 Mar 15
| Pennsylvania serves within 10 school days | PA | {IEP} | services | 2026-02-24 |
| Louisiana too | LA | {IEP} | services | 2026-02-24 |
| Michigan within 15 | MI | {IEP} | services | 2026-03-03 |
# January 21, 9 Feb 30
| Texas meets within 30 days of the report | TX | 2025-11-03 consent_received; 2026-01-10 evaluation_completed | iep_meeting | 2026-02-09 |
# 26 days before the last day of school; 44 school days left by 3 April
| Texas at the end of the year | TX | 2026-04-03 consent_received | evaluation | 2026-06-30 |
| Massachusetts at the end of the year | MA | 2026-04-13 consent_received | evaluation | 2026-06-19 |
| California at the end of the year | CA | 2026-05-20 referral_received; 2026-05-22 consent_received | evaluation | 2026-09-23 |
| Illinois at the end of the year | IL | 2026-03-23 consent_received | evaluation | 2026-08-23 |
"""
OTHER = {
    cells[0]: cells[1:]
    for line in OTHERS.replace("{IEP}", IEP).strip().splitlines()
    if not line.startswith("#") and (cells := [cell.strip() for cell in line.strip().strip("|").split("|")])
}
Found = Mapping[str, Mapping[str, Any]]


def _case(state: str, sort: str) -> Case:
    event = "referral_received" if state in FROM_REFERRAL else "consent_received"
    return Case(state, f"{STARTS[sort]} {event}", "evaluation", also_closed=SNOW if sort == "closure" else "", today=SEEN_ON)


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    cases = {f"{state} {sort}": _case(state, sort) for state, sort in EXPECTED}
    cases |= {case: Case(state, events.replace("; ", "\n"), clock, today=SEEN_ON) for case, (state, events, clock, _) in OTHER.items()}
    return worked(cases)


@pytest.mark.parametrize(("state", "sort"), EXPECTED)
def test_the_evaluation_of_a_state_is_due_on_the_day_counted_by_hand(found: Found, state: str, sort: str) -> None:
    row = found[f"{state} {sort}"]
    assert (str(row["due_on"]), row["clock_rule_id"]) == (EXPECTED[state, sort], f"{state}_evaluation")


@pytest.mark.parametrize("case", OTHER)
def test_another_clock_of_a_state_is_due_on_the_day_counted_by_hand(found: Found, case: str) -> None:
    state, _, clock, due = OTHER[case]
    assert (str(found[case]["due_on"]), found[case]["clock_rule_id"]) == (due, f"{state}_{clock}")


def test_every_state_of_the_research_is_worked_by_hand() -> None:
    assert {(state, sort) for state in STATES | {"NV"} for sort in STARTS} == set(EXPECTED)


def test_every_rule_that_counts_days_is_worked_by_hand_somewhere() -> None:
    """Here, or in one of the other files of hand-worked cases."""
    worked_out = {(state, "evaluation") for state, _ in EXPECTED} | {(state, clock) for state, _, clock, _ in OTHER.values()}
    worked_out |= {(state, clock) for state, _, _, clock in cases(ANSWERS)}
    worked_out |= {(case.state, case.clock) for case in (*ROUNDS.values(), *TRANSFERS.values())}
    counting = {(row["state"], row["clock"]) for row in RULES if row["length"] and row["unit"].endswith("_day") and row["state"] != "US"}
    assert counting - worked_out == {("OH", "iep_meeting")}, "Ohio's three limits are worked in test_clock_days.py"


def test_the_table_of_the_states_is_the_one_of_the_rules() -> None:
    rows = {row["state"]: row for row in RULES if row["clock"] == "evaluation"}
    assert set(rows) == {state for state, _ in EXPECTED}
    assert {state for state, row in rows.items() if row["start_event"] == "referral_received"} == set(FROM_REFERRAL)
