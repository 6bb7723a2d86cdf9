"""The verdict panel, the meter and the what-if of the student page: what each role sees, with hostile names, and without a score."""

from datetime import timedelta
from pathlib import Path

import pytest
from conftest import DUE, TODAY, everything, fill
from streamlit.testing.v1 import AppTest

from analytics import pipeline, store
from dashboard import reads, reads_student
from dashboard.viewer import Viewer

WHAT_IF = "_what_if"


def opened(look, student: str, panel: str | None = None, staff_id: str = "T1", **store_path: Path) -> AppTest:
    """The page of a student, one of its panels open."""
    page = look(staff_id, "views/student.py", student=f"key-{student}", **store_path)
    if panel:
        page.session_state[panel] = True
        page.run()
    return page


def told(page: AppTest) -> str:
    """Everything the page says in text, as read: without the backslashes that keep typed text from being markup."""
    return "\n".join(element.value for element in [*page.markdown, *page.caption, *page.warning]).replace("\\", "")


def asked(page: AppTest, plan_id: str, **values: object) -> AppTest:
    """The what-if form of a plan, filled in and sent."""
    for name, value in values.items():
        kind = {"target": page.number_input, "due": page.date_input}.get(name, page.selectbox)
        kind(key=f"if-{name}-{plan_id}").set_value(value)
    next(button for button in page.button if button.label == "Show what would change").click().run()
    return page


def test_the_panel_reads_from_the_answer_to_what_to_do(look) -> None:
    page = opened(look, "S1")
    panel = [element.value.replace("\\", "") for element in page.markdown]
    first = next(place for place, text in enumerate(panel) if text.startswith(("**Growth is too slow", "**There is no growth")))
    answer, claims, advice = panel[first : first + 3]
    assert "students with scores like these would reach the target by 29 May." in answer
    assert claims.startswith("- Fast enough for the target? No: there is strong evidence that growth is too slow.")
    assert "\n- Better than before the start? " in claims
    assert advice.startswith("**Next:** Change the intervention")


def test_the_law_behind_an_advice_is_in_its_help_and_not_in_the_sentence(look) -> None:
    page = opened(look, "S1")
    advice = next(element for element in page.markdown if element.value.startswith("**Next:** Change the instruction now"))
    assert "CFR" not in advice.value and "34 CFR" in advice.proto.help.replace("\\", "")


def test_the_meter_is_text_in_one_row_with_the_reasons_in_its_help(look) -> None:
    meter = next(element for element in opened(look, "S1").markdown if "badge[✓ 16 scores" in element.value)
    assert [part.split(" ", 1)[1] for part in meter.value.replace("\\", "").split("] ")][:3] == [
        "16 scores: enough", "15 weeks: enough", "6 baseline scores: enough"
    ]  # fmt: skip
    assert meter.proto.help.count("\n- ") == 4 and "on school days" in meter.proto.help


def test_sessions_that_were_not_held_stand_beside_the_outcome(look) -> None:
    page = opened(look, "S3")
    assert "Too few sessions were held to judge it: " in told(page)
    assert any("△" in element.value and "held: too few (not held" in element.value.replace("\\", "") for element in page.markdown)


def test_too_few_scores_say_how_many_are_needed_and_no_chance(look) -> None:
    page = opened(look, "S4")
    assert "1 of 4 scores: not yet" in told(page)
    assert "students with scores like these" not in told(page)


@pytest.mark.parametrize("panel", ["_what_if-G4", "_rules-G4", "_method-G4"])
def test_a_name_full_of_markup_stays_text_in_every_panel(look, panel: str) -> None:
    page = opened(look, "S4", panel)
    assert not page.exception and b"unsafe" not in everything(page)


def test_typed_titles_and_reasons_stay_text_in_the_panel(look) -> None:
    page = opened(look, "S1", "_what_if-G1")
    asked(page, "G1", target=120.0)
    assert not any("<i>" in element.value and "\\<i" not in element.value for element in page.markdown)


OPEN = [("T1", "S1"), ("T1", "S2"), ("M1", "S5"), ("P1", "S3"), ("D1", "S6"), ("T2", "S6")]


@pytest.mark.parametrize(("staff_id", "student"), OPEN)
def test_every_role_may_ask_what_if_of_their_students(look, staff_id: str, student: str) -> None:
    page = opened(look, student, staff_id=staff_id)
    plan = next(element.key.removeprefix("chart-") for element in page.get("plotly_chart") if element.key)
    page.session_state[f"{WHAT_IF}-{plan}"] = True
    page.run()
    asked(page, plan, due=DUE + timedelta(weeks=6))
    assert not page.exception and not page.warning
    table = page.table[0].value
    assert list(table.columns) == ["What", "As it is", "What if"]
    assert list(table["What"])[:3] == ["Target and date", "Verdict", "In a sentence"]
    assert table["What if"].iloc[0].endswith("by 10 Jul 2026") and table["As it is"].iloc[0].endswith("by 29 May 2026")


