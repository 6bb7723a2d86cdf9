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
THREE_POINT = """
| scores                        | sign | call            | statistic | why
| 50 51 52                      | 1    | change          | 3         | all three below
| 60 60 60 50 51 52 53          | 1    | change          | 3         | good weeks before do not help
| 52 53 54                      | 1    | raise           | 0         | all three above
| 50 52 54                      | 1    | keep            | 1         | on the line in week 2, above it in week 3
| 50 51 53                      | 1    | keep            | 2         | the last one is on the line
| 50 51                         | 1    | not enough data |           | two scores
| 50 49 48                      | -1   | change          | 3         | fewer is better: the aimline falls to 49, 48, 47
| 48 47 46                      | -1   | raise           | 0         | below a falling aimline is better
"""
SIX_POINT = """
| scores                        | sign | call            | statistic | why
| 50 51 52 53 54 55             | 1    | change          | 6         | all six below
| 50 51 52 53 54 56             | 1    | keep            | 5         | the last one is on the line
| 60 51 52 53 54 55             | 1    | keep            | 5         | the first of the six is above
| 60 50 51 52 53 54 55          | 1    | change          | 6         | only the last six count
| 52 53 54 55 56 57             | 1    | raise           | 0         | all six above
| 50 51 52 53 54                | 1    | not enough data |           | five scores, all below
| 50 49 48 47 46 45             | -1   | change          | 6         | talk-outs above a falling aimline
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
TUKEY = """
| scores                        | sign | call            | statistic | why
| 50 50 50 51 51 52 52 52       | 1    | change          | 0.4       | 8 scores: thirds of 3, 2 and 3, so 2 in 5 weeks
| 10 11 12 13 14 15 16 17       | 1    | keep            | 1         | parallel to the aimline, though far below
| 10 12 14 16 18 20 22 24       | 1    | raise           | 2         | steeper, though far below
| 10 11 12 99 0 50 16 17 18     | 1    | keep            | 1         | 9 scores: whatever the middle third says
| 10 11 99 0 0 0 0 17 18 19     | 1    | keep            | 1         | 10 scores: thirds of 3, 4 and 3; one wild score in three is not seen
| 50 50 51 51 52 52 53          | 1    | not enough data |           | seven scores
| 50 48 46 44 42 40 38 36       | -1   | raise           | 2         | falls twice as fast as asked
| 50 50 50 49 49 49 49 49       | -1   | change          | 0.2       | talk-outs that hardly fall
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


TABLES = {
    "three_point": THREE_POINT,
    "four_point": FOUR_POINT,
    "six_point": SIX_POINT,
    "median_of_three": MEDIAN_OF_THREE,
    "trend_line": TREND_LINE,
    "tukey": TUKEY,
    "upper_confidence_limit": UPPER_LIMIT,
}


@pytest.mark.parametrize(("rule", "table"), TABLES.items())
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
    assert set(found) == {(plan, rule) for plan in range(3) for rule in TABLES}
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
| three_point            | 60 60 40        | 1    | Of the last 3 scores (60, 60, 40), 1 is below the aimline.
| six_point              | 40 41           | 1    | 2 of the 6 scores that the rule needs.
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


def test_tukey_names_the_thirds_that_it_compares():
    said = "From the median of the first 3 scores to that of the last 3, growth is 0 a week, less than the 1 of the aimline."
    assert call_rules(Plan([9] * 8))[0, "tukey"]["reason"] == said


def test_counts_are_settings_not_constants():
    three = Plan([50, 51, 52])
    assert call_rules(three, four_point_n=3)[0, "four_point"]["call"] == "change"
    assert call_rules(Plan([50] * 5), six_point_n=5)[0, "six_point"]["call"] == "change"
    assert call_rules(three, three_point_n=4)[0, "three_point"]["call"] == "not enough data"
    assert call_rules(Plan([50, 50, 51, 51]), trend_line_minimum_occasions=4)[0, "trend_line"]["call"] == "change"
    assert call_rules(Plan([50, 50, 51, 51]), tukey_minimum_occasions=4)[0, "tukey"]["call"] == "change"
    noisy = Plan([50, 55, 49, 54, 50])
    assert call_rules(noisy)[0, "upper_confidence_limit"]["call"] == "keep"
    assert call_rules(noisy, slope_limit_level=0.55)[0, "upper_confidence_limit"]["call"] == "change"
