"""`aimline statistics` as a user meets it: what it refuses and how it says so, what it writes for awkward series, and how fast."""

import csv
import math
import time
from pathlib import Path

import numpy as np
import pytest

from analytics.progress.statistic_names import CONDITIONAL_NAMES, STATISTIC_NAMES
from analytics.progress.statistics_file import write_statistics
from analytics.store.errors import AimlineError

HEADER = "dataset,case,phase,session_number,outcome,direction,metric\n"
GOOD = HEADER + "d,c,A,1,5,increase,count\nd,c,A,2,6,increase,count\nd,c,B,3,8,increase,count\nd,c,B,4,9,increase,count\n"

REFUSED = {
    "no such column": (GOOD.replace("outcome", "score"), "line 1: column outcome is missing"),
    "a column twice": (
        GOOD.replace("metric\n", "metric,phase\n").replace("count\n", "count,A\n"),
        "column phase stands there more than once",
    ),
    "semicolons": (GOOD.replace(",", ";"), "Save it with commas"),
    "empty": ("", "is empty"),
    "only a header": (HEADER, "holds only its first line"),
    "a word for a score": (
        GOOD.replace("2,6", "2,six"),
        "line 3, column outcome: 'six' is not a number, or too large for one. Write",
    ),
    "an endless score": (GOOD.replace("2,6", "2,inf"), "line 3, column outcome: 'inf' is not a number"),
    "a date for a session": (GOOD.replace("A,2", "A,2025-09-01"), "line 3, column session_number: '2025-09-01' is not a number"),
    "no session": (GOOD.replace("A,2", "A,"), "line 3, column session_number: an empty field is not a number"),
    "an unknown phase": (GOOD.replace("B,3", "C,3"), "line 4, column phase: 'C' is not one of A, B. Write one of A, B."),
    "an unknown direction": (GOOD.replace("9,increase", "9,up"), "line 5, column direction: 'up' is not one of increase, decrease"),
    "an unknown metric": (GOOD.replace("8,increase,count", "8,increase,words"), "line 4, column metric: 'words' is not one of count, rate"),
    "two unknown metrics": (GOOD.replace("increase,count\nd,c,B", "increase,words\nd,c,B"), "1 more rows like this"),
    "a session twice": (GOOD.replace("A,2", "A,1"), "line 3, column session_number: '1' stands there already for this series"),
    "a negative count": (
        GOOD.replace("2,6", "2,-1"),
        "line 3, column outcome: '-1' is below 0, which a count cannot be. Correct the score",
    ),
    "a negative rate": (GOOD.replace("count", "rate").replace("2,6", "2,-.5"), "line 3, column outcome: '-0.5' is below 0, which a rate"),
    "a percentage beyond all": (
        GOOD.replace("count", "percentage").replace("4,9", "4,120"),
        "line 5, column outcome: '120' is above 100, which a percentage cannot be",
    ),
    "a negative percentage": (GOOD.replace("count", "percentage").replace("4,9", "4,-5"), "'-5' is below 0, which a percentage cannot be"),
    "a percentage as a proportion": (
        GOOD.replace("count", "proportion").replace("1,5", "1,.5"),
        "line 3, column outcome: '6' is above 1, which a proportion cannot be. Correct the score, or give the series the metric other. (2",
    ),
    "two directions": (GOOD.replace("9,increase", "9,decrease"), "line 5, column direction: 'decrease' differs from the series' first row"),
    "a baseline afterwards": (GOOD + "d,c,A,5,4,increase,count\n", "line 6, column phase: 'A' comes after phase B has begun"),
    "a field too many": (GOOD.replace("c,A,2,6", "c,A,2,6,7"), "line 3: 8 fields where the first line names 7"),
    "an open quotation mark": (GOOD.replace("d,c,A,2", 'd,"c,A,2'), "Look for a quotation mark that is not closed"),
}


