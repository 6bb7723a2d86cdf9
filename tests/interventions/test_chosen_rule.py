"""A classic rule may be chosen to call interventions ineffective: the verdict names it, and Aimline's own stands beside it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import duckdb
import pytest

from analytics import pipeline
from analytics.caseload import settings as topic
from analytics.store import open_store

START = date(2025, 9, 15)
BASELINE = [41, 38, 42, 39, 40]
FLAT = [40, 44, 37, 42, 39, 43, 38, 41, 42, 38, 44, 39, 41, 40, 42, 38]
FAST_THEN_LOW = [46, 52, 57, 60, 68, 70, 75, 80, 52, 53, 54, 55]  # ahead of the aimline, with four low scores at the end
FLAT_WITH_A_LEAP = [*FLAT[:15], 70]  # the last score leaps over the aimline
FOUR_POINT = 2
Judge = Callable[..., dict[str, object]]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_store(":memory:")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('s', 'Sam', 'Test')")
    con.execute("INSERT INTO series (series_id, student_id, measure_id, grade, standard_error) VALUES ('x', 's', 'orf', '3', 5)")
    con.execute(
        "INSERT INTO intervention (intervention_id, series_id, kind, programme, target, start_on, due_on) "
        "VALUES ('p', 'x', 'instruction', 'Programme', 85, ?, ?)",
        [START, START + timedelta(weeks=30)],
    )
    yield con
    con.close()


@pytest.fixture
def judge(con: duckdb.DuckDBPyConnection) -> Judge:
    def judged(scores: list[float], rule: int) -> dict[str, object]:
        con.execute("DELETE FROM score")
        con.execute("UPDATE setting SET value = ? WHERE name = 'primary_rule'", [rule])
        dated = [(START + timedelta(weeks=week - len(BASELINE)), value) for week, value in enumerate(BASELINE)]
        dated += [(START + timedelta(weeks=week), value) for week, value in enumerate(scores, start=1)]
        con.executemany("INSERT INTO score (series_id, observed_on, value, origin) VALUES ('x', ?, ?, 'imported')", dated)
        pipeline.analyse(con)
        return dict(con.execute("SELECT * FROM intervention_verdict").df().iloc[0])

    return judged


def test_the_choices_are_the_rules_that_are_run_under_their_names(con: duckdb.DuckDBPyConnection, judge: Judge) -> None:
    (setting,) = (one for one in topic.settings(con) if one.name == "primary_rule")
    known = {
        rule: (name, version) for rule, name, version in con.execute("SELECT rule_id, name, rule_version FROM decision_rule").fetchall()
    }
    met = {}
    for choice in setting.choices[1:]:
        found = judge(FLAT, int(choice))
        met[found["rule"]] = choice
        assert (setting.words(choice), found["rule_version"]) == known[str(found["rule"])]
        assert setting.words(choice) in str(found["reason"])
    assert set(met) == {rule for (rule,) in con.execute("SELECT DISTINCT rule_id FROM rule_call").fetchall()}, "each rule can be chosen"
    assert judge(FLAT, 0)["rule"] == "aimline_sequential" and setting.default == 0


def test_the_chosen_rule_calls_where_aimline_s_own_cannot_tell_yet(judge: Judge) -> None:
    own, chosen = judge(FLAT[:6], 0), judge(FLAT[:6], FOUR_POINT)
    assert (own["verdict"], chosen["verdict"]) == ("too early", "ineffective")
    assert str(chosen["reason"]).startswith("Four-point rule, chosen here: The last 4 scores (37, 42, 39, 43) are all below the aimline.")
    assert "Aimline's own rule cannot tell yet: Growing" in str(chosen["reason"])
    assert chosen["on_pace"] == own["on_pace"] == "uncertain", "the claims stay those of the student's own growth"


def test_a_disagreement_is_told_either_way(judge: Judge) -> None:
    assert judge(FAST_THEN_LOW, 0)["verdict"] == "effective"
    called = judge(FAST_THEN_LOW, FOUR_POINT)
    assert called["verdict"] == "ineffective" and called["on_pace"] == "yes"
    assert "Aimline's own rule does not agree; it finds growth on pace" in str(called["reason"])

    assert judge(FLAT_WITH_A_LEAP, 0)["verdict"] == "ineffective"
    kept = judge(FLAT_WITH_A_LEAP, FOUR_POINT)
    assert kept["verdict"] == "too early" and kept["on_pace"] == "no"
    assert "finds growth too slow; the rule chosen here (Four-point rule) does not call for a change." in str(kept["reason"])
    assert "cannot tell" not in str(kept["reason"])


def test_an_agreement_is_told(judge: Judge) -> None:
    found = judge(FLAT, FOUR_POINT)
    assert found["verdict"] == "ineffective" and "Aimline's own rule agrees: " in str(found["reason"])


def test_the_chosen_rule_waits_for_enough_scores_like_the_other(judge: Judge) -> None:
    for rule in range(8):
        assert judge(FLAT[:3], rule)["verdict"] == "too early"
        assert "a verdict needs at least" in str(judge(FLAT[:3], rule)["reason"])


def test_a_session_that_was_not_held_comes_before_any_rule(con: duckdb.DuckDBPyConnection, judge: Judge) -> None:
    con.execute("UPDATE intervention SET planned_sessions_per_week = 3")
    assert judge(FLAT, FOUR_POINT)["verdict"] == "not delivered"
