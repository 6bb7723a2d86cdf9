"""The process of the sample district: it imports whole, agrees with goals and interventions, and holds each planted case."""

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from analytics.intake import import_paths
from analytics.store import open_store
from sample_data import TODAY, district_folder
from sample_data.calendars import closures
from sample_data.history_script import paths

NOW = pd.Timestamp(TODAY)
ROSTER_BEGINS = pd.Timestamp("2024-08-26")
Query = Callable[[str], pd.DataFrame]
# What the page must find of each case: an event that happened, one that has not, the step (0: closed).
CASES = {
    "overdue because the child was not produced": ("child_not_produced", "evaluation_completed", 3),
    "extension agreed": ("extension_agreed", "evaluation_completed", 3),
    "evaluation overdue": ("evaluation_started", "evaluation_completed", 3),
    "late and explained": ("delay_explained", "iep_meeting_held", 0),
    "summer inside the evaluation": ("delay_explained", "iep_meeting_held", 0),
    "not eligible": ("eligibility_determined", "iep_meeting_held", 0),
    "complaint": ("complaint_closed", "iep_meeting_held", 0),
    "independent evaluation": ("independent_evaluation_requested", "iep_meeting_held", 0),
    "transferred in mid-evaluation": ("transferred_in", "iep_meeting_held", None),
    "services consent refused": ("services_consent_refused", "services_started", 0),
    "services not started": ("iep_in_effect", "services_started", 6),
    "services consent awaited": ("iep_agreed", "services_consent_received", 5),
    "iep meeting overdue": ("eligibility_determined", "iep_meeting_held", 5),
    "iep meeting due soon": ("eligibility_determined", "iep_meeting_held", 5),
    "iep meeting running": ("eligibility_determined", "iep_meeting_held", 5),
    "eligibility due": ("evaluation_completed", "eligibility_determined", 4),
    "evaluation due soon": ("consent_received", "evaluation_completed", 3),
    "consent revoked": ("consent_revoked", "evaluation_completed", 0),
    "consent refused": ("consent_refused", "consent_received", 0),
    "referral declined": ("referral_declined", "consent_requested", 0),
    "closed after a referral": ("pre_referral_closed", "consent_requested", 2),
    "parent asks while an intervention runs": ("consent_received", "evaluation_completed", 3),
    "many absences": ("consent_received", "evaluation_completed", 3),
    "referred by a physician": ("consent_received", "evaluation_completed", 3),
    "evaluation running": ("consent_received", "evaluation_completed", 3),
    "consent awaited for long": ("consent_requested", "consent_received", 2),
    "consent awaited": ("referral_received", "consent_received", 2),
    "request not answered": ("referral_received", "consent_requested", 2),
    "transition plan missing": ("iep_in_effect", "transition_plan_agreed", 6),
    "early reevaluation": ("early_reevaluation_agreed", "exited", 7),
    "reevaluation overdue": ("iep_in_effect", "reevaluation_completed", 6),
    "reevaluation due soon": ("iep_in_effect", "reevaluation_completed", 6),
    "reevaluation running": ("reevaluation_consent_received", "reevaluation_completed", 7),
    "exited": ("exited", "consent_refused", 0),
    "services consent revoked": ("services_consent_revoked", "exited", 0),
    "review overdue": ("annual_review_held", "exited", 6),
    "review was late": ("delay_explained", "exited", 6),
    "services started late": ("delay_explained", "exited", 6),
    "report missing": ("progress_report_sent", "exited", 6),
    "transferred out of an evaluation": ("transferred_out", "evaluation_completed", 0),
    "transferred out with an IEP": ("transferred_out", "exited", 0),
    "transferred in with an IEP": ("transferred_in", "exited", None),
}


def read(name: str, *days: str) -> pd.DataFrame:
    table = pd.read_csv(district_folder() / f"{name}.csv", dtype=str)
    return table.assign(**{day: pd.to_datetime(table[day]) for day in days})


@pytest.fixture(scope="module")
def store() -> duckdb.DuckDBPyConnection:
    con = open_store(":memory:")
    reports = import_paths(con, [district_folder()])
    assert [report.rejected for report in reports if report.rejected] == []
    return con


@pytest.fixture(scope="module")
def asked(store: duckdb.DuckDBPyConnection) -> Query:
    return lambda query: store.cursor().execute(query, {"today": TODAY} if "$today" in query else {}).df()


@pytest.fixture(scope="module")
def event() -> pd.DataFrame:
    return read("process_event", "happened_on")


@pytest.fixture(scope="module")
def path() -> pd.Series:
    return read("truth_history").set_index("student_id")["path"]


@pytest.fixture(scope="module")
def goal() -> pd.DataFrame:
    """Revision 1 of each goal, with its student."""
    goals = read("goal", "start_on", "due_on").query("revision == '1'")
    return goals.merge(read("series")[["series_id", "student_id"]], on="series_id")


