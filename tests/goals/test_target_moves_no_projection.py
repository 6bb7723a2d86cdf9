"""Where a student will be depends on their scores and on classmates, not on what is hoped for."""

from datetime import timedelta

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_plan import NORMAL, START

from analytics import pipeline, store

SINCE = [61.0, 58, 66, 63, 60, 69, 65, 71, 68, 66]
LEARNT = {"level_mean": 60.0, "level_sd": 9.0, "roi_mean": 0.8, "roi_sd": 0.4, "residual_sd": 4.0, "slowing": 0.3, "autocorrelation": 0.3}
SCATTER = {"residual_sd": 4.0, "spread_by_level": -0.01, "tail_df": 5.0}
LEVELS = ["projected", "projected_lower", "projected_upper", "pooled_level_at_start", "pooled_roi", "pooled_roi_se", "pooled_level_var"]
TARGETS = st.floats(-1e9, 1e9) | st.floats(0, 9).map(lambda size: 10**size) | st.floats(0, 9).map(lambda size: -(10**size))


@pytest.fixture(scope="module", params=["increase", "decrease"])
def con(request: pytest.FixtureRequest) -> duckdb.DuckDBPyConnection:
    """The same scores on measures with a range and without, where nothing is known, only the scatter, or level and growth too."""
    con = store.open_store(":memory:")
    con.execute("INSERT INTO student (student_id, first_name, last_name) VALUES ('s', 'Sam', 'Test')")
    for measure, known, top in (("none", None, None), ("scatter", SCATTER, None), ("learnt", LEARNT, None), ("range", None, 300)):
        con.execute(
            "INSERT INTO measure (measure_id, name, area, unit, metric, direction, floor, ceiling, source) "
            "VALUES ($1, $1, 'a', 'u', 'other', $2, $3, $4, 't')",
            [measure, request.param, None if top is None else 0, top],
        )
        con.execute("INSERT INTO series (series_id, student_id, measure_id, grade) VALUES (?, 's', ?, '3')", [measure, measure])
        for week, value in enumerate([60.0, 57, 59, *SINCE], start=-3):
            con.execute(
                "INSERT INTO score (series_id, observed_on, value, origin) VALUES (?, ?, ?, 'imported')",
                [measure, START + timedelta(days=7 * week + 1), value],
            )
        if known:
            row = NORMAL | {"prior_version": "test", "measure_id": measure, "grade": "3"} | known
            con.execute(f"INSERT INTO prior ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    return con


@given(st.lists(TARGETS, min_size=20, max_size=20), st.sampled_from([10, 11, 12, 30]))
@settings(max_examples=4, deadline=None)
def test_the_projection_does_not_depend_on_the_target(con: duckdb.DuckDBPyConnection, targets: list[float], weeks: int) -> None:
    con.execute("DELETE FROM goal")
    for number, target in enumerate([64.0, *targets]):
        con.execute(
            "INSERT INTO goal (goal_id, series_id, statement, target, start_on, due_on, effective_on) "
            "SELECT series_id || $1, series_id, 'g', $2, $3, $4, $3 FROM series",
            [f"-{number:02}", target, START, START + timedelta(weeks=weeks)],
        )
    pipeline.analyse(con)
    rows = con.execute("FROM projection ORDER BY plan_id").df()
    assert len(rows) == 4 * (len(targets) + 1)
    for series, found in rows.groupby("series_id"):
        levels = found[LEVELS].to_numpy()
        np.testing.assert_allclose(levels, np.tile(levels[0], (len(levels), 1)), rtol=1e-6, atol=1e-9, err_msg=str(series))
