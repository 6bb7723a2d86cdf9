"""The probability of a goal agrees with draws from the model written a second time (plain_model), whatever the criterion."""

import numpy as np
import pytest
from one_plan import projected
from plain_model import Plain, draws
from scipy import integrate, stats

from analytics.goals.criterion import both_pass
from analytics.goals.outlook import passes
from analytics.progress.residual_shape import MEDIAN_VARIANCE

DRAWS = 100_000
BEFORE = [(-3, 41.0), (-2, 38.0), (-1, 42.0)]
SINCE = [44.0, 43.0, 47.0, 46.0, 50.0, 48.0, 52.0, 55.0, 51.0, 57.0]
SCORES = BEFORE + [(week, value) for week, value in enumerate(SINCE, start=1)]
BORROWED = {"level_mean": 43.0, "level_sd": 8.0, "roi_mean": 1.0, "roi_sd": 0.5, "level_roi_correlation": -0.3, "residual_sd": 4.0}

MODELS = {
    "plain": ({}, Plain(4.0, level=(43, 8), roi=(1, 0.5), correlation=-0.3)),
    "correlated": ({"autocorrelation": 0.4}, Plain(4.0, 0.4, (43, 8), (1, 0.5), -0.3)),
    "slowing": ({"slowing": 0.5}, Plain(4.0, 0.0, (43, 8), (1, 0.5), -0.3, slowing=0.5)),
    "baseline off": ({"baseline_offset": -3.0}, Plain(4.0, 0.0, (43, 8), (1, 0.5), -0.3, offset=-3.0)),
}


def met(scores: np.ndarray, history: list[float], target: float, criterion: str, k: int | None, n: int | None) -> float:
    """Share of the draws in which the criterion is met, by going through each."""
    if criterion == "end_level":
        last = np.concatenate([np.tile(history[-2:], (len(scores), 1)), scores], axis=1)[:, -3:]
        return float((np.median(last, axis=1) >= target).mean())
    hits = np.concatenate([np.tile(np.array(history) >= target, (len(scores), 1)), scores >= target], axis=1)
    needed = n if criterion == "consecutive" else k
    windows = np.lib.stride_tricks.sliding_window_view(hits, n, axis=1).sum(axis=2)
    return float((windows >= needed).any(axis=1).mean())


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(("weeks", "target"), [(30, 72.0), (11, 55.0), (12, 55.0), (13, 56.0)])
def test_level_at_the_due_date(model, weeks, target):
    prior, plain = MODELS[model]
    found = projected(SCORES, prior=BORROWED | prior | {"score_step": 0.0}, target=target, weeks=weeks)
    coming = np.arange(len(SINCE) + 1, weeks + 1)
    expected = met(draws(own_spread(plain), SCORES, coming, DRAWS, np.random.default_rng(3)), SINCE, target, "end_level", None, None)
    assert found["probability"] == pytest.approx(expected, abs=0.015)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("criterion", "k", "n", "target"), [("consecutive", None, 3, 66.0), ("k_of_n", 4, 5, 64.0), ("k_of_n", 8, 10, 62.0)]
)
def test_criteria_that_count_occasions(model, criterion, k, n, target):
    prior, plain = MODELS[model]
    found = projected(SCORES, prior=BORROWED | prior | {"score_step": 0.0}, target=target, weeks=24, criterion=criterion, k=k, n=n)
    scores = draws(own_spread(plain), SCORES, np.arange(len(SINCE) + 1, 25), DRAWS, np.random.default_rng(4))
    assert found["probability"] == pytest.approx(met(scores, SINCE, target, criterion, k, n), abs=0.02)


def test_with_no_occasion_left_to_come_only_what_stands_counts():
    for criterion, k, n in (("consecutive", None, 3), ("k_of_n", 2, 4)):
        goal = {"prior": BORROWED, "weeks": 10, "criterion": criterion, "k": k, "n": n}
        assert projected(SCORES, target=70, **goal)["probability"] == 0
        assert projected(SCORES, target=52, **goal)["probability"] == (1 if criterion == "k_of_n" else 0)


