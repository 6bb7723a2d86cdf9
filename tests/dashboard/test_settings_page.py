"""The Settings page: what each number means, what another would change, how it is put in force and taken back, and for whom."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from conftest import everything
from streamlit.testing.v1 import AppTest
from test_doors import OPEN, ROLES, SIGNS

from analytics import store
from analytics.store import access_log
from dashboard import pages, reads

PAGE = "views/settings.py"
WHY = "Weekly probing starts only in October here."
Look = Callable[..., AppTest]


@pytest.fixture
def own_path(tmp_path: Path, small_store_path: Path) -> Path:
    """A copy of the small store that the page may change."""
    return Path(shutil.copyfile(small_store_path, tmp_path / "own.duckdb"))


def texts(app: AppTest) -> str:
    shown = "\n".join(element.value for kind in ("markdown", "caption", "error", "warning", "success", "info") for element in app.get(kind))
    return shown.replace("\\", "")


def box(app: AppTest, name: str):
    return next(found for found in [*app.number_input, *app.selectbox] if str(found.key).startswith(f"setting_{name}_"))


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def preview(app: AppTest, name: str, value: float) -> AppTest:
    box(app, name).set_value(value).run()
    return press(app, "settings_preview")


def how_many(app: AppTest) -> int:
    """Of the seven running plans, how many the preview says would move."""
    return int(re.search(r"(\d+) of 7 running plans would read otherwise", texts(app)).group(1))


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def setting(path: Path, name: str) -> list[tuple[object, ...]]:
    con: duckdb.DuckDBPyConnection = reads._opened(str(path))
    return con.cursor().execute("SELECT value, source FROM setting WHERE name = ? AND retracted_at IS NULL", [name]).fetchall()


def test_each_setting_is_told_with_meaning_default_bounds_and_source(look: Look) -> None:
    app = look("D1", PAGE)
    told = texts(app)
    assert [found.label for found in app.number_input][:2] == ["On track at or above (%)", "Off track at or below (%)"]
    assert box(app, "on_track_probability").value == 80 and box(app, "minimum_weeks").value == 4
    assert "Default 80%; may be 50% to 99%. Source: Own judgement" in told
    assert "only if at least this share of the planned sessions was held" in told and "docs/" not in told
    assert "settings_preview" not in keys(app) and "settings_apply" not in keys(app), "nothing is offered before a number changes"


def test_the_error_rates_of_each_rule_stand_beside_the_choice(look: Look) -> None:
    app = look("D1", PAGE)
    rates = app.table[0].value
    chosen = box(app, "primary_rule")
    assert chosen.value == 0 and chosen.options[0] == "Aimline's own"
    rules = {name.replace("\\", "") for name in rates.index}
    assert {*chosen.options[1:], "Aimline's sequential boundary"} == rules
    on_pace = {name.replace("\\", ""): int(cell.removesuffix("%")) for name, cell in rates.iloc[:, 0].items()}
    assert on_pace["Aimline's sequential boundary"] <= 15 < on_pace["Four-point rule"]


def test_another_rule_is_chosen_by_its_name_like_any_number(look: Look, own_path: Path) -> None:
    app = preview(look("D1", PAGE, store_path=own_path), "primary_rule", 2)
    assert "Rule that calls an intervention ineffective: Aimline's own → Four-point rule" in texts(app).replace("*", "")
    app.text_area(key="settings_reason").set_value(WHY).run()
    press(app, "settings_apply")
    rule = reads._opened(str(own_path)).cursor().execute("SELECT rule, reason FROM verdict WHERE plan_id = 'I1'").fetchall()
    assert rule[0][0] == "four_point" and rule[0][1].startswith("Four-point rule, chosen here: The last 4 scores")
    assert box(app, "primary_rule").value == 2 and f"Set here to Four-point rule: {WHY}" in texts(app)


def test_preview_apply_and_put_back(look: Look, own_path: Path) -> None:
    app = preview(look("D1", PAGE, store_path=own_path), "minimum_weeks", 20)
    assert "Fewest weeks: 4 weeks → 20 weeks" in texts(app).replace("*", "")
    moved = how_many(app)
    counts, plans = app.table[-1].value, app.dataframe[0].value
    assert moved >= 2 and counts["How many"].astype(int).sum() == len(plans) == moved
    assert dict(zip(plans["Student"], plans["To"], strict=False))["Ben Brook"] == "◔ too early"
    assert setting(own_path, "minimum_weeks")[0][0] == 4, "a preview stores nothing"

    press(app, "settings_apply")
    assert "few words why" in texts(app) and setting(own_path, "minimum_weeks")[0][0] == 4, "not without a reason"
    app.text_area(key="settings_reason").set_value(WHY).run()
    press(app, "settings_apply")
    assert setting(own_path, "minimum_weeks") == [(20.0, WHY)]
    assert f"In force. {moved} verdicts changed." in texts(app) and WHY in texts(app)
    assert "settings_apply" not in keys(app), "the same press does not come twice"

    app.segmented_control(key="settings_view").set_value("history").run()
    assert "Fewest weeks: 4 weeks → 20 weeks" in texts(app).replace("*", "") and "Dee District: " + WHY in texts(app)
    press(app, "settings_back_0")
    assert box(app, "minimum_weeks").value == 4
    assert how_many(app) == moved, "the way back goes through the same preview"
    app.text_area(key="settings_reason").set_value("Back, since it hid too much.").run()
    press(app, "settings_apply")
    assert setting(own_path, "minimum_weeks") == [(4.0, "Back, since it hid too much.")]


def test_a_number_changed_after_the_preview_cannot_be_applied_unseen(look: Look, own_path: Path) -> None:
    app = preview(look("D1", PAGE, store_path=own_path), "minimum_weeks", 20)
    assert "settings_apply" in keys(app)
    box(app, "minimum_weeks").set_value(19).run()
    assert "settings_apply" not in keys(app)
    assert [info.value for info in app.info if "Not in force yet" in info.value], "told beside the box, since Preview stands far below"
    press(app, "settings_reset")
    assert box(app, "minimum_weeks").value == 4 and "settings_preview" not in keys(app)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("off_track_probability", 90, "must lie below “On track at or above” (80%)"),
        ("on_track_probability", 20, "It may be 50% to 99%"),
        ("minimum_occasions", 0, "It may be 3 to 20 scores"),
        ("minimum_weeks", None, "no number is given"),
    ],
)
def test_what_cannot_be_is_told_beside_the_boxes(look: Look, name: str, value: float | None, says: str) -> None:
    app = look("D1", PAGE)
    box(app, name).set_value(value).run()
    assert not app.exception
    assert [error.value.replace("\\", "") for error in app.error if says in error.value.replace("\\", "")], "told beside the box"
    assert not {"settings_preview", "settings_apply"} & keys(app)


def test_a_change_without_effect_says_so(look: Look, own_path: Path) -> None:
    app = preview(look("D1", PAGE, store_path=own_path), "dosage_floor", 85)
    assert "would stay as they are. 7 plans running and 0 ended were judged anew." in texts(app)
    assert "settings_apply" in keys(app)


def test_somebody_else_s_change_is_not_taken_back_by_an_open_page(look: Look, own_path: Path) -> None:
    from analytics import settings_entry

    app = look("D1", PAGE, store_path=own_path)
    con = reads._opened(str(own_path))
    settings_entry.change_settings(con, settings_entry.proposed(con, {"dosage_floor": 0.7}), reason=WHY, staff_id="D1")
    app.run()
    assert box(app, "dosage_floor").value == 70 and "settings_preview" not in keys(app)


def test_scores_that_come_in_after_the_preview_are_told(look: Look, own_path: Path) -> None:
    app = preview(look("D1", PAGE, store_path=own_path), "minimum_weeks", 20)
    with store.transaction(reads._opened(str(own_path))):
        pass
    app.run()
    assert "Scores have come in since this preview" in texts(app)


def test_a_principal_tries_but_does_not_apply_what_moves_other_schools(look: Look) -> None:
    app = preview(look("P1", PAGE), "missed_occasions_limit", 1)
    assert "takes somebody who may see every student" in texts(app)
    assert "of 6 running plans would read otherwise" in texts(app)
    assert "settings_apply" not in keys(app)


@pytest.mark.parametrize("staff_id", OPEN)
def test_the_door(look: Look, staff_id: str, small_store_path: Path) -> None:
    found = PAGE in {page.file for page in pages.pages_for(ROLES[staff_id])}
    assert found == (ROLES[staff_id] in pages.ADMINISTRATORS)
    if not found:
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            look(staff_id, PAGE)
        return
    app = preview(look(staff_id, PAGE), "missed_occasions_limit", 1)
    shown = everything(app)
    named = {student for student, sign in SIGNS.items() if sign.encode() in shown}
    assert named and named <= OPEN[staff_id]
    noted = {entry["student_id"] for entry in access_log.entries(small_store_path) if entry["purpose"] == "preview of settings"}
    assert named <= noted, "who is named in a preview is noted in the access log"


def test_names_and_reasons_are_shown_as_typed(look: Look, own_path: Path) -> None:
    nasty = "**bold** <script>alert(1)</script> [x](javascript:alert(1))"
    app = preview(look("D1", PAGE, store_path=own_path), "minimum_weeks", 20)
    app.text_area(key="settings_reason").set_value(nasty).run()
    press(app, "settings_apply")
    app.segmented_control(key="settings_view").set_value("history").run()
    card = next(one.value for one in app.markdown if "Dee District" in one.value)
    assert nasty not in card and nasty in card.replace("\\", "")


def test_an_empty_store_reads_well(look: Look, tmp_path: Path) -> None:
    con = store.open_store(tmp_path / "new.duckdb")
    con.execute("INSERT INTO staff VALUES ('D1', 'Dee District', NULL)")
    con.execute(
        "INSERT INTO staff_assignment (staff_id, role, scope, scope_id, from_on) VALUES ('D1', 'district', 'district', '*', '2020-01-01')"
    )
    con.close()
    app = preview(look("D1", PAGE, store_path=tmp_path / "new.duckdb"), "minimum_weeks", 8)
    assert "There is no plan yet whose verdict could change." in texts(app)
    app.segmented_control(key="settings_view").set_value("history").run()
    assert "Nobody has changed a setting yet" in app.info[0].value
