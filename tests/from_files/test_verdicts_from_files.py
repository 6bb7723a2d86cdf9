"""`aimline verdicts` on files alone: one row a plan, whatever became of it, and refusals that name the cell."""

from datetime import date, timedelta

import pytest

from analytics.from_files.staging import PlansRefused
from analytics.from_files.verdicts import verdicts_from_files
from analytics.store.output_file import OutputRefused

START = date(2025, 9, 15)
GOALS = "plan_id,series_id,kind,measure,grade,direction,baseline,target,start_on,due_on"
COLUMNS = [
    "plan_id", "series_id", "verdict", "on_pace", "changed_from_baseline", "probability", "reason", "advice", "n_scores", "weeks",
    "roi_per_week", "roi_se", "required_roi", "projected", "projected_lower", "projected_upper", "dosage", "rule", "rule_version",
    "prior_version", "four_point", "median_of_three", "trend_line", "upper_confidence_limit", "three_point",
    "six_point", "tukey",
]  # fmt: skip


def weekly(series: str, values: list[float], first: int = 1) -> str:
    return "".join(f"{series},{START + timedelta(weeks=first + week)},{value}\n" for week, value in enumerate(values))


FLAT = [40, 44, 37, 42, 39, 43, 38, 41, 42, 38, 44, 39, 41, 40]
SCORES = "series_id,observed_on,score\n" + weekly("a", [41, 39, 40], -3) + weekly("a", FLAT)
PLAN = f"{GOALS},standard_error\np1,a,intervention,wpm,3,increase,,85,2025-09-15,2026-04-13,5\n"


def test_the_promised_columns_stand_in_the_promised_order(files):
    assert list(files(PLAN, SCORES).columns) == COLUMNS


def test_a_plan_without_scores_and_one_that_has_not_begun_have_rows_too(files):
    goals = PLAN + "p2,none,goal,wpm,3,increase,40,85,2025-09-15,2026-04-13,5\n"
    goals += "p3,a,intervention,wpm,3,increase,40,85,2026-03-01,2026-05-01,5\n"
    found = files(goals, SCORES).set_index("plan_id")
    assert found["verdict"].to_dict() == {"p1": "ineffective", "p2": "no recent data", "p3": "no data"}
    assert "starts on 1 March 2026" in found["reason"]["p3"]


def test_as_of_sees_only_what_was_there_on_that_day(files):
    found = files(PLAN, SCORES, as_of=date(2025, 10, 20))
    assert found["n_scores"].tolist() == [5]
    assert found["verdict"].tolist() == ["too early"]


def test_an_explicit_phase_wins_over_the_date(files):
    late = "series_id,observed_on,score,phase\n"
    for week in range(18):
        late += f"a,{START + timedelta(weeks=week)},{40 + week % 3},{'baseline' if week < 3 else ''}\n"
    assert files(PLAN, late)["n_scores"].tolist() == [15]


def test_sessions_are_counted_on_the_school_days_of_the_calendar(files):
    goals = f"{GOALS},standard_error,planned_sessions_per_week\np1,a,intervention,wpm,3,increase,,85,2025-09-15,2026-04-13,5,5\n"
    held = [START + timedelta(days=d) for d in range(92) if (START + timedelta(days=d)).weekday() < 5][:45]
    sessions = "plan_id,held_on,minutes\n" + "".join(f"p1,{day},30\n" for day in held)
    closed = "on_date,is_school_day\n" + "".join(f"{held[-1] + timedelta(days=d)},no\n" for d in range(1, 40))
    assert files(goals, SCORES, sessions=sessions)["verdict"].tolist() == ["not delivered"]
    on_calendar = files(goals, SCORES, sessions=sessions, calendar=closed)
    assert on_calendar["verdict"].tolist() == ["ineffective"]
    assert on_calendar["dosage"].tolist() == [1.0]


def test_without_a_file_of_sessions_delivery_is_taken_as_planned(files):
    goals = f"{GOALS},standard_error,planned_sessions_per_week\np1,a,intervention,wpm,3,increase,,85,2025-09-15,2026-04-13,5,5\n"
    found = files(goals, SCORES)
    assert found["verdict"].tolist() == ["ineffective"] and found["dosage"].isna().all()


def test_priors_come_from_the_file_where_enough_share_a_measure(files):
    goals, scores = GOALS + "\n", "series_id,observed_on,score\n"
    for i in range(31):
        goals += f"p{i},s{i},intervention,wpm,3,increase,40,85,2025-09-15,2026-04-13\n"
        scores += weekly(f"s{i}", [40 + (i * 7 + week * 5) % 11 for week in range(12)])
    assert files(goals, scores)["prior_version"].str.startswith("fitted").all()
    assert files("\n".join(goals.splitlines()[:10]) + "\n", scores)["prior_version"].str.startswith("published").all()


