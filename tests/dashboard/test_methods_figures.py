"""Curves of error rates and the reliability plot: what is drawn, named and said."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import methods_error_words as words
from dashboard.figures.error_curves import NEAREST, OWN, error_curves, sentence, spread, wide
from dashboard.figures.palette import DARK, LIGHT, Theme
from dashboard.figures.reliability import alt_text, reliability_plot
from dashboard.figures.reliability import sentence as told

NAMES = {"four_point": "Four-point", OWN: "Aimline", "tukey": "Tukey <b>"}
BINS = pd.DataFrame(
    {
        "bin": [1, 2, 3], "stated": [0.1, 0.5, 0.9], "happened": [0.12, 0.3, 0.88], "lower": [0.05, 0.2, 0.8], "upper": [0.2, 0.42, 0.93],
        "n_plans": [30, 40, 50], "n_looks": [100, 100, 100],
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def shipped(root: Path) -> pd.DataFrame:
    """The shipped table at the setting of the targets: error 10, required growth 1.5, weekly probes, three baseline scores."""
    table = pd.read_csv(root / "analytics" / "rules" / "error_rates.csv")
    own = (table["boundary_false_alarm"] == 0.1) | table["boundary_false_alarm"].isna()
    cell = (
        (table["error_to_growth"] == 6.67)
        & (table["autocorrelation"] == 0)
        & (table["probes_per_week"] == 1)
        & (table["baseline_scores"] == 3)
    )
    return table[own & cell]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_each_rule_has_a_line_and_its_name_and_aimline_s_stands_out(shipped: pd.DataFrame, theme: Theme) -> None:
    table = wide(shipped, "false alarms", once=False)
    figure = go.Figure(error_curves(table, NAMES, "four_point", theme).to_dict())
    assert len(figure.data) == len(figure.layout.annotations) == 9
    widths = {trace.name: trace.line.width for trace in figure.data}
    assert figure.data[-1].name == "Aimline" and widths["Aimline"] == max(widths.values()) > widths["Four-point"] > 2
    assert len({(trace.line.dash, trace.line.color) for trace in figure.data}) == 9, "no two lines look alike"
    assert list(figure.data[-1].x) == list(range(4, 21)) and figure.data[-1].y[-1] == pytest.approx(100 * table.at[OWN, 20])
    assert "Tukey &lt;b&gt;" in {note.text for note in figure.layout.annotations}


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.tuples(st.floats(0, 100), st.floats(0, 1)), min_size=1, max_size=9))
def test_names_neither_overlap_nor_leave_the_chart(lines: dict[str, tuple[float, float]]) -> None:
    heights = sorted(spread({name: end for name, (end, _) in lines.items()}, {name: mean for name, (_, mean) in lines.items()}).values())
    assert all(after - before >= NEAREST - 1e-9 for before, after in pairwise(heights))
    assert heights[0] >= -1e-9 and heights[-1] <= 100 + 1e-9


def test_the_sentence_holds_the_numbers_of_the_table(shipped: pd.DataFrame) -> None:
    said = words.ever(shipped, "four_point", "four-point rule")
    at = shipped.set_index(["rule_id", "week"])
    calls = round(100 * at.at[("four_point", 20), "false_alarm_ever"])
    assert f"the four-point rule calls {calls} of 100 students who grow exactly as planned" in said and 45 <= calls <= 55
    assert f"Aimline calls {round(100 * at.at[(OWN, 20), 'false_alarm_ever'])}." in said
    assert "In the first weeks Aimline is slower" in said and said.endswith("the price of fewer false alarms.")
    found = ", ".join(str(round(100 - 100 * at.at[(OWN, week), "miss_ever"])) for week in (6, 10))
    assert f"Aimline {found} and " in said


def test_one_look_says_that_there_are_more(shipped: pd.DataFrame) -> None:
    said = words.once(shipped, "six_point", "six-point rule")
    assert said.startswith("**One single look, in week 10: the six-point rule calls ") and "each look is another chance" in said


def test_a_rule_that_is_not_faster_is_not_called_so(shipped: pd.DataFrame) -> None:
    same = shipped.copy()
    columns = ["false_alarm_ever", "miss_ever"]
    same.loc[same["rule_id"] == "four_point", columns] = same.loc[same["rule_id"] == OWN, columns].to_numpy()
    said = words.ever(same, "four_point", "four-point rule")
    assert "about as soon" in said and "price" not in said


def test_who_cannot_see_the_lines_hears_where_they_end(shipped: pd.DataFrame) -> None:
    said = sentence(wide(shipped, "misses", once=False), NAMES, "misses")
    assert "not called, by week 20" in said and "Aimline" in said and "Four-point" in said


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_reliability_plot_has_points_intervals_and_counts(theme: Theme) -> None:
    figure = go.Figure(reliability_plot(BINS, theme).to_dict())
    diagonal, points, counts = figure.data
    assert diagonal.line.dash == "dash" and list(diagonal.x) == list(diagonal.y)
    assert list(points.y) == [12, 30, 88] and list(counts.y) == [30, 40, 50]
    assert [round(top + up) for top, up in zip(points.y, points.error_y.array, strict=True)] == [20, 42, 93]
    assert [round(top - down) for top, down in zip(points.y, points.error_y.arrayminus, strict=True)] == [5, 20, 80]


def test_the_plot_in_words() -> None:
    assert told(BINS).startswith("At 2 of 3 points")
    assert "stated 50%, happened 30%" in alt_text(BINS, "goal") and "table below" in alt_text(BINS, "goal")
