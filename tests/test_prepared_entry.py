"""A typed score runs plans that were made once: they must read what the store holds now, in any order, as a full run would."""

import random
from datetime import date, timedelta

import pytest

from analytics import pipeline
from analytics.score_entry import ScoreEntry, record_score, record_scores, undo
from analytics.store import ScoreRefused, open_store, transaction
from tests.test_pipeline import assert_same, results

STUDENTS = 24


@pytest.fixture
def district():
    """Students with an intervention, a goal, or both on their series; some without a score; one series id with a quote in it."""
    con = open_store(":memory:")
    con.execute("INSERT INTO store_info VALUES ('demo_today', '2026-02-20')")
    con.execute(f"INSERT INTO student (student_id, first_name, last_name) SELECT 's' || i, 'S' || i, 'T' FROM range({STUDENTS}) t(i)")
    con.execute(
        "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) "
        f"SELECT CASE i WHEN 7 THEN 'x''7' ELSE 'x' || i END, 's' || i, 'orf', '3', 1 FROM range({STUDENTS}) t(i)"
    )
    con.execute(
        "INSERT INTO intervention (intervention_id, series_id, kind, programme, target, start_on, due_on, planned_sessions_per_week) "
        "SELECT 'p' || student_id, series_id, 'instruction', 'Programme', 90, DATE '2025-10-06', DATE '2026-05-30', 3 "
        "FROM series WHERE substr(student_id, 2)::INTEGER % 3 <> 1"
    )
    con.execute(
        "INSERT INTO goal (goal_id, series_id, statement, target, start_on, due_on, effective_on) "
        "SELECT 'g' || student_id, series_id, 'Goal', 95, DATE '2025-10-06', DATE '2026-05-30', DATE '2025-10-06' "
        "FROM series WHERE substr(student_id, 2)::INTEGER % 3 <> 0"
    )
    con.execute(
        "INSERT INTO score (series_id, observed_on, value, origin) "
        "SELECT series_id, DATE '2025-08-25' + 7 * w::INTEGER, 45 + substr(student_id, 2)::INTEGER + hash(student_id, w) % 17, 'imported' "
        "FROM series, range(20) u(w) WHERE substr(student_id, 2)::INTEGER % 5 <> 4"
    )
    pipeline.analyse(con)
    return con


def type_at_random(con, times: int, seed: int) -> None:
    rng = random.Random(seed)
    series = [row[0] for row in con.execute("SELECT series_id FROM series ORDER BY ALL").fetchall()]
    for _ in range(times):
        chosen = rng.sample(series, rng.choice((1, 1, 1, 3)))
        day = date(2026, 1, 12) + timedelta(days=rng.randrange(36))
        changes = record_scores(con, [ScoreEntry(one, day, rng.randrange(20, 120)) for one in chosen], staff_id=None)
        if rng.random() < 0.3:
            undo(con, changes, None)


def test_scores_typed_in_any_order_give_what_a_full_run_gives(district):
    type_at_random(district, 40, seed=1)
    typed = results(district)
    pipeline.analyse(district)
    assert_same(typed, results(district))


def test_what_an_import_adds_after_the_plans_were_made_is_read(district):
    type_at_random(district, 3, seed=2)
    with transaction(district) as cursor:
        cursor.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('new', 'N', 'N')")
        cursor.execute("INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) VALUES ('n', 'new', 'orf', '5', 1)")
        cursor.execute(
            "INSERT INTO goal (goal_id, series_id, statement, target, start_on, due_on, effective_on) "
            "VALUES ('gn', 'n', 'Goal', 60, '2026-01-05', '2026-05-30', '2026-01-05')"
        )
        cursor.execute("INSERT INTO calendar_day (school_id, on_date, is_school_day) VALUES ('*', '2026-02-16', false)")
        pipeline.run(cursor)
    for week, value in enumerate((40, 43, 44, 47, 50, 52)):
        record_score(district, series_id="n", observed_on=date(2026, 1, 5) + timedelta(weeks=week), value=value, staff_id=None)
    typed = results(district)
    assert district.execute("SELECT n_scores FROM verdict WHERE plan_id = 'gn'").fetchall() == [(6,)]
    pipeline.analyse(district)
    assert_same(typed, results(district))


def test_a_changed_setting_is_read(district):
    type_at_random(district, 3, seed=3)
    with transaction(district) as cursor:
        cursor.execute("UPDATE setting SET retracted_at = now() WHERE name = 'on_track_probability'")
        cursor.execute(
            "INSERT INTO setting (name, value, unit, meaning, source) VALUES ('on_track_probability', 0.01, 'p', 'test', 'test')"
        )
        pipeline.run(cursor)
    type_at_random(district, 10, seed=4)
    typed = results(district)
    pipeline.analyse(district)
    assert_same(typed, results(district))


def test_a_refused_score_leaves_the_plans_usable(district):
    type_at_random(district, 1, seed=5)
    with pytest.raises(ScoreRefused):
        record_score(district, series_id="x1", observed_on=date(2026, 1, 30), value=-5, staff_id=None)
    type_at_random(district, 5, seed=6)
    typed = results(district)
    pipeline.analyse(district)
    assert_same(typed, results(district))


def test_the_plans_are_made_anew_after_many_uses(district, monkeypatch):
    monkeypatch.setattr("analytics.prepared_entry.USES_AT_MOST", 2)
    type_at_random(district, 7, seed=8)
    typed = results(district)
    pipeline.analyse(district)
    assert_same(typed, results(district))


def test_other_cursors_read_the_store_and_not_the_tables_of_the_entry(district):
    type_at_random(district, 2, seed=7)
    assert district.cursor().execute("SELECT count(*) FROM series_now").fetchall() == [(STUDENTS,)]