def test_only_what_is_planted_is_called_odd(asked: Query, path: pd.Series) -> None:
    flagged = asked("SELECT student_id, event, happened_on, flagged FROM process_event WHERE flagged IS NOT NULL")
    odd = flagged[flagged["flagged"] != "before_enrolment"]
    assert odd["flagged"].tolist() == ["closing_after_referral"]
    assert set(odd["student_id"]) == set(path.index[path == "closed after a referral"])
    before = flagged[flagged["flagged"] == "before_enrolment"].merge(
        asked("SELECT student_id, min(enrolled_on) AS first FROM enrolment GROUP BY 1"), on="student_id"
    )
    # The roster begins in August 2024. Who came later was found before school age, brings scores of another school, or is the transfer.
    early = before[(before["first"] > ROSTER_BEGINS) & (before["student_id"].map(path) != "transferred in mid-evaluation")]
    grade = asked("SELECT student_id, arg_max(grade, enrolled_on) AS grade FROM enrolment GROUP BY 1").set_index("student_id")["grade"]
    others = early[early["student_id"].map(grade) != "K"]
    step_one = asked("SELECT event FROM event_kind WHERE step = 1")["event"]
    assert set(others["event"]) <= set(step_one)


def test_students_stand_in_all_seven_steps(asked: Query) -> None:
    open_steps = asked("SELECT step, count(*) AS n FROM student_step WHERE NOT is_closed GROUP BY 1").set_index("step")["n"]
    assert sorted(open_steps.index) == [1, 2, 3, 4, 5, 6, 7]
    assert open_steps.min() >= 3
    assert asked("SELECT count(*) AS n FROM student_step WHERE is_closed")["n"].item() >= 10


@pytest.mark.parametrize("clock", ["evaluation", "iep_meeting", "annual_review", "progress_report", "reevaluation"])
def test_clocks_are_overdue_due_within_days_and_comfortable(asked: Query, clock: str) -> None:
    running = asked("SELECT clock, due_on FROM student_clock WHERE stopped_on IS NULL AND lifted_on IS NULL AND due_on IS NOT NULL")
    left = (running[running["clock"] == clock]["due_on"] - NOW).dt.days
    assert (left < 0).any()
    assert left.between(0, 14).any()
    assert (left > 14).any()
    assert (left < 0).sum() <= 5


def test_some_were_late_and_say_why(asked: Query) -> None:
    late = asked("SELECT clock, late_reason FROM student_clock WHERE stopped_on > due_on")
    assert {"evaluation", "annual_review"} <= set(late["clock"])
    assert late["late_reason"].notna().all()


def test_every_planted_case_is_there(asked: Query, event: pd.DataFrame, path: pd.Series) -> None:
    assert set(paths()["path"]) <= set(path)
    assert set(CASES) == set(path)
    happened = event.groupby("student_id")["event"].agg(set)
    step = asked("SELECT student_id, CASE WHEN is_closed THEN 0 ELSE step END AS step FROM student_step").set_index("student_id")["step"]
    wrong = []
    for student, case in path.items():
        done, open_, where = CASES[case]
        if done not in happened[student] or open_ in happened[student] or where not in (None, step[student]):
            wrong.append((student, case, step[student]))
    # A student whose intervention goes on after a refusal or a finding may be in a new pre-referral.
    assert [one for one in wrong if not (CASES[one[1]][2] == 0 and one[2] == 1)] == []


def test_codes_of_the_cases_are_used(event: pd.DataFrame) -> None:
    assert {"parent", "teacher", "physician"} <= set(event.query("event == 'referral_received'")["source"])
    assert set(event.query("event == 'team_decision'")["outcome"]) == {"continue", "change", "fade", "refer"}
    assert {"reevaluation_waived", "pre_referral_closed"} <= set(event["event"])
    assert set(event.query("event == 'exited'")["category"]) == {"TRAN"}
    assert {"SLD", "OHI", "AUT", "DD"} <= set(event.query("event == 'eligibility_determined'")["category"].dropna())


def test_nothing_lies_after_today_or_on_a_weekend(event: pd.DataFrame) -> None:
    assert event["happened_on"].max() <= NOW
    assert (event["happened_on"].dt.day_of_week < 5).all()
    assert read("contact", "contacted_on")["contacted_on"].max() <= NOW
    assert read("concern", "raised_on")["raised_on"].max() <= NOW


def test_interventions_of_students_without_an_iep_are_events_on_the_same_days(event: pd.DataFrame, goal: pd.DataFrame) -> None:
    plan = read("intervention", "start_on", "due_on", "ended_on").merge(read("series")[["series_id", "student_id"]], on="series_id")
    plan = plan[~plan["student_id"].isin(goal["student_id"])].set_index("intervention_id")
    on = event.set_index("intervention_id")
    started = on.query("event == 'intervention_started'")["happened_on"]
    assert started.sort_index().equals(plan["start_on"].sort_index().rename("happened_on"))
    stop = plan["ended_on"].fillna(plan["due_on"])
    ended = on.query("event == 'intervention_ended'")["happened_on"]
    assert ended.sort_index().equals(stop[stop < NOW].sort_index().rename("happened_on"))
    decided = on.query("event == 'team_decision'").loc[lambda t: t.index.notna()]
    assert (decided["happened_on"] >= plan["start_on"].reindex(decided.index)).all()