def refusal(path, out, goals=None):
    with pytest.raises(AimlineError) as refused:
        write_statistics(path, goals, out)
    assert not out.exists(), "nothing is written where the input is refused"
    return str(refused.value)


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_file_with_a_mistake_is_refused_with_line_column_value_and_remedy(tmp_path, mistake):
    text, expected = REFUSED[mistake]
    path = tmp_path / "series.csv"
    path.write_text(text, encoding="utf-8")
    message = refusal(path, tmp_path / "out.csv")
    assert message.startswith(str(path))
    assert expected in message


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (GOOD.replace("d,c", "d,Zoë").encode("latin-1"), "line 2: byte 0xeb is not UTF-8 text. Save the file as CSV UTF-8."),
        (GOOD.encode("utf-16"), "line 1: byte 0xff is not UTF-8 text"),
        (b"PK\x03\x04rest of a workbook", "is an Excel workbook or a zip file, not a CSV file"),
    ],
    ids=["latin-1", "utf-16", "workbook"],
)
def test_a_file_that_is_not_utf_8_text_is_refused(tmp_path, content, expected):
    path = tmp_path / "series.csv"
    path.write_bytes(content)
    assert expected in refusal(path, tmp_path / "out.csv")


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    assert "is a folder" in refusal(tmp_path, tmp_path / "out.csv")
    assert "cannot be read: No such file or directory" in refusal(tmp_path / "nowhere.csv", tmp_path / "out.csv")


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    path = tmp_path / "series.csv"
    path.write_text(GOOD, encoding="utf-8")
    assert "cannot be written" in refusal(path, tmp_path / "no such folder" / "out.csv")


def written(tmp_path, text, goals=None):
    path, out = tmp_path / "series.csv", tmp_path / "out.csv"
    path.write_text(text, encoding="utf-8")
    write_statistics(path, goals, out)
    with out.open(encoding="utf-8", newline="") as file:
        return {(row["case"], row["statistic"]): row for row in csv.DictReader(file)}


def test_a_byte_order_mark_spaces_and_names_in_other_letters_are_read(tmp_path):
    rows = written(tmp_path, "\ufeff" + GOOD.replace("d,c,", ' d , "Zoë, ""七""",'))
    assert rows['Zoë, "七"', "NAP"]["value"] == "1.0"


def test_rows_may_come_in_any_order_and_missed_sessions_do_not_count(tmp_path):
    head, *body = GOOD.splitlines(keepends=True)
    mixed = written(tmp_path, head + "".join([*reversed(body), "d,c,B,5,,increase,count\n", "d,c,B,6,NA,increase,count\n"]))
    plain = written(tmp_path, GOOD)
    assert mixed["c", "n_B"]["value"] == "2.0"
    assert mixed["c", "ols_slope_B"] == plain["c", "ols_slope_B"]


def test_a_score_just_outside_its_scale_is_used_and_remarked_on(tmp_path):
    """Scores read off a graph are off by a little: 100.66% stands in a published series, and must not be lost with its series."""
    path, remarks = tmp_path / "series.csv", []
    path.write_text(GOOD.replace("count", "percentage").replace("4,9", "4,100.66"), encoding="utf-8")
    write_statistics(path, None, tmp_path / "out.csv", remark=remarks.append)
    assert remarks == [
        f"{path}, line 5, column outcome: '100.66' is above 100 by no more than the error of reading a graph, and is used as it is."
    ]


def test_scores_of_any_size_and_sign_are_read_where_the_metric_says_nothing(tmp_path):
    assert written(tmp_path, GOOD.replace("count", "other").replace("2,6", "2,-150"))["c", "median_A"]["value"] == "-72.5"


