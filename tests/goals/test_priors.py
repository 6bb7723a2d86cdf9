"""What is borrowed: fits recover what was planted, too few series keep what is published, and nobody's race, sex or disability is read."""

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import pipeline, store
from analytics.model import ANALYTICS, run_models
from analytics.progress.mixed_model import Occasions, fit
from analytics.progress.prior import fit_priors, of_series
from analytics.progress.residual_shape import score_step, spread_by_level, spread_df, tail_df
from sample_data.goal_districts import Condition, students

STUDENTS, WEEKS = 400, np.array([-3.0, -2, -1, *range(1, 31)])


def planted(*, rho=0.0, slowing=0.0, tails=None, unlike=0.0, by_level=0.0, seed=1):
    """Students of level 60 (SD 10) and growth 1.2 a week (SD .5, correlation .4 with level) with error 8; baseline 2 below the line."""
    rng = np.random.default_rng(seed)
    shape = (STUDENTS, len(WEEKS))
    fresh = rng.normal(size=shape) if tails is None else rng.standard_t(tails, shape) * np.sqrt((tails - 2) / tails)
    for i, gap in enumerate(np.diff(WEEKS), start=1):
        fresh[:, i] = rho**gap * fresh[:, i - 1] + np.sqrt(1 - rho ** (2 * gap)) * fresh[:, i]
    line = rng.multivariate_normal([60, 1.2], [[100, 2], [2, 0.25]], size=STUDENTS)
    growth = np.where(WEEKS > 0, WEEKS - slowing * WEEKS**2 / 72, 0)
    level = line[:, [0]] + line[:, [1]] * growth
    own = np.exp(unlike * rng.normal(size=(STUDENTS, 1)) + by_level * (level - 80))
    baseline = np.tile(WEEKS < 0, (STUDENTS, 1))
    there = rng.random(shape) > 0.1
    return Occasions(np.tile(WEEKS, (STUDENTS, 1)), level - 2 * baseline + 8 * own * fresh, there.astype(float), baseline, there)


@pytest.mark.parametrize(("rho", "slowing"), [(0.0, 0.0), (0.2, 0.25), (0.4, 0.25)])
def test_the_fit_recovers_level_growth_slowing_spread_and_correlation(rho, slowing):
    found = fit(planted(rho=rho, slowing=slowing), 0.6)
    assert found.autocorrelation == pytest.approx(rho, abs=0.03)
    assert found.slowing == pytest.approx(slowing, abs=0.12)
    assert found.error_sd == pytest.approx(8, rel=0.03)
    assert (found.level, found.level_sd) == (pytest.approx(60, abs=1.5), pytest.approx(10, rel=0.12))
    assert (found.roi, found.roi_sd) == (pytest.approx(1.2, abs=0.12), pytest.approx(0.5, rel=0.12))
    assert found.correlation == pytest.approx(0.4, abs=0.15)
    assert found.offset == pytest.approx(-2, abs=0.8)


def test_a_ceiling_is_not_taken_for_slowing():
    data, highest = planted(), 110.0  # a fifth of the students get there
    rows = pd.DataFrame(
        {
            "series_id": np.repeat(np.arange(STUDENTS), len(WEEKS)), "sign": 1.0, "lowest": 0.0, "highest": highest,
            "observed_on": pd.Timestamp(2025, 5, 1), "is_baseline": data.is_baseline.ravel(), "weeks": data.weeks.ravel(),
            "y": np.minimum(data.y.ravel(), highest), "weight": 1.0,
        }
    )[data.is_there.ravel()]  # fmt: skip
    assert abs(of_series(rows, 0.6)["slowing"]) < 0.25
    assert of_series(rows.assign(highest=np.nan), 0.6)["slowing"] > 0.4, "without knowing of the ceiling it looks like slowing"


def test_students_whose_scatter_differs_are_told_from_errors_with_outliers():
    alike, outliers, unlike = (fit(data, 0.6) for data in (planted(), planted(tails=3), planted(unlike=0.3)))
    there = {name: planted().is_there for name in ("alike", "outliers", "unlike")}
    assert spread_df(alike.innovation, there["alike"]) > 60
    assert spread_df(outliers.innovation, there["outliers"]) > 25
    assert spread_df(unlike.innovation, there["unlike"]) == pytest.approx(7.6, rel=0.35)  # trigamma(d / 2) = (2 x 0.3)^2
    assert tail_df(alike.innovation, there["alike"]) > 8
    assert tail_df(outliers.innovation, there["outliers"]) < 4.5
    assert tail_df(unlike.innovation, there["unlike"]) > 6


