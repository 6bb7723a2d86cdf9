"""Each rule of event_rules.csv on a history that breaks it and on one that keeps it; the last line is the event that is judged."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics import store
from analytics.process.typed_event import EventEntry, judge_typed

TODAY = date(2026, 2, 13)
FILE = Path(__file__).parents[2] / "analytics" / "process" / "event_rules.csv"
RULES = {row["rule_id"]: row for row in csv.DictReader(FILE.read_text(encoding="utf-8").splitlines())}
REFERRED = "2025-09-01 referral_received source=parent\n"
CONSENTED = REFERRED + "2025-09-05 consent_received\n"
EVALUATED = CONSENTED + "2025-10-20 evaluation_completed\n"
ELIGIBLE = EVALUATED + "2025-10-27 eligibility_determined outcome=eligible category=SLD people=team\n"
NOT_ELIGIBLE = EVALUATED + "2025-10-27 eligibility_determined outcome=not_eligible people=team\n"
AGREED = ELIGIBLE + "2025-11-03 iep_meeting_held people=team\n2025-11-03 iep_agreed\n"
SERVED = AGREED + "2025-11-04 services_consent_received\n2025-11-05 iep_in_effect\n2025-11-06 services_started\n"
EXITED = SERVED + "2026-01-09 reevaluation_completed outcome=not_eligible people=team\n2026-01-12 exited category=TRAN\n"

# Of each rule: histories that break it, and histories that come close and keep it.
CASES: dict[str, tuple[list[str], list[str]]] = {
    "no_future_date": (["2026-02-14 referral_received source=parent"], ["2026-02-13 referral_received source=parent"]),
    "known_event": (["2025-09-01 parents_evening"], [REFERRED]),
    "known_code": (
        ["2025-09-01 referral_received source=neighbour", "2025-09-01 consent_requested category=SLD"],
        ["2025-09-01 referral_received source=public_health_nurse", "2025-08-01 transferred_in source=another_state"],
    ),
    "required_fields": (["2025-09-01 referral_received", SERVED + "2025-12-01 progress_report_sent"], [REFERRED]),
    "own_plan": (
        ["2025-09-08 intervention_started intervention_id=i-t", "2025-09-08 help_requested source=parent concern_id=c-t"],
        ["2025-09-08 intervention_started intervention_id=i-s", "2025-09-08 help_requested source=parent concern_id=c-s"],
    ),
    "before_birth": (["2016-04-30 referral_received source=parent"], ["2016-05-01 referral_received source=parent"]),
    "before_enrolment": (
        ["2021-08-19 referral_received source=day_care"],
        ["2021-08-20 referral_received source=day_care", "2019-08-19 referral_received source=day_care"],
    ),
    "same_event_twice": (
        [REFERRED + "2025-09-01 referral_received source=parent", "2025-09-01 transferred_in source=same_state\n2025-09-01 transferred_in"],
        [
            REFERRED + "2025-09-01 referral_received source=teacher",
            "2025-09-01 help_requested source=teacher\n2025-09-01 help_requested source=parent",
            "2025-09-01 complaint_received source=parent\n2025-09-01 complaint_received source=student",
            REFERRED + "2025-09-02 referral_received source=teacher",
            "2025-09-08 team_decision outcome=continue people=team\n"
            "2025-09-08 team_decision outcome=continue people=team intervention_id=i-s",
            SERVED + "2026-01-30 delay_explained about=services reason=other\n2026-01-30 delay_explained about=evaluation reason=other",
        ],
    ),
    "after_exit": (
        [EXITED + "2026-01-20 progress_report_sent about=Q2", SERVED + "2026-01-12 transferred_out\n2026-01-20 iep_amended reason=other"],
        [
            EXITED + "2026-01-20 referral_received source=parent",
            EXITED + "2026-01-20 referral_received source=parent\n2026-01-21 consent_requested",
            EXITED + "2026-01-20 help_requested source=teacher\n2026-01-22 team_decision outcome=continue people=team",
            EXITED + "2026-01-20 complaint_received source=parent",
            SERVED + "2025-12-01 transferred_out\n2026-01-10 transferred_in source=same_state\n2026-01-20 progress_report_sent about=Q2",
        ],
    ),
    "after_leaving_school": (["2025-09-01 help_requested source=teacher"], ["2025-06-10 help_requested source=teacher", REFERRED]),
    "closing_needs_help": (
        ["2025-12-01 pre_referral_closed reason=moved"],
        ["2025-09-01 help_requested source=parent\n2025-12-01 pre_referral_closed reason=moved"],
    ),
    "closing_after_referral": (
        ["2025-08-25 help_requested source=parent\n" + REFERRED + "2025-12-01 pre_referral_closed reason=concern_resolved"],
        ["2025-08-25 help_requested source=parent\n2025-12-01 pre_referral_closed reason=concern_resolved"],
    ),
    "declining_needs_referral": (
        ["2025-09-01 referral_declined reason=other", NOT_ELIGIBLE + "2025-12-01 referral_declined reason=other"],
        [REFERRED + "2025-09-10 referral_declined reason=no_disability_suspected"],
    ),
    "declining_after_consent": (
        [CONSENTED + "2025-09-10 referral_declined reason=other"],
        [CONSENTED + "2025-09-10 referral_received source=physician\n2025-09-12 referral_declined reason=other"],
    ),
    "request_needs_referral": (["2025-09-02 consent_requested"], [REFERRED + "2025-09-02 consent_requested"]),
    "consent_needs_referral": (["2025-09-02 consent_received"], [CONSENTED]),
    "consent_after_evaluation": (
        [EVALUATED + "2025-11-01 consent_received"],
        [
            EVALUATED + "2025-10-20 consent_received",
            NOT_ELIGIBLE + "2026-01-10 referral_received source=parent\n2026-01-12 consent_received",
        ],
    ),
    "consent_twice": (
        [CONSENTED + "2025-09-20 consent_received"],
        [CONSENTED + "2025-09-10 consent_revoked\n2025-09-20 consent_received"],
    ),
    "refusal_after_consent": ([CONSENTED + "2025-09-20 consent_refused"], [REFERRED + "2025-09-20 consent_refused"]),
    "revocation_needs_consent": ([REFERRED + "2025-09-20 consent_revoked"], [CONSENTED + "2025-09-20 consent_revoked"]),
    "evaluation_started_needs_consent": (
        [
            REFERRED + "2025-09-20 evaluation_started",
            NOT_ELIGIBLE + "2026-01-10 referral_received source=parent\n2026-01-12 evaluation_started",
        ],
        [
            CONSENTED + "2025-09-05 evaluation_started",
            REFERRED + "2025-09-05 consent_received reason=ward_of_state\n2025-09-09 evaluation_started",
        ],
    ),
    "evaluation_started_after_revocation": (
        [CONSENTED + "2025-09-10 consent_revoked\n2025-09-20 evaluation_started"],
        [CONSENTED + "2025-09-10 consent_revoked\n2025-09-15 consent_received\n2025-09-20 evaluation_started"],
    ),
    "evaluation_completed_needs_consent": (
        [REFERRED + "2025-10-20 evaluation_completed"],
        # Consent given to the former district still holds: 34 CFR 300.301(d)(2) speaks of an evaluation that goes on in the new one.
        [EVALUATED, CONSENTED + "2025-10-01 transferred_in source=same_state\n2025-10-20 evaluation_completed"],
    ),
    "evaluation_completed_after_revocation": (
        [CONSENTED + "2025-09-10 consent_revoked\n2025-10-20 evaluation_completed"],
        [CONSENTED + "2025-09-10 consent_revoked\n2025-09-15 consent_received\n2025-10-20 evaluation_completed"],
    ),
    "start_after_completion": ([EVALUATED + "2025-10-25 evaluation_started"], [EVALUATED + "2025-10-15 evaluation_started"]),
    "evaluation_twice": (
        [EVALUATED + "2025-10-25 evaluation_completed"],
        [NOT_ELIGIBLE + "2025-12-01 referral_received source=parent\n2025-12-05 consent_received\n2026-01-25 evaluation_completed"],
    ),
    "absence_needs_consent": ([REFERRED + "2025-09-20 child_not_produced"], [CONSENTED + "2025-09-20 child_not_produced"]),
    "extension_not_allowed": (
        [CONSENTED + "2025-09-20 extension_agreed reason=state_rule agreed_on=2025-12-20 people=both"],
        [CONSENTED + "2025-09-20 extension_agreed reason=initial_sld_evaluation agreed_on=2025-12-20 people=both"],
    ),
    "extension_not_checked": (
        [CONSENTED + "2025-09-20 extension_agreed reason=state_rule agreed_on=2025-12-20 people=both"],
        [CONSENTED + "2025-09-20 extension_agreed reason=initial_sld_evaluation agreed_on=2025-12-20 people=both"],
    ),
    "extension_needs_transfer": (
        [CONSENTED + "2025-09-20 extension_agreed reason=transfer agreed_on=2025-12-20 people=both"],
        [
            CONSENTED
            + "2025-09-10 transferred_in source=same_state\n2025-09-20 extension_agreed reason=transfer agreed_on=2025-12-20 people=both"
        ],
    ),
    "former_day_after_transfer": (
        [
            "2025-09-10 transferred_in source=same_state last_iep_on=2025-09-11",
            "2025-09-10 transferred_in source=another_state last_iep_on=2025-03-10 last_evaluation_on=2025-09-12",
            "2025-09-10 transferred_in source=same_state last_evaluation_on=2016-04-30",
        ],
        [
            "2025-09-10 transferred_in source=same_state last_iep_on=2025-09-10 last_evaluation_on=2023-03-10",
            "2025-09-10 transferred_in source=same_state",
        ],
    ),
    "former_iep_old": (
        ["2025-09-10 transferred_in source=same_state last_iep_on=2024-09-09"],
        ["2025-09-10 transferred_in source=same_state last_iep_on=2024-09-10 last_evaluation_on=2022-09-09"],
    ),
    "former_evaluation_old": (
        ["2025-09-10 transferred_in source=same_state last_evaluation_on=2022-09-09"],
        ["2025-09-10 transferred_in source=same_state last_iep_on=2024-09-09 last_evaluation_on=2022-09-10"],
    ),
    "extension_needs_consent": (
        [REFERRED + "2025-09-20 extension_agreed reason=initial_sld_evaluation agreed_on=2025-12-20 people=both"],
        [CONSENTED + "2025-09-20 extension_agreed reason=initial_sld_evaluation agreed_on=2025-12-20 people=both"],
    ),
    "extension_after_evaluation": (
        [EVALUATED + "2025-11-20 extension_agreed reason=initial_sld_evaluation agreed_on=2025-12-20 people=both"],
        [CONSENTED + "2025-09-20 extension_agreed reason=initial_sld_evaluation agreed_on=2025-12-20 people=both"],
    ),
    "extension_day_odd": (
        [
            CONSENTED + "2025-09-20 extension_agreed reason=initial_sld_evaluation agreed_on=2025-09-19 people=both",
            CONSENTED + "2025-09-20 extension_agreed reason=initial_sld_evaluation agreed_on=2026-09-21 people=both",
        ],
        [
            CONSENTED + "2025-09-20 extension_agreed reason=initial_sld_evaluation agreed_on=2025-09-20 people=both",
            CONSENTED + "2025-09-20 extension_agreed reason=initial_sld_evaluation agreed_on=2026-09-20 people=both",
        ],
    ),
    "eligibility_needs_evaluation": ([CONSENTED + "2025-10-27 eligibility_determined outcome=not_eligible people=team"], [ELIGIBLE]),
    "eligibility_twice": ([ELIGIBLE + "2025-12-01 eligibility_determined outcome=not_eligible people=team"], [ELIGIBLE]),
    "eligible_needs_category": ([EVALUATED + "2025-10-27 eligibility_determined outcome=eligible people=team"], [ELIGIBLE, NOT_ELIGIBLE]),
    "delay_over_nine": (
        [EVALUATED + "2026-02-13 eligibility_determined outcome=eligible category=DD people=team"],
        [ELIGIBLE, EVALUATED + "2025-10-27 eligibility_determined outcome=eligible category=DD people=team"],
    ),
    "delay_over_nine_again": (
        [SERVED + "2026-02-13 reevaluation_completed outcome=eligible category=DD people=team"],
        [SERVED + "2026-02-13 reevaluation_completed outcome=eligible category=SLD people=team"],
    ),
    "iep_meeting_needs_eligibility": (
        [EVALUATED + "2025-11-03 iep_meeting_held people=team", NOT_ELIGIBLE + "2025-11-03 iep_meeting_held people=team"],
        [
            ELIGIBLE + "2025-10-27 iep_meeting_held people=team",
            "2025-09-01 transferred_in source=same_state\n2025-10-27 iep_meeting_held people=team",
        ],
    ),
    "iep_needs_eligibility": ([EVALUATED + "2025-11-03 iep_agreed"], [AGREED]),
    "iep_needs_meeting": ([ELIGIBLE + "2025-11-03 iep_agreed"], [AGREED]),
    "effect_needs_eligibility": ([EVALUATED + "2025-11-03 iep_in_effect"], [SERVED]),
    "new_iep_without_review": (
        [SERVED + "2026-01-09 iep_meeting_held people=team\n2026-01-09 iep_agreed\n2026-01-12 iep_in_effect"],
        [
            SERVED + "2026-01-09 annual_review_held outcome=continue people=team\n2026-01-12 iep_in_effect",
            SERVED + "2026-01-12 annual_review_held outcome=continue people=team\n2026-01-12 iep_in_effect",
            AGREED + "2025-11-05 iep_in_effect",
        ],
    ),
    "effect_needs_iep": ([ELIGIBLE + "2025-11-03 iep_in_effect"], [AGREED + "2025-11-05 iep_in_effect"]),
    "services_consent_needs_eligibility": (
        [EVALUATED + "2025-11-03 services_consent_received"],
        [ELIGIBLE + "2025-11-03 services_consent_received"],
    ),
    "services_refusal_needs_eligibility": (
        [EVALUATED + "2025-11-03 services_consent_refused"],
        [ELIGIBLE + "2025-11-03 services_consent_refused"],
    ),
    "services_need_consent": (
        [AGREED + "2025-11-06 services_started"],
        [SERVED, "2025-09-01 transferred_in source=same_state\n2025-09-02 services_started"],
    ),
    "services_after_refusal": (
        [AGREED + "2025-11-04 services_consent_received\n2025-11-05 services_consent_revoked\n2025-11-06 services_started"],
        [AGREED + "2025-11-04 services_consent_refused\n2025-11-05 services_consent_received\n2025-11-06 services_started"],
    ),
    "services_need_iep": ([ELIGIBLE + "2025-11-04 services_consent_received\n2025-11-06 services_started"], [SERVED]),
    "revocation_needs_services_consent": (
        [AGREED + "2025-11-06 services_consent_revoked"],
        [SERVED + "2025-12-06 services_consent_revoked"],
    ),
    "amendment_needs_iep": (
        [ELIGIBLE + "2025-11-06 iep_amended reason=other"],
        [SERVED + "2025-12-06 iep_amended reason=lack_of_progress"],
    ),
    "report_needs_iep": ([ELIGIBLE + "2025-11-06 progress_report_sent about=Q1"], [SERVED + "2025-12-06 progress_report_sent about=Q1"]),
    "transition_needs_iep": ([ELIGIBLE + "2025-11-06 transition_plan_agreed"], [SERVED + "2025-12-06 transition_plan_agreed"]),
    "review_needs_iep": (
        [AGREED + "2025-11-10 annual_review_held outcome=continue people=team"],
        [SERVED + "2025-12-10 annual_review_held outcome=continue people=team"],
    ),
    "reevaluation_needs_eligibility": (
        [EVALUATED + "2025-11-06 reevaluation_completed outcome=eligible category=SLD people=team"],
        [SERVED + "2025-12-06 reevaluation_completed outcome=eligible category=SLD people=team"],
    ),
    "waiver_needs_eligibility": (
        [EVALUATED + "2025-11-06 reevaluation_waived agreed_on=2025-11-06 people=both"],
        [SERVED + "2025-12-06 reevaluation_waived agreed_on=2025-12-06 people=both"],
    ),
    "reevaluation_consent_needs_eligibility": (
        [EVALUATED + "2025-11-06 reevaluation_consent_received"],
        [SERVED + "2025-12-06 reevaluation_consent_received"],
    ),
    "reevaluation_needs_consent": (
        [SERVED + "2025-12-06 reevaluation_completed outcome=eligible category=SLD people=team"],
        [
            SERVED + "2025-12-01 reevaluation_consent_received reason=no_answer\n"
            "2025-12-06 reevaluation_completed outcome=eligible category=SLD people=team"
        ],
    ),
    "reevaluation_within_year": (
        [
            SERVED + "2025-11-10 reevaluation_completed outcome=eligible category=SLD people=team\n"
            "2026-02-06 reevaluation_completed outcome=eligible category=SLD people=team"
        ],
        [
            SERVED + "2025-11-10 reevaluation_completed outcome=eligible category=SLD people=team\n"
            "2026-01-06 early_reevaluation_agreed people=both\n"
            "2026-02-06 reevaluation_completed outcome=eligible category=SLD people=team",
            "2024-02-01 transferred_in source=same_state\n2024-02-29 reevaluation_completed outcome=eligible category=SLD people=team\n"
            "2025-02-28 reevaluation_completed outcome=eligible category=SLD people=team",
        ],
    ),
    "waiver_needs_both": (
        [SERVED + "2025-12-06 reevaluation_waived agreed_on=2025-12-06", SERVED + "2025-12-06 reevaluation_waived people=mother"],
        [SERVED + "2025-12-06 reevaluation_waived agreed_on=2025-12-06 people=both"],
    ),
    "exit_needs_special_education": (
        [
            EVALUATED + "2025-11-06 exited category=MKC",
            EXITED + "2026-01-20 referral_received source=parent\n2026-02-01 exited category=TRAN",
        ],
        [SERVED + "2025-12-06 exited category=MKC", "2025-09-01 transferred_in source=same_state\n2025-12-06 exited category=GHS"],
    ),
    "exit_needs_evaluation": (
        [SERVED + "2025-12-06 exited category=TRAN"],
        [
            EXITED,
            SERVED + "2025-12-05 services_consent_revoked\n2025-12-06 exited category=TRAN",
            SERVED + "2025-12-06 exited category=GHS",
        ],
    ),
    "closing_needs_complaint": (
        ["2025-12-06 complaint_closed reason=resolved"],
        ["2025-11-06 complaint_received source=parent\n2025-12-06 complaint_closed reason=resolved"],
    ),
}


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = store.open_store(":memory:")
    con.execute("INSERT INTO student (student_id, first_name, last_name, born_on) VALUES ('s', 'Bo', 'Reyes', '2016-05-01')")
    con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES ('a', 's', 'orf', '3'), ('b', 't', 'orf', '3')")
    for key, series in (("i-s", "a"), ("i-t", "b")):
        con.execute(
            "INSERT INTO intervention (intervention_id, series_id, kind, programme, start_on, due_on) VALUES "
            "(?, ?, 'instruction', 'Repeated reading', '2025-09-08', '2026-05-29')",
            [key, series],
        )
    for key, student in (("c-s", "s"), ("c-t", "t")):
        con.execute(
            "INSERT INTO concern (concern_id, student_id, raised_on, raised_by, what) "
            "VALUES (?, ?, '2025-09-01', 'teacher', 'reads word by word')",
            [key, student],
        )
    yield con
    con.close()


def _event(line: str) -> EventEntry:
    day, event, *codes = line.split()
    fields: dict[str, Any] = dict(code.split("=") for code in codes)
    for name in {"agreed_on", "last_iep_on", "last_evaluation_on"} & set(fields):
        fields[name] = date.fromisoformat(fields[name])
    return EventEntry("s", event, date.fromisoformat(day), **fields)


STATE_OF_A_RULE = {"extension_not_allowed": "WI", "extension_not_checked": "OR"}


def broken(con: duckdb.DuckDBPyConnection, history: str, rule: str = "") -> dict[str, str]:
    """The rules that the last event of a history breaks once the others are stored, each with its effect."""
    *before, last = [_event(line) for line in history.strip().splitlines()]
    con.execute("DELETE FROM process_event")
    con.execute("DELETE FROM enrolment")
    con.execute("INSERT OR REPLACE INTO school VALUES ('N', 'North', 'D', ?)", [STATE_OF_A_RULE.get(rule)])
    left = "2025-06-30" if rule == "after_leaving_school" else None
    con.execute("INSERT INTO enrolment VALUES ('s', 'N', '3', '2021-08-20', ?), ('t', 'N', '5', '2019-08-20', NULL)", [left])
    con.execute("UPDATE student SET born_on = ?", ["2016-02-10" if rule.startswith("delay_over_nine") else "2016-05-01"])
    for number, entry in enumerate(before):
        values = {"event_id": f"e{number}"} | {name: value for name, value in vars(entry).items() if value is not None}
        names = ", ".join(values)
        con.execute(f"INSERT INTO process_event ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values()))
    return {finding.rule_id: finding.effect for finding in judge_typed(con.cursor(), last, "new", TODAY)}


def test_every_rule_is_tried() -> None:
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_refuses_or_flags_what_breaks_it(con: duckdb.DuckDBPyConnection, rule: str) -> None:
    for history in CASES[rule][0]:
        assert broken(con, history, rule).get(rule) == RULES[rule]["effect"], history


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_lets_pass_what_keeps_it(con: duckdb.DuckDBPyConnection, rule: str) -> None:
    for history in CASES[rule][1]:
        found = broken(con, history, rule)
        assert rule not in found, history
        assert "refuse" not in found.values() or rule == "after_leaving_school", (history, found)


EXTENDED = CONSENTED + "2025-09-20 extension_agreed reason=state_rule agreed_on=2025-12-20 people=both"


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("CA", {}), ("nv", {}), ("MI", {}), ("TX", {"extension_not_checked": "flag"}), ("WI", {"extension_not_allowed": "refuse"}),
        # Of these Aimline has no rules, so the federal ones hold, which know no agreement for any child.
        ("WY", {"extension_not_allowed": "refuse"}), (None, {"extension_not_allowed": "refuse"}),
    ],
)  # fmt: skip
def test_whether_a_later_date_may_be_agreed_is_for_the_state_s_rules(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, state: str | None, found: dict[str, str]
) -> None:
    monkeypatch.setitem(STATE_OF_A_RULE, "here", state)  # type: ignore[arg-type]
    assert broken(con, EXTENDED, "here") == found


def test_a_refused_extension_says_what_the_rule_says(con: duckdb.DuckDBPyConnection) -> None:
    broken(con, CONSENTED + EXTENDED.splitlines()[-1], "extension_not_allowed")
    told = judge_typed(con.cursor(), _event(EXTENDED.splitlines()[-1]), "new", TODAY)[0]
    assert "nobody may grant another extension (form guide M-3" in told.message and told.column_name == "reason"


@pytest.mark.parametrize("source", ["parent", "teacher", "physician", "public_health_nurse", "day_care", "agency", "student", "other"])
@pytest.mark.parametrize(
    "running",
    [
        "2025-09-01 help_requested source=teacher\n2025-09-08 intervention_started intervention_id=i-s\n",
        "2025-09-08 intervention_started intervention_id=i-s\n2025-11-10 team_decision outcome=continue people=team intervention_id=i-s\n",
        "2025-09-08 intervention_started intervention_id=i-s\n2025-11-10 intervention_changed reason=ineffective intervention_id=i-s\n",
        "2025-09-01 help_requested source=teacher\n2025-12-01 pre_referral_closed reason=concern_resolved\n",
        "",
    ],
    ids=["help requested", "continue", "changed", "closed", "nothing"],
)
def test_a_referral_from_outside_is_never_refused_nor_flagged_because_an_intervention_runs(
    con: duckdb.DuckDBPyConnection, source: str, running: str
) -> None:
    """OSEP memo 11-07 (21 January 2011); 34 CFR 300.301(b): a parent may ask at any time, and interventions neither deny nor delay it."""
    assert broken(con, f"{running}2025-12-10 referral_received source={source}") == {}


def test_no_rule_could_refuse_a_referral_for_what_happened_before(con: duckdb.DuckDBPyConnection) -> None:
    about = [row for row in RULES.values() if row["effect"] == "refuse" and row["event"] in ("*", "referral_received")]
    kinds = "needs", "not_after", "only_once", "not_within_months", "enrolled"
    of_history = [row["rule_id"] for row in about if row["kind"] in kinds]
    spared = [rule_id for rule_id in of_history if "referral_received" in RULES[rule_id]["leaves_alone"].split("|")]
    assert of_history == spared
    # The same letter typed twice is the one thing that may be refused; somebody else's of the same day is not.
    assert [row["rule_id"] for row in about if row["kind"] == "not_twice_a_day"] == ["same_event_twice"]
    assert broken(con, REFERRED + "2025-09-01 referral_received source=physician") == {}


AGAIN = "2025-09-15 referral_received source=physician\n"


@pytest.mark.parametrize(
    "history",
    [
        CONSENTED + AGAIN + "2025-09-20 evaluation_started",
        CONSENTED + AGAIN + "2025-10-20 evaluation_completed",
        CONSENTED + AGAIN + "2025-09-20 consent_revoked",
        EVALUATED + "2025-10-22 referral_received source=teacher\n2025-10-27 eligibility_determined outcome=not_eligible people=team",
        # The consent came after a first no, and a second referral after that.
        REFERRED + "2025-09-03 consent_refused\n2025-09-05 consent_received\n" + AGAIN + "2025-10-20 evaluation_completed",
        EVALUATED + "2025-10-22 referral_received source=teacher\n2025-11-10 consent_received",
    ],
)
def test_a_second_referral_takes_nothing_from_an_evaluation_that_is_under_way(con: duckdb.DuckDBPyConnection, history: str) -> None:
    """34 CFR 300.301(b), (c): consent is given for the evaluation of a child, not for one of several letters that ask for it."""
    assert broken(con, history) == {}


@pytest.mark.parametrize(
    "ended",
    ["2025-09-10 referral_declined reason=other", "2025-09-10 consent_revoked", "2025-09-10 consent_refused"],
)
def test_a_referral_after_the_end_of_the_first_needs_its_own_consent(con: duckdb.DuckDBPyConnection, ended: str) -> None:
    history = CONSENTED + ended + "\n" + AGAIN + "2025-10-20 evaluation_completed"
    assert broken(con, history)["evaluation_completed_needs_consent"] == "refuse"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_names_events_that_exist_and_says_what_to_do(con: duckdb.DuckDBPyConnection, rule: str) -> None:
    row = RULES[rule]
    kinds = {event for (event,) in con.execute("SELECT event FROM event_kind").fetchall()} | {"*"}
    columns = "other_events", "within", "unless_events", "leaves_alone", "event"
    events = [
        name
        for column in columns
        if column != "other_events" or row["kind"] not in ("needs_fields", "date_not_after", "date_within_months")
        for name in row[column].split("|")
        if name
    ]
    for name in events:
        event, _, code = name.partition(":")
        assert event in kinds, name
        known = con.execute("SELECT count(*) FROM event_choice WHERE event = ? AND code = ?", [event, code]).fetchall()
        assert not code or known != [(0,)], f"{name}: no such code"
    assert any(sign in row["message"] for sign in (". ", "; ", ": ")), "what is wrong, and then what to do"
