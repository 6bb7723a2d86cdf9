"""The small chart of a card."""

from datetime import date
from xml.etree import ElementTree

import pandas as pd

from dashboard.figures.palette import LIGHT
from dashboard.figures.sparkline import HEIGHT, WIDTH, spark_alt, spark_info, sparkline

START, DUE = date(2026, 1, 5), date(2026, 6, 1)
SVG = "{http://www.w3.org/2000/svg}"


def rows(*values: float, before: int = 0) -> pd.DataFrame:
    """Weekly scores, the first `before` of them ahead of the start."""
    first = pd.Timestamp(START) - pd.Timedelta(weeks=before)
    return pd.DataFrame(
        {
            "observed_on": [first + pd.Timedelta(weeks=week) for week in range(len(values))],
            "value": values,
            "is_before": [week < before for week in range(len(values))],
        }
    )


def test_baseline_points_are_hollow_and_the_last_score_is_larger() -> None:
    info = spark_info(rows(40, 41, 43, 45, before=2), start_on=START, due_on=DUE, baseline=41, target=60)
    circles = list(ElementTree.fromstring(sparkline(info, LIGHT)).iter(f"{SVG}circle"))
    assert [circle.get("fill") for circle in circles] == [LIGHT.background, LIGHT.background, LIGHT.text, LIGHT.text]
    assert [float(circle.get("r") or 0) for circle in circles] == [1.8, 1.8, 1.8, 3.5]


def test_everything_stays_on_the_picture_and_up_is_more() -> None:
    info = spark_info(rows(10, 90, 30, before=1), start_on=START, due_on=DUE, baseline=10, target=60)
    places = [info.place(on, level) for on, level, _ in info.points]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)
    assert places[1][1] < places[2][1] < places[0][1]


def test_no_scores_and_constant_scores_draw() -> None:
    nothing = spark_info(rows(), start_on=START, due_on=DUE, baseline=None, target=None)
    assert spark_alt(nothing) == "No scores yet." and sparkline(nothing, LIGHT).startswith("<svg")
    level = spark_info(rows(20, 20), start_on=START, due_on=DUE, baseline=20, target=20)
    assert "nan" not in sparkline(level, LIGHT)
    assert spark_alt(level) == "2 scores since the start, from 20 to 20; target 20."
