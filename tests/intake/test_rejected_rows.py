"""Every rule by which a row is refused: one example a rule, with the reason that a person reads."""

from collections.abc import Callable
from typing import Any

import pytest

from analytics.intake import ImportReport

Load = Callable[..., ImportReport]
Query = Callable[..., list[tuple[Any, ...]]]
Faults = Callable[[ImportReport], list[tuple[int, str | None, str | None, str]]]

SCORE = "series_id,observed_on,value,form,errors,absent,known_on"

# column at fault, value shown, row, reason
SCORE_ROWS = [
    ("series_id", None, ",2025-09-08,41,1,,,", "is missing"),
    ("series_id", "x", "x,2025-09-08,41,1,,,", "is no series in the store or in these files"),
    ("observed_on", None, "a,,41,1,,,", "is missing"),
    ("observed_on", "08.09.2025", "a,08.09.2025,41,1,,,", "is not a date"),
    ("observed_on", "2025-02-30", "a,2025-02-30,41,1,,,", "there is no 30 February 2025"),
    ("observed_on", "02/30/2025", "a,02/30/2025,41,1,,,", "there is no 30 February 2025"),
    ("observed_on", "31.6.2025", "a,31.6.2025,41,1,,,", "there is no 31 June 2025"),
    ("observed_on", "2025-13-01", "a,2025-13-01,41,1,,,", "is not a date"),
    ("observed_on", "epoch", "a,epoch,41,1,,,", "is not a date"),
    ("observed_on", "2026-02-14", "a,2026-02-14,41,1,,,", "lies in the future (today is 2026-02-13)"),
    ("observed_on", "1989-12-31", "a,1989-12-31,41,1,,,", "lies before 1990-01-01"),
    ("value", "forty", "a,2025-09-08,forty,1,,,", "is not a number"),
    ("value", "4l", "a,2025-09-08,4l,1,,,", "is not a number"),
    ("value", "1_0", "a,2025-09-08,1_0,1,,,", "is not a number"),
    ("value", "NaN", "a,2025-09-08,NaN,1,,,", "is not a finite number"),
    ("value", "-inf", "a,2025-09-08,-inf,1,,,", "is not a finite number"),
    ("value", "1e400", "a,2025-09-08,1e400,1,,,", "is not a finite number"),
    ("value", "-1", "a,2025-09-08,-1,1,,,", "is below the lowest possible score of this measure"),
    ("value", "301", "a,2025-09-08,301,1,,,", "is above the highest possible score of this measure"),
    ("value", None, "a,2025-09-08,,1,,,", "is missing"),
    ("value", "41", "a,2025-09-08,41,1,,true,", "stands beside absent"),
    ("value", "0", "a,2025-09-08,0,1,,yes,", "stands beside absent"),
    ("absent", "maybe", "a,2025-09-08,41,1,,maybe,", "is neither yes nor no"),
    ("errors", "-2", "a,2025-09-08,41,1,-2,,", "is below 0"),
    ("known_on", "2030-01-01", "a,2025-09-08,41,1,,,2030-01-01", "lies in the future (today is 2026-02-13)"),
]


@pytest.mark.parametrize(("column", "value", "row", "reason"), SCORE_ROWS)
def test_a_wrong_score_is_refused_by_name(look: Load, faults: Faults, column: str, value: str | None, row: str, reason: str) -> None:
    report = look(f"{SCORE}\n{row}\n")
    assert (report.rows_added, report.rows_rejected) == (0, 1)
    assert faults(report) == [(2, column, value, reason)]
    assert report.rejected[0].remedy