def test_another_schedule_says_what_it_can_and_cannot_change(look) -> None:
    page = asked(opened(look, "S1", f"{WHAT_IF}-I1"), "I1", probes=2.0)
    assert "Another schedule changes only the scores to come." in told(page)
    assert len(page.get("plotly_chart")) == 3


def test_a_goal_may_be_asked_about_with_another_criterion(look) -> None:
    page = opened(look, "S6", f"{WHAT_IF}-G6", staff_id="T2")
    offered = page.selectbox(key="if-criterion-G6")
    assert offered.options == [
        "the median of the last three scores at the due date", "3 scores in a row at the target", "4 of the last 5 scores at the target"
    ]  # fmt: skip
    offered.select_index(1)
    table = asked(page, "G6", target=70.0).table[0].value
    assert "attained" in table["What if"].iloc[1] and table["What if"].iloc[2] == r"The goal is met\, since 19 January\."


def test_what_cannot_be_asked_is_refused_in_the_panel(look) -> None:
    page = asked(opened(look, "S1", f"{WHAT_IF}-I1"), "I1", target=20.0)
    assert "A target of 20 is on the wrong side of the baseline, 42. Choose one above it." in told(page)
    assert not page.table and not page.exception
    assert "Nothing differs from the plan as it is" in told(asked(page, "I1", target=70.0))


def test_asking_stores_nothing(look, small_store_path: Path) -> None:
    page = opened(look, "S1", f"{WHAT_IF}-I1")
    before = reads.version()
    asked(page, "I1", target=60.0)
    assert page.table and reads.version() == before
    assert "70 by 29 May 2026" in asked(page, "I1", target=61.0).table[0].value["As it is"].iloc[0]


def test_the_page_asks_for_nothing_that_is_folded(look, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_now(*_: object) -> None:
        raise AssertionError("computed although nobody opened it")

    for name in ("what_if", "rules", "effects", "scores"):
        monkeypatch.setattr(reads_student if name == "what_if" else reads, name, not_now)
    assert not opened(look, "S1").exception


def test_what_if_gives_nothing_to_a_stranger(look) -> None:
    look("T1")
    stranger, friend = Viewer("T2", TODAY, "Tom Teacher", "teacher"), Viewer("T1", TODAY, "Tess Teacher", "teacher")
    question = reads_student.Question("S1", "I1", target=80.0)
    assert reads_student.what_if(stranger, question) is None and reads_student.what_if(friend, question) is not None


def test_a_finished_plan_is_told_in_a_sentence_and_asked_nothing(look, tmp_path: Path) -> None:
    path = tmp_path / "ended.duckdb"
    con = store.open_store(path)
    fill(con)
    con.execute("UPDATE intervention SET ended_on = $day WHERE intervention_id = 'I1'", {"day": TODAY - timedelta(days=10)})
    pipeline.analyse(con)
    con.close()
    page = opened(look, "S1", "past-I1", store_path=path)
    assert not page.exception and "**Growth is too slow: " in told(page)
    assert not any(box.key and "I1" in box.key for box in page.number_input)


def test_a_plan_longer_than_may_be_asked_about_is_shown_and_asked(look, tmp_path: Path) -> None:
    path = tmp_path / "long.duckdb"
    con = store.open_store(path)
    fill(con)
    con.execute("UPDATE goal SET due_on = start_on + 7 * 210 WHERE goal_id = 'G1'")
    pipeline.analyse(con)
    con.close()
    page = opened(look, "S1", f"{WHAT_IF}-G1", store_path=path)
    assert not page.exception
    asked(page, "G1", target=120.0)
    assert not page.exception and not page.warning and page.table


def test_a_plan_without_a_score_says_so(look, tmp_path: Path) -> None:
    path = tmp_path / "empty.duckdb"
    con = store.open_store(path)
    fill(con)
    con.execute("DELETE FROM score")
    pipeline.analyse(con)
    con.close()
    for student in ("S1", "S2", "S5"):
        page = opened(look, student, staff_id="D1", store_path=path)
        assert not page.exception and "There is no score yet since the " in told(page)
    page = opened(look, "S1", f"{WHAT_IF}-I1", store_path=path)
    assert not asked(page, "I1", target=80.0).exception
