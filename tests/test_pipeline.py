"""Full, incremental and past-day runs tell the same story."""

from datetime import date, datetime

import pandas as pd
import pytest

from analytics import pipeline
from analytics.pipeline import KEPT
from analytics.store import open_store, transaction

KEYS = {
    "phase_trend": ["plan_id", "against", "part"],
    "effect_size": ["plan_id", "against", "statistic"],
    "piecewise": ["plan_id", "against"],
    "rule_call": ["plan_id", "rule_id"],
}


@pytest.fixture(scope="module")
def district():
    """Thirty students with an intervention and a goal on one series each, sessions, and a second intervention for some."""
    con = open_store(":memory:")
    con.execute("INSERT INTO student (student_id, first_name, last_name) SELECT 's' || i, 'S' || i, 'T' FROM range(30) t(i)")
    con.execute(
        "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) SELECT 'x' || i, 's' || i, "
        "'orf', '3', 1 FROM range(30) t(i)"
    )
    con.execute(
        "INSERT INTO intervention (intervention_id, series_id, kind, programme, target, start_on, due_on, planned_sessions_per_week) "
        "SELECT 'p' || i || '-' || k, 'x' || i, 'instruction', 'Programme', 90, DATE '2025-09-15' + 70 * k::INTEGER, "
        "DATE '2025-11-20' + 70 * k::INTEGER, 3 "
        "FROM range(30) t(i), range(2) u(k) WHERE k = 0 OR i % 3 = 0"
    )
    con.execute(
        "INSERT INTO goal (goal_id, series_id, statement, target, start_on, due_on, effective_on) "
        "SELECT 'g' || i, 'x' || i, 'Goal', 95, DATE '2025-09-15', DATE '2026-05-30', DATE '2025-09-15' FROM range(30) t(i)"
    )
    con.execute(
        "INSERT INTO score (series_id, observed_on, value, origin) "
        "SELECT 'x' || i, DATE '2025-08-25' + 7 * w::INTEGER, 45 + i + round(w * (i % 5) * 0.5 + hash(i, w) % 17), "
        "'imported' FROM range(30) t(i), range(22) u(w)"
    )
    con.execute(
        "INSERT INTO intervention_session (intervention_id, held_on, status) "
        "SELECT 'p' || i || '-0', DATE '2025-09-15' + d::INTEGER, 'held' FROM range(30) t(i), range(60) u(d) WHERE d % "
        "7 IN (0, 2, 4) AND (i % 4 OR d < 20)"
    )
    pipeline.analyse(con)
    return con


def results(con) -> dict[str, pd.DataFrame]:
    return {name: con.execute(f"FROM {name} ORDER BY {', '.join(KEYS.get(name, ['plan_id']))}").df() for name in KEPT}


