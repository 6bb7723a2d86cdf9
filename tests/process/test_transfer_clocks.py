"""A student from another district: what was due there goes on here, and what is owed here depends on where they came from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from clock_store import Case, new_store, record, run, worked

CAME = "2025-10-01 transferred_in source=same_state last_iep_on=2025-03-10 last_evaluation_on=2023-05-15"
ABROAD = CAME.replace("same_state", "another_state")
PENDING = "2025-08-04 referral_received source=parent\n2025-08-18 consent_received\n2025-10-01 transferred_in source=same_state"
OWN_IEP = "2025-11-10 iep_meeting_held people=team\n2025-11-12 iep_agreed"
FOUND = "2025-10-06 consent_received\n2025-11-20 evaluation_completed\n2025-11-24 eligibility_determined outcome=eligible category=SLD"
CASES = {
    "review": Case("WY", CAME, "annual_review", today="2026-03-15"),
    "review after adoption": Case("WY", f"{CAME}\n2025-10-14 iep_in_effect", "annual_review", today="2025-12-01"),
    "review held": Case("WY", f"{CAME}\n2026-03-04 annual_review_held outcome=continue", "annual_review", round=2),
    "review until an IEP here": Case("WY", f"{CAME}\n{OWN_IEP}", "annual_review"),
    "review after an IEP here": Case("WY", f"{CAME}\n{OWN_IEP}", "annual_review", round=2, today="2026-03-15"),
    "review of a leap day": Case("WY", CAME.replace("2025-03-10", "2024-02-29"), "annual_review", today="2025-10-15"),
    "review once exited": Case("WY", f"{CAME}\n2025-12-01 exited category=TRAN", "annual_review"),
    "reevaluation": Case("WY", CAME, "reevaluation", today="2026-03-15"),
    "reevaluation in PA": Case("PA", CAME, "reevaluation", today="2026-03-15"),
    "reevaluation until found here": Case("WY", f"{ABROAD}\n{FOUND}", "reevaluation"),
    "reevaluation once found here": Case("WY", f"{ABROAD}\n{FOUND}", "reevaluation", round=2),
    "not eligible here": Case("WY", f"{ABROAD}\n{FOUND.replace('=eligible category=SLD', '=not_eligible')}", "annual_review"),
    "within the state": Case("WY", CAME, "transfer", today="2025-10-15"),
    "within CA": Case("CA", CAME, "transfer", today="2025-10-15"),
    "to CA": Case("CA", ABROAD, "transfer_other_state", today="2025-10-15"),
    "to TX": Case("TX", ABROAD, "transfer_other_state", today="2025-10-15"),
    "from another state": Case("WY", ABROAD, "transfer_other_state", today="2025-10-15"),
    "adopted": Case("WY", f"{CAME}\n2025-10-14 iep_in_effect", "transfer"),
    "without its source": Case("WY", CAME.replace(" source=same_state", ""), "transfer", today="2025-10-15"),
    "in the middle": Case("WY", PENDING, "transfer_evaluation", today="2025-10-15"),
    "in the middle, evaluated": Case("WY", f"{PENDING}\n2025-10-16 evaluation_completed", "transfer_evaluation"),
    "in the middle, the limit": Case("WY", PENDING, "evaluation", today="2025-10-15"),
    "in the middle, agreed": Case(
        "WY", f"{PENDING}\n2025-10-03 extension_agreed reason=transfer agreed_on=2025-11-14 people=both", "evaluation", today="2025-10-15"
    ),
}  # fmt: skip
# case | due | standing | rule | stopped by
READ = """
| review | 2026-03-10 | overdue | US_annual_review | None |
| review after adoption | 2026-03-10 | running | US_annual_review | None |
| review held | 2027-03-04 | running | US_annual_review | None |
| review until an IEP here | 2026-03-10 | met on time | US_annual_review | own_iep |
| review after an IEP here | 2026-11-12 | running | US_annual_review | None |
| review of a leap day | 2025-02-28 | overdue | US_annual_review | None |
| review once exited | 2026-03-10 | lifted | US_annual_review | None |
| reevaluation | 2026-05-15 | due soon | US_reevaluation | None |
| reevaluation in PA | 2026-05-15 | due soon | US_reevaluation | None |
| reevaluation until found here | 2026-05-15 | met on time | US_reevaluation | own_evaluation |
| reevaluation once found here | 2028-11-24 | running | US_reevaluation | None |
| not eligible here | 2026-03-10 | lifted | US_annual_review | None |
| within the state | None | running | US_transfer | None |
| within CA | 2025-10-31 | running | CA_transfer | None |
| to CA | None | running | US_transfer_other_state | None |
| to TX | 2025-10-29 | running | TX_transfer_other_state | None |
| from another state | None | running | US_transfer_other_state | None |
| adopted | None | met on time | US_transfer | iep_in_effect |
| without its source | None | running | US_transfer | None |
| in the middle | None | running | US_transfer_evaluation | None |
| in the middle, evaluated | None | met on time | US_transfer_evaluation | evaluation_completed |
| in the middle, the limit | 2025-10-17 | due soon | US_evaluation | None |
| in the middle, agreed | 2025-11-14 | running | US_evaluation | None |
"""
Found = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    return worked(CASES)


@pytest.mark.parametrize("line", READ.strip().splitlines(), ids=lambda line: line.split("|")[1].strip())
def test_a_clock_after_a_transfer_reads(found: Found, line: str) -> None:
    case, *expected = (cell.strip() for cell in line.strip("|").split("|"))
    row = found[case]
    assert [str(row[name]) for name in ("due_on", "standing", "clock_rule_id", "stop_event")] == expected


def test_every_case_is_read() -> None:
    assert [line.split("|")[1].strip() for line in READ.strip().splitlines()] == list(CASES)


@pytest.mark.parametrize(
    ("events", "running"),
    [
        (CAME, {"annual_review", "reevaluation", "transfer"}),
        (ABROAD, {"annual_review", "reevaluation", "transfer_other_state"}),
        (PENDING, {"answer_request", "evaluation", "transfer_evaluation"}),
        ("2025-10-01 transferred_in source=same_state", {"transfer"}),
        # Somebody who was here before: the transfer out ended what ran, and what the other district did begins it anew.
        (f"2022-01-10 eligibility_determined outcome=eligible category=ID\n2022-01-20 iep_agreed\n2025-06-05 transferred_out\n{CAME}",
         {"iep_meeting", "iep_in_effect", "services", "transition", "age_of_majority", "annual_review", "reevaluation", "transfer"}),
    ],
)  # fmt: skip
def test_no_other_clock_reads_what_the_former_district_did(events: str, running: set[str]) -> None:
    con = new_store("WY")
    record(con, events)
    run(con)
    rows = con.execute("SELECT clock, is_over FROM student_clock ORDER BY round").fetchall()
    assert {clock for clock, _ in rows} == running
    step = con.execute("SELECT count(*), max(from_on) FROM step_history").fetchall()[0]
    assert step[1] <= date(2025, 10, 1) and step[0] <= 4, "steps know the transfer alone"
    con.close()