def test_goals_give_the_percentage_of_the_goal_obtained(tmp_path):
    """From a mean of 5.5 to 8.5 on the way to 11.5 is half of the way."""
    goals = tmp_path / "goals.csv"
    goals.write_text("dataset,case,goal\nd,c,11.5\nd,somebody else,3\n", encoding="utf-8")
    assert float(written(tmp_path, GOOD, goals)["c", "PoGO"]["value"]) == pytest.approx(50)
    said: list[str] = []
    write_statistics(tmp_path / "series.csv", goals, tmp_path / "again.csv", remark=said.append)
    assert said == [f"{goals}: 1 of 2 goals belong to no series of {tmp_path / 'series.csv'} and are not used."]
    assert ("c", "PoGO") not in written(tmp_path, GOOD)


def test_mistakes_in_the_goals_are_refused(tmp_path):
    path, goals = tmp_path / "series.csv", tmp_path / "goals.csv"
    path.write_text(GOOD, encoding="utf-8")
    goals.write_text("dataset,case,goal\nd,c,ten\n", encoding="utf-8")
    assert "line 2, column goal: 'ten' is not a number" in refusal(path, tmp_path / "out.csv", goals)
    goals.write_text("dataset,case,goal\nd,c,10\nd,c,11\n", encoding="utf-8")
    assert "line 3, column case: 'c' has a goal already" in refusal(path, tmp_path / "out.csv", goals)


@pytest.mark.parametrize("scores", [("5", "7"), ("", "4 5 6"), ("4 5 6", ""), ("4", "5 6"), ("3 3 3", "3 3 3"), ("0 0", "0 0 1")])
def test_short_and_constant_series_get_every_statistic_without_an_error(tmp_path, scores):
    lines, session = [HEADER], 0
    for phase, values in zip("AB", scores, strict=True):
        for value in values.split():
            session += 1
            lines.append(f"d,c,{phase},{session},{value},decrease,percentage\n")
    rows = written(tmp_path, "".join(lines))
    assert {name for _, name in rows} >= set(STATISTIC_NAMES) - CONDITIONAL_NAMES
    assert [float(rows["c", f"n_{phase}"]["value"]) for phase in "AB"] == [len(values.split()) for values in scores]


def test_numbers_read_back_as_the_same_doubles(tmp_path):
    rows = written(tmp_path, GOOD)
    assert float(rows["c", "SMD_nobc"]["value"]) == 3 / math.sqrt(0.5)


def test_two_thousand_series_take_seconds(tmp_path):
    """Two thousand series of twenty-six sessions; the bar is generous, since other work may share the machine."""
    random = np.random.default_rng(20250901)
    scores = random.integers(0, 80, size=(2000, 26))
    lines = [
        f"d,{case},{'A' if session < 6 else 'B'},{session + 1},{score},increase,other\n"
        for case, row in enumerate(scores.tolist())
        for session, score in enumerate(row)
    ]
    path = tmp_path / "series.csv"
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    started = time.process_time()
    assert write_statistics(path, None, tmp_path / "out.csv") == 2000
    assert time.process_time() - started < 10


def test_a_long_file_is_worked_on_in_parts_that_leave_no_trace(tmp_path, monkeypatch):
    golden = Path(__file__).parents[1] / "golden" / "series.csv"
    write_statistics(golden, None, tmp_path / "whole.csv")
    monkeypatch.setattr("analytics.progress.statistics_file.SERIES_AT_ONCE", 7)
    write_statistics(golden, None, tmp_path / "parts.csv")
    whole, parts = ((tmp_path / name).read_text(encoding="utf-8").splitlines() for name in ("whole.csv", "parts.csv"))
    assert [line.split(",")[:3] for line in parts] == [line.split(",")[:3] for line in whole]
    for one, other in zip(whole[1:], parts[1:], strict=True):
        numbers = [[float(cell) for cell in line.split(",")[3:] if cell] for line in (one, other)]
        assert numbers[1] == pytest.approx(numbers[0], rel=1e-12, abs=1e-12, nan_ok=True), one


def test_the_file_needs_no_store(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, GOOD)
    assert {path.name for path in Path(tmp_path).iterdir()} == {"series.csv", "out.csv"}
