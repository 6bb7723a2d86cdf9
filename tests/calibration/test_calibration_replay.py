"""Past days are replayed for plans that are over, beside what came of them, and nothing of it stays behind."""

from datetime import date, datetime

import duckdb
import pandas as pd
import pytest
from finished_plans import DUE, ENDED, START, TODAY, finished_plans

from analytics import pipeline, store
from analytics.calibration.replaying import Replayed, past_days, replay_past

DAYS = past_days(TODAY, 8, 4)[1:5]  # 17 February to 12 May: all plans run, then the goals alone


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return finished_plans()


@pytest.fixture(scope="module")
def replayed(con: duckdb.DuckDBPyConnection) -> Replayed:
    return replay_past(con, DAYS, today=TODAY)


@pytest.fixture(scope="module")
def looks(replayed: Replayed) -> pd.DataFrame:
    return replayed.looks


def everything(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every stored table."""
    names = con.cursor().execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1").fetchall()
    return {name: con.cursor().execute(f"FROM {name} ORDER BY ALL").fetchall() for (name,) in names}


def temporary(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.cursor().execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()


def test_days_go_back_from_today_in_equal_steps() -> None:
    assert past_days(date(2026, 1, 15), 12, 4)[-1] == date(2025, 12, 18)
    assert len(past_days(date(2026, 1, 15), 12, 4)) == 13
    assert past_days(date(2026, 1, 15), 12, 4)[0] >= date(2025, 1, 15)
    assert past_days(date(2026, 3, 31), 1, 8) == ()


def test_each_look_reads_as_the_whole_analysis_of_that_day_reads(con: duckdb.DuckDBPyConnection, looks: pd.DataFrame) -> None:
    for day in DAYS[1:3]:
        cursor = con.cursor()
        pipeline.replay(cursor, day)
        whole = {row[0]: row[1:] for row in cursor.execute("SELECT plan_id, verdict, probability FROM verdict_on(?)", [day]).fetchall()}
        cursor.close()
        of_day = looks[looks["on_date"] == pd.Timestamp(day)]
        assert len(of_day) > 40
        for row in of_day.itertuples():
            verdict, probability = whole[row.plan_id]
            assert row.verdict == verdict, row.plan_id
            if row.plan_kind == "goal" or row.end_on == DUE:
                assert row.probability == pytest.approx(probability, rel=1e-12), row.plan_id
            else:
                assert pd.isna(row.probability), "a chance by the due date says nothing of a plan that was ended before"


def test_looks_are_taken_while_a_plan_runs(looks: pd.DataFrame) -> None:
    assert looks["on_date"].min() >= pd.Timestamp(START)
    last = looks.groupby("end_on")["on_date"].max()
    assert set(last.index) == {DUE, ENDED} and (last < pd.to_datetime(last.index)).all()
    assert not looks.duplicated(["plan_id", "on_date"]).any()


def test_what_came_of_each_plan_is_its_truth(looks: pd.DataFrame) -> None:
    met = looks.groupby("plan_id")["met"].first()
    assert met[met.index.str.contains("-up-")].all()
    assert not met[met.index.str.contains("-flat-")].any()


def test_flags_come_true_in_a_district_this_clear(looks: pd.DataFrame) -> None:
    called = looks[looks["verdict"].isin(["off track", "ineffective"])].groupby("plan_id")["met"].first()
    assert len(called[~called]) == 25 and called.sum() <= 2, "all 24 that do not grow, the goal raised out of reach, hardly a false alarm"


def test_a_goal_that_was_changed_counts_only_as_it_was_judged(replayed: Replayed) -> None:
    raised = replayed.looks[replayed.looks["plan_id"] == "g-raised"]
    assert raised["on_date"].min() >= pd.Timestamp(2025, 4, 1) and not raised["met"].any()
    assert replayed.n_looks_of_another_aim == 2


def test_a_plan_nobody_measured_to_its_end_has_no_outcome(replayed: Replayed) -> None:
    assert "g-stopped" not in set(replayed.looks["plan_id"]) and replayed.n_plans_unmeasured == 1


def test_a_criterion_already_met_is_no_forecast(looks: pd.DataFrame) -> None:
    early = looks[looks["plan_id"] == "g-early"]
    assert "attained" not in set(looks["verdict"]) and early["met"].all() and len(early) < 5


def test_nothing_stored_changes_and_nothing_stays_behind(con: duckdb.DuckDBPyConnection) -> None:
    before = everything(con)
    replay_past(con, DAYS[:1], today=TODAY)
    assert everything(con) == before and temporary(con) == []


def test_others_read_the_present_while_the_past_is_replayed(con: duckdb.DuckDBPyConnection) -> None:
    now = con.cursor().execute("SELECT count(*), max(observed_on) FROM score_now").fetchall()
    verdicts = con.cursor().execute("SELECT plan_id, verdict, reason FROM verdict ORDER BY 1").fetchall()
    seen = []

    def meanwhile(step: str, share: float) -> None:
        seen.append(share)
        assert con.cursor().execute("SELECT count(*), max(observed_on) FROM score_now").fetchall() == now
        assert con.cursor().execute("SELECT plan_id, verdict, reason FROM verdict ORDER BY 1").fetchall() == verdicts

    replay_past(con, DAYS[:2], today=TODAY, progress=meanwhile)
    assert seen == sorted(seen) and seen[0] == 0 and seen[-1] == 1


def test_whoever_leaves_the_page_leaves_nothing(con: duckdb.DuckDBPyConnection) -> None:
    class Left(BaseException):
        pass

    def leave(step: str, share: float) -> None:
        if share > 0.4:
            raise Left

    with pytest.raises(Left):
        replay_past(con, DAYS, today=TODAY, progress=leave)
    assert temporary(con) == []


def test_a_score_typed_while_it_runs_is_stored_and_does_not_mix_in(looks: pd.DataFrame) -> None:
    con = finished_plans()
    typed = []

    def type_once(step: str, share: float) -> None:
        if share > 0.5 and not typed:
            with store.transaction(con) as cursor:
                cursor.execute(
                    "INSERT INTO score (series_id, observed_on, form, value, origin) VALUES ('g-up-1', ?, '2', 1, 'typed')",
                    [START],
                )
                pipeline.refresh(cursor, ["g-up-1"])
            typed.append(share)

    found = replay_past(con, DAYS, today=TODAY, progress=type_once).looks
    assert typed and con.cursor().execute("SELECT count(*) FROM score WHERE form = '2'").fetchall() == [(1,)]
    pd.testing.assert_frame_equal(found, looks)


def test_a_fit_of_later_scores_is_not_borrowed(looks: pd.DataFrame) -> None:
    con = finished_plans()
    con.execute(
        "INSERT INTO prior (prior_version, measure_id, grade, n_series, roi_mean, roi_sd, residual_sd, residual_df, autocorrelation, "
        "source, fitted_on) VALUES ('fitted-2025-08-29-2', 'orf', '3', 99, 50, 0.01, 1, 200, 0.2, 'of later scores', '2025-08-29')"
    )
    pd.testing.assert_frame_equal(replay_past(con, DAYS, today=TODAY).looks, looks)
    con.execute("UPDATE prior SET fitted_on = '2024-12-31' WHERE prior_version = 'fitted-2025-08-29-2'")
    assert not replay_past(con, DAYS, today=TODAY).looks["probability"].equals(looks["probability"]), "an earlier fit is borrowed"


def test_a_later_correction_was_not_known(looks: pd.DataFrame) -> None:
    con = finished_plans()
    con.execute("UPDATE score SET retracted_at = ? WHERE series_id = 'g-up-2' AND observed_on <= '2025-03-10'", [datetime(2025, 8, 1)])
    found = replay_past(con, DAYS, today=TODAY).looks
    pd.testing.assert_frame_equal(found[found["on_date"] < pd.Timestamp(DUE)], looks)


def test_a_viewer_s_report_holds_their_students_alone(con: duckdb.DuckDBPyConnection) -> None:
    of_a, of_b, of_all = (set(replay_past(con, DAYS[2:3], today=TODAY, viewer=who).looks["plan_id"]) for who in ("P", "Q", "D"))
    assert of_b == {"g-raised"} and not of_a & of_b and of_all == of_a | of_b
    assert replay_past(con, DAYS, today=TODAY, viewer="nobody").looks.empty


def test_a_store_without_plans_gives_an_empty_answer() -> None:
    found = replay_past(store.open_store(":memory:"), DAYS, today=TODAY)
    assert found.looks.empty and found.days == DAYS and found.n_plans_unmeasured == 0
