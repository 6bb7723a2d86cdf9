"""Istation's report, wide by month: recognised by its header, melted to one score a month, dates checked against months."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.intake import ImportReport, import_paths, preview

Load = Callable[..., ImportReport]
Query = Callable[..., list[tuple[Any, ...]]]
Faults = Callable[[ImportReport], list[tuple[int, str | None, str | None, str]]]

MONTHS = ("August", "September", "October", "November", "December", "January", "February", "March", "April", "May", "June", "July")
FIRST = ("STUDENT_ID", "LNAME", "FNAME", "DOMAIN", "GRADE", "ISIP_ACCOM", "GENDER", "RACE", "SPECIAL_ED", "CLASS_INSTR", "ECON_DISADV")
MORE_FIRST = ("ENG_PROFICIENCY", "DISABILITY", "ETHNICITY")
LAST = ("G/T", "HOMELESS", "MIGRANT", "NATIVE_LANG", "DOMAIN_AT_TAKE", "BIRTHDATE", "ROI")
PARTS = ("SCORE", "PTILE", "OVERFLOW", "TIER", "ADMIN_DATE")
HEADER = (*FIRST, *MORE_FIRST, *(f"{month}_{part}" for month in MONTHS for part in PARTS), *LAST)

LIVE = """SELECT s.student_id, s.grade, c.observed_on::VARCHAR, c.value FROM score c JOIN series s USING (series_id)
    WHERE s.measure_id = 'isip_reading' ORDER BY ALL"""


def export(*students: dict[str, object]) -> str:
    """An export with the vendor's columns; a month is given as (score, date)."""
    return "\n".join([",".join(HEADER), *(row(student) for student in students)]) + "\n"


def row(student: dict[str, object]) -> str:
    cells = {"ISIP_ACCOM": "N", "GENDER": "F", "DOMAIN": "north.riverside.org", "BIRTHDATE": "1/31/2016", "ROI": "Low"}
    for name, value in student.items():
        if name in MONTHS:
            assert isinstance(value, Sequence)
            cells |= {f"{name}_SCORE": value[0], f"{name}_ADMIN_DATE": value[1], f"{name}_PTILE": "50", f"{name}_TIER": "1"}
        else:
            cells[name] = str(value)
    return ",".join(cells.get(name, "") for name in HEADER)


def test_months_become_scores_of_one_series_a_student(load: Load, ask: Query) -> None:
    text = export(
        {
            "STUDENT_ID": "001",
            "GRADE": 3,
            "September": ("235", "9/6/2025"),
            "October": ("241", "10/3/2025"),
            "January": ("252", "1/11/2026"),
        },
        {"STUDENT_ID": "002", "GRADE": 0, "October": ("199", "10/7/2025")},
    )
    report = load(text, name="export.csv")
    assert (report.format, report.rows_read, report.rows_added, report.series_started) == ("Istation by month", 4, 4, 2)
    assert ask(LIVE) == [
        ("001", "3", "2025-09-06", 235.0),
        ("001", "3", "2025-10-03", 241.0),
        ("001", "3", "2026-01-11", 252.0),
        ("002", "K", "2025-10-07", 199.0),
    ]


def test_the_same_export_twice_changes_nothing_and_a_later_one_adds(load: Load) -> None:
    student: dict[str, object] = {"STUDENT_ID": "001", "GRADE": 3, "September": ("235", "9/6/2025")}
    load(export(student), name="export.csv")
    assert load(export(student), name="export.csv").rows_unchanged == 1
    later = load(export(student | {"October": ("241", "10/3/2025")}), name="export.csv")
    assert (later.rows_added, later.rows_unchanged, later.series_started) == (1, 1, 0)


def test_a_date_in_another_month_than_its_column_is_refused(look: Load, faults: Faults) -> None:
    report = look(
        export({"STUDENT_ID": "001", "GRADE": 3, "September": ("235", "10/3/2025"), "October": ("241", "10/3/2025")}), name="export.csv"
    )
    assert report.rows_added == 1
    assert faults(report) == [(2, "September_ADMIN_DATE", "10/3/2025", "lies in October, not in the month of its column")]


WRONG = [
    (("235", ""), "September_ADMIN_DATE", "is missing"),
    (("", "9/6/2025"), "September_SCORE", "is missing"),
    (("N/A", "9/6/2025"), "September_SCORE", "is not a number"),
    (("235", "31/9/2025"), "September_ADMIN_DATE", "is not a date"),
    (("235", "9/31/2025"), "September_ADMIN_DATE", "there is no 31 September 2025"),
    (("235", "9/6/2035"), "September_ADMIN_DATE", "lies in the future (today is 2026-02-13)"),
]