@pytest.mark.parametrize(
    ("goals", "scores", "says"),
    [
        (PLAN.replace("increase", "up"), SCORES, r'goals\.csv, line 2, column direction: "up" is not one of .*increase, decrease'),
        (PLAN.replace(",85,", ",many,"), SCORES, r'goals\.csv, line 2, column target: "many" is not a number'),
        (PLAN.replace("2026-04-13", "13/04/2026"), SCORES, r"goals\.csv, line 2, column due_on: .*year-month-day"),
        (PLAN.replace("2026-04-13", "2025-09-15"), SCORES, r"goals\.csv, line 2, column due_on: .*not after start_on"),
        (PLAN + PLAN.splitlines()[1] + "\n", SCORES, r"goals\.csv, line 3, column plan_id"),
        (PLAN.replace("target", "aim"), SCORES, r"goals\.csv lacks the column target"),
        (PLAN, SCORES.replace("41", "forty", 1), r'scores\.csv, line 2, column score: "forty"'),
        (PLAN, SCORES.replace(",41\n", ",nan\n", 1), r'scores\.csv, line 2, column score: "nan"'),
        (PLAN, "", r"scores\.csv"),
        (GOALS + "\n", SCORES, r"no rows|empty|goals"),
    ],
)
def test_what_cannot_be_used_is_refused_by_file_line_column_and_value(files, goals, scores, says):
    from analytics.store import AimlineError

    with pytest.raises(AimlineError, match=says):
        files(goals, scores)


def test_a_criterion_without_its_numbers_is_refused(files):
    goals = f"{GOALS},criterion,k,n\np1,a,goal,wpm,3,increase,,85,2025-09-15,2026-04-13,k_of_n,,5\n"
    with pytest.raises(PlansRefused, match=r"line 2, column k"):
        files(goals, SCORES)


def many(closed: range) -> tuple[str, str, str]:
    """Twelve plans with daily sessions and weekly scores, none of them in the weeks of `closed`."""
    goals = f"{GOALS},standard_error,planned_sessions_per_week\n"
    scores, sessions = "series_id,observed_on,score\n", "plan_id,held_on,minutes\n"
    for i in range(12):
        goals += f"p{i},s{i},intervention,wpm,3,increase,40,85,2025-09-15,2026-04-13,5,5\n"
        for week in (week for week in range(15) if week not in closed):
            scores += f"s{i},{START + timedelta(weeks=week)},{40 + (i + week) % 5}\n"
            sessions += "".join(f"p{i},{START + timedelta(weeks=week, days=day)},30\n" for day in range(5))
    return goals, scores, sessions


def test_a_closed_school_is_noticed_without_a_calendar(files):
    goals, scores, sessions = many(range(6, 9))
    assert set(files(goals, scores, sessions=sessions)["dosage"]) == {1.0}
    kept = "".join(line + "\n" for line in sessions.splitlines() if not line.startswith("p3,") or "-09-" in line)
    alone = files(goals, scores, sessions=kept).set_index("plan_id")
    assert alone["verdict"]["p3"] == "not delivered"


@pytest.mark.parametrize(
    ("goals", "scores", "says"),
    [
        (PLAN, SCORES.replace("score", "WCPM", 1), "lacks the column score"),
        (PLAN.replace("standard_error", "standart_error"), SCORES, "Did you mean standard_error"),
        (PLAN, SCORES.replace("observed_on,score", "observed_on,score,score"), "two columns named score"),
        (PLAN, SCORES.replace(",41\n", ",41,7\n", 1), r"scores\.csv, line 2.*cells of the header"),
        (PLAN, SCORES.replace("2025-08-25", "2062-08-25"), r"line 2, column observed_on.*not between"),
        (PLAN, SCORES.replace(",41\n", ",1e300\n", 1), r"line 2, column score.*not between"),
        (PLAN + "p2,a,goal,wpm,5,increase,,85,2025-09-15,2026-04-13,5\n", SCORES, "column grade.*differs from another plan"),
    ],
)
def test_what_would_be_lost_in_silence_is_refused(files, goals, scores, says):
    from analytics.store import AimlineError

    with pytest.raises(AimlineError, match=says):
        files(goals, scores)


def test_the_output_never_overwrites_an_input(tmp_path):
    goals, scores = tmp_path / "goals.csv", tmp_path / "scores.csv"
    goals.write_text(PLAN, encoding="utf-8")
    scores.write_text(SCORES, encoding="utf-8")
    with pytest.raises(OutputRefused, match="one of the files to be read"):
        verdicts_from_files(scores, goals, scores)
    assert scores.read_text(encoding="utf-8") == SCORES


def test_twelve_occasions_are_judged_in_seconds(files):
    goals = f"{GOALS},standard_error,criterion,k,n\np1,a,goal,wpm,3,increase,,45,2025-09-15,2026-05-15,5,k_of_n,9,12\n"
    assert files(goals, SCORES)["verdict"].tolist() == ["off track"]