@pytest.mark.parametrize("by_level", [-0.02, 0.0, 0.02])
def test_a_spread_that_goes_with_the_level_is_found(by_level):
    data = planted(by_level=by_level)
    found = fit(data, 0.6)
    assert spread_by_level(found.innovation, found.fitted, data.is_there) == pytest.approx(by_level, abs=0.004)


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


def test_series_without_scatter_baseline_or_growth_are_fitted():
    weeks = np.tile(np.arange(1.0, 9), (12, 1))
    none = np.zeros_like(weeks)
    for y in (np.full_like(weeks, 40.0), 40 + weeks, none):
        found = fit(Occasions(weeks, y, np.ones_like(weeks), none > 0, weeks > 0), 0.6)
        assert np.isfinite([found.level, found.roi, found.level_sd, found.roi_sd, found.error_sd]).all()
        assert found.error_sd == pytest.approx(0, abs=1e-3)


def district(counts: dict[tuple[str, str], int]):
    """A store with that many finished goals on each measure and grade."""
    con = store.open_store(":memory:")
    con.execute(
        "INSERT INTO measure (measure_id, name, area, unit, metric, direction, source) "
        "VALUES ('m', 'm', 'a', 'u', 'other', 'increase', 't')"
    )
    for seed, ((measure, grade), n) in enumerate(counts.items()):
        year = students(Condition(), n, date(2024, 8, 26), seed)
        key = f"{measure}-{grade}-"
        con.register("goals", year.goals.assign(series_id=key + year.goals["series_id"]))
        con.register("scores", year.scores.assign(series_id=key + year.scores["series_id"]))
        con.execute("INSERT INTO student (student_id, first_name, last_name) SELECT series_id, 'a', 'b' FROM goals")
        con.execute(
            "INSERT INTO series (series_id, student_id, measure_id, grade, probes_per_week) "
            "SELECT series_id, series_id, ?, ?, 1 FROM goals",
            [measure, grade],
        )
        con.execute(
            "INSERT INTO score (series_id, observed_on, value, origin) SELECT series_id, observed_on, value, 'imported' FROM scores"
        )
        con.execute(
            "INSERT INTO goal (goal_id, series_id, statement, target, start_on, due_on, effective_on) "
            "SELECT series_id, series_id, 'g', target, start_on, due_on, start_on FROM goals"
        )
    return con


def fitted(con) -> pd.DataFrame:
    cursor = con.cursor()
    run_models(cursor, pipeline.INPUT_MODELS)
    return fit_priors(cursor, "v").set_index(["measure_id", "grade"])


def test_enough_series_replace_the_published_row_and_few_lend_their_scatter_only():
    rows = fitted(district({("orf", "3"): 35, ("orf", "4"): 12, ("m", "3"): 6}))
    grade_3, grade_4, grade_5 = (rows.loc[("orf", grade)] for grade in ("3", "4", "5"))
    assert (grade_3["n_series"], grade_3["spread_n_series"]) == (35, 35)
    assert grade_3["roi_mean"] == pytest.approx(1.4, abs=0.5)
    for row, published in ((grade_4, 0.84), (grade_5, 0.49)):
        assert (row["n_series"], row["spread_n_series"], row["roi_mean"]) == (0, 47, published)
        assert row["residual_sd"] == pytest.approx(10, rel=0.1)
        assert "growth from published norms" in row["source"]
    assert rows.loc[("orf", "*"), "spread_n_series"] == 47
    assert ("m", "3") not in rows.index, "six series know nothing"
    assert (rows["prior_version"] == "v").all() and not rows.index.has_duplicates


def test_too_few_series_fit_nothing():
    assert fitted(district({("orf", "3"): 9})).empty


def test_race_sex_and_disability_never_enter():
    """No query or step between the scores and the verdict reads the table of students, or a column that could hold them."""
    fitting = ("prior.py", "mixed_model.py", "residual_shape.py", "prior_series.sql", "plan_prior.sql", "published_prior.sql")
    files = [ANALYTICS / "progress" / name for name in fitting]
    files += [ANALYTICS / model.source for model in pipeline.MODELS if isinstance(model.source, str)]
    files += [*(ANALYTICS / "goals").glob("*.py"), *(ANALYTICS / "progress").glob("growth*.py")]
    for file in files:
        text = re.sub(r"--[^\n]*|#[^\n]*|\"\"\".*?\"\"\"|'[^']*'", "", file.read_text(encoding="utf-8"), flags=re.DOTALL).lower()
        assert not set(re.findall(r"\w+", text)) & {"race", "ethnicity", "sex", "gender", "disability", "disabilities"}, file.name
        assert not re.search(r"\b(from|join)\s+student\b", text), f"{file.name} reads the table of students"