def own_spread(plain: Plain) -> Plain:
    """The error that the projection uses: the borrowed one at 200 degrees of freedom beside the student's own 11."""
    weeks, y = (np.array(values, dtype=float) for values in zip(*SCORES, strict=True))
    growth = np.where(weeks > 0, weeks - plain.slowing * weeks**2 / 72, 0.0)
    x = np.column_stack([np.ones_like(weeks), growth])
    inverse = np.linalg.inv(plain.rho ** np.abs(np.subtract.outer(weeks, weeks)) if plain.rho else np.eye(len(weeks)))
    y = y - plain.offset * (weeks < 0)
    beta = np.linalg.solve(x.T @ inverse @ x, x.T @ inverse @ y)
    residual = y - x @ beta
    variance = (200 * plain.error**2 + residual @ inverse @ residual) / (200 + len(y) - 2)
    return Plain(float(np.sqrt(variance)), plain.rho, plain.level, plain.roi, plain.correlation, plain.slowing, plain.offset)


def test_rounded_scores_reach_a_target_half_a_step_early():
    rubric = [(-2, 1.0), (-1, 2.0), *[(week, value) for week, value in enumerate([1, 2, 1, 2, 2, 2, 1, 2, 2, 3.0], start=1)]]
    prior = {"level_mean": 1.5, "level_sd": 0.5, "roi_mean": 0.04, "roi_sd": 0.02, "residual_sd": 0.6, "score_step": 1.0}
    found = projected(rubric, prior=prior, target=3, weeks=24, floor=0, ceiling=4)
    smooth = np.sqrt(0.6**2 - 1 / 12)
    scores = np.rint(draws(Plain(smooth, level=(1.5, 0.5), roi=(0.04, 0.02)), rubric, np.arange(11, 25), DRAWS, np.random.default_rng(5)))
    assert found["probability"] == pytest.approx((np.median(scores[:, -3:], axis=1) >= 3).mean(), abs=0.04)


def test_a_behaviour_to_decrease_is_the_mirror_image():
    up = projected(SCORES, prior=BORROWED, target=70, criterion="k_of_n", k=3, n=4)
    mirrored = [(week, 100 - value) for week, value in SCORES]
    down = projected(mirrored, prior=BORROWED | {"level_mean": 57.0}, target=30, direction="decrease", criterion="k_of_n", k=3, n=4)
    assert down["probability"] == pytest.approx(up["probability"], abs=1e-12)
    for one, other in (("projected", "projected"), ("projected_lower", "projected_upper"), ("projected_upper", "projected_lower")):
        assert 100 - down[other] == pytest.approx(up[one], abs=1e-9)


@pytest.mark.parametrize(("given", "weeks", "possible"), [(1, 2, False), (2, 2, False), (2, 3, True), (1, 3, True)])
def test_without_three_occasions_by_the_due_date_no_level_can_be_met(given, weeks, possible):
    """Attainment asks for the median of three occasions."""
    scores = BEFORE + [(week, 60.0) for week in range(1, given + 1)]
    found = projected(scores, prior=BORROWED, target=45, weeks=weeks)
    assert (found["probability"] > 0.5) == possible and (found["probability"] > 0) == possible


def test_no_score_can_pass_a_target_beyond_the_scale():
    assert projected(SCORES, target=101, ceiling=100, error=4)["probability"] == 0
    assert projected(SCORES, target=101, ceiling=None, error=4)["probability"] > 0
    falling = [(week, 60 - value) for week, value in SCORES]
    assert projected(falling, target=-1, floor=0, direction="decrease", error=4)["probability"] == 0
    assert 0 < projected(falling, target=0, floor=0, direction="decrease", error=4)["probability"] < 1


def test_the_interval_stays_within_the_scale():
    found = projected(SCORES, prior=BORROWED, target=70, weeks=60, floor=0, ceiling=75)
    assert found["projected_lower"] <= found["projected"] <= found["projected_upper"] <= 75


@pytest.mark.parametrize(("weeks", "known"), [(10, 3), (11, 2), (12, 1)])
def test_scores_in_hand_hold_the_interval(weeks, known):
    found = projected(SCORES, prior=BORROWED | {"score_step": 0.0}, target=55, weeks=weeks)
    scores = draws(own_spread(MODELS["plain"][1]), SCORES, np.arange(11, 13), DRAWS, np.random.default_rng(6))
    last = np.concatenate([np.tile(SINCE, (DRAWS, 1)), scores], axis=1)[:, :weeks][:, -3:]
    lower, middle, upper = np.quantile(np.median(last, axis=1), [0.1, 0.5, 0.9])
    assert [found["projected_lower"], found["projected"], found["projected_upper"]] == pytest.approx([lower, middle, upper], abs=0.35), (
        known
    )


