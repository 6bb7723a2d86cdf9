"""The same file twice, a corrected file, a complete file, and a typed score that an import disagrees with."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics import store
from analytics.intake import ImportReport, IntakeRefused, import_paths, resolve_conflict
from analytics.pipeline import shadow_known
from analytics.score_entry import record_score, undo

Write = Callable[[str, str], Path]
Load = Callable[..., ImportReport]
Query = Callable[..., list[tuple[Any, ...]]]

SCORES = "series_id,observed_on,value\na,2025-09-08,41\na,2025-09-15,43\nb,2025-09-08,50\n"
LIVE = "SELECT series_id, observed_on::VARCHAR, value FROM score WHERE retracted_at IS NULL ORDER BY ALL"
INPUTS = (
    "school",
    "student",
    "enrolment",
    "series",
    "intervention",
    "intervention_session",
    "goal",
    "phase_change",
    "score",
    "note",
    "score_conflict",
)


def contents(ask: Query) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(ask(f"SELECT * FROM {table}"), key=repr) for table in INPUTS}


def test_the_same_file_twice_changes_nothing(load: Load, ask: Query) -> None:
    first = load(SCORES)
    before = contents(ask)
    again = load(SCORES)
    assert (first.rows_added, again.rows_added, again.rows_unchanged) == (3, 0, 3)
    assert contents(ask) == before
    assert "The same file was imported before" in again.message


def test_the_sample_district_twice_changes_nothing(con: duckdb.DuckDBPyConnection, root: Path, ask: Query) -> None:
    folder = root / "sample_data" / "district"
    import_paths(con, [folder])
    before = contents(ask)
    again = import_paths(con, [folder])
    assert contents(ask) == before
    assert {
        report.file_name: (report.rows_added, report.rows_corrected) for report in again if report.rows_added or report.rows_corrected
    } == {}


def test_a_corrected_score_withdraws_the_old_row_and_adds_one(load: Load, ask: Query) -> None:
    load(SCORES)
    report = load(SCORES.replace(",43", ",34"))
    assert (report.rows_corrected, report.rows_unchanged) == (1, 2)
    rows = ask(
        """SELECT value, retracted_at IS NULL, known_on::VARCHAR FROM score
           WHERE series_id = 'a' AND observed_on = '2025-09-15' ORDER BY retracted_at IS NULL"""
    )
    assert rows == [(43.0, False, None), (34.0, True, "2026-02-13")], "the new value was not known before the day of the correction"
    old, new = ask("SELECT retracted_at, (SELECT recorded_at FROM score WHERE value = 34) FROM score WHERE value = 43")[0]
    assert old == new, "the old row ends at the moment the new one begins"


def test_a_correction_leaves_its_trace(load: Load, ask: Query) -> None:
    load(SCORES)
    load(SCORES.replace(",43", ",34"), staff_id="T1")
    trace = ask("SELECT staff_id, row_key, student_id, before_value, after_value FROM audit_event WHERE action = 'correct'")
    assert trace == [("T1", "a|2025-09-15|1", "001", '{"value":43.0}', '{"value":34.0}')]
    imports = [
        json.loads(after)
        for (after,) in ask("SELECT after_value FROM audit_event WHERE action = 'import' AND after_value LIKE '%score.csv%'")
    ]
    assert sorted(told["rows_corrected"] for told in imports) == [0, 1]


def test_a_correction_reaches_the_verdict(load: Load, ask: Query) -> None:
    goal = "goal_id,series_id,statement,target,start_on,due_on,effective_on\ng,a,s,90,2025-09-01,2026-05-01,2025-09-01\n"
    load(goal, name="goal.csv")
    load(SCORES)
    assert ask("SELECT n_scores, last_on::VARCHAR FROM verdict WHERE plan_id = 'g'") == [(2, "2025-09-15")]
    load("series_id,observed_on,value\na,2025-09-22,60\n")
    assert ask("SELECT n_scores, last_on::VARCHAR FROM verdict WHERE plan_id = 'g'") == [(3, "2025-09-22")]


def test_rows_that_a_corrected_file_lacks_stay(load: Load, ask: Query) -> None:
    load(SCORES)
    load("series_id,observed_on,value\na,2025-09-08,40\n")
    assert ask(LIVE) == [("a", "2025-09-08", 40.0), ("a", "2025-09-15", 43.0), ("b", "2025-09-08", 50.0)]


def test_a_column_that_the_file_lacks_keeps_its_values(load: Load, ask: Query) -> None:
    load("series_id,observed_on,value,errors,note\na,2025-09-08,41,3,slow start\n")
    load("series_id,observed_on,value\na,2025-09-08,42\n")
    assert ask("SELECT value, errors, note FROM score WHERE retracted_at IS NULL") == [(42.0, 3.0, "slow start")]


def test_an_empty_cell_in_a_column_that_is_there_empties_it(load: Load, ask: Query) -> None:
    load("series_id,observed_on,value,note\na,2025-09-08,41,wrong child\n")
    load("series_id,observed_on,value,note\na,2025-09-08,41,\n")
    assert ask("SELECT note FROM score WHERE retracted_at IS NULL") == [(None,)]


def test_a_roster_is_mended_in_place_with_a_trace(load: Load, ask: Query) -> None:
    key = ask("SELECT public_key FROM student WHERE student_id = '001'")
    report = load("student_id,first_name,last_name\n001,Bo,Reyes-Lund\n", name="student.csv")
    assert report.rows_corrected == 1
    assert ask("SELECT last_name, count(*) OVER () FROM student WHERE student_id = '001'") == [("Reyes-Lund", 1)]
    assert ask("SELECT public_key FROM student WHERE student_id = '001'") == key
    assert ask("SELECT table_name, student_id, after_value FROM audit_event WHERE action = 'correct'")[0][:2] == ("student", "001")


def test_a_revised_goal_keeps_the_first_one(load: Load, ask: Query) -> None:
    header = "goal_id,revision,series_id,statement,target,start_on,due_on,effective_on\n"
    load(header + "g,1,a,s,90,2025-09-01,2026-05-01,2025-09-01\n", name="goal.csv")
    assert load(header + "g,2,a,s,80,2025-09-01,2026-05-01,2026-01-10\n", name="goal.csv").rows_added == 1
    assert ask("SELECT target FROM goal WHERE retracted_at IS NULL ORDER BY revision") == [(90.0,), (80.0,)]
    assert ask("SELECT target FROM goal_now") == [(80.0,)]


def test_a_correction_with_a_stated_day_of_knowledge_is_made_once(load: Load, ask: Query) -> None:
    text = "series_id,observed_on,value,known_on\na,2025-09-08,{},2025-09-09\n"
    load(text.format(41))
    assert load(text.format(42)).rows_corrected == 1
    assert load(text.format(42)).rows_unchanged == 1
    assert ask("SELECT value, known_on::VARCHAR FROM score ORDER BY value") == [(41.0, "2025-09-09"), (42.0, "2026-02-13")]


def test_a_past_day_still_shows_what_was_known_then(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(SCORES)
    with store.transaction(con) as cursor:
        store.set_info(cursor, "demo_today", "2026-02-20")
    load(SCORES.replace(",43", ",34"))
    cursor = con.cursor()
    seen = {}
    for day in (date(2026, 2, 19), date(2026, 2, 20)):
        shadow_known(cursor, day)
        seen[day.day] = cursor.execute("SELECT value FROM score_now WHERE observed_on = '2025-09-15'").fetchall()
    assert seen == {19: [(43.0,)], 20: [(34.0,)]}


def test_a_complete_file_withdraws_what_it_lacks_within_its_series_and_days(load: Load, ask: Query) -> None:
    load("series_id,observed_on,value\na,2025-09-01,40\na,2025-09-08,41\na,2025-09-15,43\na,2025-09-22,44\nb,2025-09-08,50\n")
    report = load("series_id,observed_on,value\na,2025-09-08,41\na,2025-09-22,44\n", complete=True)
    assert report.rows_retracted == 1
    kept = [(series, day) for series, day, _ in ask(LIVE)]
    assert kept == [("a", "2025-09-01"), ("a", "2025-09-08"), ("a", "2025-09-22"), ("b", "2025-09-08")], "other days and other series stay"
    assert ask("SELECT row_key FROM audit_event WHERE action = 'retract'") == [("a|2025-09-15|1",)]
    assert ask("SELECT is_complete, rows_retracted FROM import WHERE import_id = ?", report.import_id) == [(True, 1)]


def test_a_complete_file_with_a_rejected_row_withdraws_nothing(load: Load, ask: Query) -> None:
    load("series_id,observed_on,value\na,2025-09-08,41\na,2025-09-15,43\na,2025-09-22,44\n")
    report = load("series_id,observed_on,value\na,2025-09-08,41\na,2025-09-15,4e\na,2025-09-22,44\n", complete=True)
    assert report.rows_retracted == 0
    assert len(ask(LIVE)) == 3
    assert "Nothing was withdrawn" in report.message


def test_a_complete_list_of_assignments_ends_the_ones_it_lacks(load: Load, ask: Query) -> None:
    header = "staff_id,role,scope,scope_id,from_on\n"
    load(header + "T1,teacher,student,001,2025-08-20\nT2,teacher,student,002,2025-08-20\n", name="staff_assignment.csv")
    load(header + "T1,teacher,student,001,2025-08-20\n", name="staff_assignment.csv", complete=True)
    assert ask("SELECT staff_id FROM staff_assignment WHERE retracted_at IS NULL") == [("T1",)]


def test_a_withdrawn_score_that_comes_back_is_known_from_that_day(load: Load, ask: Query) -> None:
    load("series_id,observed_on,value\na,2025-09-08,41\na,2025-09-15,43\na,2025-09-22,44\n")
    load("series_id,observed_on,value\na,2025-09-08,41\na,2025-09-22,44\n", complete=True)
    load("series_id,observed_on,value\na,2025-09-15,43\n")
    assert ask("SELECT known_on::VARCHAR FROM score WHERE observed_on = '2025-09-15' AND retracted_at IS NULL") == [("2026-02-13",)]


def typed(con: duckdb.DuckDBPyConnection, value: float | None, absent: bool = False) -> None:
    record_score(con, series_id="a", observed_on=date(2025, 9, 8), value=value, absent=absent, staff_id=None)


CONFLICTS = "SELECT typed_value, imported_value, kept, resolved_by FROM score_conflict"


def test_a_typed_score_that_an_import_contradicts_stands_and_waits_for_a_person(
    con: duckdb.DuckDBPyConnection, load: Load, ask: Query
) -> None:
    typed(con, 44)
    report = load(SCORES)
    assert (report.rows_conflicting, report.rows_added, report.rows_rejected) == (1, 2, 0)
    assert ask("SELECT value, origin FROM score WHERE series_id = 'a' AND observed_on = '2025-09-08' AND retracted_at IS NULL") == [
        (44.0, "typed")
    ]
    assert ask(CONFLICTS) == [(44.0, 41.0, None, None)]


def test_importing_a_contradiction_again_raises_no_second_conflict(con: duckdb.DuckDBPyConnection, load: Load, ask: Query) -> None:
    typed(con, 44)
    load(SCORES)
    assert load(SCORES).rows_conflicting == 1
    load(SCORES.replace(",41", ",40"))
    assert ask(CONFLICTS) == [(44.0, 40.0, None, None)], "the newest imported value is the one to decide on"


def test_a_typed_score_that_an_import_confirms_is_unchanged(con: duckdb.DuckDBPyConnection, load: Load, ask: Query) -> None:
    typed(con, 41)
    assert load(SCORES).rows_unchanged == 1
    assert ask(CONFLICTS) == []


def test_a_conflict_ends_when_a_later_file_agrees(con: duckdb.DuckDBPyConnection, load: Load, ask: Query) -> None:
    typed(con, 44)
    load(SCORES)
    load(SCORES.replace(",41", ",44"))
    assert ask(CONFLICTS) == [(44.0, 41.0, "typed", None)]
    assert load(SCORES).rows_conflicting == 1, "no person has settled it"


def test_absent_typed_against_a_score_imported_is_a_conflict(con: duckdb.DuckDBPyConnection, load: Load, ask: Query) -> None:
    typed(con, None, absent=True)
    assert load(SCORES).rows_conflicting == 1
    assert ask(CONFLICTS) == [(None, 41.0, None, None)]


def test_keeping_the_typed_score_settles_it_for_good(con: duckdb.DuckDBPyConnection, load: Load, ask: Query) -> None:
    typed(con, 44)
    load(SCORES)
    conflict = ask("SELECT conflict_id FROM score_conflict")[0][0]
    resolve_conflict(con, conflict, "typed", "T1")
    assert ask(CONFLICTS) == [(44.0, 41.0, "typed", "T1")]
    again = load(SCORES)
    assert (again.rows_conflicting, again.rows_unchanged) == (0, 3)
    assert ask("SELECT staff_id, before_value, after_value FROM audit_event WHERE action = 'resolve'") == [("T1", "44", "44")]


def test_keeping_the_imported_score_replaces_the_typed_one_and_refreshes_the_verdict(
    con: duckdb.DuckDBPyConnection, load: Load, ask: Query
) -> None:
    load("goal_id,series_id,statement,target,start_on,due_on,effective_on\ng,a,s,90,2025-09-01,2026-05-01,2025-09-01\n", name="goal.csv")
    typed(con, 44)
    load(SCORES)
    before = ask("SELECT reason FROM verdict WHERE plan_id = 'g'"), store.data_version(con)
    resolve_conflict(con, ask("SELECT conflict_id FROM score_conflict")[0][0], "imported", "T1")
    live = ask("SELECT value, origin, recorded_by FROM score WHERE series_id = 'a' AND observed_on = '2025-09-08' AND retracted_at IS NULL")
    assert live == [(41.0, "imported", "T1")]
    assert ask("SELECT value, origin FROM score WHERE retracted_at IS NOT NULL") == [(44.0, "typed")]
    assert ask("SELECT roi_per_week FROM verdict WHERE plan_id = 'g'") != before[0]
    assert store.data_version(con) > before[1]
    assert load(SCORES).rows_unchanged == 3


def test_keeping_the_imported_score_after_the_typed_one_was_taken_back(con: duckdb.DuckDBPyConnection, load: Load, ask: Query) -> None:
    change = record_score(con, series_id="a", observed_on=date(2025, 9, 8), value=44, staff_id=None)
    load(SCORES)
    undo(con, change, None)
    resolve_conflict(con, ask("SELECT conflict_id FROM score_conflict")[0][0], "imported", "T1")
    assert [row for row in ask(LIVE) if row[:2] == ("a", "2025-09-08")] == [("a", "2025-09-08", 41.0)]


def test_a_conflict_ends_when_nothing_typed_stands_any_more(con: duckdb.DuckDBPyConnection, load: Load, ask: Query) -> None:
    change = record_score(con, series_id="a", observed_on=date(2025, 9, 8), value=44, staff_id=None)
    load(SCORES)
    undo(con, change, None)
    assert load(SCORES).rows_added == 1
    assert ask(CONFLICTS) == [(44.0, 41.0, "imported", None)]


def test_a_conflict_is_settled_once(con: duckdb.DuckDBPyConnection, load: Load, ask: Query) -> None:
    typed(con, 44)
    load(SCORES)
    conflict = ask("SELECT conflict_id FROM score_conflict")[0][0]
    resolve_conflict(con, conflict, "typed", "T1")
    with pytest.raises(IntakeRefused, match="settled this difference already"):
        resolve_conflict(con, conflict, "imported", "T2")
    with pytest.raises(IntakeRefused, match="no such difference"):
        resolve_conflict(con, "nothing", "typed", "T1")
    with pytest.raises(IntakeRefused, match="keep the typed or the imported"):
        resolve_conflict(con, conflict, "both", "T1")


def test_a_failed_refresh_takes_the_whole_import_back(con: duckdb.DuckDBPyConnection, load: Load, ask: Query) -> None:
    load("goal_id,series_id,statement,target,start_on,due_on,effective_on\ng,a,s,90,2025-09-01,2026-05-01,2025-09-01\n", name="goal.csv")
    before, version = contents(ask), store.data_version(con)
    con.execute("ALTER TABLE goal_verdict DROP COLUMN reason")
    with pytest.raises(duckdb.Error):
        load(SCORES)
    assert contents(ask) == before
    assert store.data_version(con) == version
    assert ask("SELECT count(*) FROM import WHERE file_name = 'score.csv'") == [(0,)]


def test_an_import_that_was_overtaken_is_judged_against_what_holds_now(con: duckdb.DuckDBPyConnection, write: Write, ask: Query) -> None:
    """A score typed after the file was staged and before it is written must not be overwritten unseen."""
    path = write("score.csv", SCORES)
    seen: list[str] = []

    def type_meanwhile(phase: str, share: float) -> None:
        if phase == "checking" and share == 1.0 and not seen:
            seen.append(phase)
            typed(con, 44)

    report = import_paths(con, [path], progress=type_meanwhile)[0]
    assert (report.rows_conflicting, report.rows_added) == (1, 2)
    assert len(ask(LIVE)) == 3
