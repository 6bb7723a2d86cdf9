"""The student page: each plan with its verdict, its chart and what lies under it."""

import json

import pytest
from conftest import everything
from streamlit.testing.v1 import AppTest

from analytics.store import access_log
from dashboard import reads
from dashboard.components import explain_panel, export
from dashboard.components.numbers_row import numbers


def opened(look, student: str, panel: str | None = None, staff_id: str = "T1") -> AppTest:
    """The page of a student, one of its panels open."""
    page = look(staff_id, "views/student.py", student=f"key-{student}")
    if panel:
        page.session_state[panel] = True
        page.run()
    return page


def test_the_verdict_stands_in_the_heading_and_a_plain_sentence_under_it(look) -> None:
    page = opened(look, "S1")
    assert [heading.value for heading in page.header] == [
        ":red-badge[▼ ineffective] Repeated reading",
        ":red-badge[▼ off track] Ana will read 75 words correctly in a minute",
    ]
    sentences = [element.value for element in page.markdown if element.value.startswith("**") and not element.value.startswith("**Next")]
    assert len(sentences) == 2 and sentences[0].startswith(r"**Growth is too slow\: scores are")
    numbers = [element.value for element in page.caption if element.value.startswith("In numbers")]
    assert len(numbers) == 2 and "16 scores over 15 weeks" in numbers[0]


def test_who_may_see_it_is_said_with_the_reason(look) -> None:
    assert "You see this record as teacher of Grade 3, room 12" in opened(look, "S1").caption[0].value.replace("\\", "")


def test_every_chart_has_a_name_for_those_who_cannot_see_it(look) -> None:
    charts = opened(look, "S1").get("plotly_chart")
    assert len(charts) == 2
    assert all("6 baseline scores from 40 to 44" in chart.proto.alt for chart in charts)
    assert len(json.loads(charts[0].proto.spec)["data"]) > 8


def test_a_name_full_of_markup_is_shown_as_written(look) -> None:
    title = opened(look, "S4").title[0].value
    assert r"\<b\>bold\<\/b\>" in title and r"\[x\]\(javascript\:alert" in title and r"\:red\[y\]" in title and r"\$a\$" in title


def test_numbers_that_are_not_known_are_dashes(look) -> None:
    shown = {metric.label: metric.value for metric in opened(look, "S4").metric}
    assert {shown[label] for label in ("Growth a week", "Expected at due date", "Chance to reach it")} == {"–"}


@pytest.mark.parametrize(
    ("verdict", "n_scores", "shown"),
    [("not delivered", 12, "–"), ("no recent data", 12, "–"), ("too early", 3, "–"), ("too early", 12, "31%"), ("attained", 3, "31%")],
)
def test_no_chance_stands_beside_a_verdict_that_nothing_can_be_said(verdict: str, n_scores: int, shown: str) -> None:
    known = {"unit": "words", "roi_per_week": 1.0, "roi_se": 0.3, "required_roi": 1.5, "projected": 60.0, "projected_lower": 50.0}
    known |= {"projected_upper": 70.0, "floor": 0.0, "ceiling": 300.0, "probability": 0.31, "weeks": 10.0, "verdict": verdict}
    known |= {"n_scores": n_scores, "parameters": '{"minimum_occasions": 4, "minimum_weeks": 4}'}
    assert {name: value for name, value, _ in numbers(known)}["Chance to reach it"] == shown


def test_the_score_table_is_the_chart_in_words(look) -> None:
    page = opened(look, "S1", "_scores-I1")
    scores = page.table[0].value
    assert len(scores) == 23
    assert list(scores.iloc[0])[:2] == ["25 Feb 2026", "absent"]
    assert list(scores.iloc[1])[:3] == ["16 Feb 2026", "42", "56.2"]
    assert "Ill all week \\<script\\>" in list(page.table[1].value["Text"])


def test_effect_sizes_come_with_intervals_and_a_warning(look) -> None:
    page = opened(look, "S1", "_effects-I1")
    effects = page.table[0].value
    nap = effects[effects["Effect size"].str.startswith("NAP")].iloc[0]
    assert " to " in nap["95% interval"]
    assert any("cannot" in caption.value or "do not know" in caption.value for caption in page.caption)


def test_other_rules_are_shown_with_agreement_or_disagreement(look) -> None:
    page = opened(look, "S1", "_rules-I1")
    rules = page.table[0].value
    assert rules["Rule"].iloc[0] == r"**Aimline\'s sequential boundary**" and len(rules) >= 8
    assert rules["Says"].iloc[0] == "change the instruction"
    assert set(rules["Beside Aimline"].iloc[1:]) <= {"agrees", "differs", "decides already", ""}
    said = next(element.value for element in page.markdown if "of 100 students who grow exactly as planned" in element.value)
    assert "other rule" in said
    shares = [cell for column in rules.columns[-2:] for cell in rules[column] if cell != "–"]
    assert len(shares) >= 14 and all(cell.split()[0] in ("about", "fewer", "more") for cell in shares)


def test_how_it_was_computed_shows_thresholds_prior_and_the_sql(look) -> None:
    page = opened(look, "S1", "_method-I1")
    assert "minimum occasions" in list(page.table[0].value["Threshold"])
    assert any("Evidence that growth is below the required ROI" in row for row in page.table[1].value["Evidence"])
    assert "SELECT" in page.code[0].value
    page.selectbox(key="model-I1").set_value("projection").run()
    assert "def projection" in page.code[0].value


def test_every_export_is_noted_and_holds_the_scores_as_stored(look, small_store_path) -> None:
    page = opened(look, "S2", "_scores-I2", staff_id="D1")
    assert page.get("download_button")
    who, plan = page.session_state["viewer"], {"student_id": "S2", "series_id": "S2-math"}
    first, second = (
        export.noted(lambda: explain_panel.exported(who, plan), lambda: reads.log_export(who, ("S2",), "scores")) for _ in range(2)
    )
    assert first == second and first.decode("utf-8-sig").splitlines()[1].startswith("Math computation,2025-09-22,1,11.0")
    assert b"S2" not in first, "the identifier of a series holds that of the student"
    assert sum(entry["purpose"] == "export of scores" for entry in access_log.entries(small_store_path)) == 2


def test_without_a_key_the_page_lists_the_viewers_students(look) -> None:
    page = look("T1", "views/student.py")
    found = [link.proto.query_string for link in page.get("page_link")]
    assert sorted(found) == ["student=key-S1", "student=key-S2", "student=key-S3", "student=key-S4"]
    page.text_input(key="student_search").set_value("chén").run()
    assert [link.proto.query_string for link in page.get("page_link")] == ["student=key-S3"]


def test_a_student_without_a_plan_is_told_what_to_do(look) -> None:
    assert "No intervention and no goal" in opened(look, "S7", staff_id="D1").info[0].value


@pytest.mark.parametrize("student", ["S1", "S2", "S3", "S4", "S5", "S6"])
def test_no_page_carries_an_identifier_of_the_student_in_its_links(look, student: str) -> None:
    page = opened(look, student, staff_id="D1")
    links = [link.proto.query_string for link in page.get("page_link")]
    assert not page.exception and all(student not in link or link == "" for link in links)
    assert b"unsafe" not in everything(page)
