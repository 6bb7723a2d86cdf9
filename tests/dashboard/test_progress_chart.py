"""The progress chart: what it holds (info), what it draws (traces), what it says (words)."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import duckdb
import plotly.graph_objects as go
import pytest
from conftest import DUE, START, TODAY, fill

from analytics import pipeline, store
from analytics.caseload import student
from dashboard.figures.palette import DARK, LIGHT
from dashboard.figures.progress_chart import progress_chart
from dashboard.figures.progress_info import ProgressInfo, direct_labels, level_at, nice_step
from dashboard.figures.sentences import alt_text, chance, day, number, summary


def info_of(con: duckdb.DuckDBPyConnection, student_id: str, plan_id: str) -> ProgressInfo:
    """The chart of one plan of the small store."""
    record = student.record(con, "D1", TODAY, student_id)
    plan = next(plan for plan in record.plans if plan["plan_id"] == plan_id)
    return ProgressInfo(plan, **record.chart(plan_id), today=TODAY)


def named(figure: go.Figure, name: str) -> list[Any]:
    """The traces of one name."""
    return [trace for trace in figure.data if trace.name == name]


def texts(figure: go.Figure) -> list[str]:
    """Every text written on the chart."""
    return [annotation.text for annotation in figure.layout.annotations]


def test_baseline_scores_differ_in_shape_from_scores_of_the_plan(small_store: duckdb.DuckDBPyConnection) -> None:
    info = info_of(small_store, "S1", "I1")
    assert (len(info.values("plan")), len(info.values("baseline")), len(info.occasions)) == (16, 6, 22)
    figure = progress_chart(info, LIGHT)
    assert [trace.marker.symbol for trace in (*named(figure, "Baseline score"), *named(figure, "Score"))] == ["diamond-open", "circle"]


def test_the_line_breaks_at_the_start_and_over_the_winter_break(small_store: duckdb.DuckDBPyConnection) -> None:
    lines = named(progress_chart(info_of(small_store, "S1", "I1"), LIGHT), "Scores joined")
    assert [(line.x[0], line.x[-1]) for line in lines] == [
        ("2025-09-22", "2025-10-27"), ("2025-11-03", "2025-12-22"), ("2025-12-29", "2026-02-16"),
    ]  # fmt: skip


def test_a_changed_goal_breaks_the_aimline_at_the_change(small_store: duckdb.DuckDBPyConnection) -> None:
    info = info_of(small_store, "S1", "G1")
    old, new = info.pieces("aimline").values()
    changed = date(2026, 1, 20)
    assert [row["on_date"] for row in (*old, *new)] == [START, changed, changed, DUE]
    # a straight line from 42 at the start: towards 90 until the change, towards 75 from then on
    share = (changed - START) / (DUE - START)
    assert old[-1]["level"] == pytest.approx(42 + 48 * share)
    assert new[0]["level"] == pytest.approx(42 + 33 * share)
    figure = progress_chart(info, LIGHT)
    assert [trace.line.dash for trace in (*named(figure, "Aimline before the goal changed"), *named(figure, "Aimline"))] == ["dash", "dash"]
    assert "goal changed" in texts(figure)


def test_the_projection_ends_at_the_stored_interval(small_store: duckdb.DuckDBPyConnection) -> None:
    info = info_of(small_store, "S6", "G6")
    first, last = info.line("projection")[0], info.line("projection")[-1]
    assert (first["on_date"], last["on_date"]) == (date(2026, 2, 16), DUE)
    stored = [info.plan[name] for name in ("projected", "projected_lower", "projected_upper")]
    assert [last["level"], last["lower"], last["upper"]] == pytest.approx(stored)
    assert last["upper"] - last["lower"] > first["upper"] - first["lower"]


def test_the_trend_is_the_line_that_the_verdict_quotes(small_store: duckdb.DuckDBPyConnection) -> None:
    info = info_of(small_store, "S2", "I2")
    first, last = info.line("trend")[0], info.line("trend")[-1]
    weeks = (last["on_date"] - first["on_date"]).days / 7
    assert (last["level"] - first["level"]) / weeks == pytest.approx(info.plan["roi_per_week"])


def test_norm_lines_run_from_fall_to_spring_of_the_probe_level(small_store: duckdb.DuckDBPyConnection) -> None:
    median = [(row["on_date"], row["level"]) for row in info_of(small_store, "S1", "I1").pieces("norm")[502025]]
    assert median == [(date(2025, 9, 15), 83), (date(2026, 1, 15), 97), (date(2026, 5, 10), 112)]  # Hasbrouck & Tindal 2017, grade 3


def test_sessions_notes_absences_and_breaks_are_marked(small_store: duckdb.DuckDBPyConnection) -> None:
    figure = progress_chart(info_of(small_store, "S1", "I1"), LIGHT)
    assert len(named(figure, "Session held")[0].x) == 42
    assert named(figure, "Absent")[0].x == ("2026-02-25",)
    assert "Winter break" in texts(figure)
    undelivered = progress_chart(info_of(small_store, "S3", "I3"), LIGHT)
    assert len(named(undelivered, "Session not held")[0].x) > len(named(undelivered, "Session held")[0].x)


def test_markup_in_notes_and_names_is_text(small_store: duckdb.DuckDBPyConnection) -> None:
    figure = progress_chart(info_of(small_store, "S1", "G1"), LIGHT)
    assert named(figure, "Note")[0].customdata == ("Ill all week &lt;script&gt;",)
    assert "<script>" not in figure.to_json() and "<i>" not in figure.to_json()
    info = info_of(small_store, "S1", "I1")
    info.marked("phase")[0]["label"] = 'Reading "by ear" & <b>eye</b>'
    # plotly knows no &quot; and would show it so
    assert 'Reading "by ear" &amp; &lt;b&gt;eye&lt;/b&gt;' in texts(progress_chart(info, LIGHT))


def test_one_score_and_no_baseline_still_draw(small_store: duckdb.DuckDBPyConnection) -> None:
    info = info_of(small_store, "S4", "G4")
    figure = progress_chart(info, LIGHT)
    assert len(named(figure, "Score")[0].x) == 1
    assert not named(figure, "Scores joined") and not named(figure, "Growth") and not named(figure, "Expected")
    assert summary(info).startswith("1 score since 3 Nov 2025, the last one 35 on 6 Nov 2025")


def test_constant_scores_draw_a_level_line(small_store: duckdb.DuckDBPyConnection) -> None:
    info = info_of(small_store, "S5", "G5")
    assert {round(row["level"], 6) for row in info.line("trend")} == {20.0}
    assert info.line("aimline")[-1]["level"] == 5  # talk-outs are to fall
    progress_chart(info, DARK)


def test_the_axis_stays_as_it_was_when_a_score_within_it_comes_in(small_store: duckdb.DuckDBPyConnection) -> None:
    info = info_of(small_store, "S1", "I1")
    later = replace(info, occasions=[*info.occasions, info.occasions[-1] | {"observed_on": date(2026, 3, 2), "value": 55.0}])
    assert (later.levels, later.dates) == (info.levels, info.dates)
    assert len(later.shown) == len(info.shown) + 1


def test_plotly_accepts_every_part_of_the_chart(small_store: duckdb.DuckDBPyConnection) -> None:
    for student_id, plan_id in (("S1", "I1"), ("S1", "G1"), ("S3", "I3"), ("S4", "G4"), ("S5", "G5"), ("S6", "G6")):
        drawn = progress_chart(info_of(small_store, student_id, plan_id), DARK)
        assert go.Figure(drawn.to_dict()).to_dict()["layout"]["height"] == drawn.layout.height


def test_dates_run_from_the_baseline_to_the_due_date(small_store: duckdb.DuckDBPyConnection) -> None:
    first, last = info_of(small_store, "S1", "I1").dates
    assert first < START - timedelta(weeks=6) + timedelta(days=1) and last > DUE


def test_words_say_what_the_picture_shows(small_store: duckdb.DuckDBPyConnection) -> None:
    info = info_of(small_store, "S1", "I1")
    said = alt_text(info)
    assert "6 baseline scores from 40 to 44" in said
    assert "16 scores of this plan from 40 to 44" in said
    assert "Repeated reading from 3 Nov 2025" in said
    assert "42 of 42 recorded sessions held" in said
    assert summary(info) in said and "the aimline is at 56" in said


def test_labels_at_the_right_edge_do_not_touch() -> None:
    placed = [level for level, _, _ in direct_labels([(50, "a", "c"), (51, "b", "c"), (90, "d", "c")], gap=5)]
    assert all(later - earlier >= 5 for earlier, later in pairwise(placed))
    assert direct_labels([], gap=5) == []


@pytest.mark.parametrize(("span", "step"), [(100, 20), (48, 10), (5, 1), (1, 0.2), (0.9, 0.2), (230, 50)])
def test_steps_are_round(span: float, step: float) -> None:
    assert nice_step(span) == pytest.approx(step)


@pytest.mark.parametrize(
    ("value", "written"), [(1.0, "1"), (-0.65, "−0.7"), (-0.01, "0"), (None, "–"), (float("nan"), "–"), (100, "100"), (0.25, "0.2")]
)
def test_numbers_as_people_write_them(value: float | None, written: str) -> None:
    assert number(value) == written


def test_chances_never_claim_certainty() -> None:
    assert [chance(value) for value in (0.0, 0.004, 0.5, 0.999, None)] == ["under 1%", "under 1%", "50%", "over 99%", "–"]
    assert day(date(2026, 3, 2)) == "2 Mar 2026"


def test_a_norm_is_named_at_the_level_it_has_at_the_edge() -> None:
    line = [{"on_date": date(2026, 1, 1), "level": 80.0}, {"on_date": date(2026, 1, 11), "level": 90.0}]
    assert [level_at(line, day) for day in (date(2025, 12, 1), date(2026, 1, 6), date(2026, 3, 1))] == [None, 85.0, 90.0]


def test_a_break_of_three_weeks_is_one_area_although_the_calendar_leaves_weekends_out() -> None:
    con = store.open_store(":memory:")
    fill(con)
    con.execute("DELETE FROM calendar_day WHERE isodow(on_date) > 5 OR label IS NOT NULL")
    days = [date(2025, 12, 15) + timedelta(days=number) for number in range(33)]
    weekdays = [(on,) for on in days if on.isoweekday() < 6]
    con.executemany("INSERT INTO calendar_day (school_id, on_date, is_school_day, label) VALUES ('A', ?, false, 'Break')", weekdays)
    pipeline.analyse(con)
    found = [(mark["on_date"], mark["to_on"]) for mark in info_of(con, "S1", "I1").marked("break")]
    assert found == [(date(2025, 12, 15), date(2026, 1, 16))]
