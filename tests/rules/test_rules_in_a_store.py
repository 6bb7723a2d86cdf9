"""The classic rules on scores as they are stored: several probes on a day, missed weeks, a plan without an aimline."""

from datetime import date, timedelta

import pytest

from analytics import pipeline, store

START = date(2025, 9, 15)


@pytest.fixture
def calls():
    """Judges one plan: the probes of each week since the start (an empty list is a missed week) -> (call, reason) by rule_id."""
    con = store.open_store(":memory:")

    def judge(weeks: list[list[float]], *, baseline: float | None = 50, target: float | None = 80, direction: str = "increase") -> dict:
        con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('s', 'Sam', 'Test')")
        con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES ('x', 's', 'orf', '3')")
        con.execute(
            "INSERT INTO intervention (intervention_id, series_id, kind, programme, direction, baseline, target, start_on, due_on) "
            "VALUES ('p', 'x', 'instruction', 'Programme', ?, ?, ?, ?, ?)",
            [direction, baseline, target, START, START + timedelta(weeks=30)],
        )
        rows = [(START + timedelta(weeks=week), f"form {i}", v) for week, day in enumerate(weeks, start=1) for i, v in enumerate(day)]
        con.executemany("INSERT INTO score (series_id, observed_on, form, value, origin) VALUES ('x', ?, ?, ?, 'imported')", rows)
        pipeline.analyse(con)
        return {rule: (call, reason) for rule, call, reason in con.execute("SELECT rule_id, call, reason FROM rule_call").fetchall()}

    yield judge
    con.close()


def test_the_probes_of_a_day_count_as_one_score_their_median(calls):
    """One wild probe a day lies far below the aimline of 51, 52, 53, 54; the day does not."""
    found = calls([[60, 10, 62], [61, 62, 10], [10, 62, 63], [63, 10, 64]])
    assert found["four_point"] == ("raise", "The last 4 scores (60, 61, 62, 63) are all above the aimline.")
    assert found["six_point"] == ("not enough data", "4 of the 6 scores that the rule needs.")
    assert found["median_of_three"][0] == "raise"


def test_the_tukey_rule_takes_days_into_its_thirds_not_probes(calls):
    found = calls([[50, 51, 90], [50], [10, 50], [49], [51], [50, 50], [51, 90, 0], [50]])
    assert found["tukey"][1].startswith("From the median of the first 3 scores to that of the last 3, growth is 0 a week")


def test_scores_after_missed_weeks_meet_the_aimline_of_their_own_day(calls):
    """51, 52 and 53 lie on the aimline in weeks 1 to 3, and below it in weeks 4 to 6."""
    late = calls([[], [], [], [51], [52], [53]])
    assert late["three_point"] == ("change", "The last 3 scores (51, 52, 53) are all below the aimline.")
    assert late["six_point"][1] == "3 of the 6 scores that the rule needs."


def test_fewer_is_better_where_the_plan_says_so(calls):
    found = calls([[50], [49], [50], [49], [50], [50], [49], [50]], target=20, direction="decrease")
    assert {rule: call for rule, (call, _) in found.items()} == dict.fromkeys(found, "change")
    assert found["six_point"][1].endswith("are all above the aimline.")


@pytest.mark.parametrize("lacking", ["baseline", "target"])
def test_without_an_aimline_every_rule_says_what_is_missing(calls, lacking):
    found = calls([[50 + week] for week in range(8)], **{lacking: None})
    assert len(found) == 7
    assert set(found.values()) == {("not enough data", "There is no aimline: a baseline, a target and two dates are needed.")}
