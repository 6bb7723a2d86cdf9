"""Typing a score: what is stored, what is refused, what undo brings back, and that verdicts follow at once."""

from datetime import date, timedelta

import pytest

from analytics import pipeline
from analytics.score_entry import ScoreEntry, record_score, record_scores, undo
from analytics.store import ScoreRefused, data_version, open_store, transaction

START = date(2025, 9, 15)


@pytest.fixture
def con():
    con = open_store(":memory:")
    con.execute("UPDATE store_info SET value = 'true' WHERE name = 'is_demo'")
    con.execute("INSERT INTO store_info VALUES ('demo_today', '2026-01-15')")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('a', 'Ana', 'B'), ('b', 'Bo', 'C')")
    con.execute("INSERT INTO staff (staff_id, name) VALUES ('t', 'Teacher'), ('u', 'Other')")
    con.execute(
        "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES ('t', 'teacher', 'student', 'a', '2025-08-01')"
    )
    con.execute(
        "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) VALUES ('a-orf', 'a', 'orf', "
        "'3', 1), ('b-orf', 'b', 'orf', '3', 1)"
    )
    con.execute(
        "INSERT INTO intervention (intervention_id, series_id, kind, programme, target, start_on, due_on) "
        "VALUES ('p', 'a-orf', 'instruction', 'Repeated reading', 90, ?, ?)",
        [START, START + timedelta(weeks=25)],
    )
    for week in range(-3, 16):
        con.execute(
            "INSERT INTO score (series_id, observed_on, value, origin) VALUES ('a-orf', ?, ?, 'imported')",
            [START + timedelta(weeks=week), 50 + week % 3],
        )
    pipeline.analyse(con)
    return con


def live(con, day):
    return con.execute(
        "SELECT value, absent, origin FROM score WHERE series_id = 'a-orf' AND observed_on = ? AND retracted_at IS NULL", [day]
    ).fetchall()


def test_a_score_moves_the_verdict_in_the_same_transaction(con):
    before = data_version(con)
    day = date(2026, 1, 12)
    change = record_score(con, series_id="a-orf", observed_on=day, value=88, staff_id="t")
    assert live(con, day) == [(88.0, False, "typed")]
    assert con.execute("SELECT last_on, n_scores FROM verdict WHERE plan_id = 'p'").fetchall() == [(day, 17)]
    assert change.verdicts[0].plan_id == "p" and change.before is None
    assert data_version(con) > before
    assert con.execute("SELECT action, after_value, staff_id FROM audit_event").fetchall() == [("add", "88", "t")]


def test_undo_brings_back_what_stood_before(con):
    verdicts = con.execute("FROM verdict").fetchall()
    day = START + timedelta(weeks=15)
    change = record_score(con, series_id="a-orf", observed_on=day, value=88, staff_id="t")
    assert con.execute("FROM verdict").fetchall() != verdicts
    undo(con, change, "t")
    assert [row[:2] for row in live(con, day)] == [(50.0, False)]
    assert con.execute("FROM verdict").fetchall() == verdicts
    assert con.execute("SELECT count(*) FROM score WHERE series_id = 'a-orf' AND observed_on = ?", [day]).fetchall() == [(3,)]


def test_undo_does_not_throw_away_what_someone_else_typed_since(con):
    day = date(2026, 1, 12)
    change = record_score(con, series_id="a-orf", observed_on=day, value=60, staff_id="t")
    record_score(con, series_id="a-orf", observed_on=day, value=61, staff_id="t")
    with pytest.raises(ScoreRefused, match="changed since"):
        undo(con, change, "t")
    assert live(con, day)[0][0] == 61


def test_absent_is_stored_as_absent_and_never_as_a_zero(con):
    day = date(2026, 1, 12)
    n_before = con.execute("SELECT n_scores FROM verdict").fetchall()
    record_score(con, series_id="a-orf", observed_on=day, value=None, absent=True, staff_id="t")
    assert live(con, day) == [(None, True, "typed")]
    assert con.execute("SELECT n_scores FROM verdict").fetchall() == n_before


