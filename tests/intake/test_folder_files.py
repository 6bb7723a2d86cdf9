"""Aimline's own files: a whole folder, one file of it, columns in any order, references across files and store."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics import store
from analytics.intake import ImportReport, IntakeRefused, import_paths, preview

PLANS = {
    "intervention.csv": (
        "intervention_id,series_id,kind,programme,start_on,due_on,target\ni1,a,instruction,Repeated reading,2025-10-01,2026-03-01,80\n"
    ),
    "intervention_session.csv": ("intervention_id,held_on,status,minutes,fidelity\ni1,2025-10-02,held,20,0.9\ni1,2025-10-03,not_held,,\n"),
    "goal.csv": (
        "goal_id,series_id,statement,target,start_on,due_on,effective_on\ng1,b,reads 90 words,90,2025-09-01,2026-05-01,2025-09-01\n"
    ),
    "phase_change.csv": "series_id,changed_on,label\na,2025-11-10,group of two\n",
    "score.csv": "series_id,observed_on,value\na,2025-09-08,41\na,2025-10-13,45\nb,2025-09-08,50\n",
    "note.csv": 'student_id,series_id,on_date,text\n001,a,2025-10-20,"new glasses, at last"\n',
    "staff_assignment.csv": ("staff_id,role,scope,scope_id,from_on\nT1,teacher,student,001,2025-08-20\nT2,principal,school,N,2025-08-20\n"),
    "class.csv": "class_id,school_id,name,grade\nc1,N,Grade 3,3\n",
    "class_member.csv": "class_id,student_id,from_on\nc1,001,2025-08-20\n",
    "calendar_day.csv": ("school_id,on_date,is_school_day,label\n*,2025-12-25,false,holiday\nN,2026-01-05,no,staff day\n"),
    "measure.csv": (
        "measure_id,name,area,unit,metric,direction,floor,ceiling,source\nrating,Rating,behaviour,points,other,increase,0,10,school's own\n"
    ),
    "growth_norm.csv": "measure_id,grade,season,percentile,level,source\nrating,3,fall,50,5,school's own\n",
    "benchmark.csv": "measure_id,grade,season,label,level,source\nrating,3,fall,benchmark,4,school's own\n",
}

Write = Callable[[str, str], Path]
Load = Callable[..., ImportReport]
Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def folder(write: Write) -> Path:
    for name, text in PLANS.items():
        write(f"plans/{name}", text)
    return write("plans/truth.csv", "never,imported\n1,2\n").parent


def test_a_folder_fills_every_table_together(con: duckdb.DuckDBPyConnection, folder: Path, ask: Query) -> None:
    reports = import_paths(con, [folder])
    assert {report.file_name: report.rows_rejected for report in reports if report.rows_rejected} == {}
    for name, text in PLANS.items():
        added = next(report.rows_added for report in reports if report.file_name == name)
        assert added == text.count("\n") - 1, name
    assert ask("SELECT text FROM note") == [("new glasses, at last",)]
    assert ask("SELECT is_school_day FROM calendar_day ORDER BY on_date") == [(False,), (False,)]
    assert ask("SELECT ordinal, known_on FROM intervention_session LIMIT 1") == [(1, None)]


def test_a_file_of_no_table_is_told_and_not_read(con: duckdb.DuckDBPyConnection, folder: Path, ask: Query) -> None:
    told = [report for report in import_paths(con, [folder]) if report.format == "not read"]
    assert [(report.file_name, report.rows_read) for report in told] == [("truth.csv", 0)]
    assert "was not read" in told[0].message
    assert ask("SELECT count(*) FROM import WHERE file_name = 'truth.csv'") == [(0,)]


def test_a_misspelt_file_name_is_told_with_the_one_that_was_meant(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write("plans/score.csv", "series_id,observed_on,value\na,2025-09-08,41\n")
    folder = write("plans/interventions.csv", "x\n1\n").parent
    assert "Did you mean intervention?" in import_paths(con, [folder])[-1].message


def test_the_verdicts_are_there_when_the_import_is(con: duckdb.DuckDBPyConnection, folder: Path, ask: Query) -> None:
    import_paths(con, [folder])
    assert ask("SELECT plan_id FROM verdict ORDER BY plan_id") == [("g1",), ("i1",)]


def test_columns_may_stand_in_any_order_and_any_letter_case(load: Load, ask: Query) -> None:
    assert load("Value,OBSERVED_ON,series_id\n41.5,2025-09-08,a\n").rows_added == 1
    assert ask("SELECT series_id, observed_on::VARCHAR, value, form, absent, origin FROM score") == [
        ("a", "2025-09-08", 41.5, "1", False, "imported")
    ]


def test_a_single_file_under_another_name_is_known_by_its_columns(load: Load) -> None:
    assert load("series_id,observed_on,value\na,2025-09-08,41\n", name="score (1).csv").rows_added == 1


def test_an_unknown_column_is_refused_with_the_closest_known_one(load: Load, ask: Query) -> None:
    with pytest.raises(IntakeRefused, match=r"score\.csv has a column observd_on .* Did you mean observed_on\?"):
        load("series_id,observd_on,value\na,2025-09-08,41\n")
    assert ask("SELECT count(*) FROM score") == [(0,)]


def test_a_column_that_aimline_writes_itself_is_refused(load: Load) -> None:
    with pytest.raises(IntakeRefused, match=r"origin .* Aimline writes that one itself"):
        load("series_id,observed_on,value,origin\na,2025-09-08,41,typed\n")


def test_a_missing_needed_column_is_named(load: Load) -> None:
    with pytest.raises(IntakeRefused, match="lacks the column observed_on"):
        load("series_id,value\na,41\n")


def test_a_reference_may_lead_into_another_file_of_the_folder(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write("more/student.csv", "student_id,first_name,last_name\n009,Ida,Ek\n")
    write("more/series.csv", "series_id,student_id,measure_id,grade\nz,009,orf,2\n")
    folder = write("more/score.csv", "series_id,observed_on,value\nz,2025-09-08,41\n").parent
    assert [report.rows_added for report in import_paths(con, [folder])] == [1, 1, 1]


def test_what_refers_to_a_rejected_row_is_rejected_too(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write("more/series.csv", "series_id,student_id,measure_id,grade\nz,nobody,orf,2\n")
    folder = write("more/score.csv", "series_id,observed_on,value\nz,2025-09-08,41\n").parent
    series, scores = import_paths(con, [folder])
    assert series.rejected[0].reason == "is no student in the store or in these files"
    assert (scores.rows_rejected, scores.rejected[0].column_name) == (1, "series_id")


def test_good_rows_of_a_file_with_bad_ones_are_stored_and_the_bad_ones_kept(load: Load, ask: Query) -> None:
    report = load("series_id,observed_on,value\na,2025-09-08,41\na,2025-09-15,many\n")
    assert (report.rows_added, report.rows_rejected) == (1, 1)
    kept = ask("SELECT import_id, file_name, line, column_name, value, reason, remedy FROM rejected_row")
    assert kept == [(report.import_id, "score.csv", 3, "value", "many", "is not a number", "Write digits with a point: 45 or 45.5.")]


def test_a_header_without_rows_is_a_table_without_rows_in_a_folder(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    write("some/phase_change.csv", "series_id,changed_on,label\n")
    folder = write("some/score.csv", "series_id,observed_on,value\na,2025-09-08,41\n").parent
    assert [report.rows_read for report in import_paths(con, [folder])] == [0, 1]
    with pytest.raises(IntakeRefused, match="a header and no rows"):
        import_paths(con, [folder], complete=True)


def test_formulas_and_markup_are_stored_as_the_text_they_are(load: Load, ask: Query) -> None:
    load('student_id,on_date,text\n001,2025-10-20,"=HYPERLINK(""x"")"\n001,2025-10-21,<b>1</b>\n', name="note.csv")
    assert ask("SELECT text FROM note ORDER BY on_date") == [('=HYPERLINK("x")',), ("<b>1</b>",)]


def test_a_preview_tells_the_same_and_stores_nothing(con: duckdb.DuckDBPyConnection, folder: Path, ask: Query) -> None:
    before = ask("SELECT value FROM store_info WHERE name = 'data_version'")
    told = preview(con, [folder])
    assert ask("SELECT value FROM store_info WHERE name = 'data_version'") == before
    assert ask("SELECT count(*) FROM score") == [(0,)]
    done = import_paths(con, [folder])
    assert [(r.file_name, r.rows_added, r.rows_rejected) for r in told] == [(r.file_name, r.rows_added, r.rows_rejected) for r in done]
    assert told[0].message.startswith("Would be stored: ")
    assert told[0].import_id is None


def test_progress_names_each_phase_and_reaches_its_end(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    seen: list[tuple[str, float]] = []
    import_paths(con, [folder], progress=lambda phase, share: seen.append((phase, share)))
    assert {phase for phase, share in seen if share == 1.0} == {"reading", "checking", "refreshing verdicts"}
    assert all(0 <= share <= 1 for _, share in seen)


def test_an_import_leaves_no_workroom_behind(con: duckdb.DuckDBPyConnection, folder: Path, ask: Query) -> None:
    import_paths(con, [folder])
    with pytest.raises(IntakeRefused):
        import_paths(con, [folder / "nothing.csv"])
    assert [name for (name,) in ask("SELECT database_name FROM duckdb_databases()") if name.startswith("intake")] == []


def test_the_sample_district_comes_in_without_a_rejected_row(con: duckdb.DuckDBPyConnection, root: Path) -> None:
    reports = preview(con, [root / "sample_data" / "district"])
    assert {report.file_name: report.rejected[:1] for report in reports if report.rows_rejected} == {}
    assert sum(report.rows_added for report in reports) > 10_000


def test_a_store_with_quotation_marks_in_its_name_takes_imports(tmp_path: Path, write: Write) -> None:
    con = store.open_store(tmp_path / """it's "ours" (2026).duckdb""")
    report = import_paths(con, [write("school.csv", "school_id,name,district\nN,North,Riverside\n")])[0]
    assert (report.rows_added, con.cursor().execute("SELECT name FROM school").fetchall()) == (1, [("North",)])
    con.close()
