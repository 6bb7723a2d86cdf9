"""Will this goal be met? Scores in, verdict out."""

from datetime import date

import pytest

GROWING = [42, 44, 45, 48, 49, 50, 53, 54, 56, 57, 60, 61, 62, 64, 66, 67]
FLAT = [40, 43, 38, 41, 39, 42, 40, 38, 43, 41, 39, 42, 40, 41, 39, 40]
BASELINE = [40, 39, 41]

VERDICTS = """
    | scores  | seen | target | verdict        |
    |---------|------|--------|----------------|
    | growing | 3    | 80     | uncertain      |
    | growing | 14   | 70     | on track       |
    | growing | 14   | 130    | off track      |
    | flat    | 14   | 80     | off track      |
    | none    | 0    | 80     | no recent data |
"""


def test_verdict_of_each_story(judged, rows):
    series = {"growing": GROWING, "flat": FLAT, "none": []}
    for row in rows(VERDICTS):
        found = judged(BASELINE, series[row["scores"]][: int(row["seen"])], kind="goal", target=float(row["target"]))
        assert found["verdict"] == row["verdict"], (row, found["reason"])


def test_three_in_a_row_with_enough_trials_attains_and_says_when(judged):
    scores = [60, 80, 85, 70, 82, 84, 90]
    met = judged([40], scores, kind="goal", target=80, criterion="consecutive", n=3, trials=10, attempts=10)
    assert met["verdict"] == "attained" and "3 November 2025" in met["reason"]
    short = judged([40], scores, kind="goal", target=80, criterion="consecutive", n=3, trials=10, attempts=8)
    assert short["verdict"] != "attained"


def test_four_of_five_counts_any_five_in_a_row(judged):
    assert judged([40], [80, 81, 60, 82, 83], kind="goal", target=80, criterion="k_of_n", k=4, n=5)["verdict"] == "attained"
    assert judged([40], [80, 81, 60, 62, 83], kind="goal", target=80, criterion="k_of_n", k=4, n=5)["verdict"] != "attained"
    assert judged([40], [80, 81, 82, 83], kind="goal", target=80, criterion="k_of_n", k=4, n=5)["verdict"] != "attained"


def test_the_due_date_decides_between_attained_and_not_attained(judged):
    long = [40 + 2 * week for week in range(30)]
    after = date(2026, 5, 1)
    for target, verdict, probability in ((90, "attained", 1), (120, "not attained", 0)):
        found = judged(BASELINE, long, kind="goal", target=target, today=after)
        assert (found["verdict"], found["probability"]) == (verdict, probability), "what is decided is no forecast any more"


def test_no_recent_data_does_not_repeat_the_last_verdict(judged):
    found = judged(BASELINE, GROWING[:10], kind="goal", target=70, today=date(2026, 1, 15))
    assert found["verdict"] == "no recent data"
    assert found["stored_verdict"] == "on track"


def test_long_after_the_due_date_nobody_is_asked_for_a_score_that_would_not_count(judged):
    met = judged(BASELINE, GROWING[:12], kind="goal", target=45, today=date(2026, 8, 3))
    assert met["verdict"] == "no recent data"
    assert "The due date, " in met["reason"] and "too long before it" in met["reason"]
    assert met["advice"].startswith("Meet to review the goal")
    missed = judged(BASELINE, GROWING[:12], kind="goal", target=300, today=date(2026, 8, 3))
    assert missed["verdict"] == "not attained" and "The last score is from 8 December 2025." in missed["reason"]


def test_a_nearer_target_is_never_less_probable(judged):
    chances = [judged(BASELINE, GROWING[:12], kind="goal", target=target)["probability"] for target in (60, 70, 80, 90, 100)]
    assert chances == sorted(chances, reverse=True)
    assert 0 <= chances[-1] < chances[0] <= 1


@pytest.mark.parametrize(("last", "met"), [([90, 80, 91], True), ([90, 91, 80], True), ([80, 91, 80], False)])
def test_with_no_score_left_to_come_the_median_in_hand_decides(judged, last, met):
    found = judged(BASELINE, [*range(60, 87), *last], kind="goal", target=88, weeks=30)
    assert found["criterion_met"] == met
    assert found["probability"] == (1.0 if met else 0.0)