@pytest.mark.parametrize(
    ("value", "day", "staff", "says"),
    [
        (-1, date(2026, 1, 12), "t", "outside the range"),
        (5000, date(2026, 1, 12), "t", "outside the range"),
        (float("nan"), date(2026, 1, 12), "t", "no score"),
        (None, date(2026, 1, 12), "t", "no score"),
        (50, date(2026, 1, 16), "t", "in the future"),
        (50, date(1980, 1, 1), "t", "too long ago"),
        (50, date(2026, 1, 12), "u", "do not work with this student"),
    ],
)
def test_refusals_say_why_and_store_nothing(con, value, day, staff, says):
    stored = con.execute("SELECT count(*) FROM score").fetchall()
    with pytest.raises(ScoreRefused, match=says):
        record_score(con, series_id="a-orf", observed_on=day, value=value, staff_id=staff)
    assert con.execute("SELECT count(*) FROM score").fetchall() == stored


def test_scores_typed_together_are_stored_together_or_not_at_all(con):
    stored = con.execute("SELECT count(*) FROM score").fetchall()
    day = date(2026, 1, 12)
    with pytest.raises(ScoreRefused):
        record_scores(con, [ScoreEntry("a-orf", day, 60), ScoreEntry("b-orf", day, 60)], staff_id="t")
    assert con.execute("SELECT count(*) FROM score").fetchall() == stored


def test_a_score_that_a_colleague_stored_meanwhile_is_not_replaced_unasked(con):
    day = date(2026, 1, 12)
    record_score(con, series_id="a-orf", observed_on=day, value=45, staff_id="t")
    with pytest.raises(ScoreRefused, match="45 has been stored for 12 January 2026 meanwhile"):
        record_scores(con, [ScoreEntry("a-orf", day, 60)], staff_id="t", corrected=frozenset())
    assert live(con, day)[0][0] == 45
    record_scores(con, [ScoreEntry("a-orf", day, 60)], staff_id="t", corrected={"a-orf"})
    assert live(con, day)[0][0] == 60


def test_undo_asks_for_the_same_right_as_typing(con):
    change = record_score(con, series_id="a-orf", observed_on=date(2026, 1, 12), value=60, staff_id="t")
    with pytest.raises(ScoreRefused, match="do not work with this student"):
        undo(con, change, "u")
    assert live(con, date(2026, 1, 12))[0][0] == 60


def test_undo_judges_by_the_settings_in_force(con):
    change = record_score(con, series_id="a-orf", observed_on=date(2026, 1, 12), value=60, staff_id="t")
    with transaction(con) as cursor:
        cursor.execute("UPDATE setting SET value = 20 WHERE name = 'minimum_weeks'")
    undo(con, change, "t")
    stored = con.execute("FROM verdict").fetchall()
    pipeline.analyse(con)
    assert con.execute("FROM verdict").fetchall() == stored


def test_the_audit_names_the_student(con):
    change = record_score(con, series_id="a-orf", observed_on=date(2026, 1, 12), value=60, staff_id="t")
    undo(con, change, "t")
    assert con.execute("SELECT student_id, count(*) FROM audit_event GROUP BY ALL").fetchall() == [("a", 2)]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"attempts": float("nan")}, "number of attempts"),
        ({"attempts": -5}, "number of attempts"),
        ({"errors": float("inf")}, "number of errors"),
        ({"errors": -9}, "number of errors"),
        ({"form": ""}, "form of the probe is empty"),
    ],
)
def test_counts_and_forms_that_cannot_be_are_refused(con, entry, says):
    with pytest.raises(ScoreRefused, match=says):
        record_score(con, series_id="a-orf", observed_on=date(2026, 1, 12), value=50, staff_id="t", **entry)


def test_one_probe_given_twice_is_refused(con):
    entries = [ScoreEntry("a-orf", date(2026, 1, 12), 50), ScoreEntry("a-orf", date(2026, 1, 12), 60)]
    with pytest.raises(ScoreRefused, match="Two scores were given"):
        record_scores(con, entries, staff_id="t")
