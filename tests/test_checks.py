"""aimline check finds what is broken or deserves a look, and is silent on a sound store."""

import csv
from pathlib import Path

import duckdb
import pytest

from analytics import checks, pipeline
from analytics.checks import Finding, run_checks
from analytics.store import open_store, set_info

HERE = Path(checks.__file__).parent
WEEKS = "SELECT 'x', DATE '2025-09-01' + 7 * i::INTEGER, {value}, 'imported' FROM range(10) t(i)"
SCORE = "INSERT INTO score (series_id, observed_on, value, origin) VALUES ('x', '{on}', {value}, 'typed')"
GOAL = (
    "INSERT INTO goal (goal_id, series_id, statement, baseline, target, criterion, minimum_trials, start_on, due_on, effective_on) "
    "VALUES ('g', 'x', 'G', 40, 90, 'end_level', {trials}, '2025-09-15', '{due}', '2025-09-15')"
)
PLAN = (
    "INSERT INTO intervention (intervention_id, series_id, kind, programme, baseline, target, start_on, due_on) "
    "VALUES ('{plan}', '{series}', 'instruction', 'P', {baseline}, 90, '{start}', '{due}')"
)
NEW_SERIES = "INSERT INTO series (series_id, student_id, measure_id, grade) VALUES ('y', 'a', 'orf', '4')"
CLOSED = "INSERT INTO calendar_day (school_id, on_date, is_school_day) VALUES ('{school}', '{on}', {is_open})"
EVENT = "INSERT INTO process_event (event_id, student_id, event, happened_on, source) VALUES ('e', 'a', '{event}', '{on}', '{source}')"
SESSION = "INSERT INTO intervention_session (intervention_id, held_on, status) VALUES ('p', '{on}', '{status}')"


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """A student at school N with ten weekly scores and an intervention, on 10 November 2025."""
    con = open_store(":memory:")
    set_info(con, "demo_today", "2025-11-10")
    con.execute("INSERT INTO school VALUES ('N', 'North', 'Riverside', 'NY')")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('a', 'Ana', 'B')")
    con.execute("INSERT INTO enrolment VALUES ('a', 'N', '3', '2025-08-20', NULL)")
    con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES ('x', 'a', 'orf', '3')")
    con.execute(PLAN.format(plan="p", series="x", baseline=40, start="2025-09-15", due="2026-06-01"))
    con.execute(f"INSERT INTO score (series_id, observed_on, value, origin) {WEEKS.format(value='40 + i')}")
    con.execute(SESSION.format(on="2025-09-16", status="held"))
    pipeline.analyse(con)
    return con


def found(con: duckdb.DuckDBPyConnection) -> dict[str, Finding]:
    return {finding.check: finding for finding in run_checks(con)}


def test_a_sound_store_has_no_findings(con: duckdb.DuckDBPyConnection) -> None:
    assert run_checks(con) == []


def test_an_empty_store_has_no_findings() -> None:
    assert run_checks(open_store(":memory:")) == []


