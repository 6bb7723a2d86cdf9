"""Scores that say nothing of the others do not enter what is borrowed: zeros of those who never do it, and numbers mistyped."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from finished_district import district, fitted
from hypothesis import given
from hypothesis import strategies as st

from analytics import pipeline
from analytics.progress.prior_outliers import without_outliers
from analytics.progress.residual_shape import score_step
from sample_data.goal_districts import Condition, students


@pytest.mark.parametrize(
    ("scores", "step"),
    [
        ([40, 55, 60, 61, 78], 1),
        ([40, 55, 60, 75, 95], 5),
        ([0, -40, -60, -70, -90], 10),
        ([0, 25, 50, 75, 100], 25),
        ([1, 2.5, 3], 0.5),
        ([1.03, 2.52, 3.77], 0),
        # Zero lies on every step: those who never do what is counted say nothing of how it is counted.
        ([0] * 1000 + [5, 6, 7] * 5, 1),
        ([0] * 100 + [5, 10], 1),
        ([0] * 5, None),
        # One score off the step: nobody knows that it is the mistake.
        ([*range(0, 1000, 10), 55], 5),
    ],
)
def test_the_step_of_scores(scores, step):
    assert score_step(np.array(scores, dtype=float)) == step


@given(
    st.lists(st.integers(-4000, 4000), min_size=1, max_size=40),
    st.sampled_from([1.0, 0.5, 0.25, 0.1, 5.0, 1 / 3]),
    st.integers(0, 500),
)
def test_no_step_is_larger_than_the_smallest_gap_between_scores(counts, unit, zeros):
    scores = np.array(counts + [0] * zeros) * unit
    step = score_step(scores)
    gaps = np.diff(np.unique(np.round(scores, 9)))
    assert step is None or step <= gaps.min(initial=np.inf) + 1e-6


def test_a_student_among_many_who_never_do_it_is_judged_by_their_own_scores():
    """Sixty students of whom one runs off five to seven times a week, and is to stop: the others' zeros do not call that on track."""
    con = district({})
    con.execute("UPDATE measure SET direction = 'decrease', floor = 0, ceiling = 120, metric = 'count'")
    con.execute("INSERT INTO student (student_id, first_name, last_name) SELECT 's' || range, 'a', 'b' FROM range(60)")
    con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) SELECT student_id, student_id, 'm', '3' FROM student")
    con.execute(
        "INSERT INTO score (series_id, observed_on, value, origin) SELECT series_id, DATE '2025-09-22' + 7 * range::INTEGER, "
        "CASE WHEN series_id = 's0' THEN 5 + range % 3 ELSE 0 END, 'imported' FROM series, range(-3, 16)"
    )
    con.execute(
        "INSERT INTO goal (goal_id, series_id, statement, target, start_on, due_on, effective_on) "
        "SELECT series_id, series_id, 'g', 0, DATE '2025-09-22', DATE '2026-03-31', DATE '2025-09-22' FROM series"
    )
    pipeline.add_fitted_priors(con.cursor(), "fitted")
    pipeline.analyse(con)
    found = con.execute("SELECT verdict, projected, projected_upper FROM verdict WHERE plan_id = 's0'").fetchall()[0]
    assert found[0] == "off track"
    assert found[1:] == (pytest.approx(6, abs=1), pytest.approx(7.5, abs=1.5))


@pytest.mark.parametrize("mistyped", [2e8, 9_000])
def test_a_score_mistyped_for_one_student_is_borrowed_by_nobody(mistyped):
    """What everybody borrows is what it is without that student, and the report of the fit says that one was left out."""
    damaged, without = (district({("m", "3"): 40, ("m", "4"): 35}) for _ in range(2))
    one = "series_id = 'm-3-2024-7'"
    damaged.execute(f"UPDATE score SET value = {mistyped} WHERE {one} AND observed_on = (SELECT max(observed_on) FROM score WHERE {one})")
    without.execute(f"DELETE FROM score WHERE {one}")
    found, expected = fitted(damaged), fitted(without)
    pd.testing.assert_frame_equal(found.drop(columns="source"), expected.drop(columns="source"))
    assert "39 series of this measure and grade in this store (1 left out" in found.loc[("m", "3"), "source"]
    assert "74 series of this measure, all grades in this store (1 left out" in found.loc[("m", "*"), "source"]
    assert "left out" not in found.loc[("m", "4"), "source"] and "left out" not in expected.loc[("m", "3"), "source"]


@pytest.mark.parametrize("condition", [Condition(tails=3.0, autocorrelation=0.4), Condition("talk-outs"), Condition("rubric")])
def test_no_student_is_left_out_of_a_fit_for_scattering_more_than_others(condition):
    year = students(condition, 100, date(2024, 8, 26), 1)
    rows = year.scores.merge(year.goals, on="series_id").rename(columns={"value": "y"}).assign(grade="3")
    rows["weeks"] = (pd.to_datetime(rows["observed_on"]) - pd.to_datetime(rows["start_on"])).dt.days / 7
    rare = pd.DataFrame({"series_id": np.repeat([f"rare-{n}" for n in range(400)], 20), "weeks": np.tile(np.arange(1.0, 21), 400)})
    rare["y"] = np.where(rare.index % 97 == 0, 6.0, 0.0)
    rows = pd.concat([rows, rare.assign(grade="3")], ignore_index=True)
    kept, left_out = without_outliers(rows, 50)
    assert len(kept) == len(rows) and left_out.empty