# file, header, row, column at fault, reason
OTHER_ROWS = [
    ("student", "student_id,first_name,last_name,born_on", "9,A,B,2030-01-01", "born_on", "lies in the future (today is 2026-02-13)"),
    ("enrolment", "student_id,school_id,grade,enrolled_on", "001,N,third,2025-08-20", "grade", "is none of the words known here"),
    (
        "enrolment",
        "student_id,school_id,grade,enrolled_on",
        "001,Q,3,2025-08-20",
        "school_id",
        "is no school in the store or in these files",
    ),
    ("enrolment", "student_id,school_id,grade,enrolled_on,left_on", "001,N,3,2025-08-20,2025-08-01", "left_on", "lies before enrolled_on"),
    ("staff_assignment", "staff_id,role,scope,scope_id,from_on", "T1,boss,school,N,2025-08-20", "role", "is none of the words known here"),
    (
        "staff_assignment",
        "staff_id,role,scope,scope_id,from_on",
        "T1,teacher,class,N,2025-08-20",
        "scope_id",
        "is no class in the store or in these files",
    ),
    (
        "staff_assignment",
        "staff_id,role,scope,scope_id,from_on",
        "T1,district,district,N,2025-08-20",
        "scope_id",
        "is not *, as the scope district asks",
    ),
    (
        "measure",
        "measure_id,name,area,unit,metric,direction,floor,ceiling,source",
        "m,M,a,u,rate,up,0,9,own",
        "direction",
        "is none of the words known here",
    ),
    (
        "measure",
        "measure_id,name,area,unit,metric,direction,floor,ceiling,source",
        "m,M,a,u,rate,increase,9,9,own",
        "ceiling",
        "is not above the floor",
    ),
    ("growth_norm", "measure_id,grade,season,percentile,level,source", "orf,3,fall,50.5,80,own", "percentile", "is not a whole number"),
    ("growth_norm", "measure_id,grade,season,percentile,level,source", "orf,3,fall,100,80,own", "percentile", "is above 99"),
    (
        "series",
        "series_id,student_id,measure_id,grade",
        "a,002,orf,3",
        "student_id",
        "differs from the student that this series already has",
    ),
    (
        "series",
        "series_id,student_id,measure_id,grade",
        "a,001,maze,3",
        "measure_id",
        "differs from the measure that this series already has",
    ),
    (
        "intervention",
        "intervention_id,series_id,kind,programme,start_on,due_on",
        "i,a,instruction,P,2025-09-01,2025-08-01",
        "due_on",
        "is not after start_on",
    ),
    (
        "intervention",
        "intervention_id,series_id,kind,programme,start_on,due_on,tier",
        "i,a,instruction,P,2025-09-01,2026-01-01,4",
        "tier",
        "is above 3",
    ),
    (
        "intervention_session",
        "intervention_id,held_on,status",
        "i,2025-09-01,held",
        "intervention_id",
        "is no intervention in the store or in these files",
    ),
    (
        "goal",
        "goal_id,series_id,statement,target,start_on,due_on,effective_on,criterion",
        "g,a,s,90,2025-09-01,2026-05-01,2025-09-01,k_of_n",
        "criterion_n",
        "is missing for this criterion",
    ),
    ("note", "student_id,series_id,on_date,text", "002,a,2025-09-01,hello", "series_id", "belongs to another student"),
    ("calendar_day", "school_id,on_date,is_school_day", "N,2025-09-01,sometimes", "is_school_day", "is neither yes nor no"),
]


@pytest.mark.parametrize(("table", "header", "row", "column", "reason"), OTHER_ROWS)
def test_a_wrong_row_of_another_table_is_refused_by_name(
    look: Load, faults: Faults, table: str, header: str, row: str, column: str, reason: str
) -> None:
    report = look(f"{header}\n{row}\n", name=f"{table}.csv")
    assert (column, reason) in {(fault[1], fault[3]) for fault in faults(report)}
    assert (report.rows_added, report.rows_rejected) == (0, 1)


def test_minutes_beside_a_session_that_was_not_held_are_a_contradiction(load: Load, faults: Faults) -> None:
    load("intervention_id,series_id,kind,programme,start_on,due_on\ni,a,instruction,P,2025-09-01,2026-05-01\n", name="intervention.csv")
    report = load(
        "intervention_id,held_on,status,minutes\ni,2025-09-02,not_held,20\ni,2025-09-03,not_held,0\n", name="intervention_session.csv"
    )
    assert faults(report) == [(2, "minutes", "20", "stands beside a session that was not held")]


def test_an_identifier_names_a_goal_or_an_intervention_never_both(load: Load, faults: Faults) -> None:
    load("intervention_id,series_id,kind,programme,start_on,due_on\np1,a,instruction,P,2025-09-01,2026-05-01\n", name="intervention.csv")
    goal = "goal_id,series_id,statement,target,start_on,due_on,effective_on\np1,a,s,90,2025-09-01,2026-05-01,2025-09-01\n"
    assert faults(load(goal, name="goal.csv")) == [(2, "goal_id", "p1", "is the identifier of an intervention")]