@pytest.mark.parametrize(("month", "column", "reason"), WRONG)
def test_a_wrong_month_is_named_by_the_vendor_s_own_column(
    look: Load, faults: Faults, month: tuple[str, str], column: str, reason: str
) -> None:
    report = look(export({"STUDENT_ID": "001", "GRADE": 3, "September": month}), name="export.csv")
    assert [(name, why) for _, name, _, why in faults(report)] == [(column, reason)]


def test_an_unknown_student_is_refused_once_a_line_with_a_remedy(load: Load, faults: Faults, ask: Query) -> None:
    report = load(
        export({"STUDENT_ID": "77", "GRADE": 3, "September": ("235", "9/6/2025"), "October": ("241", "10/3/2025")}), name="export.csv"
    )
    assert (report.rows_read, report.rows_rejected) == (2, 2)
    assert faults(report) == [(2, "STUDENT_ID", "77", "is no student in the store")]
    assert "student.csv" in report.rejected[0].remedy
    assert ask("SELECT count(*) FROM rejected_row") == [(1,)]


def test_students_are_created_only_when_asked(load: Load, ask: Query) -> None:
    text = export(
        {"STUDENT_ID": "77", "LNAME": "Ek", "FNAME": "Ida", "GRADE": 2, "October": ("241", "10/3/2025"), "September": ("235", "9/6/2025")}
    )
    report = load(text, name="export.csv", create_students=True)
    assert (report.rows_added, report.students_added, report.series_started) == (2, 1, 1)
    assert ask("SELECT first_name, last_name, born_on::VARCHAR FROM student WHERE student_id = '77'") == [("Ida", "Ek", "2016-01-31")]
    assert ask("SELECT school_id, grade, enrolled_on::VARCHAR FROM enrolment WHERE student_id = '77'") == [
        ("north.riverside.org", "2", "2025-09-06")
    ]
    assert ask("SELECT name, district FROM school WHERE school_id = 'north.riverside.org'") == [("north.riverside.org", "riverside.org")]
    assert load(text, name="export.csv", create_students=True).students_added == 0


def test_a_student_without_a_name_is_not_created(load: Load, faults: Faults, ask: Query) -> None:
    report = load(export({"STUDENT_ID": "77", "GRADE": 2, "October": ("241", "10/3/2025")}), name="export.csv", create_students=True)
    assert report.rows_added == 0
    assert {(column, reason) for _, column, _, reason in faults(report)} >= {("FNAME", "is missing"), ("LNAME", "is missing")}
    assert ask("SELECT count(*) FROM student WHERE student_id = '77'") == [(0,)]


def test_the_measure_is_made_where_the_store_lacks_it(con: duckdb.DuckDBPyConnection, load: Load, ask: Query) -> None:
    con.execute("DELETE FROM measure WHERE measure_id = 'isip_reading'")
    load(export({"STUDENT_ID": "001", "GRADE": 3, "September": ("235", "9/6/2025")}), name="export.csv")
    name, direction, floor, source = ask("SELECT name, direction, floor, source FROM measure WHERE measure_id = 'isip_reading'")[0]
    assert (name, direction, floor) == ("Istation ISIP reading", "increase", None)
    assert "Istation" in source


def test_another_measure_may_be_named_for_the_same_columns(load: Load, ask: Query) -> None:
    load("measure_id,name,area,unit,metric,direction,source\nlectura,Lectura,reading,scale score,other,increase,own\n", name="measure.csv")
    text = export({"STUDENT_ID": "001", "GRADE": 3, "September": ("235", "9/6/2025")})
    load(text, name="export.csv", mapping={"measure": "=lectura"})
    assert ask("SELECT measure_id FROM series WHERE series_id IN (SELECT series_id FROM score)") == [("lectura",)]


def test_the_vendor_s_sample_comes_in_whole(con: duckdb.DuckDBPyConnection, shared: Path) -> None:
    sample = shared / "samples" / "assessments" / "iStation__sample_anonymized_file.csv"
    assert tuple(sample.read_text(encoding="utf-8").splitlines()[0].split(",")) == HEADER, (
        "the sample in these tests has the vendor's columns"
    )
    assert preview(con, [sample])[0].rows_rejected == 36
    report = import_paths(con, [sample], create_students=True)[0]
    assert (report.rows_read, report.rows_added, report.students_added, report.rows_rejected) == (36, 36, 5, 0)
