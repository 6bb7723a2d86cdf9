"""Past calls on the Methods page: what an administrator reads, and that it changes nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from finished_plans import TODAY, finished_plans
from streamlit.testing.v1 import AppTest

from analytics.calibration.measures import Chances, Share
from analytics.calibration.replaying import past_days, replay_past
from analytics.calibration.report import KindReport
from dashboard import reads, reads_methods
from dashboard.components import calibration_words
from dashboard.viewer import Viewer

ROOT = Path(__file__).parents[2]
Look = Callable[[str], AppTest]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("calibration") / "finished.duckdb"
    finished_plans(found).close()
    return found


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, path: Path) -> Look:
    """Opens the past calls through somebody's eyes."""

    def opened(staff_id: str) -> AppTest:
        monkeypatch.setenv("AIMLINE_STORE", str(path))
        monkeypatch.setenv("AIMLINE_VIEWER", staff_id)
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60).run()
        app.switch_page("views/methods.py").run()
        app.segmented_control(key="methods_view").set_value("Past calls").run()
        assert not app.exception
        return app

    return opened


@pytest.fixture
def replayed(look: Look) -> AppTest:
    app = look("D")
    app.button(key="calibration_replay").click().run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return "\n".join(element.value for kind in ("markdown", "caption", "info") for element in app.get(kind))


def test_the_answer_comes_first_with_its_plot_and_tables(replayed: AppTest) -> None:
    said = texts(replayed)
    looks = replay_past(reads.connection(), past_days(TODAY, 12, 4), today=TODAY).looks
    goals = looks[looks["plan_kind"] == "goal"]
    called = goals[goals["verdict"] == "off track"].groupby("plan_id")["met"].first()
    share = round(100 * (~called).mean())
    assert len(called) < 100, "so few are counted, not scaled up to a hundred"
    assert f"**Of the {len(called)} goals called off track, {(~called).sum()} were not met** (with so few it could as well be " in said
    assert share > 80 and "had been called at some look, half of them at least" in said and "Of 100" not in said
    assert "points of a hundred apart on average, over " in said and "perfect chances of so many would lie about " in said
    assert "Brier score" in said and len(replayed.get("plotly_chart")) == 1
    assert "1 plan not measured to the end and 3 looks before a plan's target or date was changed" in said
    verdicts, numbers, points = (table.value for table in replayed.table)
    assert list(verdicts["Read on the day"]) == ["▲ on track", "▼ off track", "◆ uncertain"]
    assert numbers.loc[0, "Value"] == f"{share}%" and "Brier score of the base rate" in set(numbers["What"])
    assert points["Looks"].astype(int).sum() == int(numbers.set_index("What").at["Brier score", "Looks"])


def test_interventions_have_their_own_definition(replayed: AppTest) -> None:
    replayed.segmented_control(key="calibration_kind").set_value("Interventions").run()
    assert not replayed.exception
    assert "**Of the 12 interventions called ineffective, 12 ended below their aimline** (with so few it could as well be" in texts(
        replayed
    )
    assert "only as good as that definition" in texts(replayed)
    verdicts = replayed.table[0].value.set_index("Read on the day")
    assert verdicts.at["▼ ineffective", "Succeeded"] == "0%" and verdicts.at["★ target reached", "Succeeded"] == "too few"


def test_it_names_nobody_and_changes_nothing(look: Look, path: Path) -> None:
    app = look("D")
    before = reads.version()
    app.button(key="calibration_replay").click().run()
    assert reads.version() == before and not app.exception
    assert "up-1" not in texts(app) and "flat-1" not in texts(app)


def test_new_scores_are_told(replayed: AppTest) -> None:
    assert "Scores have come in since" not in texts(replayed)
    con = reads._opened(reads.store_path())
    con.execute("UPDATE store_info SET value = (value::BIGINT + 1)::VARCHAR WHERE name = 'data_version'")
    replayed.run()
    assert "Scores have come in since" in texts(replayed) and "goals called off track, " in texts(replayed)


@pytest.mark.parametrize("staff_id", ["P", "Q"])
def test_a_principal_of_one_of_two_schools_is_told_why_not(look: Look, staff_id: str) -> None:
    app = look(staff_id)
    assert "every student" in app.info[0].value and not [button for button in app.button if button.key == "calibration_replay"]


def test_the_door_itself_stays_shut(look: Look) -> None:
    look("P")
    principal = Viewer("P", date(2025, 9, 1), "Pat Principal", "principal")
    found, reports = reads_methods.replay(principal, 12, 4, lambda step, share: None)
    assert found.looks.empty and found.days == () and [of.n_plans for of in reports] == [0, 0]


def test_no_sentence_speaks_of_a_gap_over_two_points() -> None:
    bins = pd.DataFrame({"stated": [0.2, 0.8], "n_plans": [9, 8], "n_looks": [9, 8]})
    of = KindReport(
        "goal", "off track", 10, 17, 17, 8, Share(), Share(), Share(), Share(), Share(), None, Chances(17, 17, 0.1, 0.25, 0.027), bins, bins
    )
    said = calibration_words.chances(of)
    assert said.startswith("Chances were stated for 17 goals, enough for 2 points: too few") and "apart" not in said and "Brier" not in said
    assert calibration_words.numbers(of).set_index("What").at["Mean gap between chance and outcome", "Value"] == "too few"


@pytest.mark.parametrize(
    ("n", "said"),
    [(10, "**Of the 10 goals called off track, 9 were not met** (with so few"), (200, "**Of 100 goals called off track, 90 were")],
)
def test_a_hundred_is_spoken_of_only_where_there_are_a_hundred(n: int, said: str) -> None:
    share, none = Share(0.9, 0.6, 0.97, n, n), Share()
    of = KindReport("goal", "off track", 10, n, n, n, share, none, none, none, none, None, None, pd.DataFrame(), pd.DataFrame())
    assert calibration_words.answer(of).startswith(said)
    assert "60 to 97 of 100" in calibration_words.answer(of)
