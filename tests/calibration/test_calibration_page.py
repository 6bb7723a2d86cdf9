"""Past calls on the Methods page: what an administrator reads, and that it changes nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from finished_plans import TODAY, finished_plans
from streamlit.testing.v1 import AppTest

from analytics.calibration.replaying import past_days, replay_past
from dashboard import reads, reads_methods
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
    assert f"**Of 100 goals called off track, {share} were not met** ({len(called)} were called" in said and share > 80
    assert "Of 100 that were not met, 100 had been called at some look, half of them at least" in said
    assert "Brier score" in said and len(replayed.get("plotly_chart")) == 1
    assert "1 plan not measured to the end and 3 looks before a plan's target or date was changed" in said
    verdicts, numbers, points = (table.value for table in replayed.table)
    assert list(verdicts["Read on the day"]) == ["▲ on track", "▼ off track", "◆ uncertain"]
    assert numbers.loc[0, "Value"] == f"{share}%" and "Brier score of the base rate" in set(numbers["What"])
    assert points["Looks"].astype(int).sum() == int(numbers.set_index("What").at["Brier score", "Looks"])


def test_interventions_have_their_own_definition(replayed: AppTest) -> None:
    replayed.segmented_control(key="calibration_kind").set_value("Interventions").run()
    assert not replayed.exception
    assert "**Of 100 interventions called ineffective, 100 ended below their aimline** (12 were called" in texts(replayed)
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
    assert "Scores have come in since" in texts(replayed) and "Of 100 goals called off track" in texts(replayed)


@pytest.mark.parametrize("staff_id", ["P", "Q"])
def test_a_principal_of_one_of_two_schools_is_told_why_not(look: Look, staff_id: str) -> None:
    app = look(staff_id)
    assert "every student" in app.info[0].value and not [button for button in app.button if button.key == "calibration_replay"]


def test_the_door_itself_stays_shut(look: Look) -> None:
    look("P")
    principal = Viewer("P", date(2025, 9, 1), "Pat Principal", "principal")
    found, reports = reads_methods.replay(principal, 12, 4, lambda step, share: None)
    assert found.looks.empty and found.days == () and [of.n_plans for of in reports] == [0, 0]