def test_everyone_without_an_iep_begins_with_a_concern_and_a_request(event: pd.DataFrame, goal: pd.DataFrame) -> None:
    monitored = set(read("series")["student_id"]) - set(goal["student_id"])
    concern = read("concern", "raised_on").set_index("concern_id")
    asked_on = event.query("event == 'help_requested'").set_index("concern_id")
    assert set(concern["student_id"]) == monitored
    assert set(asked_on["student_id"]) == monitored
    assert (asked_on["happened_on"] >= concern["raised_on"].reindex(asked_on.index)).all()
    assert concern["strengths"].notna().all()


def test_ieps_take_effect_when_goals_start_and_are_reviewed_when_goals_are_due(
    asked: Query, event: pd.DataFrame, goal: pd.DataFrame, path: pd.Series
) -> None:
    here = goal[~goal["student_id"].map(path).isin(["transferred in with an IEP"])]
    written = event[event["event"].isin(["iep_in_effect", "iep_amended"])][["student_id", "happened_on"]].drop_duplicates()
    assert len(here.merge(written, left_on=["student_id", "start_on"], right_on=["student_id", "happened_on"])) == len(here)
    first = here.sort_values(["student_id", "start_on", "due_on"]).drop_duplicates("student_id").query("due_on >= @NOW")
    due = asked("SELECT student_id, due_on FROM student_clock WHERE clock = 'annual_review' AND stopped_on IS NULL").set_index("student_id")
    left = (due["due_on"].reindex(first["student_id"]).to_numpy() - first["due_on"].to_numpy()) / np.timedelta64(1, "D")
    assert set(left) == {1.0}
    assert len(first) > 50


def test_annual_reviews_lie_at_most_a_year_apart_but_for_the_planted(asked: Query, path: pd.Series) -> None:
    late = asked("SELECT DISTINCT student_id FROM student_clock WHERE clock = 'annual_review' AND coalesce(stopped_on, $today) > due_on")
    allowed = path.index[path.isin(["review was late", "review overdue", "exited", "services consent revoked"])]
    assert set(late["student_id"]) <= set(allowed)


def test_goals_have_a_report_each_quarter_but_for_the_planted(event: pd.DataFrame, goal: pd.DataFrame, path: pd.Series) -> None:
    sent = event.query("event == 'progress_report_sent' and about == 'First quarter 2025-26'")["student_id"]
    ran = set(goal[goal["start_on"] <= "2025-10-24"]["student_id"]) - set(sent)
    assert ran == set(path.index[path == "report missing"])


def test_absences_are_school_days_and_contradict_no_score_or_session() -> None:
    absent = read("absence", "on_date")
    assert (absent["on_date"].dt.day_of_week < 5).all()
    assert not absent["on_date"].dt.date.isin(list(closures())).any()
    score = read("score", "observed_on").merge(read("series")[["series_id", "student_id"]], on="series_id")
    seen = score[score["absent"] == "false"].merge(absent, left_on=["student_id", "observed_on"], right_on=["student_id", "on_date"])
    assert len(seen) == 0
    assert absent.groupby("student_id").size().max() >= 10


def test_restricted_notes_are_open_to_some_and_not_to_all() -> None:
    permitted, staff = read("staff_permission"), read("staff_assignment")
    managers = set(staff[staff["role"] == "case_manager"]["staff_id"])
    now = set(permitted[permitted["to_on"].isna()]["staff_id"])
    assert managers & now
    assert managers - now
    assert permitted["to_on"].notna().any()
    assert len(read("restricted_note")) >= 5


@pytest.mark.parametrize(
    ("student", "step", "clock", "due_on"),
    [
        ("100001", 1, None, None),
        ("100002", 2, None, None),
        ("100003", 1, None, None),
        ("100004", 3, "evaluation", "2026-02-14"),
        ("100005", 1, None, None),
        ("100006", 6, "annual_review", "2026-03-17"),
    ],
)
def test_the_six_stand_where_the_readme_says(asked: Query, student: str, step: int, clock: str | None, due_on: str | None) -> None:
    steps = asked("SELECT student_id, step, is_closed FROM student_step").set_index("student_id")
    assert steps.loc[student].tolist() == [step, False]
    running = asked(
        "SELECT student_id, clock, due_on FROM student_clock WHERE stopped_on IS NULL AND lifted_on IS NULL AND due_on IS NOT NULL"
    )
    mine = running[running["student_id"] == student].set_index("clock")["due_on"]
    if clock is not None:
        assert mine[clock] == pd.Timestamp(due_on)
    elif student != "100006":
        assert mine.empty


def test_the_readme_s_table_of_cases_names_students_who_are_such_cases(root: Path, path: pd.Series) -> None:
    student = read("student").set_index("student_id")
    text = (root / "sample_data" / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| ([a-zA-Z -]+) \| ([^|]+), (1\d{5}) \|", text, re.MULTILINE)
    assert {case for case, _, _ in told} == set(CASES)
    for case, name, number in told:
        assert path[number] == case
        assert name == f"{student.loc[number, 'first_name']} {student.loc[number, 'last_name']}"