def test_the_range_of_a_series_goes_before_that_of_its_measure(load: Load, faults: Faults) -> None:
    load("series_id,student_id,measure_id,grade,ceiling\na,001,orf,3,50\n", name="series.csv")
    report = load("series_id,observed_on,value\na,2025-09-08,51\nb,2025-09-08,51\n")
    assert faults(report) == [(2, "value", "51", "is above the highest possible score of this measure")]


def test_a_row_with_two_faults_counts_once_and_both_are_told(look: Load, faults: Faults) -> None:
    report = look("series_id,observed_on,value\na,soon,many\n")
    assert report.rows_rejected == 1
    assert faults(report) == [(2, "observed_on", "soon", "is not a date"), (2, "value", "many", "is not a number")]


def test_one_key_with_two_values_refuses_both_rows(load: Load, faults: Faults, ask: Query) -> None:
    report = load("series_id,observed_on,value\na,2025-09-08,41\na,2025-09-15,44\na,2025-09-08,42\n")
    told = "stands 2 times in these files with different values"
    assert faults(report) == [(2, None, "a | 2025-09-08 | 1", told), (4, None, "a | 2025-09-08 | 1", told)]
    assert ask("SELECT value FROM score") == [(44.0,)]


def test_three_probes_of_a_day_need_a_form_each(look: Load) -> None:
    report = look("series_id,observed_on,form,value\na,2025-09-08,1,41\na,2025-09-08,2,47\na,2025-09-08,3,41\n")
    assert report.rows_added == 3


def test_an_identical_repetition_is_folded_and_counted(look: Load) -> None:
    report = look("series_id,observed_on,value\na,2025-09-08,41\na,2025-09-08,41.0\n")
    assert (report.rows_read, report.rows_added, report.rows_unchanged, report.rows_folded, report.rows_rejected) == (2, 1, 1, 1, 0)


def test_an_absence_is_stored_as_an_occasion_without_a_score(load: Load, ask: Query) -> None:
    load("series_id,observed_on,value,absent\na,2025-09-08,,true\n")
    assert ask("SELECT value, absent FROM score") == [(None, True)]


def test_lines_are_counted_as_an_editor_counts_them(look: Load, faults: Faults) -> None:
    before = 'series_id,observed_on,value,note\na,2025-09-08,41,"first\nsecond"\n\na,2025-09-15,bad,\n\n\n'
    text = before + 'a,2025-09-22,worse,"x\ny"\na,2025-09-29,worst,\n'
    assert [(line, value) for line, _, value, _ in faults(look(text))] == [(5, "bad"), (8, "worse"), (10, "worst")]


def test_a_regular_and_an_irregular_file_are_read_alike(load: Load, ask: Query) -> None:
    rows = [f"a,2025-09-{day:02},{day},n{day}" for day in range(1, 29)]
    header = "series_id,observed_on,value,note"
    assert load("\n".join([header, *rows]) + "\n").rows_added == 28
    quoted = "\n\n".join([header, *(row.rsplit(",", 1)[0] + ',"' + row.rsplit(",", 1)[1] + '"' for row in rows)]) + "\n"
    assert load(quoted).rows_unchanged == 28


def test_a_row_with_too_many_or_too_few_cells_is_kept_with_its_line(look: Load, faults: Faults) -> None:
    report = look("series_id,observed_on,value\na,2025-09-08,41\na,2025-09-15\na,2025-09-22,43,9\na,2025-09-29,44\n")
    assert (report.rows_read, report.rows_added, report.rows_rejected) == (4, 2, 2)
    assert faults(report) == [
        (3, None, "a,2025-09-15", "has 2 cells where the header has 3"),
        (4, None, "a,2025-09-22,43,9", "has 4 cells where the header has 3"),
    ]


def test_a_stray_quotation_mark_costs_its_own_row_only(look: Load, faults: Faults) -> None:
    report = look('series_id,observed_on,value,note\na,2025-09-08,41,"ten "words" here"\na,2025-09-15,42,fine\n')
    assert (report.rows_added, report.rows_rejected) == (1, 1)
    assert faults(report) == [(2, None, None, "a quotation mark inside a cell stands alone")]


def test_a_thousand_rejected_rows_are_all_kept_though_the_report_shows_the_first(load: Load, ask: Query) -> None:
    rows = "".join(f"a,2025-09-08,x{number}\n" for number in range(1000))
    report = load(f"series_id,observed_on,value\n{rows}")
    assert (report.rows_rejected, len(report.rejected)) == (1000, 200)
    assert ask("SELECT count(*), min(line), max(line) FROM rejected_row") == [(1000, 2, 1001)]
