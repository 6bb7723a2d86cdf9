"""docs/process.md says what the files say; every name of a standard that we cite is one that it has."""

import csv
from pathlib import Path

import pytest

from analytics.process.rule_tables import put_into

ROOT = Path(__file__).parents[2]
# IDEAEventTypeDescriptor of Ed-Fi Data Standard 6.1: Descriptors/IDEAEventTypeDescriptor.xml in Ed-Fi-Alliance-OSS/Ed-Fi-Data-Standard.
ED_FI = {
    "Parental Consent for Evaluation Given", "Evaluation Complete", "Specific Disability Eligibility Determination",
    "Parental Consent for Implementing IEP Given", "Parental Consent for Implementing IEP Declined", "Service Begins", "Incident",
    "Removed from Least Restrictive Environment", "Manifestation Determination", "Parent Complaint", "Surrogate Need Identification",
    "Surrogate Assignment", "Hearing Officer Assigned", "Hearing Conducted", "Written Decision (SEA/LEA)", "Action Taken", "IEP Review Due",
    "IEP Review Complete", "Transfer Report Complete", "Transfer Student IEP Adoption", "IEP Parent Consent Withdrawn", "IEP Complete",
}  # fmt: skip
# EvaluationDelayReasonDescriptor.xml and EligibilityDelayReasonDescriptor.xml of the same repository.
DELAY = {
    "Ed-Fi EvaluationDelayReason Child Unavailable", "Ed-Fi EvaluationDelayReason Initial SLD Evaluation",
    "Ed-Fi EvaluationDelayReason Transfer",
    "Ed-Fi EligibilityDelayReason Detailed Records Maintained by LEA", "Ed-Fi EligibilityDelayReason No Detailed Records by LEA",
    "Ed-Fi EligibilityDelayReason Lack of Available Assessment Personnel",
    "Ed-Fi EligibilityDelayReason Late Report from Contracted Personnel",
    "Ed-Fi EligibilityDelayReason Parent/Guardian Delay - Detailed Records",
    "Ed-Fi EligibilityDelayReason Parent/Guardian Delay - No Detailed Records",
    "Ed-Fi EligibilityDelayReason Part C (ECI)", "Ed-Fi EligibilityDelayReason Scheduling", "Ed-Fi EligibilityDelayReason Other",
}  # fmt: skip
DISABILITIES = {"AUT", "DB", "DD", "EMN", "HI", "ID", "MD", "OHI", "OI", "SLD", "SLI", "TBI", "VI"}
EXITS = {"GHS", "GRADALTDPL", "RC", "RMA", "D", "MKC", "DROPOUT", "TRAN"}


def read(name: str) -> list[dict[str, str]]:
    with (ROOT / "analytics" / "process" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_tables_of_the_document_are_those_of_the_files() -> None:
    text = (ROOT / "docs" / "process.md").read_text(encoding="utf-8")
    assert text == put_into(text), "write it anew: python -m analytics.process.rule_tables docs/process.md"


def test_each_kind_of_rule_is_told() -> None:
    text = (ROOT / "docs" / "process.md").read_text(encoding="utf-8")
    assert {row["kind"] for row in read("event_rules.csv") if f"`{row['kind']}`" not in text} == set()


def test_names_of_ed_fi_are_names_of_ed_fi() -> None:
    assert {row["ed_fi"] for row in read("event_kinds.csv") if row["ed_fi"]} <= ED_FI
    cited = {part.strip() for row in read("event_codes.csv") for part in row["standard"].split(";") if part.strip().startswith("Ed-Fi")}
    assert cited == DELAY


@pytest.mark.parametrize(
    ("event", "codes"), [("eligibility_determined", DISABILITIES), ("reevaluation_completed", DISABILITIES), ("exited", EXITS)]
)
def test_categories_are_the_codes_of_edfacts(event: str, codes: set[str]) -> None:
    assert {row["code"] for row in read("event_codes.csv") if row["event"] == event and row["field"] == "category"} == codes


def test_what_a_form_must_fill_it_asks_for_and_every_code_belongs_to_a_field_that_is_asked_for() -> None:
    kinds = {row["event"]: row for row in read("event_kinds.csv")}
    for row in kinds.values():
        assert set(row["required"].split("|")) <= set(row["asks"].split("|")) | {""}, row["event"]
    for code in read("event_codes.csv"):
        assert code["event"] == "*" or code["field"] in kinds[code["event"]]["asks"].split("|"), code


def test_a_coded_field_that_is_asked_for_has_codes() -> None:
    codes = {(row["event"], row["field"]) for row in read("event_codes.csv")}
    for row in read("event_kinds.csv"):
        for field in {"source", "outcome", "category", "reason"} & set(row["asks"].split("|")):
            assert (row["event"], field) in codes or ("*", field) in codes, (row["event"], field)


def test_a_rule_that_refuses_by_law_names_the_paragraph() -> None:
    bare = [row["rule_id"] for row in read("event_rules.csv") if row["effect"] == "refuse" and not row["citation"]]
    assert bare == [
        "no_future_date",
        "known_event",
        "known_code",
        "required_fields",
        "own_plan",
        "same_event_twice",
        "after_leaving_school",
    ]
