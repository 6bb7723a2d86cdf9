"""A table of scores from anywhere, through a mapping of its columns; CSV or Excel."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook

from analytics.intake import ImportReport, IntakeRefused, import_paths

Write = Callable[[str, str], Path]
Load = Callable[..., ImportReport]
Query = Callable[..., list[tuple[Any, ...]]]
Faults = Callable[[ImportReport], list[tuple[int, str | None, str | None, str]]]

ORF = {"student": "ID", "date": "Date", "score": "WCPM", "measure": "=orf"}
SHEET = "Name,ID,Date,WCPM,Errors\n"
LIVE = """SELECT s.student_id, s.measure_id, s.grade, c.observed_on::VARCHAR, c.value FROM score c JOIN series s USING (series_id)
    WHERE retracted_at IS NULL ORDER BY ALL"""


def test_scores_go_to_the_student_s_series(load: Load, ask: Query) -> None:
    report = load(SHEET + "Bo,001,2025-09-08,41,2\nLi,002,2025-09-08,50,1\n", name="sheet.csv", mapping=ORF | {"errors": "Errors"})
    assert (report.rows_added, report.series_started, report.format) == (2, 0, "mapped scores")
    assert ask("SELECT series_id, value, errors FROM score ORDER BY ALL") == [("a", 41.0, 2.0), ("b", 50.0, 1.0)]


def test_a_series_is_started_at_the_grade_of_the_enrolment(load: Load, ask: Query) -> None:
    report = load(SHEET + "Zoë,003,2025-09-08,61,\nZoë,003,2025-09-15,63,\n", name="sheet.csv", mapping=ORF)
    assert report.series_started == 1
    assert ask(LIVE) == [("003", "orf", "4", "2025-09-08", 61.0), ("003", "orf", "4", "2025-09-15", 63.0)]
    assert load(SHEET + "Zoë,003,2025-09-22,66,\n", name="sheet.csv", mapping=ORF).series_started == 0


def test_the_probe_level_may_be_given_and_starts_a_series_of_its_own(load: Load, ask: Query) -> None:
    load("ID,Date,WCPM,Level\n001,2025-09-08,41,02\n001,2025-09-15,42,3\n", name="sheet.csv", mapping=ORF | {"grade": "Level"})
    assert [(grade, value) for _, _, grade, _, value in ask(LIVE)] == [("2", 41.0), ("3", 42.0)]


def test_among_several_series_the_one_at_the_enrolled_grade_is_meant(load: Load, ask: Query) -> None:
    load("series_id,student_id,measure_id,grade\na2,001,orf,2\n", name="series.csv")
    load(SHEET + "Bo,001,2025-09-08,41,\n", name="sheet.csv", mapping=ORF)
    assert ask("SELECT series_id FROM score") == [("a",)]


def test_the_measure_may_be_a_column_by_identifier_or_name(load: Load, faults: Faults, ask: Query) -> None:
    tests = "001,2025-09-08,41,ORF\n001,2025-09-08,12,maze\n002,2025-09-08,44,Oral Reading Fluency\n001,2025-09-08,1,chess\n"
    text = f"ID,Date,Value,Test\n{tests}"
    report = load(text, name="sheet.csv", mapping={"student": "ID", "date": "Date", "score": "Value", "measure": "Test"})
    assert faults(report) == [(5, "Test", "chess", "is no measure in the store")]
    assert [(student, measure) for student, measure, *_ in ask(LIVE)] == [("001", "maze"), ("001", "orf"), ("002", "orf")]


def test_an_unknown_student_is_refused_and_lost_zeros_are_guessed_at(look: Load, faults: Faults) -> None:
    report = look(SHEET + "Bo,1,2025-09-08,41,\nWho,77,2025-09-08,41,\n", name="sheet.csv", mapping=ORF)
    assert faults(report) == [(2, "ID", "1", "is no student in the store"), (3, "ID", "77", "is no student in the store")]
    assert "drop the leading zeros" in report.rejected[0].remedy
    assert "import the student first" in report.rejected[1].remedy


def test_a_series_is_not_started_for_scores_that_are_all_refused(load: Load, faults: Faults, ask: Query) -> None:
    report = load(SHEET + "Zoë,003,2025-09-08,6l,\n", name="sheet.csv", mapping=ORF)
    assert faults(report) == [(2, "WCPM", "6l", "is not a number")]
    assert report.series_started == 0
    assert ask("SELECT count(*) FROM series WHERE student_id = '003'") == [(0,)]


def test_a_student_without_an_enrolment_on_the_day_needs_a_probe_level(load: Load, faults: Faults) -> None:
    report = load(SHEET + "Zoë,003,2024-09-08,61,\n", name="sheet.csv", mapping=ORF)
    assert faults(report) == [(2, "ID", "003", "has no enrolment on that day, so the probe level is not known")]
    assert load(SHEET + "Zoë,003,2024-09-08,61,\n", name="sheet.csv", mapping=ORF | {"grade": "=4"}).rows_added == 1


def test_the_word_absent_is_an_absence_and_an_empty_cell_is_not(load: Load, faults: Faults, ask: Query) -> None:
    report = load(SHEET + "Bo,001,2025-09-08,Absent,\nBo,001,2025-09-15,,\n", name="sheet.csv", mapping=ORF)
    assert faults(report) == [(3, "WCPM", None, "is missing")]
    assert ask("SELECT value, absent FROM score") == [(None, True)]


def test_probes_of_a_day_are_numbered_only_when_asked(load: Load, ask: Query) -> None:
    text = SHEET + "Bo,001,2025-09-08,41,\nBo,001,2025-09-08,47,\nBo,001,2025-09-08,41,\n"
    assert load(text, name="sheet.csv", mapping=ORF).rows_rejected == 3
    assert load(text, name="sheet.csv", mapping=ORF | {"form": "=ordinal"}).rows_added == 3
    assert ask("SELECT form, value FROM score ORDER BY form") == [("1", 41.0), ("2", 47.0), ("3", 41.0)]


DATES = [
    ("13/02/2025", "3/2/2025", None, ["2025-02-03", "2025-02-13"]),
    ("02/13/2025", "3/2/2025", None, ["2025-02-13", "2025-03-02"]),
    ("13.2.2025", "2025-03-02", None, ["2025-02-13", "2025-03-02"]),
    ("5/5/2025", "6-6-2025", None, ["2025-05-05", "2025-06-06"]),
    ("1/2/2025", "3/4/2025", "dmy", ["2025-02-01", "2025-04-03"]),
    ("1/2/2025", "3/4/2025", "mdy", ["2025-01-02", "2025-03-04"]),
    ("2025-02-13 00:00:00", "2025-02-14T00:00:00.000", None, ["2025-02-13", "2025-02-14"]),
]


@pytest.mark.parametrize(("first", "second", "order", "stored"), DATES)
def test_the_whole_column_settles_how_dates_are_written(
    load: Load, ask: Query, first: str, second: str, order: str | None, stored: list[str]
) -> None:
    load(SHEET + f"Bo,001,{first},41,\nBo,001,{second},42,\n", name="sheet.csv", mapping=ORF | {"grade": "=3"}, date_format=order)
    assert [day for _, _, _, day, _ in ask(LIVE)] == stored


def test_dates_that_nothing_settles_are_refused_with_what_to_say(look: Load) -> None:
    with pytest.raises(
        IntakeRefused, match=r"The column Date does not show which number is the day: 1/2/2025 in line 2.*--date-format dmy"
    ):
        look(SHEET + "Bo,001,1/2/2025,41,\n", name="sheet.csv", mapping=ORF)


def test_dates_written_both_ways_are_refused_with_both_lines(look: Load) -> None:
    with pytest.raises(IntakeRefused, match=r"both ways: 13/02/2025 in line 2 and 02/14/2025 in line 3"):
        look(SHEET + "Bo,001,13/02/2025,41,\nBo,001,02/14/2025,42,\n", name="sheet.csv", mapping=ORF)


def test_a_date_that_the_stated_order_contradicts_is_refused_by_row(look: Load, faults: Faults) -> None:
    report = look(SHEET + "Bo,001,13/02/2025,41,\nBo,001,1/2/25,41,\n", name="sheet.csv", mapping=ORF, date_format="mdy")
    assert [(line, value, reason) for line, _, value, reason in faults(report)] == [
        (2, "13/02/2025", "is not a date"),
        (3, "1/2/25", "is not a date"),
    ]


def test_a_day_that_no_calendar_has_is_told_by_its_name(look: Load, faults: Faults) -> None:
    report = look(SHEET + "Bo,001,02/28/2025,41,\nBo,001,02/30/2025,41,\n", name="sheet.csv", mapping=ORF)
    assert [(line, column, reason) for line, column, _, reason in faults(report)] == [(3, "Date", "there is no 30 February 2025")]


MAPPINGS = [
    ({"student": "ID", "date": "Date", "score": "WCPM"}, "The mapping lacks measure"),
    (ORF | {"studnt": "ID"}, r"names studnt, which is no part of a score\. Did you mean student\?"),
    (ORF | {"score": "WCMP"}, r"sheet\.csv has no column WCMP, which the mapping names for score\. Did you mean WCPM\?"),
    (ORF | {"measure": "=chess"}, "The measure chess is not in the store. Known are: .*orf"),
    (ORF | {"date": "=2025-09-08"}, "each row needs its own"),
    (ORF | {"note": "="}, "gives nothing for note"),
]


@pytest.mark.parametrize(("mapping", "sentence"), MAPPINGS)
def test_a_mapping_that_cannot_be_is_refused(look: Load, mapping: dict[str, str], sentence: str) -> None:
    with pytest.raises(IntakeRefused, match=sentence):
        look(SHEET + "Bo,001,2025-09-08,41,2\n", name="sheet.csv", mapping=mapping)


def test_a_table_of_no_known_format_asks_for_a_mapping(look: Load) -> None:
    with pytest.raises(IntakeRefused, match=r'is of no format that Aimline knows\. Its columns are: Name, ID, Date.*--map "student='):
        look(SHEET + "Bo,001,2025-09-08,41,2\n", name="sheet.csv")


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_an_excel_sheet_is_read_like_a_csv_file(con: duckdb.DuckDBPyConnection, tmp_path: Path, faults: Faults, ask: Query) -> None:
    rows: list[list[object]] = [
        ["ID", "Date", "WCPM"],
        ["001", date(2025, 9, 8), 41],
        ["002", datetime(2025, 9, 8), 50.5],
        [None, None, None],
        ["001", "2025-09-15", "#N/A"],
    ]
    path = workbook(tmp_path / "scores.xlsx", {"Scores": rows, "Notes": []})
    report = import_paths(con, [path], mapping=ORF)[0]
    assert faults(report) == [(5, "WCPM", "#N/A", "is not a number")]
    assert [(student, day, value) for student, _, _, day, value in ask(LIVE)] == [("001", "2025-09-08", 41.0), ("002", "2025-09-08", 50.5)]


def test_a_formula_in_excel_counts_with_the_value_excel_saved(con: duckdb.DuckDBPyConnection, tmp_path: Path, faults: Faults) -> None:
    path = workbook(tmp_path / "scores.xlsx", {"Scores": [["ID", "Date", "WCPM"], ["001", date(2025, 9, 8), "=40+1"]]})
    report = import_paths(con, [path], mapping=ORF)[0]
    assert faults(report) == [(2, "WCPM", None, "is missing")], "a formula is never computed here; openpyxl saved no value for it"


def test_a_workbook_with_several_sheets_asks_which(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows: list[list[object]] = [["ID", "Date", "WCPM"], ["001", date(2025, 9, 8), 41]]
    path = workbook(tmp_path / "scores.xlsx", {"Fall": rows, "Winter": rows})
    with pytest.raises(IntakeRefused, match=r"several sheets with data \(Fall, Winter\)"):
        import_paths(con, [path], mapping=ORF)
    assert import_paths(con, [path], mapping=ORF | {"sheet": "=Fall"})[0].rows_added == 1
    with pytest.raises(IntakeRefused, match=r"no sheet named Spring\. Its sheets are: Fall, Winter"):
        import_paths(con, [path], mapping=ORF | {"sheet": "=Spring"})


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_seen_in_the_header(look: Load, delimiter: str) -> None:
    text = (SHEET + "Bo,001,2025-09-08,41,2\n").replace(",", delimiter)
    assert look(text, name="sheet.csv", mapping=ORF).rows_added == 1


def test_a_decimal_comma_is_refused_rather_than_guessed(look: Load, faults: Faults) -> None:
    report = look("ID;Date;WCPM\n001;2025-09-08;41,5\n", name="sheet.csv", mapping=ORF)
    assert faults(report) == [(2, "WCPM", "41,5", "is not a number")]
