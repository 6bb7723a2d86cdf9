"""The class as the store tells it: only the viewer's students, and who is due when."""

import itertools
import math
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import SCORES

from analytics import store
from analytics.caseload import classes

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("staff_id", "expected"),
    [("T1", {"C1": 4}), ("T2", {"C2": 2}), ("P1", {"C1": 4}), ("D1", {"C1": 4, "C2": 2}), ("M1", {}), ("nobody", {})],
)
def test_a_class_is_listed_with_the_students_whom_the_viewer_may_see(
    small_store: duckdb.DuckDBPyConnection, staff_id: str, expected: dict
) -> None:
    assert {row["class_id"]: row["n_students"] for row in classes.classes(small_store, staff_id, TODAY)} == expected


def test_another_teacher_s_class_is_empty(small_store: duckdb.DuckDBPyConnection) -> None:
    assert classes.plans(small_store, "T2", TODAY, "C1").empty
    assert classes.series(small_store, "T2", TODAY, "C1").empty
    assert classes.occasions(small_store, "T2", TODAY, ["I1"]).empty
    assert classes.stored(small_store, "T2", TODAY, ["S1-orf"], date(2026, 2, 16)) == []
    assert classes.previous(small_store, "T2", TODAY, ["S1-orf"], TODAY) == []


def test_plans_come_with_the_most_urgent_first(small_store: duckdb.DuckDBPyConnection) -> None:
    found = classes.plans(small_store, "T1", TODAY, "C1")
    assert list(zip(found["plan_id"], found["verdict"], strict=True))[:2] == [("I1", "ineffective"), ("G1", "off track")]
    assert set(found["student"]) >= {"Ana Alvarez", "Ben Brook"}


def own_error(series_id: str) -> float:
    """The root of half the mean squared difference of successive scores, in plain Python."""
    values = [value for _, value in SCORES[series_id]]
    steps = [(later - earlier) ** 2 for earlier, later in itertools.pairwise(values)]
    return math.sqrt(sum(steps) / len(steps) / 2)


def test_a_score_is_unusual_four_errors_from_the_last_one(small_store: duckdb.DuckDBPyConnection) -> None:
    found = {row["series_id"]: row for row in classes.previous(small_store, "D1", TODAY, list(SCORES), TODAY)}
    assert found["S1-orf"]["unusual_change"] == pytest.approx(4 * 10), "the published error of reading scores; her own is smaller"
    assert own_error("S1-orf") < 10
    assert found["S2-math"]["unusual_change"] == pytest.approx(4 * own_error("S2-math")), "no error of this measure is known"
    assert found["S5-talk"]["unusual_change"] is None, "always 20 says nothing about how far scores scatter"
    assert found["S1-orf"]["previous_value"] == 42 and found["S1-orf"]["previous_errors"] is None


def test_the_last_score_brings_its_own_errors(due_store: duckdb.DuckDBPyConnection) -> None:
    due_store.execute("UPDATE score SET errors = 3 WHERE series_id = 'S1-orf' AND observed_on = '2026-02-09'")
    before = {row["series_id"]: row for row in classes.previous(due_store, "T1", TODAY, ["S1-orf"], date(2026, 2, 10))}
    assert before["S1-orf"]["previous_errors"] == 3
    now = classes.series(due_store, "T1", TODAY, "C1").set_index("series_id")
    assert classes.previous(due_store, "T1", TODAY, ["S1-orf"], TODAY)[0]["previous_errors"] is None, "never those of an earlier score"
    assert now.loc["S1-orf", "last_value"] == 42 and math.isnan(now.loc["S1-orf", "last_errors"])
    due_store.execute("UPDATE score SET errors = 2 WHERE series_id = 'S1-orf' AND observed_on = '2026-02-16'")
    assert classes.series(due_store, "T1", TODAY, "C1").set_index("series_id").loc["S1-orf", "last_errors"] == 2


def test_occasions_tell_the_baseline_apart(small_store: duckdb.DuckDBPyConnection) -> None:
    found = classes.occasions(small_store, "T1", TODAY, ["I1"])
    assert (found["is_baseline"].sum(), len(found)) == (6, 22)


@pytest.fixture
def due_store(tmp_path: Path, small_store_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the small store that may be changed."""
    shutil.copyfile(small_store_path, tmp_path / "due.duckdb")
    con = store.open_store(tmp_path / "due.duckdb")
    yield con
    con.close()


def due(con: duckdb.DuckDBPyConnection, series_id: str, today: date = TODAY) -> tuple[date | None, int | None]:
    row = classes.series(con, "D1", today, "C1").set_index("series_id").loc[series_id]
    return row["next_due_on"].date(), int(row["school_days_overdue"])


def test_a_probe_is_due_one_interval_after_the_last_score(due_store: duckdb.DuckDBPyConnection) -> None:
    assert due(due_store, "S2-math") == (date(2026, 2, 23), 5), "last on Monday 16 February: a week of school days late on 2 March"
    assert due(due_store, "S2-math", date(2026, 2, 23)) == (date(2026, 2, 23), 0)


def test_after_an_absence_it_is_due_on_the_next_school_day(due_store: duckdb.DuckDBPyConnection) -> None:
    assert due(due_store, "S1-orf") == (date(2026, 2, 26), 2), "absent on Wednesday 25 February"


def test_a_holiday_puts_it_off(due_store: duckdb.DuckDBPyConnection) -> None:
    due_store.execute(
        "INSERT INTO calendar_day (school_id, on_date, is_school_day) VALUES ('A', '2026-02-23', false), ('*', '2026-02-24', false)"
    )
    assert due(due_store, "S2-math") == (date(2026, 2, 25), 3)


def test_two_probes_a_week_are_due_sooner(due_store: duckdb.DuckDBPyConnection) -> None:
    due_store.execute("UPDATE series SET probes_per_week = 2 WHERE series_id = 'S2-math'")
    assert due(due_store, "S2-math")[0] == date(2026, 2, 20), "three and a half days, rounded to four"


def test_without_a_score_it_is_due_at_the_start_of_the_plan(due_store: duckdb.DuckDBPyConnection) -> None:
    due_store.execute("DELETE FROM score WHERE series_id = 'S4-orf'")
    assert due(due_store, "S4-orf")[0] == date(2025, 11, 3)


def test_without_a_running_plan_nothing_is_due(due_store: duckdb.DuckDBPyConnection) -> None:
    found = classes.series(due_store, "D1", date(2026, 8, 1), "C1")
    assert len(found) == 4 and found["next_due_on"].isna().all() and (found["n_plans"] == 0).all()
