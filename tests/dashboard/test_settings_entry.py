"""Settings changed and taken back: bounds, what a preview promises, one transaction, and who may."""

from collections.abc import Iterator

import duckdb
import pytest
from conftest import TODAY, fill

from analytics import pipeline, settings_entry, store
from analytics.caseload import settings as topic
from analytics.score_entry import record_score
from analytics.settings_entry import SettingChange, SettingRefused

WHY = "The reading team asked for fewer early calls."
RESULTS = "SELECT * FROM verdict ORDER BY plan_id"
INPUTS = ("setting", "audit_event", "intervention_verdict", "goal_verdict", "plan", "growth", "projection", "rule_call", "store_info")


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = store.open_store(":memory:")
    fill(con)
    pipeline.analyse(con)
    yield con
    con.close()


def live(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    query = "SELECT value, source, recorded_by FROM setting WHERE name = ? AND retracted_at IS NULL"
    return con.cursor().execute(query, [name]).fetchall()


def everything(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    return {table: con.cursor().execute(f"FROM {table} ORDER BY ALL").fetchall() for table in INPUTS}


def moved(moves: tuple[settings_entry.Move, ...]) -> dict[str, tuple[str, str]]:
    return {move.plan_id: (move.before, move.after) for move in moves}


def change(con: duckdb.DuckDBPyConnection, reason: str = WHY, staff_id: str | None = "D1", **wanted: float) -> dict[str, tuple[str, str]]:
    changes = settings_entry.proposed(con, wanted)
    return moved(settings_entry.change_settings(con, changes, reason=reason, staff_id=staff_id))


def test_every_bound_speaks_of_a_default_that_keeps_it(con: duckdb.DuckDBPyConnection) -> None:
    found = topic.settings(con)
    assert {"on_track_probability", "off_track_probability", "minimum_occasions", "minimum_weeks", "dosage_floor"} <= {
        s.name for s in found
    }
    assert settings_entry.proposed(con, {setting.name: setting.default for setting in found}) == (), "a new store stands at its defaults"
    for setting in found:
        assert setting.default in setting.choices or (setting.lowest or 0) <= setting.default <= (setting.highest or 0), setting.name
        assert setting.decides and setting.default_source and (setting.higher_means or setting.choice_words) and setting.range_words, (
            setting.name
        )
        assert not setting.must_be_below or setting.must_be_below in {other.name for other in found}


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"on_track_probability": 0.2}, "On track at or above: 20% is out of bounds. It may be 50% to 99%."),
        ({"off_track_probability": 0.85}, "“Off track at or below” (85%) must lie below “On track at or above” (80%)"),
        ({"off_track_probability": 0.5, "on_track_probability": 0.5}, "must lie below “On track at or above” (50%)"),
        ({"minimum_occasions": 0}, "Fewest scores: 0 scores is out of bounds. It may be 3 to 20 scores."),
        ({"minimum_weeks": 3}, "It may be 4 to 20 weeks."),
        ({"minimum_weeks": 5.5}, "Give a whole number."),
        ({"dosage_floor": None}, "Sessions that must be held: no number is given."),
        ({"dosage_floor": float("nan")}, "no number is given"),
        ({"missed_occasions_limit": -1}, "It may be 1 to 8 scores."),
        ({"interval_level": 0.5}, "There is no setting interval_level that can be changed."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(con: duckdb.DuckDBPyConnection, wanted: dict[str, float], says: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        settings_entry.proposed(con, wanted)
    assert says in str(refused.value)
    before = everything(con)
    changes = [SettingChange(name, standing(con, name), value) for name, value in wanted.items() if value is not None]
    with pytest.raises(SettingRefused):
        settings_entry.change_settings(con, changes, reason=WHY, staff_id="D1")
    assert everything(con) == before


def standing(con: duckdb.DuckDBPyConnection, name: str) -> float:
    return float(str(live(con, name)[0][0]))


@pytest.mark.parametrize(
    ("name", "value"),
    [("minimum_weeks", 20), ("missed_occasions_limit", 1), ("on_track_probability", 0.5), ("minimum_occasions", 17), ("dosage_floor", 0.3)],
)
def test_a_preview_stores_nothing_and_promises_what_applying_does(con: duckdb.DuckDBPyConnection, name: str, value: float) -> None:
    before = everything(con)
    changes = settings_entry.proposed(con, {name: value})
    looked = settings_entry.preview(con, changes, staff_id="D1")
    assert everything(con) == before
    assert looked.n_running + looked.n_ended == 7
    assert change(con, **{name: value}) == moved(looked.moves)


def test_what_other_bars_would_change_is_told_by_plan(con: duckdb.DuckDBPyConnection) -> None:
    looked = settings_entry.preview(con, settings_entry.proposed(con, {"minimum_weeks": 20}), staff_id="D1")
    found = moved(looked.moves)
    assert (found["I1"], found["I2"]) == (("ineffective", "too early"), ("effective", "too early"))
    assert {after for _, after in found.values()} == {"too early", "uncertain"} and "I3" not in found
    told = {move.plan_id: move for move in looked.moves}["I1"]
    assert (told.student, told.measure) == ("Ana Alvarez", "Oral reading fluency") and "over 20 weeks" in told.reason


def test_the_viewer_is_told_of_no_student_of_others(con: duckdb.DuckDBPyConnection) -> None:
    changes = settings_entry.proposed(con, {"missed_occasions_limit": 1})
    whole, part = (settings_entry.preview(con, changes, staff_id=staff) for staff in ("D1", "P1"))
    assert "G6" in moved(whole.moves) and "G6" not in moved(part.moves)
    assert part.n_running + part.n_ended == 6
    assert settings_entry.preview(con, changes, staff_id="nobody").n_running == 0


def test_a_change_is_kept_with_who_when_why_and_what_stood_before(con: duckdb.DuckDBPyConnection) -> None:
    version = store.data_version(con)
    change(con, minimum_weeks=20, dosage_floor=0.7)
    assert live(con, "minimum_weeks") == [(20.0, WHY, "D1")]
    events = con.cursor().execute("SELECT action, table_name, row_key, staff_id, before_value, after_value FROM audit_event").fetchall()
    assert sorted(events) == [
        ("correct", "setting", "dosage_floor", "D1", "0.8", f"0.7 ({WHY})"),
        ("correct", "setting", "minimum_weeks", "D1", "4", f"20 ({WHY})"),
    ]
    history = topic.history(con)
    assert history[["name", "before", "after", "changed_by", "reason"]].values.tolist() == [
        ["dosage_floor", 0.8, 0.7, "Dee District", WHY],
        ["minimum_weeks", 4.0, 20.0, "Dee District", WHY],
    ]
    assert history["recorded_at"].nunique() == 1 and history["recorded_at"][0].date() == TODAY
    assert store.data_version(con) == version + 1, "one transaction"


def test_stored_verdicts_are_those_of_a_store_that_always_had_the_settings(con: duckdb.DuckDBPyConnection) -> None:
    other = store.open_store(":memory:")
    other.execute("UPDATE setting SET value = 10 WHERE name = 'minimum_weeks'")
    other.execute("UPDATE setting SET value = 0.5 WHERE name = 'on_track_probability'")
    fill(other)
    pipeline.analyse(other)
    change(con, minimum_weeks=10, on_track_probability=0.5)
    assert con.execute(RESULTS).fetchall() == other.execute(RESULTS).fetchall()
    other.close()


def test_the_way_back_restores_every_verdict(con: duckdb.DuckDBPyConnection) -> None:
    before = con.execute(RESULTS).fetchall()
    there = change(con, minimum_weeks=20)
    assert con.execute(RESULTS).fetchall() != before
    back = change(con, minimum_weeks=4)
    assert back == {plan: (after, old) for plan, (old, after) in there.items()}
    assert con.execute(RESULTS).fetchall() == before
    assert topic.history(con)["is_in_force"].tolist() == [True, False]


def test_a_score_typed_afterwards_is_judged_by_the_new_settings(con: duckdb.DuckDBPyConnection) -> None:
    record_score(con, series_id="S1-orf", observed_on=TODAY, value=43, staff_id="T1")
    change(con, minimum_weeks=20)
    typed = record_score(con, series_id="S1-orf", observed_on=TODAY, value=44, staff_id="T1")
    assert {one.plan_id: one.after for one in typed.verdicts} == {"I1": "too early", "G1": "uncertain"}


def test_a_change_on_a_setting_that_somebody_else_has_changed_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    seen = settings_entry.proposed(con, {"dosage_floor": 0.7})
    change(con, dosage_floor=0.9)
    with pytest.raises(SettingRefused, match="Somebody has set “Sessions that must be held” to 90% since"):
        settings_entry.change_settings(con, seen, reason=WHY, staff_id="D1")
    assert live(con, "dosage_floor")[0][0] == 0.9


@pytest.mark.parametrize("reason", ["", "   ", "because", "x" * 600])
def test_a_change_needs_a_reason(con: duckdb.DuckDBPyConnection, reason: str) -> None:
    with pytest.raises(SettingRefused, match=r"reason|few words"):
        change(con, reason, dosage_floor=0.7)


def test_nothing_to_change_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(SettingRefused, match="nothing was changed"):
        settings_entry.change_settings(con, (), reason=WHY, staff_id="D1")


@pytest.mark.parametrize(("staff_id", "may"), [("D1", True), ("P1", False), ("T1", False), ("M1", False), ("nobody", False)])
def test_only_an_administrator_who_may_see_every_student_changes_settings(con: duckdb.DuckDBPyConnection, staff_id: str, may: bool) -> None:
    assert topic.may_change(con, staff_id, TODAY) == may
    if not may:
        with pytest.raises(SettingRefused, match="may see all of them"):
            change(con, staff_id=staff_id, dosage_floor=0.7)
        assert live(con, "dosage_floor")[0][0] == 0.8


def test_the_principal_of_the_only_school_may(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM enrolment WHERE school_id = 'B'")
    assert topic.may_change(con, "P1", TODAY)
    assert not topic.may_change(con, "T1", TODAY), "a teacher of every student is no administrator"


def test_a_failed_analysis_leaves_the_old_settings_and_verdicts(con: duckdb.DuckDBPyConnection) -> None:
    before = everything(con)

    def fail(step: str, share: float) -> None:
        if share > 0.5:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        settings_entry.change_settings(con, settings_entry.proposed(con, {"minimum_weeks": 20}), reason=WHY, staff_id="D1", progress=fail)
    assert everything(con) == before


def test_an_empty_store_has_settings_and_nothing_to_move() -> None:
    con = store.open_store(":memory:")
    looked = settings_entry.preview(con, settings_entry.proposed(con, {"minimum_weeks": 20}), staff_id="D1")
    assert (looked.moves, looked.n_running, looked.n_ended) == ((), 0, 0)
    assert settings_entry.change_settings(con, looked.changes, reason=WHY, staff_id=None) == ()
    assert live(con, "minimum_weeks") == [(20.0, WHY, None)]
    assert topic.history(con)["changed_by"].tolist() == ["command line"]
    con.close()