def test_each_check_is_a_query_with_a_sentence_a_remedy_and_a_sourced_limit() -> None:
    with (HERE / "checks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["check"] for row in rows) == sorted(path.stem for path in HERE.glob("*.sql"))
    for row in rows:
        assert row["severity"] in ("broken", "remark") and len(row["title"]) > 10 and row["remedy"].endswith("."), row["check"]
        assert bool(row["limit"]) == bool(row["limit_source"]) == ("$limit" in (HERE / f"{row['check']}.sql").read_text()), row["check"]


BROKEN = [
    ("twice_live", ["INSERT INTO score SELECT * FROM score LIMIT 1"]),
    ("orphan_score", ["DELETE FROM series"]),
    ("orphan_series", ["DELETE FROM student"]),
    ("stale_verdict", [SCORE.format(on="2025-12-01", value=50)]),
    ("missing_verdict", ["DELETE FROM intervention_verdict"]),
]
# What is planted before the analysis runs, and how the finding begins.
REMARKS = [
    ("out_of_range", ["UPDATE score SET value = -5 WHERE observed_on = '2025-09-08'"], "x 2025-09-08 -5"),
    ("out_of_range", ["UPDATE score SET value = 301 WHERE observed_on = '2025-09-08'"], "x 2025-09-08 301"),
    ("far_outlier", ["UPDATE score SET value = 290 WHERE observed_on = '2025-09-22'"], "x 2025-09-22: 290"),
    ("level_out_of_range", ["UPDATE intervention SET target = 310"], "p asks for 310"),
    ("level_out_of_range", ["UPDATE intervention SET baseline = -1"], "p asks for 90.0 from -1"),
    ("target_behind", ["UPDATE intervention SET baseline = 95"], "p"),
    ("target_behind", ["UPDATE intervention SET baseline = 90"], "p"),
    ("target_behind", ["UPDATE intervention SET direction = 'decrease'"], "p"),
    ("zero_baseline", ["UPDATE intervention SET baseline = 0"], "p"),
    ("zero_start", ["UPDATE score SET value = 0 WHERE observed_on = '2025-09-01'"], "x 2025-09-01"),
    ("no_baseline", [NEW_SERIES, PLAN.format(plan="q", series="y", baseline="NULL", start="2025-09-15", due="2026-06-01")], "q"),
    ("no_school", ["UPDATE score SET observed_on = '2025-09-07' WHERE observed_on = '2025-09-08'"], "score of x on 2025-09-07"),
    ("no_school", [CLOSED.format(school="*", on="2025-09-08", is_open="false")], "score of x on 2025-09-08"),
    ("no_school", [CLOSED.format(school="N", on="2025-09-16", is_open="false")], "session of x on 2025-09-16"),
    (
        "duplicate_form",
        ["UPDATE score SET form = CASE WHEN day(observed_on) = 8 THEN '15' ELSE day(observed_on)::VARCHAR END"],
        "x form 15 on 2025-09-08 and 2025-09-15",
    ),
    ("phase_label", ["UPDATE score SET phase = 'baseline' WHERE observed_on = '2025-10-06'"], "x 2025-10-06 is marked baseline"),
    ("phase_label", ["UPDATE score SET phase = 'intervention' WHERE observed_on = '2025-09-01'"], "x 2025-09-01 is marked intervention"),
    (
        "empty_phase",
        [
            "INSERT INTO phase_change (series_id, changed_on, label) VALUES ('x', '2025-10-14', 'Smaller group')",
            "DELETE FROM score WHERE observed_on > '2025-10-13'",
        ],
        "x 2025-10-14 Smaller group",
    ),
    ("score_uncounted", ["UPDATE intervention SET due_on = '2025-10-20'"], "x from 2025-10-27 on"),
    ("trials_missing", [GOAL.format(trials=5, due="2026-06-01")], "g"),
    (
        "open_conflict",
        ["INSERT INTO score_conflict (series_id, observed_on, form, import_id) VALUES ('x', '2025-09-08', '1', 'i')"],
        "x 2025",
    ),
    ("plan_lapsing", ["UPDATE intervention SET due_on = '2025-11-28'"], "p ends on 2025-11-28"),
    (
        "left_without_exit",
        [EVENT.format(on="2025-09-08", event="referral_received", source="parent"), "UPDATE enrolment SET left_on = '2025-10-31'"],
        "a left school on 2025-10-31, no exit recorded: record the exit",
    ),
    (
        "transfer_without_days",
        [EVENT.format(on="2025-09-08", event="transferred_in", source="same_state")],
        "a, transfer in of 2025-09-08: the last IEP and the last evaluation is not known",
    ),
]
SOUND = [
    ("far_outlier", ["UPDATE score SET value = 95 WHERE observed_on = '2025-09-22'"], "a score twice as good as the others may be true"),
    ("far_outlier", ["UPDATE score SET value = CASE WHEN observed_on = '2025-09-22' THEN 7 ELSE 0 END"], "it happened in one week only"),
    ("zero_start", ["UPDATE score SET value = 0 WHERE observed_on <= '2025-09-08'"], "a student who begins at zero and stays low"),
    ("zero_start", [f"UPDATE score SET value = value - 40 WHERE value > {0}"], "growth from a true zero"),
    (
        "no_school",
        [CLOSED.format(school="*", on="2025-09-08", is_open="false"), CLOSED.format(school="N", on="2025-09-08", is_open="true")],
        "the school's own calendar wins",
    ),
    ("no_school", ["DELETE FROM intervention_session", SESSION.format(on="2025-09-20", status="not_held")], "a session that was not held"),
    ("no_school", [SCORE.format(on="2025-09-13", value=41), CLOSED.format(school="N", on="2025-09-13", is_open="true")], "Saturday school"),
    (
        "duplicate_form",
        ["INSERT INTO score (series_id, observed_on, form, value, origin) VALUES ('x', '2025-09-01', '2', 41, 'typed')"],
        "forms that count the probes of a day",
    ),
    ("empty_phase", ["INSERT INTO phase_change (series_id, changed_on, label) VALUES ('x', '2025-11-04', 'Smaller group')"], "last week"),
    (
        "plan_lapsing",
        [
            "UPDATE intervention SET due_on = '2025-11-28'",
            PLAN.format(plan="q", series="x", baseline=49, start="2025-11-10", due="2026-06-01"),
        ],
        "the next plan is made",
    ),
    ("plan_lapsing", ["UPDATE intervention SET due_on = '2025-12-02'"], "more than three weeks to go"),
    ("trials_missing", [GOAL.format(trials="NULL", due="2026-06-01")], "no trials are asked for"),
    ("trials_missing", [GOAL.format(trials=5, due="2026-06-01"), "UPDATE score SET attempts = 5"], "trials are stated"),
]


@pytest.mark.parametrize(("check", "damage"), BROKEN, ids=[check for check, _ in BROKEN])
def test_damage_is_found_and_named(con: duckdb.DuckDBPyConnection, check: str, damage: list[str]) -> None:
    for statement in damage:
        con.execute(statement)
    assert found(con)[check].severity == "broken"


@pytest.mark.parametrize(("check", "planted", "example"), REMARKS)
def test_what_deserves_a_look_is_found_and_named(con: duckdb.DuckDBPyConnection, check: str, planted: list[str], example: str) -> None:
    for statement in planted:
        con.execute(statement)
    pipeline.analyse(con)
    remark = found(con)[check]
    assert (remark.severity, remark.count) == ("remark", 1)
    assert remark.example.startswith(example)


@pytest.mark.parametrize(("check", "planted", "why"), SOUND)
def test_what_is_sound_is_left_alone(con: duckdb.DuckDBPyConnection, check: str, planted: list[str], why: str) -> None:
    for statement in planted:
        con.execute(statement)
    pipeline.analyse(con)
    assert check not in found(con), why


def test_every_check_is_planted_here() -> None:
    planted = {check for check, *_ in [*BROKEN, *REMARKS]}
    assert {path.stem for path in HERE.glob("*.sql")} == planted
