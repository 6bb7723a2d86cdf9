"""Each classic rule as a table: scores since the start, what it calls. The aimline rises from 50 by 1 a week: 51, 52, 53 …"""

import pytest
from plans import Plan, call_rules

FOUR_POINT = """
| scores                        | sign | call            | statistic | why
| 50 51 52 53                   | 1    | change          | 4         | all four below
| 52 53 54 55                   | 1    | raise           | 0         | all four above
| 50 51 54 53                   | 1    | keep            | 3         | one above
| 51 51 52 53                   | 1    | keep            | 3         | a score on the line is not below it
| 52 52 54 55                   | 1    | keep            | 0         | nor is it above it
| 40 40 40 53 57 58 59          | 1    | keep            | 1         | only the last four count
| 60 60 60 50 50 50 50          | 1    | change          | 4         | good weeks before do not help
| 50 51 52                      | 1    | not enough data |           | three scores
|                               | 1    | not enough data |           | none
| 50 49 48 47                   | -1   | change          | 4         | fewer is better: the aimline falls to 49, 48, 47, 46
| 48 47 46 45                   | -1   | raise           | 0         | below a falling aimline is better
"""
MEDIAN_OF_THREE = """
| scores                        | sign | call            | statistic | why
| 40 50 60                      | 1    | change          | 50        | median 50 against 52 at the middle score
| 54 52 20                      | 1    | keep            | 52        | median on the line
| 51 52 53                      | 1    | keep            | 52        | exactly on pace is on the line
| 54 60 20                      | 1    | raise           | 54        | one bad score does not count
| 60 60 60 50 50 60             | 1    | change          | 50        | only the last three count
| 54 60                         | 1    | not enough data |           | two scores
| 45 48 60                      | -1   | keep            | -48       | 48 is where the falling aimline is
| 45 46 60                      | -1   | raise           | -46       | 46 is better than 48
"""
TREND_LINE = """
| scores                        | sign | call            | statistic | why
| 50 50 51 51 52 52 53 53       | 1    | change          | 0.476190  | half the slope of the aimline
| 10 11 12 13 14 15 16 17       | 1    | keep            | 1         | parallel to the aimline, though far below
| 10 12 14 16 18 20 22 24       | 1    | raise           | 2         | steeper, though far below
| 50 50 51 51 52 52 53          | 1    | not enough data |           | seven scores
| 50 48 46 44 42 40 38 36       | -1   | raise           | 2         | falls twice as fast as asked
"""
UPPER_LIMIT = """
| scores                        | sign | call            | why
| 50 50 50 50 50 50             | 1    | change          | flat without error: even the upper limit is below
| 50 60 45 62 48 61             | 1    | keep            | too noisy to tell
| 10 12 14 16 18 20             | 1    | raise           | the lower limit is above
| 51 52 53 54                   | 1    | keep            | exactly on pace
| 50 60 45                      | 1    | not enough data | three scores
| 50 50 51 50 49 50             | -1   | change          | talk-outs that do not fall
"""


def plans_of(table):
    return [Plan([float(score) for score in row["scores"].split()], sign=float(row["sign"])) for row in table]


@pytest.mark.parametrize(("rule", "table"), [("four_point", FOUR_POINT), ("median_of_three", MEDIAN_OF_THREE), ("trend_line", TREND_LINE),
                                             ("upper_confidence_limit", UPPER_LIMIT)])  # fmt: skip
def test_call_of_the_rule(rows, rule, table):
    expected = rows(table)
    found = call_rules(*plans_of(expected))
    calls = [(row["why"], found[i, rule]["call"]) for i, row in enumerate(expected)]
    assert calls == [(row["why"], row["call"]) for row in expected]
    for i, row in enumerate(expected):
        if row.get("statistic"):
            assert found[i, rule]["statistic"] == pytest.approx(float(row["statistic"]), abs=1e-6), row["why"]


def test_every_plan_gets_a_row_from_every_rule():
    """A plan without scores, or without an aimline, is not left out: it says what is missing."""
    found = call_rules(Plan([]), Plan([50] * 9, baseline=None, roi=None), Plan([50] * 9, before=[1, 2]))
    assert len(found) == 3 * 4
    assert {found[0, rule]["call"] for _, rule in found} == {"not enough data"}
    assert {found[1, rule]["reason"] for _, rule in found} == {"There is no aimline: a baseline, a target and two dates are needed."}
    assert {found[2, rule]["call"] for _, rule in found} == {"change"}


def test_baseline_scores_are_not_scores_since_the_start():
    assert call_rules(Plan([50, 50, 50], before=[50] * 10))[0, "four_point"]["reason"] == "3 of the 4 scores that the rule needs."


REASONS = """
| rule                   | scores          | sign | reason
| four_point             | 41 43 40 44     | 1    | The last 4 scores (41, 43, 40, 44) are all below the aimline.
| four_point             | 53 54 55.5 56   | 1    | The last 4 scores (53, 54, 55.5, 56) are all above the aimline.
| four_point             | 50 49 48 47     | -1   | The last 4 scores (50, 49, 48, 47) are all above the aimline.
| four_point             | 41 60 40 44     | 1    | Of the last 4 scores (41, 60, 40, 44), 3 are below the aimline.
| median_of_three        | 40 50 60        | 1    | The median of the last 3 scores is 50, below the aimline of 52 at the middle one.
| median_of_three        | 45 48 60        | -1   | The median of the last 3 scores is 48, on the aimline of 48 at the middle one.
| trend_line             | 9 9 9 9 9 9 9 9 | 1    | Over 8 scores growth is 0 a week, less than the 1 of the aimline.
| upper_confidence_limit | 50 50 50 50 50  | 1    | With 90% confidence growth is below 0 a week; the aimline asks for 1.
| upper_confidence_limit | 50 60 45 62     | 1    | Growth lies between -5.78 and 9.98 a week; the 1 of the aimline is within.
"""


def test_reasons_are_sentences_with_the_numbers(rows):
    expected = rows(REASONS)
    found = call_rules(*plans_of(expected))
    assert [found[i, row["rule"]]["reason"] for i, row in enumerate(expected)] == [row["reason"] for row in expected]


def test_counts_are_settings_not_constants():
    three = Plan([50, 51, 52])
    assert call_rules(three, four_point_n=3)[0, "four_point"]["call"] == "change"
    assert call_rules(Plan([50, 50, 51, 51]), trend_line_minimum_occasions=4)[0, "trend_line"]["call"] == "change"
    noisy = Plan([50, 55, 49, 54, 50])
    assert call_rules(noisy)[0, "upper_confidence_limit"]["call"] == "keep"
    assert call_rules(noisy, slope_limit_level=0.55)[0, "upper_confidence_limit"]["call"] == "change"
