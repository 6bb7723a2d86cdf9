"""A teacher's day: what needs a decision, why, and today's scores typed with the verdict changing at once, on every screen."""

import re

import pytest
from people import Story, story
from playwright.sync_api import Locator, Page, expect
from running import settled, turn_to, view_as

FLAT = "ineffective unseen by the four-point rule"


@pytest.fixture(scope="module")
def flat() -> Story:
    """The student whose intervention does not work."""
    return story(FLAT)


def open_student(page: Page, who: Story) -> None:
    """From the Today page to the student's own."""
    page.goto("/")
    settled(page)
    view_as(page, who.teacher)
    page.get_by_test_id("stMain").get_by_role("link", name=who.student).first.click()
    expect(page.get_by_role("heading", level=1, name=who.student)).to_be_visible()
    settled(page)


def open_sheet(page: Page, who: Story, measure: str) -> Locator:
    """The box for today's score of the student on the Class page."""
    turn_to(page, "Class")
    page.get_by_role("radiogroup", name="Show").get_by_text("Type scores").click()
    choice = page.get_by_role("combobox", name="Measure")
    choice.fill(measure)
    page.get_by_role("option", name=measure).first.click()
    settled(page)
    return page.get_by_role("textbox", name=f"Score of {who.student}")


def test_from_what_needs_a_decision_to_the_verdict_and_its_reason(page: Page, flat: Story) -> None:
    page.goto("/")
    settled(page)
    view_as(page, flat.teacher)
    expect(page.get_by_test_id("stMain")).to_contain_text(re.compile(rf"{flat.student}\s*▼ ineffective"))
    page.get_by_test_id("stMain").get_by_role("link", name=flat.student).first.click()
    expect(page.get_by_role("heading", level=1, name=flat.student)).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(f"ineffective {flat.programme}"))).to_be_visible()
    expect(page.get_by_text(re.compile("Growing .* a week .*below the .* the aimline asks for")).first).to_be_visible()
    expect(page.get_by_text("You see this record as teacher of")).to_be_visible()
    expect(page.get_by_role("figure", name=re.compile("Line chart of Oral reading fluency"))).to_be_visible()


def test_the_list_of_students_leads_to_a_record_by_the_keyboard(page: Page, flat: Story) -> None:
    page.goto("/")
    settled(page)
    view_as(page, flat.teacher)
    turn_to(page, "Student")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text(re.compile(r"▼ ineffective\s*\d plans?, due \d+ \w+ 20\d\d"))
    search = page.get_by_role("searchbox", name="Find a student by name")
    search.fill(flat.student.split()[-1])
    settled(page)
    link = main.get_by_role("link", name=re.compile(flat.student.split()[-1]))
    expect(link).to_have_count(1)
    search.focus()
    for _ in range(4):  # the box's own button and the two orders lie between
        page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=flat.student)).to_be_visible()


def test_a_typed_score_changes_verdict_and_chart_here_and_in_another_browser(page: Page, other_page: Page, flat: Story) -> None:
    open_student(other_page, flat)
    chart = other_page.get_by_role("figure", name=re.compile("Line chart of Oral reading fluency"))
    expect(other_page.get_by_role("heading", name=re.compile(f"ineffective {flat.programme}"))).to_be_visible()
    expect(chart).to_have_accessible_name(re.compile("14 scores of this plan"))

    page.goto("/")
    settled(page)
    view_as(page, flat.teacher)
    box = open_sheet(page, flat, "Oral reading fluency")
    box.fill("97")
    box.press("Enter")
    expect(page.get_by_text("97 is 39 above the last score (58). Type it again or press Keep.")).to_be_visible()
    page.get_by_role("button", name="Keep").click()
    expect(box).to_have_value("97")
    page.get_by_role("button", name="Save scores").click()
    expect(page.get_by_text("1 score of 15 Jan 2026 stored.")).to_be_visible()
    expect(page.get_by_test_id("stMain")).to_contain_text(re.compile(rf"{flat.student} · {flat.programme}: ▼ ineffective.*too early"))

    # Nobody touches the other window: it asks for itself whether the store has changed.
    expect(other_page.get_by_role("heading", name=re.compile(f"too early {flat.programme}"))).to_be_visible()
    expect(other_page.get_by_text(re.compile("fter 15 scores over 16 weeks"))).to_be_visible()
    expect(chart).to_have_accessible_name(re.compile("15 scores of this plan.*the last one 97 on 15 Jan 2026"))

    page.get_by_role("button", name="Undo this save").click()
    expect(page.get_by_text("everything is as before")).to_be_visible()
    expect(other_page.get_by_role("heading", name=re.compile(f"ineffective {flat.programme}"))).to_be_visible()
    expect(chart).to_have_accessible_name(re.compile("14 scores of this plan"))


SLIPS = {
    "999": "outside the range of this measure, 0 to 300",
    "fast": "“fast” is not a number",
    "a": "absent: the day is noted, no score is stored",
    "0": "below the last score (58). If the student was absent, type a. Type it again or press Keep.",
}


def test_a_slip_is_caught_beside_its_box_and_an_absence_is_no_zero(page: Page, flat: Story) -> None:
    page.goto("/")
    settled(page)
    view_as(page, flat.teacher)
    box = open_sheet(page, flat, "Oral reading fluency")
    for typed, says in SLIPS.items():
        box.fill(typed)
        box.press("Enter")
        expect(page.get_by_text(says)).to_be_visible()