def test_occasions_with_too_few_trials_do_not_count_and_are_expected_to_go_on():
    goal = {"prior": BORROWED, "target": 56, "criterion": "consecutive", "n": 3, "trials": 10, "weeks": 20}
    always = projected(SCORES, **goal, attempts=[10] * len(SCORES))["probability"]
    seldom = projected(SCORES, **goal, attempts=[10 if number % 3 == 0 else 5 for number in range(len(SCORES))])["probability"]
    assert 0 < seldom < always


def test_borrowed_growth_and_level_pull_a_short_series_and_not_a_long_one():
    few, many = SCORES[:7], [(week, 40 + 0.2 * week) for week in range(-3, 28)]
    growth = {"residual_sd": 4.0, "roi_mean": 2.0, "roi_sd": 0.3}
    assert projected(few, prior=growth)["pooled_roi"] > projected(few, prior={"residual_sd": 4.0})["pooled_roi"] + 0.3
    assert projected(many, prior=growth)["pooled_roi"] == pytest.approx(0.2, abs=0.15)
    found = projected(few, prior=growth)
    assert found["probability_own"] == pytest.approx(projected(few, prior={"residual_sd": 4.0})["probability_own"], abs=1e-9)


@pytest.mark.parametrize(("share", "value"), list(zip(*MEDIAN_VARIANCE, strict=True)))
def test_variance_of_the_median_of_three(share, value):
    errors = stats.norm if share == 0 else stats.t(1 / share)

    def density(x: float) -> float:
        return x * x * 6 * errors.cdf(x) * errors.sf(x) * errors.pdf(x)

    assert 2 * integrate.quad(density, 0, np.inf)[0] / errors.var() == pytest.approx(value, abs=6e-5)


@pytest.mark.parametrize("df", [2.5, 3.0, 5.0, 12.0, 200.0])
def test_the_chance_of_one_score_agrees_with_t(df):
    margin, variance = np.linspace(-6, 6, 61), 2.0
    exact = stats.t.cdf(margin * np.sqrt(df / (df - 2) / variance), df)
    assert passes(margin, np.full_like(margin, variance), np.full_like(margin, df)) == pytest.approx(exact, abs=1.2e-3)


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6, 0.8])
def test_the_chance_that_two_scores_pass_agrees_with_the_bivariate_normal(rho):
    one, other = np.array([0.05, 0.3, 0.5, 0.9]), np.array([0.2, 0.7, 0.5, 0.97])
    exact = [stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf(stats.norm.ppf(pair)) for pair in zip(one, other, strict=True)]
    assert both_pass(one, other, np.full(4, rho)) == pytest.approx(np.array(exact), abs=2e-4)


@pytest.mark.parametrize("criterion", ["end_level", "consecutive"])
@pytest.mark.parametrize("last_before", [3, 6, 10])
def test_a_break_puts_everything_off_and_changes_nothing_else(criterion, last_before):
    """Ten weeks without school, among the scores or after the last: the same goal, ten weeks later."""
    asked = {"prior": BORROWED | {"slowing": 0.3}, "target": 62.0, "criterion": criterion, "n": 3 if criterion == "consecutive" else None}
    later = [(week + 10 * (week > last_before), value) for week, value in SCORES]
    without = projected(SCORES, weeks=20, **asked)
    with_break = projected(later, weeks=30, closed=(last_before + 0.2, last_before + 10.2), **asked)
    for name in ("probability", "probability_own", "projected", "projected_lower", "projected_upper"):
        assert with_break[name] == pytest.approx(without[name], rel=1e-9), name


def test_a_long_weekend_is_no_break():
    asked = {"prior": BORROWED, "target": 62.0, "weeks": 20}
    assert projected(SCORES, closed=(10.2, 10.8), **asked)["probability"] == projected(SCORES, **asked)["probability"]
