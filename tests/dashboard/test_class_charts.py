"""Small charts of a class: one scale for all, conventions of the field, words for those who cannot see them."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.figures.palette import DARK, LIGHT, Theme
from dashboard.figures.small_multiples import shared_scales, small_alt, small_chart

PLANS = pd.DataFrame(
    {
        "plan_id": ["I1", "I2"],
        "student": ["Ana <b>A</b>", "Ben B"],
        "measure": ["Oral reading fluency"] * 2,
        "start_on": pd.to_datetime(["2025-11-03", "2025-12-01"]),
        "due_on": pd.to_datetime(["2026-05-29", "2026-06-05"]),
        "baseline": [41.0, None],
        "target": [70.0, 90.0],
    }
)
OCCASIONS = pd.DataFrame(
    {
        "plan_id": ["I1"] * 4,
        "observed_on": pd.to_datetime(["2025-10-20", "2025-10-27", "2025-11-10", "2025-11-17"]),
        "value": [40.0, 42.0, 44.0, 120.0],
        "is_baseline": [True, True, False, False],
    }
)
PLAN, NO_BASELINE = PLANS.to_dict("records")


def test_all_charts_share_the_widest_days_and_levels() -> None:
    scales = shared_scales(PLANS, OCCASIONS)
    assert (scales.first, scales.last) == (date(2025, 10, 17), date(2026, 6, 8))
    assert scales.low < 40 and scales.high > 120


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_small_chart_is_broken_at_the_start_and_its_aimline_is_dashed(theme: Theme) -> None:
    figure = small_chart(PLAN, OCCASIONS, shared_scales(PLANS, OCCASIONS), theme)
    baseline, since, aimline = figure.data
    assert (list(baseline.y), list(since.y)) == ([40.0, 42.0], [44.0, 120.0])
    assert (list(aimline.y), aimline.line.dash) == ([41.0, 70.0], "dash")
    assert [shape.x0 for shape in figure.layout.shapes] == [PLAN["start_on"]], "the upright line at the start"
    checked = go.Figure(figure.to_dict())
    assert len(checked.data) == 3, "every property is one that plotly knows"


def test_without_a_baseline_or_a_score_it_is_still_drawn_and_told() -> None:
    none = OCCASIONS.iloc[:0]
    figure = small_chart(NO_BASELINE, none, shared_scales(PLANS.iloc[1:], none), LIGHT)
    assert [len(trace.x) for trace in figure.data] == [0, 0]
    assert small_alt(NO_BASELINE, none) == "Ben B, Oral reading fluency: no score yet, no aimline."


def test_one_constant_score_has_a_scale() -> None:
    one = OCCASIONS.iloc[:1].assign(value=41.0)
    scales = shared_scales(PLANS.iloc[:1].assign(target=41.0), one)
    assert scales.low < 41 < scales.high


def test_the_words_hold_the_last_score_and_the_aimline() -> None:
    words = "4 scores, the last 120 on 17 Nov 2025; aimline from 41 to 70 by 29 May 2026"
    assert words in small_alt(PLAN, OCCASIONS)
