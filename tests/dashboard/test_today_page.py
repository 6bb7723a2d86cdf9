"""Today: what needs a decision, most urgent first."""

from itertools import pairwise

import duckdb
import pytest
from conftest import TODAY
from streamlit.testing.v1 import AppTest

from analytics.caseload import today


def names(page: AppTest) -> list[str]:
    """The students on the cards, in order."""
    return [link.proto.label.replace("*", "").replace("\\", "") for link in page.get("page_link") if link.proto.icon == ":material/person:"]


def verdicts(page: AppTest) -> list[str]:
    """The badges on the cards, in order."""
    return [element.value for element in page.markdown if "-badge[" in element.value]


def test_the_answer_comes_first_and_the_most_urgent_card_on_top(look) -> None:
    page = look("T1")
    assert page.header[0].value == "2 interventions and 1 goal to decide, 1 score overdue"
    assert names(page)[:3] == ["Ana Alvarez", "Ana Alvarez", "Carla Chen"]
    assert verdicts(page)[0] == ":red-badge[▼ ineffective]"


def test_every_card_has_a_picture_with_words_and_a_way_to_the_student(look) -> None:
    page = look("T1")
    assert len(page.image) == len(names(page)) == 4
    link = page.get("page_link")[0].proto
    assert (link.page, link.query_string) == ("student", "student=key-S1")


def test_what_goes_well_is_one_click_away(look) -> None:
    page = look("T1")
    assert "Ben Brook" not in names(page)
    page.get("button_group")[0].set_value(["waiting"]).run()
    assert names(page) == ["Ben Brook"]


@pytest.mark.parametrize("typed", ["chen", "CHÉN", "phonics", "carla boost"])
def test_a_text_finds_name_and_programme_whatever_the_case_and_accents(look, typed: str) -> None:
    page = look("T1")
    page.text_input(key="today_search").set_value(typed).run()
    assert names(page) == ["Carla Chen"]


def test_a_verdict_filter_and_a_text_without_match(look) -> None:
    page = look("T1")
    page.multiselect(key="today_verdicts").set_value(["not delivered"]).run()
    assert names(page) == ["Carla Chen"]
    page.text_input(key="today_search").set_value("nobody").run()
    assert names(page) == [] and page.info[0].value == "No plan matches these filters."


def test_plans_come_in_order_of_urgency(small_store: duckdb.DuckDBPyConnection) -> None:
    everything_wanted = today.Wanted(sections=("intervention", "goal", "overdue", "waiting"))
    assert today.page(small_store, "D1", TODAY, everything_wanted, 50) == (["I1", "G1", "I3", "G4", "G5", "G6", "I2"], 7)
    assert today.page(small_store, "D1", TODAY, today.Wanted(), 2) == (["I1", "G1"], 5)


def test_counts_say_what_plans_ask_for(small_store: duckdb.DuckDBPyConnection) -> None:
    found = today.counts(small_store, "D1", TODAY).groupby("section")["plans"].sum()
    assert found.to_dict() == {"goal": 1, "intervention": 2, "overdue": 2, "waiting": 2}


def test_a_principal_has_nobody_of_their_own_and_sees_the_school(look) -> None:
    page = look("P1")
    assert page.get("button_group")[0].proto.label != "Whose students"
    assert "李" in "".join(names(page))


def test_a_long_list_is_shown_in_parts(look, monkeypatch: pytest.MonkeyPatch) -> None:
    page = look("T1")
    page.session_state["today_shown"] = 2
    page.run()
    assert len(names(page)) == 2
    page.button[0].click().run()
    assert len(names(page)) == 4


def test_a_card_says_the_panel_s_plain_sentence_and_each_next_step_once_in_a_row(look) -> None:
    said = [element.value.replace("\\", "") for element in look("T1", "views/today.py").markdown]
    cards = [text for text in said if "a week" in text or "**Next:**" in text]
    assert cards and not any("(between" in text for text in cards)
    steps = [text.split("**Next:** ")[1] for text in cards if "**Next:** " in text]
    assert steps and all(one != other for one, other in pairwise(steps))


def test_a_page_of_any_length_is_the_beginning_of_the_whole_list_and_counts_all(small_store: duckdb.DuckDBPyConnection) -> None:
    everything = today.Wanted(sections=("intervention", "goal", "overdue", "waiting"))
    whole, found = today.page(small_store, "D1", TODAY, everything, 1000)
    assert len(whole) == found > 5
    of_equal_urgency = small_store.execute(
        "SELECT count(*) - count(DISTINCT (urgency, days_left)) FROM verdict_on($today)", {"today": TODAY}
    ).fetchall()[0][0]
    assert of_equal_urgency  # some pages end between plans that only their names tell apart
    for most in range(1, found + 2):
        assert today.page(small_store, "D1", TODAY, everything, most) == (whole[:most], found)
