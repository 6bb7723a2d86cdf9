"""The generated district: the same again, whole, and like real monitoring data."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.intake import import_paths
from analytics.store import open_store
from sample_data import SEED, STUDENTS, TODAY, district_folder, generate
from sample_data.__main__ import main
from sample_data.calendars import YEARS, day, make_clock
from sample_data.folder import COLUMNS
from sample_data.profiles import measure_profiles, measures
from sample_data.scores import give_probes

WRITTEN_BY_THE_STORE = {
    "recorded_at",
    "retracted_at",
    "public_key",
    "origin",
    "import_id",
    "recorded_by",
    "note_id",
    "flagged",
    "retracted_because",
}
NEVER_IMPORTED = {"truth", "truth_history"}
REFERS = [
    ("enrolment", "student_id", "student"),
    ("enrolment", "school_id", "school"),
    ("class", "school_id", "school"),
    ("class_member", "class_id", "class"),
    ("class_member", "student_id", "student"),
    ("staff_assignment", "staff_id", "staff"),
    ("series", "student_id", "student"),
    ("intervention", "series_id", "series"),
    ("intervention", "provider_staff_id", "staff"),
    ("intervention_session", "intervention_id", "intervention"),
    ("goal", "series_id", "series"),
    ("phase_change", "series_id", "series"),
    ("score", "series_id", "series"),
    ("note", "student_id", "student"),
    ("note", "series_id", "series"),
    ("note", "written_by", "staff"),
    ("absence", "student_id", "student"),
    ("concern", "student_id", "student"),
    ("concern", "recorded_by", "staff"),
    ("process_event", "student_id", "student"),
    ("process_event", "concern_id", "concern"),
    ("process_event", "intervention_id", "intervention"),
    ("process_event", "recorded_by", "staff"),
    ("contact", "student_id", "student"),
    ("contact", "recorded_by", "staff"),
    ("restricted_note", "student_id", "student"),
    ("restricted_note", "recorded_by", "staff"),
    ("staff_permission", "staff_id", "staff"),
    ("truth_history", "student_id", "student"),
]
KEYS = {
    "student": ["student_id"],
    "staff": ["staff_id"],
    "series": ["series_id"],
    "class": ["class_id"],
    "class_member": ["class_id", "student_id", "from_on"],
    "enrolment": ["student_id", "school_id", "enrolled_on"],
    "staff_assignment": ["staff_id", "role", "scope", "scope_id", "from_on"],
    "calendar_day": ["school_id", "on_date"],
    "intervention": ["intervention_id"],
    "intervention_session": ["intervention_id", "held_on", "ordinal"],
    "goal": ["goal_id", "revision"],
    "phase_change": ["series_id", "changed_on"],
    "score": ["series_id", "observed_on", "form"],
    "truth": ["plan_id"],
    "school_year": ["school_id", "school_year"],
    "reporting_period": ["school_id", "ends_on"],
    "absence": ["student_id", "on_date"],
    "concern": ["concern_id"],
    "process_event": ["event_id"],
    "contact": ["contact_id"],
    "restricted_note": ["restricted_note_id"],
    "staff_permission": ["staff_id", "permission", "from_on"],
    "truth_history": ["student_id"],
}


def read(folder: Path) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_csv(path, dtype=str, keep_default_na=False) for path in folder.glob("*.csv")}


@pytest.fixture(scope="module")
def district() -> dict[str, pd.DataFrame]:
    """The committed one, every cell as text."""
    return read(district_folder())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    generate(40, 3, folder)
    return folder


def test_the_same_arguments_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    main(["--students", "40", "--seed", "3", "-o", str(tmp_path)])
    names = sorted(path.name for path in small.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    assert [name for name in names if (small / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_another_seed_gives_another_district(small: Path, tmp_path: Path) -> None:
    generate(40, 4, tmp_path)
    assert (small / "score.csv").read_bytes() != (tmp_path / "score.csv").read_bytes()


def test_the_committed_district_is_what_the_generator_makes(tmp_path: Path) -> None:
    """Made again with: python -m sample_data --students 240 --seed 2026 -o sample_data/district."""
    generate(STUDENTS, SEED, tmp_path)
    committed = {path.name: path.read_bytes() for path in district_folder().iterdir()}
    assert sorted(committed) == sorted(path.name for path in tmp_path.iterdir())
    assert [name for name, content in committed.items() if (tmp_path / name).read_bytes() != content] == []


def test_the_committed_district_is_small(district: dict[str, pd.DataFrame]) -> None:
    assert sum(path.stat().st_size for path in district_folder().iterdir()) < 4_000_000
    assert len(district["school"]) == 3
    assert len(district["student"]) == 1500
    assert district["series"]["student_id"].nunique() == 240


@pytest.mark.parametrize(("table", "column", "target"), REFERS)
def test_every_identifier_resolves(district: dict[str, pd.DataFrame], table: str, column: str, target: str) -> None:
    known = set(district[target].iloc[:, 0])
    assert set(district[table][column]) - known - {""} == set()


@pytest.mark.parametrize("table", KEYS)
def test_keys_are_unique(district: dict[str, pd.DataFrame], table: str) -> None:
    assert not district[table].duplicated(KEYS[table]).any()


def test_every_enrolled_student_is_in_a_class_and_every_class_has_a_teacher(district: dict[str, pd.DataFrame]) -> None:
    member = district["class_member"].merge(district["class"], on="class_id")
    this_year = member[(member["school_year"] == "2025-26") & ~member["class_id"].str.contains("-G")]
    assert set(this_year["student_id"]) == set(district["student"]["student_id"])
    staffed = district["staff_assignment"].query("scope == 'class'")["scope_id"]
    assert set(district["class"]["class_id"]) - set(staffed) == set()


def test_every_monitored_student_has_someone_who_works_with_them_today(district: dict[str, pd.DataFrame]) -> None:
    assigned = district["staff_assignment"].query("to_on == ''")
    taught = (
        district["class_member"].query("to_on == ''").merge(assigned.query("scope == 'class'"), left_on="class_id", right_on="scope_id")
    )
    goals = district["goal"].merge(district["series"], on="series_id")["student_id"]
    assert set(district["series"]["student_id"]) - set(taught["student_id"]) == set()
    assert set(goals) - set(assigned.query("role == 'case_manager'")["scope_id"]) == set()


def test_files_have_the_columns_of_the_schema_and_truth_is_no_table() -> None:
    con = open_store(":memory:")
    rows = con.cursor().execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
    schema = pd.DataFrame(rows, columns=["table", "column"]).groupby("table")["column"].agg(set)
    assert not NEVER_IMPORTED & set(schema.index)
    for table, columns in COLUMNS.items():
        if table not in NEVER_IMPORTED:
            assert schema[table] - set(columns.split(" ")) <= WRITTEN_BY_THE_STORE | {"known_on"}, table
            assert set(columns.split(" ")) <= schema[table], table


def test_the_folder_is_imported_whole_without_truth(small: Path) -> None:
    con = open_store(":memory:")
    reports = import_paths(con, [small])
    assert [report for report in reports if report.rejected] == []
    for name, table in read(small).items():
        if name not in NEVER_IMPORTED:
            stored = con.cursor().execute("SELECT count(*) FROM query_table($name)", {"name": name}).fetchall()[0][0]
            assert stored == len(table), name


def test_difficult_names_survive_the_file(small: Path) -> None:
    con = open_store(":memory:")
    import_paths(con, [small])
    names = set(con.cursor().execute("SELECT first_name, last_name FROM student").fetchall())
    assert {("Zoë", "O'Brien"), ("娜", "李"), ("Ana <María>", "García"), ('José "Pepe"', "Núñez"), ("Jennifer", "Null")} <= names
    assert {("Siobhán O'Reilly",), ("王芳",)} <= set(con.cursor().execute("SELECT name FROM staff").fetchall())


def test_today_is_a_school_day_and_no_probe_or_session_is_later_or_on_a_day_without_school(district: dict[str, pd.DataFrame]) -> None:
    series = district["series"].merge(district["enrolment"].query("left_on == ''")[["student_id", "school_id"]], on="student_id")
    school = series.set_index("series_id")["school_id"].str[1:].astype(int) - 1
    clock = make_clock(3)
    assert clock.is_school_day[:, day(TODAY)].all()
    days = (pd.to_datetime(district["score"]["observed_on"]) - pd.Timestamp("2024-08-19")).dt.days.to_numpy()
    assert days.max() < day(TODAY)
    assert clock.is_school_day[district["score"]["series_id"].map(school), days].all()
    sessions = pd.to_datetime(district["intervention_session"]["held_on"])
    assert (sessions < pd.Timestamp(TODAY)).all()
    assert (sessions.dt.day_of_week < 5).all()


def test_an_absent_student_has_no_score_and_others_have_a_whole_one_in_range(district: dict[str, pd.DataFrame]) -> None:
    score = district["score"].merge(district["series"][["series_id", "measure_id"]], on="series_id").join(measures(), on="measure_id")
    absent = score["absent"] == "true"
    assert (score.loc[absent, "value"] == "").all()
    assert 0.02 < absent.mean() < 0.06
    value = score.loc[~absent, "value"].astype(float)
    assert value.eq(value.round()).all()
    assert value.between(score.loc[~absent, "floor"], score.loc[~absent, "ceiling"]).all()


def test_oral_reading_starts_between_the_tenth_and_the_twenty_fifth_percentile(root: Path) -> None:
    norm = pd.read_csv(root / "analytics" / "reference" / "growth_norm.csv").query("measure_id == 'orf' and season == 'fall'")
    profile = measure_profiles().query("measure_id == 'orf' and 2 <= grade <= 6").set_index("grade")
    for percentile, column in ((10, "level_low"), (25, "level_high")):
        level = norm[norm["percentile"] == percentile].set_index("grade")["level"].reindex(profile.index)
        assert (profile[column] == level).all()


def test_growth_rates_of_the_norms_are_computed_from_their_levels(root: Path) -> None:
    norm = pd.read_csv(root / "analytics" / "reference" / "growth_norm.csv").query("measure_id == 'orf' and percentile.notna()")
    level = norm.pivot_table(index=["grade", "percentile"], columns="season", values="level")
    rate = norm[norm["season"] == "year"].set_index(["grade", "percentile"])["roi_per_week"].reindex(level.index)
    computed = np.where(level["fall"].isna(), (level["spring"] - level["winter"]) / 16, (level["spring"] - level["fall"]) / 32)
    assert rate.to_numpy() == pytest.approx(computed, abs=1e-12)


def test_errors_are_autocorrelated_as_truth_says_and_three_probes_of_a_day_share_its_luck() -> None:
    clock, n = make_clock(1), 3000
    about = {
        "school": 0,
        "measure_id": "orf",
        "weekday": 2,
        "second_weekday": -1,
        "from_day": day(YEARS["2025-26"][0]),
        "until_day": clock.today,
    }
    probes = give_probes(np.random.default_rng(1), pd.DataFrame(about | {"not_probed": 0.0}, index=range(n)), np.full(n, 500), clock)
    table = pd.DataFrame({"series": probes.series, "day": probes.day, "form": probes.form, "residual": probes.residual})
    weekly = table[table["form"] == 1]
    weekly = weekly.assign(before=weekly.groupby("series")["residual"].shift(), gap=weekly.groupby("series")["day"].diff())
    following = weekly[weekly["gap"] == 7]
    assert following["residual"].corr(following["before"]) == pytest.approx(0.2, abs=0.02)
    assert table["residual"].std() == pytest.approx(1.0, abs=0.02)
    first = table[table["day"] == table["day"].min()].pivot(index="series", columns="form", values="residual")
    assert first[1].corr(first[2]) == pytest.approx(0.5, abs=0.06)


def test_students_grow_as_planted(tmp_path: Path) -> None:
    generate(400, 8, tmp_path, series_per_student=1)
    score = pd.read_csv(tmp_path / "score.csv", parse_dates=["observed_on"]).dropna(subset="value")
    plan = pd.read_csv(tmp_path / "intervention.csv", parse_dates=["start_on"]).merge(
        pd.read_csv(tmp_path / "truth.csv"), left_on="intervention_id", right_on="plan_id", suffixes=("", "_true")
    )
    plan = plan[
        (plan["start_on"] < "2025-11-01")
        & (plan["start_on"] > "2025-08-01")
        & plan["ended_on"].isna()
        & plan["series_id"].str.contains("-orf-")
    ]
    after = score.merge(plan, on="series_id").query("observed_on >= start_on")
    after["weeks"] = (after["observed_on"] - after["start_on"]).dt.days / 7
    enough = after.groupby("plan_id").filter(lambda one: len(one) >= 7)
    slope = enough.groupby("plan_id")[["weeks", "value"]].apply(lambda one: np.polyfit(one["weeks"], one["value"], 1)[0])
    mean = slope.groupby(plan.set_index("plan_id")["planted"]).mean()
    assert mean["ineffective"] == pytest.approx(0.0, abs=0.3)
    assert mean["on_pace"] == pytest.approx(1.5, abs=0.4)
    assert mean["effective"] > 2.0


def test_undelivered_plans_and_no_others_miss_their_sessions(district: dict[str, pd.DataFrame]) -> None:
    sessions = district["intervention_session"]
    held = sessions["status"].eq("held").groupby(sessions["intervention_id"]).agg(["sum", "size"])
    truth = district["truth"].set_index("plan_id")
    recorded = held[held["size"] >= 15].join(truth)
    share = recorded["sum"] / recorded["size"]
    assert share[recorded["planted"] != "undelivered"].min() > 0.7
    assert share[recorded["planted"] == "undelivered"].median() < 0.6


def test_every_kind_of_story_a_page_must_tell_is_there(district: dict[str, pd.DataFrame]) -> None:
    truth, goal, intervention = district["truth"], district["goal"], district["intervention"]
    live = truth[truth["plan_id"].isin(intervention[intervention["due_on"] > TODAY.isoformat()]["intervention_id"])]
    assert live["planted"].value_counts()[["effective", "on_pace", "slow", "ineffective", "undelivered"]].min() >= 10
    assert truth["planted"].value_counts()[["goal_will_be_met", "goal_will_not_be_met", "goal_was_met", "goal_was_not_met"]].min() >= 5
    assert set(truth["data"]) == {"", "no score since the break", "no recent score", "constant scores", "one score", "no baseline"}
    assert set(intervention["kind"]) == {"instruction", "accommodation", "behaviour_support"}
    assert set(goal["criterion"]) == {"end_level", "consecutive", "k_of_n"}
    assert (goal["revision"] == "2").sum() >= 5
    assert (intervention["ended_on"] != "").sum() >= 5
    assert intervention.groupby("series_id").size().max() == 2
    assert (intervention["due_on"] > TODAY.isoformat()).mean() > 0.6


def test_a_district_of_fixed_size_has_it(tmp_path: Path) -> None:
    generate(60, 1, tmp_path, series_per_student=5, weeks=36)
    score = pd.read_csv(tmp_path / "score.csv", usecols=["series_id", "observed_on"])
    series = pd.read_csv(tmp_path / "series.csv", dtype=str)
    assert series.groupby("student_id").size().iloc[6:].eq(5).all()
    assert score.groupby("series_id").size().iloc[6:].between(34, 38).mean() > 0.9


def test_too_small_a_district_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--students", "3", "-o", str(tmp_path)])
    assert stopped.value.code == 2
    assert "at least 12 monitored students" in capsys.readouterr().err
