"""An IEP team before its meeting: will the goal be met, how was that computed, and the scores to take along."""

import csv
import re

import pytest
from people import Story, story
from playwright.sync_api import Page, expect
from running import settled, turn_to, view_as


@pytest.fixture(scope="module")
def raised() -> Story:
    """The student whose goal was raised midway."""
    return story("a trial-based goal")


@pytest.fixture
def record(page: Page, raised: Story) -> Page:
    """That student's page, as the case manager sees it."""
    page.goto("/")
    settled(page)
    assert raised.case_manager
    view_as(page, raised.case_manager)
    turn_to(page, "Student")
    page.get_by_test_id("stMain").get_by_role("link", name=re.compile(raised.student.split()[-1])).click()
    expect(page.get_by_role("heading", level=1, name=raised.student)).to_be_visible()
    settled(page)
    return page


def test_the_goal_has_a_verdict_a_chance_and_its_own_criterion(record: Page) -> None:
    main = record.get_by_test_id("stMain")
    expect(main.get_by_role("heading", name=re.compile("attained|on track|off track|uncertain")).first).to_be_visible()
    expect(main).to_contain_text("IEP goal")
    expect(main).to_contain_text("4 of the last 5 scores of at least 10 trials at the target")
    expect(main).to_contain_text("Chance to reach it")


def test_how_it_was_computed_shows_the_query_and_its_thresholds(record: Page) -> None:
    record.get_by_text("How was this computed?").first.click()
    expect(record.get_by_text("on_track_probability").first).to_be_visible()
    expect(record.get_by_test_id("stCode").first).to_contain_text("SELECT")
    expect(record.get_by_role("link", name="The methods, with their sources").first).to_be_visible()


def test_other_rules_and_effect_sizes_are_one_click_away(record: Page) -> None:
    record.get_by_text("What other decision rules say").first.click()
    expect(record.get_by_text(re.compile("four.point", re.IGNORECASE)).first).to_be_visible()
    record.get_by_text("Effect sizes", exact=True).first.click()
    expect(record.get_by_test_id("stMain")).to_contain_text(re.compile("NAP|There are not enough scores"))


def test_the_scores_can_be_taken_along(record: Page) -> None:
    record.get_by_text("Scores as a table, download").first.click()
    with record.expect_download() as wanted:
        record.get_by_role("button", name="Download these scores (CSV)").first.click()
    with wanted.value.path().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 10
    assert {"observed_on", "value"} <= set(rows[0])


def test_a_stranger_s_record_is_not_told_apart_from_one_that_does_not_exist(record: Page, raised: Story) -> None:
    # A visit that names nobody is looked at by the first teacher of the list, who does not work with this student.
    strangers = re.sub("as=[0-9a-f]+&?", "", record.url)
    told = []
    for address in (strangers, re.sub("student=[0-9a-f]+", "student=" + "0" * 32, strangers)):
        record.goto(address)
        expect(record.get_by_role("heading", level=1, name="Not available")).to_be_visible()
        settled(record)
        told.append(record.get_by_test_id("stMain").inner_text())
    assert told[0] == told[1]
    assert raised.student not in told[0]
