"""Error rates for a situation: the viewer's usual one, the shipped table where it applies, else students simulated now."""

from datetime import date

import duckdb
import pandas as pd
import pytest

from analytics import pipeline, store
from analytics.caseload.error_curves import OWN_RULE, Situation, Usual, in_force, number_simulated, shipped, simulated, usual

DAY = date(2026, 1, 15)
RATES = ["false_alarm_once", "false_alarm_ever", "miss_once", "miss_ever"]
KEY = ["rule_id", "week"]


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """Two students who read and count: three plans on reading for Ana, one on maths for Ben, and a teacher for each."""
    con = store.open_store(":memory:")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('a', 'Ana', 'A'), ('b', 'Ben', 'B')")
    con.execute("INSERT INTO staff VALUES ('T', 'Tess', NULL), ('U', 'Una', NULL)")
    con.execute(
        "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES ('T', 'teacher', 'student', 'a', '2025-08-20'), "
        "('U', 'teacher', 'student', 'b', '2025-08-20')"
    )
    con.execute(
        "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) VALUES ('x1', 'a', 'orf', '3', 2), "
        "('x2', 'a', 'orf', '3', 2), ('x3', 'a', 'orf', '3', 1), ('y', 'b', 'math_cbm', '3', 1)"
    )
    con.execute(
        "INSERT INTO score (series_id, observed_on, value, origin) "
        "SELECT s, DATE '2025-09-01' + 7 * w::INTEGER, 40, 'imported' FROM (VALUES ('x1'), ('x2'), ('x3'), ('y')) t(s), range(12) u(w)"
    )
    con.execute(
        "INSERT INTO intervention (intervention_id, series_id, kind, programme, baseline, target, start_on, due_on) "
        "SELECT 'p-' || s, s, 'instruction', 'P', 40, target, '2025-09-29', '2026-02-16' "
        "FROM (VALUES ('x1', 60), ('x2', 80), ('x3', 90), ('y', 45)) t(s, target)"
    )
    pipeline.analyse(con)
    return con


def test_the_usual_plan_is_that_of_the_viewer_s_students_alone(con: duckdb.DuckDBPyConnection) -> None:
    ana, ben = usual(con, "T", DAY), usual(con, "U", DAY)
    assert (ana.measure, ana.n_plans) == ("Oral reading fluency", 3)
    assert ana.situation == Situation(probes_per_week=2, baseline_scores=4, error=10, required_roi=2, autocorrelation=0.2)
    assert (ben.n_plans, ben.situation.required_roi) == (1, 0.25) and "math" in str(ben.measure).lower()


def test_whoever_has_no_student_starts_with_reading(con: duckdb.DuckDBPyConnection) -> None:
    assert usual(con, "nobody", DAY) == Usual(Situation())


def test_the_shipped_table_is_used_for_its_own_situations(con: duckdb.DuckDBPyConnection) -> None:
    found = shipped(con, Situation(autocorrelation=0.2))
    assert found is not None and len(found) == 9 * 17 and not found.duplicated(KEY).any()
    assert shipped(con, Situation(error=9.3)) is None
    assert shipped(con, Situation(error=20, required_roi=3)) is not None, "only the ratio counts"


def test_with_other_thresholds_the_shipped_table_says_nothing() -> None:
    con = store.open_store(":memory:")
    con.execute("UPDATE setting SET value = 8 WHERE name = 'minimum_weeks'")
    assert shipped(con, Situation()) is None
    later = simulated(Situation(), in_force(con)).set_index(KEY)
    assert later.loc[[(OWN_RULE, week) for week in range(4, 8)], "miss_ever"].eq(1).all(), "nobody is judged before week 8"


def test_another_total_of_false_alarms_is_in_the_shipped_table() -> None:
    con = store.open_store(":memory:")
    few = shipped(con, Situation())
    con.execute("UPDATE setting SET value = 0.49 WHERE name = 'boundary_false_alarm'")
    many = shipped(con, Situation())
    assert few is not None and many is not None
    ever = [table.set_index(KEY).at[(OWN_RULE, 20), "false_alarm_ever"] for table in (few, many)]
    assert ever[0] < 0.11 and 0.4 < ever[1] < 0.55
    now = simulated(Situation(), in_force(con)).set_index(KEY)
    assert now.at[(OWN_RULE, 20), "false_alarm_ever"] == pytest.approx(ever[1], abs=0.02)


def test_students_simulated_now_agree_with_the_shipped_table(con: duckdb.DuckDBPyConnection) -> None:
    situation = Situation(autocorrelation=0.0)
    table, now = shipped(con, situation), simulated(situation, in_force(con))
    assert table is not None
    both = table.merge(now, on=KEY, suffixes=("", "_now"))
    assert len(both) == len(table) == len(now)
    for rate in RATES:
        # 10,000 students there, 20,000 here: four standard errors of the difference near one half.
        assert (both[rate] - both[f"{rate}_now"]).abs().max() < 0.025, rate
    pd.testing.assert_frame_equal(now, simulated(situation, in_force(con)))


def test_more_probes_take_fewer_students() -> None:
    assert (number_simulated(Situation()), number_simulated(Situation(probes_per_week=5))) == (20_000, 4_000)