def assert_same(left: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> None:
    for name in KEPT:
        pd.testing.assert_frame_equal(left[name], right[name], check_exact=False, rtol=1e-12, atol=1e-12, obj=name)


def test_the_sum_of_refreshes_is_the_full_run(district):
    full = results(district)
    for i in range(30):
        with transaction(district) as cursor:
            pipeline.refresh(cursor, [f"x{i}"])
    assert_same(full, results(district))


def test_a_refresh_after_new_scores_equals_a_full_run(district):
    with transaction(district) as cursor:
        cursor.execute(
            "INSERT INTO score (series_id, observed_on, value, origin) VALUES ('x3', '2026-01-28', 77, 'typed'), ('x4', "
            "'2026-01-28', 20, 'typed')"
        )
        pipeline.refresh(cursor, ["x3", "x4"])
    refreshed = results(district)
    pipeline.analyse(district)
    assert_same(refreshed, results(district))


def test_a_refresh_leaves_no_temporary_table_in_front_of_the_inputs(district):
    cursor = district.cursor()
    cursor.execute("BEGIN")
    pipeline.refresh(cursor, ["x1"])
    assert cursor.execute("SELECT count(DISTINCT series_id) FROM score_now").fetchall() == [(30,)]
    assert cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall() == [(0,)]
    cursor.execute("ROLLBACK")


def test_a_past_day_is_replayed_without_changing_the_store(district):
    stored = results(district)
    cursor = district.cursor()
    pipeline.replay(cursor, date(2025, 11, 3))
    rows = cursor.execute("SELECT max(last_on), max(n_scores) FROM verdict").fetchall()
    assert rows == [(date(2025, 11, 3), 8)]
    pipeline.end_replay(cursor)
    assert_same(stored, results(district))


def test_a_past_day_knows_neither_later_corrections_nor_later_scores(district):
    cursor = district.cursor()
    cursor.execute("BEGIN")
    cursor.execute("UPDATE score SET retracted_at = TIMESTAMP '2025-12-01' WHERE series_id = 'x5' AND observed_on = '2025-10-06'")
    cursor.execute(
        "INSERT INTO score (series_id, observed_on, value, origin, known_on) VALUES ('x5', '2025-10-06', 1, 'typed', '2025-12-01')"
    )
    pipeline.replay(cursor, date(2025, 11, 3))
    before = cursor.execute("SELECT value FROM score_now WHERE series_id = 'x5' AND observed_on = '2025-10-06'").fetchall()
    pipeline.end_replay(cursor)
    now = cursor.execute("SELECT value FROM score_now WHERE series_id = 'x5' AND observed_on = '2025-10-06'").fetchall()
    cursor.execute("ROLLBACK")
    assert now == [(1.0,)] and len(before) == 1 and before != now


@pytest.mark.parametrize(("day", "version"), [(date(2025, 11, 3), "earlier"), (date(2025, 10, 20), "published-1")])
def test_a_past_day_borrows_what_could_be_known_then(district, day, version):
    """A fit on later scores knows how the plans end, whenever it was made."""
    cursor = district.cursor()
    cursor.execute("BEGIN")
    pipeline.replay(cursor, date(2025, 11, 3))
    published = cursor.execute("SELECT plan_id, probability FROM verdict ORDER BY 1").fetchall()
    pipeline.end_replay(cursor)
    for number, (name, fitted_on, error) in enumerate([("earlier", date(2025, 10, 27), 3), ("later", date(2026, 1, 12), 1)]):
        cursor.execute(
            "INSERT INTO prior (prior_version, measure_id, grade, n_series, spread_n_series, roi_mean, roi_sd, residual_sd, residual_df, "
            "autocorrelation, source, fitted_on, recorded_at) VALUES (?, 'orf', '3', 30, 30, 4, 0.1, ?, 50, 0, 'test', ?, ?)",
            [name, error, fitted_on, datetime(2099, 6, 1 + number)],
        )
    pipeline.replay(cursor, day)
    borrowed = cursor.execute("SELECT DISTINCT prior_version FROM verdict").fetchall()
    then = cursor.execute("SELECT plan_id, probability FROM verdict ORDER BY 1").fetchall()
    pipeline.end_replay(cursor)
    now = cursor.execute("SELECT DISTINCT prior_version FROM prior_now").fetchall()
    cursor.execute("ROLLBACK")
    assert (borrowed, now) == ([(version,)], [("later",)])
    assert then != published


def test_before_anything_was_fitted_what_is_published_is_borrowed(district):
    cursor = district.cursor()
    pipeline.replay(cursor, date(2016, 9, 1))
    assert cursor.execute("SELECT DISTINCT prior_version FROM prior_now").fetchall() == [("published-1",)]
    pipeline.end_replay(cursor)


def test_today_is_read_by_no_model():
    from analytics.model import select_of

    for model in pipeline.MODELS:
        if isinstance(model.source, str):
            assert not {"current_date", "now()", "today()"} & set(select_of(model.source).lower().split()), model.name


def test_results_of_another_version_of_the_program_are_made_anew(district):
    stored = results(district)
    assert not pipeline.bring_up_to_date(district)
    district.execute("UPDATE store_info SET value = 'another' WHERE name = 'analysis'")
    district.execute("UPDATE intervention_verdict SET verdict = 'made by an older program'")
    assert pipeline.bring_up_to_date(district) and not pipeline.bring_up_to_date(district)
    assert_same(stored, results(district))


def test_a_plan_that_begins_in_a_break_is_judged_alike_alone_and_with_all():
    """The break's first days lie before the plan: whether they are looked at must not hang on the other plans."""
    con = open_store(":memory:")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('a', 'A', 'A'), ('b', 'B', 'B')")
    con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES ('a', 'a', 'orf', '3'), ('b', 'b', 'orf', '3')")
    con.execute(
        "INSERT INTO goal (goal_id, series_id, statement, target, criterion, start_on, due_on, effective_on) VALUES "
        "('long', 'a', 'Goal', 90, 'end_level', DATE '2025-09-01', DATE '2026-06-01', DATE '2025-09-01'), "
        "('late', 'b', 'Goal', 90, 'end_level', DATE '2026-01-01', DATE '2026-06-01', DATE '2026-01-01')"
    )
    con.execute(
        "INSERT INTO calendar_day (school_id, on_date, is_school_day) "
        "SELECT '*', DATE '2025-12-22' + d::INTEGER, false FROM range(14) days(d)"
    )
    con.execute(
        "INSERT INTO score (series_id, observed_on, value, origin) "
        "SELECT s, DATE '2026-01-05' + 7 * w::INTEGER, 40 + 2 * w + (w % 3), 'imported' FROM range(8) weeks(w), (VALUES ('a'), ('b')) v(s)"
    )
    pipeline.analyse(con)
    full = con.execute("FROM projection WHERE plan_id = 'late'").fetchall()
    with transaction(con) as cursor:
        pipeline.refresh(cursor, ["b"])
    assert con.execute("FROM projection WHERE plan_id = 'late'").fetchall() == full
