"""What is borrowed: fits recover what was planted, too few series keep what is published, and nobody's race, sex or disability is read."""

import re

import numpy as np
import pandas as pd
import pytest
from finished_district import district, fitted

from analytics import pipeline
from analytics.model import ANALYTICS
from analytics.progress.mixed_model import Occasions, fit
from analytics.progress.prior import of_series
from analytics.progress.residual_shape import spread_by_level, spread_df, tail_df

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


def test_series_without_scatter_baseline_or_growth_are_fitted():
    weeks = np.tile(np.arange(1.0, 9), (12, 1))
    none = np.zeros_like(weeks)
    for y in (np.full_like(weeks, 40.0), 40 + weeks, none):
        found = fit(Occasions(weeks, y, np.ones_like(weeks), none > 0, weeks > 0), 0.6)
        assert np.isfinite([found.level, found.roi, found.level_sd, found.roi_sd, found.error_sd]).all()
        assert found.error_sd == pytest.approx(0, abs=1e-3)


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
    fitting = (
        "prior.py",
        "prior_outliers.py",
        "mixed_model.py",
        "residual_shape.py",
        "prior_series.sql",
        "plan_prior.sql",
        "published_prior.sql",
    )
    files = [ANALYTICS / "progress" / name for name in fitting]
    files += [ANALYTICS / model.source for model in pipeline.MODELS if isinstance(model.source, str)]
    files += [*(ANALYTICS / "goals").glob("*.py"), *(ANALYTICS / "progress").glob("growth*.py")]
    for file in files:
        text = re.sub(r"--[^\n]*|#[^\n]*|\"\"\".*?\"\"\"|'[^']*'", "", file.read_text(encoding="utf-8"), flags=re.DOTALL).lower()
        assert not set(re.findall(r"\w+", text)) & {"race", "ethnicity", "sex", "gender", "disability", "disabilities"}, file.name
        assert not re.search(r"\b(from|join)\s+student\b", text), f"{file.name} reads the table of students"
